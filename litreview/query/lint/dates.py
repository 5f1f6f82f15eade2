"""Dates that no calendar has, and ranges that end before they begin: they find nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from litreview.query.findings import Found
from litreview.query.lint._subject import Rule, Subject
from litreview.query.tree import Dates, walk

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_FIRST, _LAST = 1000, 3999
"""Years that can be meant; databases write an open end as a year such as 3000."""


def _check(subject: Subject) -> Iterator[Found]:
    for _, tree in subject.trees:
        for node in walk(tree):
            what = _wrong(node) if isinstance(node, Dates) else ""
            if what:
                yield Found(
                    "LR408", node.span, what, "write a range as 2010-2020, earlier date first"
                )


def _wrong(dates: Dates) -> str:
    for end in (dates.first, dates.last):
        if end and not _is_date(end):
            return f"{end!r} is no date"
    if dates.first and dates.last and dates.first[: len(dates.last)] > dates.last:
        return f"this range ends ({dates.last}) before it begins ({dates.first})"
    return ""


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if found is None or not _FIRST <= int(found[1]) <= _LAST:
        return False
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


RULE = Rule(("LR408",), _check)
