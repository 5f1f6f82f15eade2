"""Words to mark in what is read: terms -> one matcher, and the places of a text that they fit.

A term is never run as a regular expression. It is a word or a phrase; ``*`` stands for any letters,
``?`` for one. Capitals and accents do not matter, blanks and punctuation part words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from litreview.query.folding import stripped, words

Kind = Literal["include", "exclude", "plain"]
"""Speaks for a report, against it, or is not to be marked at all."""
Origin = Literal["yours", "review.toml", "criteria", "search strings"]

_CHUNK = re.compile("[0-9A-Za-z\x80-\U0010ffff]+")
_WRITTEN = re.compile("[0-9A-Za-z*?\x80-\U0010ffff]+")
_BLANK, _BLANKS = re.compile(r"\s"), re.compile(r"\s\s")
_ZERO_WIDTH_SPACE = "\u200b"
_LONG = 64
"""Letters of a word beyond which only whole words and beginnings are compared."""
_KEPT = 20_000
"""Words of texts whose terms are remembered."""
_TEXTS = 8
"""Texts whose marks are: one report is drawn more than once."""


@dataclass(frozen=True, slots=True)
class Word:
    """A term as it is written, what it speaks for, and where it comes from."""

    text: str
    kind: Kind
    origin: Origin


class Mark(NamedTuple):
    """Characters `start` to `end` (exclusive) of a text, and the term that fits them."""

    start: int
    end: int
    word: Word


class _Token(NamedTuple):
    start: int
    end: int
    folded: str


_Pattern = tuple[tuple[str, ...], Word]


def parts(term: str) -> tuple[str, ...]:
    """The words of a term, folded, with their wildcards; () where it holds no letter or digit."""
    found = []
    for match in _WRITTEN.finditer(term):
        for piece in _runs(match.group(), 0, wild=True):
            bare = piece.folded.strip("*?")
            if bare:
                found.append(re.sub(r"\*+", "*", piece.folded))
    return tuple(found)


@dataclass(slots=True)
class Matcher:
    """All terms at once. Where two fit at the same place, the longer one; of equals the first.

    Cost of `marks`: linear in the text, times the phrases that begin with the same word.
    """

    words: tuple[Word, ...]
    _whole: dict[str, list[_Pattern]] = field(default_factory=dict, init=False)
    _beginnings: dict[str, list[_Pattern]] = field(default_factory=dict, init=False)
    _lengths: tuple[int, ...] = field(default=(), init=False)
    _others: list[_Pattern] = field(default_factory=list, init=False)
    _known: dict[str, tuple[_Pattern, ...]] = field(default_factory=dict, init=False)
    _latest: dict[str, list[Mark]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        taken: set[tuple[str, ...]] = set()
        for word in self.words:
            tokens = parts(word.text)
            if not tokens or tokens in taken:
                continue
            taken.add(tokens)
            first, pattern = tokens[0], (tokens, word)
            if _plain(first):
                self._whole.setdefault(first, []).append(pattern)
            elif _beginning(first):
                self._beginnings.setdefault(first[:-1], []).append(pattern)
            else:
                self._others.append(pattern)
        self._lengths = tuple(sorted({len(stem) for stem in self._beginnings}))

    def marks(self, text: str) -> list[Mark]:
        """The places of `text` that terms fit, from left to right, none over another."""
        held = self._latest.get(text)
        if held is None:
            if len(self._latest) >= _TEXTS:
                self._latest.clear()
            held = self._latest[text] = self._marks(text)
        return held

    def _marks(self, text: str) -> list[Mark]:
        if not (self._whole or self._beginnings or self._others):
            return []
        tokens, found, at = tokens_of(text), [], 0
        while at < len(tokens):
            length, word = self._longest(tokens, at)
            if word is not None and word.kind != "plain":
                found.append(Mark(tokens[at].start, tokens[at + length - 1].end, word))
            at += max(1, length)
        return found

    def _longest(self, tokens: list[_Token], at: int) -> tuple[int, Word | None]:
        best, chosen = 0, None
        for pattern, word in self._beginning_with(tokens[at].folded):
            length = len(pattern)
            if length > best and _follow(pattern, tokens, at):
                best, chosen = length, word
        return best, chosen

    def _beginning_with(self, token: str) -> tuple[_Pattern, ...]:
        """The terms whose first word fits `token`, in the order in which they were given."""
        held = self._known.get(token)
        if held is not None:
            return held
        found = list(self._whole.get(token, ()))
        for length in self._lengths:
            if length > len(token):
                break
            found += self._beginnings.get(token[:length], ())
        if len(token) > _LONG:
            return tuple(found)
        found += [one for one in self._others if fits(one[0][0], token)]
        if len(self._known) >= _KEPT:
            self._known.clear()
        return self._known.setdefault(token, tuple(found))


def _follow(pattern: tuple[str, ...], tokens: list[_Token], at: int) -> bool:
    """Whether the words after the first stand behind it."""
    if at + len(pattern) > len(tokens):
        return False
    return all(fits(part, tokens[at + n].folded) for n, part in enumerate(pattern[1:], start=1))


def fits(pattern: str, token: str) -> bool:
    """Whether a folded word fits a pattern with ``*`` and ``?``."""
    if _plain(pattern):
        return pattern == token
    if _beginning(pattern):
        return token.startswith(pattern[:-1])
    return len(token) <= _LONG and _glob(pattern, token)


def _glob(pattern: str, token: str) -> bool:
    """The classic two places: at worst the product of the two lengths, no recursion."""
    at = place = 0
    star = again = -1
    while at < len(token):
        if place < len(pattern) and pattern[place] != "*" and pattern[place] in {"?", token[at]}:
            at, place = at + 1, place + 1
        elif place < len(pattern) and pattern[place] == "*":
            star, again = place, at
            place += 1
        elif star >= 0:
            again += 1
            at, place = again, star + 1
        else:
            return False
    return not pattern[place:].strip("*")


def _plain(pattern: str) -> bool:
    return "*" not in pattern and "?" not in pattern


def _beginning(pattern: str) -> bool:
    return pattern.endswith("*") and _plain(pattern[:-1])


# -- texts ---------------------------------------------------------------------------------------


def tokens_of(text: str) -> list[_Token]:
    """The words of `text` with their places, folded and without accents. Cost: linear."""
    found: list[_Token] = []
    for match in _CHUNK.finditer(text):
        chunk = match.group()
        if chunk.isascii():
            found.append(_Token(match.start(), match.end(), chunk.lower()))
        else:
            found += _runs(chunk, match.start())
    return found


def _runs(chunk: str, offset: int, *, wild: bool = False) -> Iterator[_Token]:
    """The words in characters that may be letters; a Chinese or Japanese character is a word."""
    start = -1
    for at, char in enumerate(chunk):
        single = _ideograph(char)
        inside = not single and (_inside(char) or (wild and char in "*?"))
        if inside and start < 0:
            start = at
        elif not inside:
            if start >= 0:
                yield _token(chunk, start, at, offset)
                start = -1
            if single:
                yield _Token(offset + at, offset + at + 1, char)
    if start >= 0:
        yield _token(chunk, start, len(chunk), offset)


def _token(chunk: str, start: int, end: int, offset: int) -> _Token:
    return _Token(offset + start, offset + end, _folded(chunk[start:end]))


@lru_cache(maxsize=4096)
def _folded(run: str) -> str:
    pieces = re.split(r"([*?])", run)
    return "".join(p if p in {"*", "?"} else stripped("".join(words(p))) for p in pieces)


@lru_cache(maxsize=4096)
def _inside(char: str) -> bool:
    category = unicodedata.category(char)
    invisible = category == "Cf" and char != _ZERO_WIDTH_SPACE
    return char.isalnum() or category[0] == "M" or invisible


def _ideograph(char: str) -> bool:
    return (
        "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"
    )


def occurrences(text: str, sought: str) -> list[tuple[int, int]]:
    """The places of `text` that read as `sought`, within words too; capitals and accents apart."""
    needle = _even(sought.strip())[0]
    if not needle:
        return []
    hay, places = _even(text)
    found, at = [], hay.find(needle)
    while at >= 0:
        last = at + len(needle) - 1
        found.append((places[at], places[last] + 1) if places else (at, last + 1))
        at = hay.find(needle, last + 1)
    return found


@lru_cache(maxsize=4)
def _even(text: str) -> tuple[str, list[int]]:
    """`text` folded a character at a time, blanks as one; the place that each came from.

    No places: each stands where it stood.
    """
    if text.isascii() and _BLANKS.search(text) is None:
        return _BLANK.sub(" ", text.lower()), []
    kept: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        plain = " " if char.isspace() else char.lower() if char.isascii() else _even_char(char)
        if plain == " " and kept and kept[-1] == " ":
            continue
        kept.extend(plain)
        places.extend([at] * len(plain))
    return "".join(kept), places


@lru_cache(maxsize=4096)
def _even_char(char: str) -> str:
    return "" if unicodedata.category(char) == "Cf" else stripped(char.casefold())


def compiled(lists: Iterable[Word]) -> Matcher:
    """The matcher of all `lists`; of a term that stands there twice the first one counts."""
    return Matcher(tuple(lists))
