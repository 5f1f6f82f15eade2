"""A term: its wildcards, and the phrase that it is."""

from __future__ import annotations

from itertools import product
from math import prod

from litreview.query.capability import Capability
from litreview.query.lowering.changes import Change, Lowered
from litreview.query.lowering.wildcards import Spellings, fits, signs_of, spellings
from litreview.query.lowering.words import Word, Words, is_wild, words_of
from litreview.query.tree import ANY_ENDING, And, Near, Node, Or, Term, Wild

MOST_SPELLINGS = 16
"""Alternatives that one phrase may become."""


def stands(words: tuple[Word, ...], can: Capability) -> bool:
    """Whether the target can search for these words, whose wildcards it has, as they stand."""
    if len(words) < 2:  # noqa: PLR2004 - one word is no phrase
        return True
    if not can.phrase:
        return False
    if can.phrase_wild == "any":
        return affordable(words, can)
    wild = [at for at, word in enumerate(words) if is_wild(word)]
    if can.phrase_wild == "none":
        return not wild
    return wild in ([], [len(words) - 1]) and not (wild and _wild_inside(words[-1]))


def affordable(words: tuple[Word, ...], can: Capability) -> bool:
    """Whether the target takes as many wildcards as `words` hold, in one phrase or proximity."""
    wild = [word for word in words if is_wild(word)]
    if can.wild_words is None or len(wild) < 2:  # noqa: PLR2004 - one is always taken
        return True
    return len(wild) <= can.wild_words and all(
        ANY_ENDING not in word or _in_front(word) >= can.wild_words_after for word in wild
    )


def _in_front(word: Word) -> int:
    return len(word[0]) if isinstance(word[0], str) else 0


def _wild_inside(word: Word) -> bool:
    return any(isinstance(piece, Wild) for piece in word[:-1])


def fits_as_is(pieces: Words, can: Capability) -> bool:
    """Whether a term of these words needs no change at all."""
    signs = signs_of(can)
    return stands(pieces.words, can) and all(fits(word, signs) for word in pieces.words)


def spelt(term: Term, can: Capability, *, up: bool) -> tuple[tuple[Words, ...], tuple[Change, ...]]:
    """`term` with wildcards that the target has, as alternatives; none: it cannot be said."""
    parted = words_of(term.pieces)
    if not parted.words:
        return (), (Change("gone", "cannot search for a term without a letter or digit"),)
    signs = signs_of(can)
    choices = [spellings(word, signs, up) for word in parted.words]
    if prod(len(one.words) for one in choices) > MOST_SPELLINGS:
        choices = [_single(one, up=up) for one in choices]
    changes = tuple(one.change for one in choices if one.change is not None)
    found = tuple(
        Words(words, parted.between) for words in product(*[one.words for one in choices])
    )
    return found, changes


def _single(found: Spellings, *, up: bool) -> Spellings:
    """One of several spellings would find less; none of them all is chosen going up."""
    if len(found.words) < 2 or found.change is None:  # noqa: PLR2004 - two are several
        return found
    why = "cannot take a phrase of so many spellings"
    if up:
        return Spellings((), Change("gone", why))
    return Spellings(found.words[:1], Change("smaller", why, "only one of them is searched"))


def lower_term(term: Term, can: Capability, *, up: bool) -> Lowered:
    """`term` as the target can write it."""
    found, changes = spelt(term, can, up=up)
    nodes: list[Node] = []
    for words in found:
        one = lower_phrase(term, words, can, up=up)
        changes += tuple(change for change in one.changes if change not in changes)
        if one.node is not None:
            nodes.append(one.node)
    if not nodes:
        return Lowered(None, changes)
    return Lowered(nodes[0] if len(nodes) == 1 else Or(tuple(nodes), term.span), changes)


def with_words(term: Term, words: Words) -> Term:
    """`term`, its words being these."""
    return Term(words.pieces(), term.quoted, term.language, term.span)


def lower_phrase(term: Term, words: Words, can: Capability, *, up: bool) -> Lowered:
    """A phrase whose wildcards the target has, perhaps not inside quotation marks."""
    if stands(words.words, can):
        return Lowered(with_words(term, words))
    why = _no_phrase(can)
    side = _side_by_side(term, words, can, ordered=True)
    if side is not None:
        return Lowered(side, (Change("same", why, "the words are searched next to each other, in"
                                     " this order, which finds the same"),))  # fmt: skip
    if not up:
        return _without_wildcards(term, words, can, why)
    side = _side_by_side(term, words, can, ordered=False)
    if side is not None:
        so = "the words are searched next to each other in any order, which finds more"
        return Lowered(side, (Change("larger", why, so),))
    so = "the words are searched with AND, so records with them far apart are found as well"
    return Lowered(And(_runs(term, words, can), term.span), (Change("larger", why, so),))


def _no_phrase(can: Capability) -> str:
    if not can.phrase:
        return "has no phrases"
    return {
        "none": "reads no wildcard in a phrase",
        "last": "reads a wildcard only at the end of a phrase",
        "any": "does not take so many wildcards, or so open ones, in one phrase",
    }[can.phrase_wild]


def _side_by_side(term: Term, words: Words, can: Capability, *, ordered: bool) -> Node | None:
    """The words as a proximity of 0; None where the target has none that holds them."""
    near = can.near
    if near is None or not near.wild or not (near.ordered if ordered else near.unordered):
        return None
    if not affordable(words.words, can):
        return None
    parts = _runs(term, words, can) if near.operands != "words" else _single_words(term, words)
    if len(parts) == 2 or near.several:  # noqa: PLR2004 - the two sides of an operator
        return Near(parts, 0, ordered, term.span)
    if not near.nested:
        return None
    node: Node = parts[0]
    for part in parts[1:]:
        node = Near((node, part), 0, ordered, term.span)
    return node


def _single_words(term: Term, words: Words) -> tuple[Node, ...]:
    return tuple(Term(word, False, term.language, term.span) for word in words.words)


def _runs(term: Term, words: Words, can: Capability) -> tuple[Node, ...]:
    """The phrase in as few parts as the target can search for, from left to right."""
    parts: list[Node] = []
    at = 0
    while at < len(words.words):
        end = at + 1
        while end < len(words.words) and stands(words.words[at : end + 1], can):
            end += 1
        run = Words(words.words[at:end], words.between[at : end - 1])
        parts.append(with_words(term, run))
        at = end
    return tuple(parts)


def _without_wildcards(term: Term, words: Words, can: Capability, why: str) -> Lowered:
    closed: list[Word] = []
    for word in words.words:
        fixed = tuple(piece for piece in word if isinstance(piece, str))
        if any(isinstance(piece, Wild) and piece.least for piece in word) or not fixed:
            return Lowered(None, (Change("gone", why),))
        closed.append(("".join(fixed),))
    bare = Words(tuple(closed), words.between)
    if not stands(bare.words, can):
        return Lowered(None, (Change("gone", why),))
    so = "the phrase is searched without its wildcards, and other forms are not found"
    return Lowered(with_words(term, bare), (Change("smaller", why, so),))
