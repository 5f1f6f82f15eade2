"""Gold set and background -> suggested terms, the most telling first, each language by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from litreview.model import Record
from litreview.query.discovery.keyness import Counts, Keyness, log_odds
from litreview.query.discovery.network import SHARE, cut_off, strengths
from litreview.query.discovery.ngrams import Gram, grams, spoken
from litreview.query.discovery.stems import SHORTEST, truncation
from litreview.query.discovery.vocabulary import Key, Vocabulary, gather
from litreview.query.tree import ANY_ENDING, Node, Or, Term

Covering = Callable[[str], str]
"""A text -> the name of the part of a strategy that finds it; "": none does."""
PARTLY = "partly: "
"""Before the name of a part that finds some forms of a term only."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. language: ISO 639-1; "": each that the gold set has.

    least: records of the gold set that must hold a term. weight: of the prior, by the terms of the
    gold set: 1 means as much again, a round figure; how it was chosen is not on record, and no test
    compares it with others. least_z: of the keyness. share: of all strength, for the
    cut-off of the network.
    """

    language: str = ""
    least: int = 2
    weight: float = 1.0
    least_z: float = 1.96
    share: float = SHARE


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One term. node: for the tree of a strategy; gold, background: records that it finds.

    forms: as the gold set has them, with their records there. strength: in the co-occurrence
    network of the gold set. within: a suggestion before this one that finds its records anyway.
    covered: the part of the strategy that finds it.
    """

    node: Node
    forms: tuple[tuple[str, int], ...]
    gold: int
    background: int
    keyness: Keyness
    strength: int
    within: Node | None = None
    covered: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What one language gave. gold, background: its records.

    cut: the least strength that is kept. weaker: terms that are telling enough, but below the cut.
    """

    language: str
    gold: int
    background: int
    cut: int
    weaker: int
    suggestions: tuple[Suggestion, ...]


def suggest(
    gold: Iterable[Record],
    background: Iterable[Record],
    asked: Asked | None = None,
    covering: Covering | None = None,
) -> tuple[Suggested, ...]:
    """The suggestions per language, the one with most gold records first.

    A record of `background` that is in `gold` too (by DOI, PMID or title) counts as gold only. A
    record whose language cannot be told is taken for one of the language that is asked for, or of
    the commonest one of the gold set. Languages with fewer gold records than `asked.least` are left
    out. Cost: linear in the text, and for each term in the records that hold it.
    """
    asked = asked or Asked()
    known: set[str] = set()
    chosen = [record for record in gold if not _seen(record, known)]
    tongues = [spoken(record) for record in chosen]
    common = Counter(tongue for tongue in tongues if tongue).most_common(1)
    home = asked.language or (common[0][0] if common else "en")
    by_language: dict[str, list[Record]] = defaultdict(list)
    for record, tongue in zip(chosen, tongues, strict=True):
        by_language[tongue or home].append(record)
    wanted = {
        tongue: records
        for tongue, records in by_language.items()
        if len(records) >= asked.least and asked.language in ("", tongue)
    }
    others: dict[str, list[frozenset[Gram]]] = defaultdict(list)
    for record in background:
        if known.isdisjoint(_names(record)) and (tongue := spoken(record) or home) in wanted:
            others[tongue].append(grams(record, tongue))
    ranked = sorted(wanted.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        _one(gather([grams(r, tongue) for r in records], others[tongue], tongue), asked, covering)
        for tongue, records in ranked
    )


def _names(record: Record) -> list[str]:
    """What tells that two records are of one document."""
    title = "".join(letter for letter in record.title.casefold() if letter.isalnum())
    return [name for name in (record.doi, f"pmid {record.pmid}" * bool(record.pmid), title) if name]


def _seen(record: Record, known: set[str]) -> bool:
    """Whether `record` is known; it is from now on."""
    names = _names(record)
    double = not known.isdisjoint(names)
    known.update(names)
    return double


@dataclass(frozen=True, slots=True)
class _Candidate:
    node: Node
    size: int
    grams: tuple[Gram, ...]
    records: frozenset[int]
    inside: frozenset[int]
    keyness: Keyness


def _one(words: Vocabulary, asked: Asked, covering: Covering | None) -> Suggested:
    candidates = _whole([
        _candidate(words, key, forms, asked.weight)
        for key, forms in words.groups(asked.least).items()
    ])  # fmt: skip
    strong = strengths({one: one.inside for one in candidates})
    cut = cut_off(strong.values(), asked.share)
    telling = sorted(
        (one for one in candidates if one.keyness.z >= asked.least_z),
        key=lambda one: (-one.keyness.z, one.grams),
    )
    kept = [one for one in telling if strong[one] >= cut]
    shown = tuple(
        _shown(words, one, strong[one], _within(one, kept[:at]), covering)
        for at, one in enumerate(kept)
    )
    return Suggested(
        words.language, words.gold, words.background, cut, len(telling) - len(kept), shown
    )


def _candidate(words: Vocabulary, key: Key, forms: Sequence[Gram], weight: float) -> _Candidate:
    before, stem = key
    own = words.records(forms)
    cut = ""
    if len(forms) > 1 and len(stem) >= SHORTEST:
        cut = truncation(
            [gram[-1] for gram in forms],
            len(stem),
            lambda prefix: words.records(words.beginning(before, prefix)),
            own,
        )
    in_gold = tuple(g for g in forms if any(number < words.gold for number in words.held[g]))
    taken = tuple(words.beginning(before, cut)) if cut else in_gold
    records = words.records(taken)
    inside = frozenset(number for number in records if number < words.gold)
    first, second = words.totals[len(before) + 1]
    keyness = log_odds(
        Counts(len(inside), first),
        Counts(len(records) - len(inside), second),
        weight=weight * max(first, 1),
    )
    return _Candidate(_node(before, cut, taken), len(before) + 1, taken, records, inside, keyness)


def _node(before: Gram, cut: str, taken: Sequence[Gram]) -> Node:
    if cut:
        return Term((" ".join((*before, cut)), ANY_ENDING))
    terms = tuple(Term((" ".join(gram),)) for gram in taken)
    return terms[0] if len(terms) == 1 else Or(terms)


def _whole(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """`candidates` without fragments: parts of a longer phrase that never stand without it."""
    longer: dict[tuple[Gram, frozenset[int]], bool] = {}
    for one in candidates:
        for gram in one.grams:
            for size in range(2, len(gram)):
                for start in range(len(gram) - size + 1):
                    longer[gram[start : start + size], one.records] = True
    return [
        one for one in candidates
        if not any((gram, one.records) in longer for gram in one.grams)
    ]  # fmt: skip


def _within(one: _Candidate, before: Sequence[_Candidate]) -> Node | None:
    """The first suggestion of fewer words that finds all records of `one`, by its own words."""
    for other in before:
        if other.size < one.size and all(_has(gram, other) for gram in one.grams):
            return other.node
    return None


def _has(gram: Gram, other: _Candidate) -> bool:
    size = other.size
    parts = {gram[start : start + size] for start in range(len(gram) - size + 1)}
    return not parts.isdisjoint(other.grams)


def _shown(
    words: Vocabulary, one: _Candidate, strength: int, within: Node | None,
    covering: Covering | None,
) -> Suggestion:  # fmt: skip
    counted = [(" ".join(g), sum(n < words.gold for n in words.held[g])) for g in one.grams]
    forms = tuple(sorted((f for f in counted if f[1]), key=lambda form: (-form[1], form[0])))
    return Suggestion(
        one.node, forms, len(one.inside), len(one.records) - len(one.inside), one.keyness,
        strength, within, _covered(dict(forms), covering),
    )  # fmt: skip


def _covered(forms: Mapping[str, int], covering: Covering | None) -> str:
    """The part that finds all `forms`, by name; marked where it finds some of them only."""
    found = [covering(form) for form in forms] if covering else []
    names = ", ".join(dict.fromkeys(name for name in found if name))
    return PARTLY + names if names and not all(found) else names
