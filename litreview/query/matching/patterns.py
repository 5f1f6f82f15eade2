"""A term -> one pattern a word, and whether a word fits it.

A wildcard stands for letters and digits inside one word: it never reaches over a hyphen or blank.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from litreview.query.folding import spellings, spelt_out, stripped, words
from litreview.query.tree import ANY_ENDING, Piece, Term, Wild

LONGEST = 100
"""Letters of a word that are looked at; the longest German compounds have fewer."""
COMPOUNDING = frozenset({"da", "no", "nb", "nn", "sv", "de"})
"""Languages that write compounds as one word."""
PART = 4
"""Letters that a term needs to be looked for inside compounds."""
REST = 3
"""Letters that the rest of a compound has: fewer are an ending."""


class _Word(NamedTuple):
    pieces: tuple[Piece, ...]
    language: str


class Pattern(_Word):
    """One word of a term. pieces: folded, no two texts side by side; language: of the term."""

    @cached_property
    def written(self) -> tuple[tuple[Piece, ...], ...]:
        """The pieces in each spelling."""
        made = [
            self.pieces,
            tuple(stripped(p) if isinstance(p, str) else p for p in self.pieces),
            tuple(spelt_out(p, self.language) if isinstance(p, str) else p for p in self.pieces),
        ]
        return tuple(dict.fromkeys(made))

    def fits(self, word: str) -> bool:
        """Whether a folded `word` fits in any spelling."""
        return any(
            fits(pieces, spelling)
            for spelling in spellings(word, self.language)
            for pieces in self.written
        )


def patterns(term: Term) -> tuple[Pattern, ...]:
    """The words of `term`, in order; none where it has neither letter nor wildcard."""
    found: list[list[Piece]] = []
    joined = False
    for piece in term.pieces:
        if isinstance(piece, Wild):
            if not joined:
                found.append([])
            found[-1].append(piece)
            joined = True
            continue
        parts = words(piece)
        if not parts:
            joined = joined and not piece
            continue
        if joined and _starts_inside(piece):
            _add(found[-1], parts.pop(0))
        found.extend([part] for part in parts)
        joined = _ends_inside(piece)
    return tuple(Pattern(tuple(pieces), term.language) for pieces in found)


def _add(pieces: list[Piece], text: str) -> None:
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] += text
    else:
        pieces.append(text)


def _starts_inside(text: str) -> bool:
    return bool(words(text[0]))


def _ends_inside(text: str) -> bool:
    return bool(words(text[-1]))


def fits(pieces: tuple[Piece, ...], word: str) -> bool:
    """Whether `pieces` are the whole of `word`. Cost: pieces by letters, whatever the wildcards."""
    word = word[:LONGEST]
    size = len(word)
    everywhere = (1 << (size + 1)) - 1
    reached = 1  # bit n: the pieces so far can end behind the n-th letter
    for piece in pieces:
        if isinstance(piece, Wild):
            reached = _left_open(reached, piece, size) & everywhere
        else:
            reached = _after(reached, piece, word)
        if not reached:
            return False
    return bool(reached >> size & 1)


def _left_open(reached: int, wild: Wild, size: int) -> int:
    most = size if wild.most is None else min(wild.most, size)
    ends = 0
    for letters in range(min(wild.least, size + 1), most + 1):
        ends |= reached << letters
    return ends


def _after(reached: int, text: str, word: str) -> int:
    ends = 0
    at = word.find(text)
    while at >= 0:
        if reached >> at & 1:
            ends |= 1 << (at + len(text))
        at = word.find(text, at + 1)
    return ends


def in_compounds(pattern: Pattern) -> tuple[Pattern, ...]:
    """What `pattern` looks like inside a compound of its language; none where it has no such.

    A whole word of `PART` letters or more as the first or last part, with `REST` letters or more
    beside it; a truncated one also behind as many. For diagnosis: no database does so.
    """
    text = pattern.pieces[0]
    if pattern.language not in COMPOUNDING or not isinstance(text, str) or len(text) < PART:
        return ()
    rest = Wild(REST, None)
    if pattern.pieces == (text,):
        return (
            Pattern((text, rest), pattern.language),
            Pattern((rest, text), pattern.language),
        )
    if pattern.pieces == (text, ANY_ENDING):
        return (Pattern((rest, text, ANY_ENDING), pattern.language),)
    return ()
