"""Text without the differences that a database, a keyboard or a markup language brings in."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_LATEX: Final = re.compile(r"\\[A-Za-z]+\s*|[{}$]")
_GREEK: Final = re.compile(r"(?<![\u0370-\u03ff])([\u0391-\u03a9\u03b1-\u03c9])(?![\u0370-\u03ff])")
_APOSTROPHES: Final = "'\u2019\u02bc`"
_WITHIN: Final = re.compile(rf"(?<=\w)[{_APOSTROPHES}](?=\w)")
_ASCII_WORD: Final = re.compile(r"[a-z0-9]+")
_WORD: Final = re.compile(r"[^\W_]+")
_NAMES: Final = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma
    sigma tau upsilon phi chi psi omega
    """.split()  # noqa: SIM905 - read as a line of words
_LETTERS: Final = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "\u0131": "i"}
)
_MOST: Final = 20_000
"""Characters of one text that are looked at: nobody tells two papers apart by what follows."""


def fold(text: str) -> str:
    """Lower-case letters without accents, entities or tags; single Greek letters by name."""
    text = plain(text)
    if not text.isascii():
        text = _GREEK.sub(_name_of, text.replace("\u00b5", "\u03bc"))
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
        return text.casefold().translate(_LETTERS)
    return text.lower()


def plain(text: str) -> str:
    """`text` without entities (also doubled ones), tags and LaTeX commands."""
    text = text[:_MOST]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    if "\\" in text or "{" in text or "$" in text:
        text = _LATEX.sub("", text)
    return text


def words(text: str) -> list[str]:
    """The folded words of `text`: runs of letters and digits of any script."""
    folded = fold(text)
    if any(mark in folded for mark in _APOSTROPHES):
        folded = _WITHIN.sub("", folded)
    return (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)


def _name_of(match: re.Match[str]) -> str:
    place = ord(match.group(1).lower()) - 0x3B1
    return f" {_NAMES[place]} "
