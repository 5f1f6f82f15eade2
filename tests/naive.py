"""An evaluator of search trees that is slow and obviously right: the oracle of the fast one.

It knows nothing of memory, bits or places worked out late: every phrase and proximity is tried at
every place of every value, every word by a regular expression, every logic in three values. It
remembers answers, so that it can be used on real records.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise, permutations, product

from litreview.query.folding import SPELLINGS
from litreview.query.tree import (
    And,
    Everything,
    Field,
    Group,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Scope,
    Scoped,
    Term,
    Wild,
    walk,
)

Texts = Mapping[Field, tuple[str, ...]]
"""By field; a field that is not there, or has no value, is missing."""
Where = tuple[Field, int, int, int]
"""Field, number of the value, first word, word behind the last."""
SPECIAL = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "\u0131": "i", "ŧ": "t",
           "æ": "ae", "œ": "oe", "þ": "th"}  # fmt: skip


@lru_cache(maxsize=10_000)
def split(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    out = ""
    for char in folded:
        category = unicodedata.category(char)
        if category[0] in "LNM":
            out += char
        elif category != "Cf" or char == "\u200b":
            out += " "
    return unicodedata.normalize("NFKC", out).split()


def bare(word: str) -> str:
    plain = "".join(SPECIAL.get(char, char) for char in word)
    plain = unicodedata.normalize("NFD", plain)
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", plain))


def twins(word: str, language: str) -> list[str]:
    tables = list(SPELLINGS.values()) if language == "" else [SPELLINGS.get(language, {})]
    pairs = {letter: pair for table in tables for letter, pair in table.items()}
    return [word, bare(word), bare("".join(pairs.get(char, char) for char in word))]


@lru_cache(maxsize=10_000)
def patterns(term: Term) -> list[Word]:
    """The words of a term."""
    wilds = [piece for piece in term.pieces if isinstance(piece, Wild)]
    text = "".join("\ue000" if isinstance(piece, Wild) else piece for piece in term.pieces)
    folded = " ".join(split(text.replace("\ue000", "wqqw")))  # letters that no text here has
    found, used = [], 0
    for word in folded.split():
        parts = word.split("wqqw")
        mine = wilds[used : used + len(parts) - 1]
        used += len(mine)
        spelt = zip(*(twins(part, term.language) for part in parts), strict=True)
        found.append(Word([_expression(list(one), mine) for one in spelt], term.language))
    return found


def _expression(texts: list[str], wilds: list[Wild]) -> str:
    made = re.escape(texts[0])
    for wild, text in zip(wilds, texts[1:], strict=True):
        most = "" if wild.most is None else wild.most
        made += f".{{{wild.least},{most}}}" + re.escape(text)
    return made


class Word:
    """A word of a term: its expressions, one a spelling, and what was asked of it before."""

    def __init__(self, expressions: list[str], language: str) -> None:
        self.expressions = [re.compile(one, re.DOTALL) for one in expressions]
        self.language = language
        self.known: dict[str, bool] = {}

    def fits(self, word: str) -> bool:
        if word not in self.known:
            spelt = twins(word, self.language)
            self.known[word] = any(e.fullmatch(one) for e in self.expressions for one in spelt)
        return self.known[word]


def stands(node: Node, texts: Texts, fields: Scope) -> Iterator[Where]:
    """Every stretch of words that `node` is found in."""
    if isinstance(node, Scoped):
        yield from stands(node.item, texts, node.fields)
    elif isinstance(node, Group):
        yield from stands(node.item, texts, fields)
    elif isinstance(node, Or):
        for item in node.items:
            yield from stands(item, texts, fields)
    elif isinstance(node, Near):
        yield from _near(node, texts, fields)
    elif isinstance(node, Term):
        yield from _term(node, texts, fields)


def _searched(fields: Scope) -> tuple[Field, ...]:
    return tuple(Field) if Field.ANY in fields else fields


def _term(term: Term, texts: Texts, fields: Scope) -> Iterator[Where]:
    wanted = patterns(term)
    for field in _searched(fields):
        for number, value in enumerate(texts.get(field, ())):
            given = split(value)
            for at in range(len(given) - len(wanted) + 1):
                for word, one in zip(given[at:], wanted, strict=False):
                    if not one.fits(word):
                        break
                else:
                    yield field, number, at, at + len(wanted)


def _near(node: Near, texts: Texts, fields: Scope) -> Iterator[Where]:
    for chosen in product(*(list(stands(item, texts, fields)) for item in node.items)):
        if len({place[:2] for place in chosen}) > 1:
            continue
        for order in [chosen] if node.ordered else permutations(chosen):
            gaps = [after[2] - before[3] for before, after in pairwise(order)]
            if all(gap >= 0 for gap in gaps) and sum(gaps) <= node.between:
                yield (*order[0][:3], order[-1][3])


def possible_fields(node: Node, fields: Scope) -> tuple[set[Field], set[Field]]:
    """The fields in which `node` could stand, and those of them whose absence leaves it open."""
    if isinstance(node, Scoped):
        return possible_fields(node.item, node.fields)
    if isinstance(node, Group):
        return possible_fields(node.item, fields)
    if isinstance(node, Or | Near):
        parts = [possible_fields(item, fields) for item in node.items]
        if isinstance(node, Or):
            return set().union(*(p[0] for p in parts)), set().union(*(p[1] for p in parts))
        shared = parts[0][0].intersection(*(p[0] for p in parts))
        return shared, set().union(*(p[1] for p in parts)) & shared
    if Field.ANY in fields:
        return set(Field), {Field.TITLE, Field.ABSTRACT}
    return set(fields), set(fields)


def judged(node: Node, texts: Texts, fields: Scope = (Field.ANY,)) -> str:
    """yes, no or unknown, for a tree of terms, proximities, operators, scopes and constants."""
    if isinstance(node, Scoped):
        return judged(node.item, texts, node.fields)
    if isinstance(node, Group):
        return judged(node.item, texts, fields)
    if isinstance(node, Everything | Nothing):
        return "yes" if isinstance(node, Everything) else "no"
    if isinstance(node, And | Or | Not):
        return _combined(node, texts, fields)
    return _found(node, texts, fields)


def _combined(node: And | Or | Not, texts: Texts, fields: Scope) -> str:
    if isinstance(node, Not):
        opposite = {"yes": "no", "no": "yes", "unknown": "unknown"}
        found = {judged(node.keep, texts, fields), opposite[judged(node.drop, texts, fields)]}
    else:
        found = {judged(item, texts, fields) for item in node.items}
    order = ("yes", "unknown", "no") if isinstance(node, Or) else ("no", "unknown", "yes")
    return next(one for one in order if one in found)


def _found(node: Node, texts: Texts, fields: Scope) -> str:
    """A term or a proximity."""
    if any(isinstance(one, Term) and not patterns(one) for one in walk(node)):
        return "unknown"
    if next(stands(node, texts, fields), None):
        return "yes"
    missing = any(not texts.get(one) for one in possible_fields(node, fields)[1])
    return "unknown" if missing else "no"
