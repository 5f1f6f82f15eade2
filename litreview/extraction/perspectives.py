"""Whose benefits and costs are counted: one vocabulary for what sources print.

What is printed stays as it is. It is read to the codes of the form's field `perspective_code` where
it names one, and stays unread, with the reason, where it names none or several. The vocabulary is
`perspectives.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from litreview.extraction.printed import is_missing

SOCIETY: Final = "society"
CODES: Final = ("participant", "public budget", "employer", "other", SOCIETY)
"""The codes, in the order in which tables have them: the parties before the whole."""
_REMARK: Final = re.compile(r"[;(:\[]")
_BETWEEN: Final = re.compile(r"\s*(?:/|,|&|\+|\band\b)\s*")
_SAYS_NOTHING: Final = ("not stated", "not noted", "not seen", "not reported", "unclear")


@dataclass(frozen=True, slots=True)
class Perspective:
    """One perspective. code: as in CODES; part: what is told apart within a code, "" for all."""

    code: str
    printed: str
    part: str = ""

    @property
    def party(self) -> str:
        """Whose it is, in words: two of one party count the same money twice."""
        if not self.part:
            return self.code
        return self.part if self.code == "other" else f"{self.code} ({self.part})"


@dataclass(frozen=True, slots=True)
class Unread:
    """What names no one perspective.

    reason: why; name: under which it can be told from others, "" where nothing is stated.
    """

    printed: str
    reason: str
    name: str = ""


@lru_cache(maxsize=4096)
def read(printed: str, coded: str = "") -> Perspective | Unread:
    """The perspective of a row. coded: what a person coded, which goes before any word."""
    words = unicodedata.normalize("NFKC", printed).casefold().strip()
    found = _of_words(words, printed)
    if is_missing(coded):
        return found
    part = found.part if isinstance(found, Perspective) and found.code == coded.strip() else ""
    return Perspective(coded.strip(), printed, part)


def _of_words(words: str, printed: str) -> Perspective | Unread:
    if is_missing(words) or words.startswith(_SAYS_NOTHING):
        return Unread(printed, "not stated")
    begins = _REMARK.search(words)
    head, remark = (words[: begins.start()], words[begins.end() :]) if begins else (words, "")
    whole = _found(head)
    if isinstance(whole, Perspective):
        return _remarked(whole, remark, printed)
    parts = {piece: _found(piece) for piece in _BETWEEN.split(head) if piece}
    codes = {one.code: one for one in parts.values() if isinstance(one, Perspective)}
    unknown = [piece for piece, one in parts.items() if not isinstance(one, Perspective)]
    name = head.strip()
    if len(codes) > 1:
        return Unread(printed, f"it names several: {', '.join(codes)}", name)
    if codes and unknown:
        return Unread(printed, f"it names {next(iter(codes))} and {unknown[0]!r}", name)
    if codes:  # "government, taxpayers"
        return Perspective(next(iter(codes)), printed)
    known = next((one for one in parts.values() if isinstance(one, Unread)), None)
    return Unread(printed, *((known.reason, known.name) if known else ("no word is known", name)))


def _remarked(found: Perspective, remark: str, printed: str) -> Perspective:
    """With the part that a remark names: `public budget (PES)`."""
    told = _found(remark.rstrip(")] "))
    part = told.part if isinstance(told, Perspective) and told.code == found.code else ""
    return Perspective(found.code, printed, found.part or part)


def _found(text: str) -> Perspective | Unread | None:
    """The one perspective of a text that names no two; None where it names none, or several."""
    hits = [_vocabulary()[match[0]] for match in _pattern().finditer(text)]
    codes = {one.code for one in hits if isinstance(one, Perspective)}
    if len(codes) > 1 or (codes and _BETWEEN.search(_pattern().sub(" ", text))):
        return None
    if not codes:
        return next(iter(hits), None)
    parts = {one.part for one in hits if isinstance(one, Perspective)}
    return Perspective(codes.pop(), text, parts.pop() if len(parts) == 1 else "")


@cache
def listed() -> re.Pattern[str]:
    """A party (first group) as lists of parties name it before an amount."""
    words = sorted((w for entry in _data()["code"] for w in entry.get("listed", ())), key=len)
    return re.compile(rf"\b({'|'.join(map(re.escape, reversed(words)))})\b", re.IGNORECASE)


@cache
def _data() -> Mapping[str, Any]:
    text = (files("litreview.extraction") / "perspectives.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _vocabulary() -> Mapping[str, Perspective | Unread]:
    """Each word and what it means."""
    held: dict[str, Perspective | Unread] = {}
    for entry in _data()["code"]:
        one = Perspective(entry["code"], "", entry.get("part", ""))
        held |= dict.fromkeys(entry["words"], one)
    for entry in _data()["none"]:
        held |= dict.fromkeys(entry["words"], Unread("", entry["reason"], entry["name"]))
    return held


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(map(re.escape, _vocabulary()), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])")
