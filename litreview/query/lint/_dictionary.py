"""A dictionary of English, and which of its words a misspelt one was meant to be.

The words are those of `pyspellchecker` (MIT), 160,000 with how often they occur; it has American
spelling only, so British words are looked up by their American twin. It takes 0.1 s to load:
`english()` is called where spelling is asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache, cached_property

from litreview.query.variants import listed, spellings

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_RARE = 100
"""Words that occur no more often are names and rare words; nobody meant one of them."""
_PREFIXES = listed(
    "anti auto bi bio co counter cross cyber de dis e eco electro extra fore hetero homo hyper "
    "hypo immuno infra inter intra macro mal mega meta micro mid mini mis mono multi neo neuro non "
    "nano out over pan para peri poly post pre pro pseudo psycho quasi radio re self semi sero "
    "socio sub super supra tele trans tri ultra un under uni up"
)
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "al", "ally", "ness", "ship", "ships", "ability",
            "er", "ers", "or", "ors", "ist", "ists", "ation", "ations")  # fmt: skip
_PART = 4
"""Letters that a part of a compound has at least."""
_KEPT = 2
"""Letters at the end of a word that are not changed: another ending is another word, no slip."""


class Dictionary:
    """Words in small letters, with how often each occurs."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts

    @cached_property
    def ordered(self) -> list[str]:
        """The words by the alphabet, to look beginnings up."""
        return sorted(self.counts)

    @cached_property
    def longest(self) -> int:
        """Letters of the longest word. What is longer is not looked up: it costs its square."""
        return max(map(len, self.counts), default=0)

    def knows(self, word: str) -> bool:
        """Whether `word` is one, begins one (``emancipat*``), or is made of some."""
        letters = word.removesuffix("*")
        cut = letters != word
        if len(letters) > self.longest:
            return False
        return self._simple(letters, cut=cut) or any(
            self._simple(rest, cut=cut) for rest in _without_prefix(letters)
        ) or self._compound(letters, cut=cut)  # fmt: skip

    def meant(self, word: str) -> str:
        """The commonest word that is one letter away from `word`; empty: it is known, or none is.

        Cost: some 50 look-ups a letter.
        """
        if len(word) > self.longest + 1 or self.knows(word):
            return ""
        letters = word.removesuffix("*")
        cut = letters != word
        best, most = "", _RARE
        for other in _one_letter_away(letters):
            often = self._often(other, cut=cut)
            if often > most:
                best, most = other, often
        return best + word[len(letters) :] if best else ""

    def _simple(self, letters: str, *, cut: bool) -> bool:
        if letters in self.counts or (cut and self._begins(letters)):
            return True
        plainer = (letters.replace("ae", "e"), letters.replace("oe", "e"))  # coeliac, uraemic
        if any(twin in self.counts for twin in (*spellings(letters), *plainer)):
            return True
        if cut and any(self._begins(twin[:-1]) for twin in spellings(f"{letters}*")):
            return True
        return any(
            letters.endswith(ending) and self._stem(letters[: -len(ending)]) for ending in _ENDINGS
        )

    def _stem(self, letters: str) -> bool:
        if len(letters) < _PART:
            return False
        whole = (letters, f"{letters}e", f"{letters[:-1]}y", letters[:-1], *spellings(letters))
        return any(one in self.counts for one in whole)

    def _compound(self, letters: str, *, cut: bool) -> bool:
        for at in range(_PART, len(letters) - _PART + 1):
            rest = letters[at:]
            if letters[:at] in self.counts and (
                rest in self.counts or rest.removesuffix("s") in self.counts
                or (cut and self._begins(rest))
            ):  # fmt: skip
                return True
        return False

    def _begins(self, letters: str) -> bool:
        at = bisect_left(self.ordered, letters)
        return at < len(self.ordered) and self.ordered[at].startswith(letters)

    def _often(self, letters: str, *, cut: bool) -> int:
        """How often `letters` occurs; cut: the commonest word that begins so."""
        if not cut:
            return self.counts.get(letters, 0)
        at = bisect_left(self.ordered, letters)
        most = 0
        while at < len(self.ordered) and self.ordered[at].startswith(letters):
            most = max(most, self.counts[self.ordered[at]])
            at += 1
        return most


def _without_prefix(letters: str) -> Iterator[str]:
    for prefix in _PREFIXES:
        if letters.startswith(prefix) and len(letters) - len(prefix) >= _PART:
            yield letters[len(prefix) :]


def _one_letter_away(letters: str) -> Iterator[str]:
    """With one letter more, less, other, or two swapped; the first one stays, if it is a-z."""
    first = 0 if letters[0] not in _LETTERS else 1
    for at in range(first, len(letters) - _KEPT):
        head, rest = letters[:at], letters[at:]
        yield head + rest[1:]
        yield head + rest[1] + rest[0] + rest[2:]
        for letter in _LETTERS:
            yield head + letter + rest[1:]
            yield head + letter + rest
    for letter in _LETTERS:  # in front of what is kept
        yield letters[:-_KEPT] + letter + letters[-_KEPT:]


@cache
def english() -> Dictionary:
    """The dictionary of English."""
    from spellchecker import SpellChecker

    return Dictionary(SpellChecker(language="en").word_frequency.dictionary)
