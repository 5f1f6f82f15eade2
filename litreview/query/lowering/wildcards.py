"""Wildcards of one word that a target lacks: written out, opened further, or closed."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

from litreview.query.capability import Capability
from litreview.query.lowering.changes import Change
from litreview.query.lowering.twins import twins
from litreview.query.lowering.words import Word, merged
from litreview.query.shape import text_of
from litreview.query.tree import ANY_ENDING, ONE, OPTIONAL, Piece, Wild

MOST_WRITTEN_OUT = 4
"""Letters of a wildcard that is written out as so many single ones."""
MOST_SPELLINGS = 8
"""Alternatives that one word may become."""


class Signs(NamedTuple):
    """The wildcards that a target has, as in `Capability`."""

    ending: bool
    ending_after: int
    limited_ending: bool
    inner: bool
    leading: bool
    one: bool
    one_at_end: bool
    optional: bool


def signs_of(can: Capability) -> Signs:
    """The wildcards of a target. Targets of the same share what is worked out for a word."""
    return Signs(
        can.ending, can.ending_after, can.limited_ending, can.inner, can.leading,
        can.one, can.one_at_end, can.optional,
    )  # fmt: skip


class Spellings(NamedTuple):
    """A word as alternatives that the target can write; none: it cannot."""

    words: tuple[Word, ...]
    change: Change | None = None


@lru_cache(maxsize=65_536)
def spellings(word: Word, can: Signs, up: bool) -> Spellings:
    """`word` for the target: the same words found where that can be, else as `up` says."""
    if fits(word, can):
        return Spellings((word,))
    why = _lacking(word, can)
    exact = _written_out(word, can)
    if exact:
        so = f"it is written as {_listed(exact)}, which finds the same"
        return Spellings(exact, Change("same", why, so))
    pair = tuple(one for one in twins(word) if fits(one, can))
    if len(pair) > 1:
        so = f"it is taken as {_listed(pair)}, the only English words that fit"
        return Spellings(pair, Change("same", why, so))
    wider = _opened(word, can) if up else None
    if wider is not None:
        so = f"{text_of(wider)} is searched, which finds other words as well"
        return Spellings((wider,), Change("larger", why, so))
    narrower = _closed(word, can)
    if narrower is not None:
        so = f"only {text_of(narrower)} is searched, and other forms of the word are not found"
        return Spellings((narrower,), Change("smaller", why, so))
    return Spellings((), Change("gone", why))


def fits(word: Word, can: Signs) -> bool:
    """Whether the target has each wildcard of `word` at its place."""
    for at, piece in enumerate(word):
        if type(piece) is Wild and not _fits(piece, at, word, can):
            return False
    return True


def _fits(wild: Wild, at: int, word: Word, can: Signs) -> bool:
    last = at == len(word) - 1
    if at == 0 and (not can.leading or last):
        return False
    if wild == ANY_ENDING:
        return (
            (can.ending and _letters(word) >= can.ending_after)
            if last
            else _fits_inner(at, word, can)
        )
    if wild == ONE:
        return can.one and (can.one_at_end or any(isinstance(p, str) for p in word[at + 1 :]))
    if wild == OPTIONAL and can.optional:
        return True
    limited = last and wild.least == 0 and wild.most is not None and can.limited_ending
    return limited and _letters(word) >= can.ending_after


def _fits_inner(at: int, word: Word, can: Signs) -> bool:
    return can.leading if at == 0 else can.inner and _letters(word) >= can.ending_after


def _letters(word: Word) -> int:
    """Letters in front of the first wildcard."""
    return len(word[0]) if isinstance(word[0], str) else 0


def _written_out(word: Word, can: Signs) -> tuple[Word, ...]:
    """Exactly `word` by single letters, as alternatives; empty where that cannot be."""
    if not (can.one or can.optional):
        return ()
    choices: list[tuple[tuple[Piece, ...], ...]] = []
    for at, piece in enumerate(word):
        fixed = isinstance(piece, str) or _fits(piece, at, word, can)
        choices.append(((piece,),) if fixed else _counts(piece, can))  # type: ignore[arg-type]
    found = []
    for choice in product(*choices):
        found.append(merged([piece for part in choice for piece in part]))
        if len(found) > MOST_SPELLINGS:
            return ()
    distinct = tuple(dict.fromkeys(found))
    return distinct if all(one and fits(one, can) for one in distinct) else ()


def _counts(wild: Wild, can: Signs) -> tuple[tuple[Piece, ...], ...]:
    """A wildcard as numbers of single letters; none where there are too many, or no sign."""
    if wild.most is None or wild.most > MOST_WRITTEN_OUT:
        return ()
    if can.optional and wild != OPTIONAL:
        return ((ONE,) * wild.least + (OPTIONAL,) * (wild.most - wild.least),)
    return tuple((ONE,) * number for number in range(wild.least, wild.most + 1))


def _opened(word: Word, can: Signs) -> Word | None:
    """A word with fewer, wider wildcards: any letters inside, or cut off as late as possible."""
    if not (can.ending or can.inner):
        return None
    wide = merged_wild(
        [
            ANY_ENDING if isinstance(piece, Wild) and not _fits(piece, at, word, can) else piece
            for at, piece in enumerate(word)
        ]
    )
    if fits(wide, can):
        return wide
    for at in range(len(word) - 1, 0, -1):
        if isinstance(word[at], Wild):
            cut = merged_wild([*word[:at], ANY_ENDING])
            if fits(cut, can):
                return cut
    return None


def _closed(word: Word, can: Signs) -> Word | None:
    """A word without the wildcards that the target lacks, where they may stand for no letter."""
    kept: list[Piece] = []
    for at, piece in enumerate(word):
        if isinstance(piece, str) or _fits(piece, at, word, can):
            kept.append(piece)
        elif piece.least:
            return None
    closed = merged(kept)
    return closed if closed and fits(closed, can) else None


def merged_wild(pieces: list[Piece]) -> tuple[Piece, ...]:
    """`pieces`, a wildcard beside ``*`` being part of it where it asks for no letter."""
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else ""
        if piece == ANY_ENDING and isinstance(before, Wild):
            if before.least == 0:
                found[-1] = ANY_ENDING
                continue
        elif before == ANY_ENDING and isinstance(piece, Wild) and piece.least == 0:
            continue
        found.append(piece)
    return merged(found)


def _lacking(word: Word, can: Signs) -> str:
    for at, piece in enumerate(word):
        if isinstance(piece, Wild) and not _fits(piece, at, word, can):
            return _named(piece, at, word, can)
    return "has no such wildcard"  # pragma: no cover - asked only of words that do not fit


def _named(wild: Wild, at: int, word: Word, can: Signs) -> str:
    if at == 0:
        return "has no wildcard at the front of a word"
    last = at == len(word) - 1
    if wild == ANY_ENDING and not last:
        return "has no wildcard for any letters inside a word"
    if wild == ANY_ENDING:
        few = can.ending and _letters(word) < can.ending_after
        return f"truncates only after {can.ending_after} letters" if few else "has no truncation"
    if wild == ONE:
        return "has no sign for exactly one letter" + (" at the end" if can.one else "")
    if wild == OPTIONAL:
        return "has no sign for one letter or none"
    return "cannot limit the number of letters of an ending"


def _listed(words: tuple[Word, ...]) -> str:
    return " OR ".join(text_of(word) for word in words)
