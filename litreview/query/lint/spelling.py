"""Words that a dictionary does not have, one letter away from a word that it has.

A word that nobody knows is no fault: strings are full of names of drugs, scales and programmes.
It is told only where one letter more, less, swapped or other, not in its ending, makes a common
word of it, and only in lines that are in English. Headings are words of a thesaurus in English,
whatever the lines around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from litreview.query.findings import Found
from litreview.query.lint._dictionary import Dictionary
from litreview.query.lint._subject import Rule, Subject, Use
from litreview.query.tree import Heading, Span, walk

_LONG_ENOUGH = 9
"""Letters of a word; shorter ones are one letter away from another too often: statin and stain."""
_STEM_LONG_ENOUGH = 8
_MOSTLY = 0.6
"""So many of a line's words must be English before the others are looked at."""
_PLAIN = re.compile(r"[^\W\d_]+\*?")
_NAME = re.compile(r"\w+")


def _check(subject: Subject) -> Iterator[Found]:
    words = subject.words
    if words is None:
        return
    told: set[str] = set()
    if subject.english:
        yield from _in_headings(subject, words, told)
    for _, group in groupby(subject.uses, lambda use: use.line.number):
        uses = [use for use in group if use.is_text and use.term.language in ("", "en")]
        if uses and _english(uses, words):
            yield from _misspelt(subject, uses, words, told)


def _english(uses: list[Use], words: Dictionary) -> bool:
    plain = [word for use in uses for word in use.words if _PLAIN.fullmatch(word)]
    known = sum(words.knows(word) for word in plain)
    return known >= _MOSTLY * len(plain)


def _misspelt(
    subject: Subject, uses: list[Use], words: Dictionary, told: set[str]
) -> Iterator[Found]:
    for use in uses:
        yield from _of_words(subject, use.span, use.words, words, told)


def _in_headings(subject: Subject, words: Dictionary, told: set[str]) -> Iterator[Found]:
    for _, tree in subject.trees:
        for node in walk(tree):
            if isinstance(node, Heading):
                names = _NAME.findall(" ".join((node.name, *node.subheadings)).casefold())
                yield from _of_words(subject, node.span, names, words, told)


def _of_words(
    subject: Subject, span: Span, found: Iterable[str], words: Dictionary, told: set[str]
) -> Iterator[Found]:
    for word in found:
        least = _STEM_LONG_ENOUGH + 1 if word.endswith("*") else _LONG_ENOUGH
        if word in told or len(word) < least or not _PLAIN.fullmatch(word):
            continue
        told.add(word)
        meant = words.meant(word)
        if meant:
            yield Found(
                "LR307", subject.beginning(span, word.rstrip("*")),
                f"{word!r} is in no dictionary; was {meant!r} meant?",
                "correct it, or leave it where it is a name",
            )  # fmt: skip


RULE = Rule(("LR307",), _check)
