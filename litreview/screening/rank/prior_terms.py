"""Which listed words and pairs of neighbouring words a text has: the words of the learned prior.

A word is two or more of the letters a to z and hyphens, the first a letter, in lower case; anything
else ends it. Texts are read in blocks, so that memory stays small whatever their number.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import repeat
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from litreview.screening.rank.parts import Floats, Rows

BLOCK = 4000
"""Texts that are read at a time."""
words = re.compile(r"[a-z][a-z-]+").findall
"""The words of a text in lower case."""
_BLANK = {code: chr(code) if re.match("[a-z-]", chr(code)) else " " for code in range(128)}
"""What ends ASCII words made blank: splitting is faster than the expression."""
_hyphens = re.compile(" -+").sub
"""Puts its first argument for hyphens at the start of a word: there they are no part of it."""
_NONE = -1
"""The number of what counts as no word."""


class Terms:
    """A list of terms, each a word or two words with a space between, and how to find them."""

    def __init__(self, terms: Sequence[str]) -> None:
        parts = [term.split(" ") for term in terms]
        self.terms = tuple(terms)
        known = sorted({word for part in parts for word in part})
        self._number = {word: at for at, word in enumerate(known)}
        self._number |= dict.fromkeys(ascii_lowercase, _NONE)
        self._width = len(known) + 1
        self._single = np.full(self._width, -1, np.int64)
        pairs: list[tuple[int, int]] = []
        for place, part in enumerate(parts):
            numbers = [self._number[word] for word in part]
            if len(numbers) == 1:
                self._single[numbers[0]] = place
            else:
                pairs.append((numbers[0] * self._width + numbers[1], place))
        table = np.array(sorted(pairs), np.int64).reshape(-1, 2)
        self._codes, self._places = table[:, 0], table[:, 1]

    def found(self, texts: Sequence[str]) -> Iterator[tuple[int, Rows, Rows]]:
        """Block by block: its first text, then the distinct (text, term) pairs of the block.

        Texts count from the start of the block and ascend; terms are places in the list and ascend
        in a text.
        """
        for start in range(0, len(texts), BLOCK):
            word, owner = self._read(texts[start : start + BLOCK])
            text, term = self._matched(word, owner)
            packed = np.sort(text * max(len(self.terms), 1) + term)
            packed = packed[np.diff(packed, prepend=-1) > 0]
            yield start, *np.divmod(packed, max(len(self.terms), 1))

    def _read(self, texts: Sequence[str]) -> tuple[Rows, Rows]:
        """Each word's number (one past the last for a word of no term), and its text."""
        numbers, lengths = array("q"), array("q")
        unknown = self._width - 1
        get = self._number.get
        for text in texts:
            found = _split(text.lower())
            numbers.extend(map(get, found, repeat(unknown)))
            lengths.append(len(found))
        word = np.frombuffer(numbers, np.int64) if numbers else np.empty(0, np.int64)
        owner = np.repeat(np.arange(len(texts)), np.frombuffer(lengths, np.int64))
        return word[word != _NONE], owner[word != _NONE]

    def _matched(self, word: Rows, owner: Rows) -> tuple[Rows, Rows]:
        """The text and the term of all that is listed, repeats and all."""
        single = self._single[word]
        known = word < self._width - 1
        beside = known[:-1] & known[1:] & (owner[:-1] == owner[1:])
        codes = word[:-1][beside] * self._width + word[1:][beside]
        at = np.minimum(np.searchsorted(self._codes, codes), max(len(self._codes) - 1, 0))
        hit = self._codes[at] == codes if len(self._codes) else np.zeros(len(codes), bool)
        pair = self._places[at[hit]] if len(self._codes) else np.empty(0, np.int64)
        return (
            np.concatenate((owner[single >= 0], owner[:-1][beside][hit])),
            np.concatenate((single[single >= 0], pair)),
        )


def _split(text: str) -> list[str]:
    """The words of `text`, which is in lower case; among them single letters, which are none."""
    if not text.isascii():
        return words(text)
    text = f" {text}".translate(_BLANK)
    return (_hyphens(" ", text) if " -" in text else text).split()


def weighed(terms: Terms, texts: Sequence[str], weights: Floats) -> Floats:
    """For each text the sum of the weights of the terms it has, by the root of their number.

    That is the product of `weights` with the text's binary vector scaled to length 1; 0 for a text
    without a listed term.
    """
    total: NDArray[np.float64] = np.zeros(len(texts))
    for start, text, term in terms.found(texts):
        size = min(BLOCK, len(texts) - start)
        sums = np.bincount(text, weights[term], minlength=size)
        number = np.bincount(text, minlength=size)
        total[start : start + size] = sums / np.sqrt(np.maximum(number, 1))
    return total
