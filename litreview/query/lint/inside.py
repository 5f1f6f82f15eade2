"""Wildcards for any number of letters inside a word: ``advis*r``, where one letter was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litreview.query.findings import Found
from litreview.query.lint._subject import Rule, Subject

_INSIDE = re.compile(r"\w+\*\w[\w*]*")


def _check(subject: Subject) -> Iterator[Found]:
    for use in subject.uses:
        if not (use.read and use.is_text):
            continue
        for word in use.words:
            if _INSIDE.fullmatch(word):
                stem = word.partition("*")[0]
                yield Found(
                    "LR312", subject.within(use, stem),
                    f"{word!r} has an open wildcard inside: any number of letters may stand there",
                    "write the words that are meant, or the sign for one letter or none",
                )  # fmt: skip


RULE = Rule(("LR312",), _check)
