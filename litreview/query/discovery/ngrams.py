"""Records -> the terms of one to three words in them, each counted once a record."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from litreview.model import Record
from litreview.query.discovery.stopwords import STOP_WORDS, code_of, language_of

LONGEST = 3
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(
    r"[.,;:!?()\[\]{}\"“”„«»|/\n]+(?=\s|$)|[;:()\[\]{}\"“”„«»|\n]|\s[-\u2013\u2014]+\s"
)
"""What no term reaches over. A full stop or comma inside a number or a name is none."""
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_SHORTEST = 3
"""Letters of a single word: shorter ones are abbreviations of anything."""
_MOST = 20_000
"""Characters of one record that are looked at."""

Gram = tuple[str, ...]


def text_of(record: Record) -> str:
    """Title, abstract and keywords, as parts that no term reaches over."""
    parts = (record.title, record.abstract, *record.keywords)
    return "\n".join(part for part in parts if part)[:_MOST]


def runs(text: str) -> Iterator[list[str]]:
    """The words of `text`, lower case and composed (NFC), in runs between breaks.

    Hyphens part words, as in a search string; apostrophes do too.
    """
    clean = unicodedata.normalize("NFC", _TAG.sub("", html.unescape(text))).casefold()
    for part in _BREAK.split(clean):
        words = _WORD.findall(part)
        if words:
            yield words


def spoken(record: Record) -> str:
    """The language of `record`: as it says, else by the stop words of its text; "": not known."""
    return code_of(record.language) or language_of(
        word for run in runs(text_of(record)) for word in run
    )


def grams(record: Record, language: str) -> frozenset[Gram]:
    """The terms of `record`: 1 to `LONGEST` words that neither begin nor end in a stop word.

    No term holds a word without letters, and a single word has at least three of them. Cost: linear
    in the text.
    """
    stop = STOP_WORDS[language]
    found: set[Gram] = set()
    for words in runs(text_of(record)):
        bare = [not any(letter.isalpha() for letter in word) for word in words]
        for start, first in enumerate(words):
            if first in stop or bare[start]:
                continue
            for end in range(start, min(start + LONGEST, len(words))):
                if bare[end]:
                    break
                if words[end] not in stop and len(words[end]) > 1:
                    found.add(tuple(words[start : end + 1]))
    return frozenset(g for g in found if len(g) > 1 or len(g[0]) >= _SHORTEST)
