"""A term as words: where they part, and what is alike about terms for all that a target can do."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from litreview.query.tree import Piece, Wild

Word = tuple[Piece, ...]
"""The pieces of one word: letters and digits, and wildcards."""
_PARTING = re.compile(r"(?:[^\w\u0300-\u036f]|_)+")
LONG = 9
"""Letters in front of a wildcard, from which on no target asks for more."""


class Words(NamedTuple):
    """The words of a term, and what stands between each two of them as written."""

    words: tuple[Word, ...]
    between: tuple[str, ...]

    def pieces(self) -> tuple[Piece, ...]:
        """The term again; punctuation around the whole is left out."""
        flat: list[Piece] = []
        for at, word in enumerate(self.words):
            if at:
                flat.append(self.between[at - 1])
            flat.extend(word)
        return merged(flat)


class Shape:
    """What terms of one kind have in common: ``job coach*`` and ``work mentor*`` are of one shape.

    words: of each word, the letters (at most `LONG`) and the wildcards; of a plain word nothing.
    """

    __slots__ = ("words",)

    def __init__(self, words: tuple[tuple[int | Wild, ...], ...]) -> None:
        self.words = words


@lru_cache(maxsize=65_536)
def words_of(pieces: tuple[Piece, ...]) -> Words:
    """`pieces`, parted at blanks and punctuation."""
    words: list[list[Piece]] = [[]]
    between: list[str] = []
    for piece in pieces:
        if isinstance(piece, Wild):
            words[-1].append(piece)
            continue
        at = 0
        for match in _PARTING.finditer(piece):
            if match.start() > at:
                words[-1].append(piece[at : match.start()])
            if words[-1]:
                words.append([])
                between.append(match[0])
            at = match.end()
        if at < len(piece):
            words[-1].append(piece[at:])
    if not words[-1]:
        words.pop()
    return Words(tuple(map(tuple, words)), tuple(between[: max(0, len(words) - 1)]))


@lru_cache(maxsize=65_536)
def shape_of(pieces: tuple[Piece, ...]) -> Shape:
    """The shape of a term; the same object for terms of one shape."""
    return _shape(tuple(_outline(word) for word in words_of(pieces).words))


_shape = lru_cache(maxsize=8_192)(Shape)


def _outline(word: Word) -> tuple[int | Wild, ...]:
    if not is_wild(word):
        return ()
    return tuple(piece if isinstance(piece, Wild) else min(len(piece), LONG) for piece in word)


def is_wild(word: Word) -> bool:
    """Whether a wildcard is in it."""
    for piece in word:  # noqa: SIM110 - asked of every word; a generator takes twice as long
        if type(piece) is Wild:
            return True
    return False


def merged(pieces: list[Piece]) -> tuple[Piece, ...]:
    """`pieces` with texts side by side as one, and empty ones left out."""
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece != "":
            found.append(piece)
    return tuple(found)
