"""Which patterns a word fits, remembered: the words of a million records are few.

A pattern has a number; what a word fits is an integer with those bits. A word is looked at once:
by its whole, by its first letters, and by a piece that it must hold for the other patterns.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import filterfalse

from litreview.query.folding import spellings
from litreview.query.matching.patterns import Pattern, fits, in_compounds
from litreview.query.tree import ANY_ENDING, Piece

REMEMBERED = 1_000_000
"""Words (some 100 MB); when there are more, memory is cleared and filled again."""


class _Index:
    """The patterns of one language, by how they can be found."""

    __slots__ = ("lengths", "loose", "starts", "whole")

    def __init__(self) -> None:
        self.whole: dict[str, int] = {}
        self.starts: dict[str, int] = {}
        self.lengths: tuple[int, ...] = ()
        self.loose: list[tuple[str, tuple[Piece, ...], int]] = []

    def add(self, pattern: Pattern, bit: int) -> None:
        for pieces in pattern.written:
            first = pieces[0]
            if len(pieces) == 1 and isinstance(first, str):
                self.whole[first] = self.whole.get(first, 0) | bit
            elif len(pieces) == 2 and isinstance(first, str) and pieces[1] == ANY_ENDING:  # noqa: PLR2004 - a text and its open end
                self.starts[first] = self.starts.get(first, 0) | bit
                if len(first) not in self.lengths:
                    self.lengths = tuple(sorted((*self.lengths, len(first))))
            else:
                texts = [piece for piece in pieces if isinstance(piece, str)]
                self.loose.append((max(texts, key=len, default=""), pieces, bit))

    def bits(self, word: str) -> int:
        found = self.whole.get(word, 0)
        for length in self.lengths:
            found |= self.starts.get(word[:length], 0)
        for needle, pieces, bit in self.loose:
            if needle in word and not found & bit and fits(pieces, word):
                found |= bit
        return found


class Vocabulary:
    """The patterns of a search, and the words met so far.

    hitting: the words that fit some pattern, with the bits of these. All others met are `_dull`.
    """

    __slots__ = ("_compounds", "_dull", "_indices", "_numbers", "hitting")

    def __init__(self, *, compounds: bool) -> None:
        self._compounds = compounds
        self._indices: dict[str, _Index] = {}
        self._numbers: dict[Pattern, int] = {}
        self._dull: set[str] = set()
        self.hitting: dict[str, int] = {}

    def bit(self, pattern: Pattern) -> int:
        """The bit of `pattern`, which is taken in where it is new."""
        known = self._numbers.get(pattern)
        if known is not None:
            return known
        bit = self._numbers[pattern] = 1 << len(self._numbers)
        index = self._indices.setdefault(pattern.language, _Index())
        index.add(pattern, bit)
        for inside in in_compounds(pattern) if self._compounds else ():
            index.add(inside, bit)
        self._forget()
        return bit

    def bits(self, words: Iterable[str]) -> int:
        """The bits of all of `words`; what is new is looked at and remembered."""
        found = 0
        hitting = self.hitting
        for word in filterfalse(self._dull.__contains__, words):
            known = hitting.get(word)
            found |= self._met(word) if known is None else known
        return found

    def tidy(self) -> None:
        """Keep memory bounded. To be called between records."""
        if len(self._dull) + len(self.hitting) > REMEMBERED:
            self._forget()

    def _met(self, word: str) -> int:
        found = 0
        for language, index in self._indices.items():
            for spelling in spellings(word, language):
                found |= index.bits(spelling)
        if found:
            self.hitting[word] = found
        else:
            self._dull.add(word)
        return found

    def _forget(self) -> None:
        self._dull = set()
        self.hitting = {}
