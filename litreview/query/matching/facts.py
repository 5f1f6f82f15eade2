"""Headings and dates of a record: yes, no, or open (None) where it does not say enough."""

from __future__ import annotations

import re
from collections.abc import Iterable

from litreview.query.folding import spellings, words
from litreview.query.matching.texts import Reading
from litreview.query.tree import Dates, Heading

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?")


def heading_holds(heading: Heading, reading: Reading) -> bool | None:
    """Whether a keyword of the record is `heading`, letters folded.

    A keyword may be written as indexers do: ``*Mentors/psychology``. Open: a record without
    keywords; an exploded heading that is not there by its own name, as a narrower one may be;
    ``Mentors, psychology`` for ``Mentors``, which may be a heading of its own; a subheading or a
    main topic where the keywords do not mark any.
    """
    if not reading.keywords:
        return None
    found = [_judged(heading, keyword, reading.keywords) for keyword in reading.keywords]
    if True in found:
        return True
    return None if heading.explode or None in found else False


def _judged(heading: Heading, keyword: str, all_: Iterable[str]) -> bool | None:
    name, *subs = keyword.split("/")
    if not same_words(heading.name, name):
        if same_words(heading.name, keyword):
            subs = []
        else:
            qualified = "," in name and same_words(heading.name, name.split(",")[0])
            return None if qualified else False
    starred = keyword.lstrip().startswith("*") or any(s.lstrip().startswith("*") for s in subs)
    if heading.major and not starred:
        return False if any("*" in one for one in all_) else None
    if heading.subheadings and not any(
        same_words(wanted, sub) for wanted in heading.subheadings for sub in subs
    ):
        return None
    return True


def same_words(first: str, second: str) -> bool:
    """Whether two texts have the same words, in any spelling of any language."""
    left, right = words(first), words(second)
    return len(left) == len(right) and all(
        one == other or not {*spellings(one)}.isdisjoint(spellings(other))
        for one, other in zip(left, right, strict=True)
    )


def dates_hold(dates: Dates, reading: Reading) -> bool | None:
    """Whether the year of publication lies in `dates`, both ends in it.

    Open: no year; the year of an end that is given by month or day, unless that is the first or
    last of the year; any other date than that of publication; an end that is no date.
    """
    if dates.kind != "publication" or reading.year is None:
        return None
    after = _from(dates.first, reading.year)
    before = _until(dates.last, reading.year)
    if after is False or before is False:
        return False
    return None if after is None or before is None else True


def _from(first: str, year: int) -> bool | None:
    match = _DATE.fullmatch(first.strip())
    if match is None:
        return None if first.strip() else True
    if int(match["year"]) != year:
        return int(match["year"]) < year
    return True if match["month"] in (None, "01") and match["day"] in (None, "01") else None


def _until(last: str, year: int) -> bool | None:
    match = _DATE.fullmatch(last.strip())
    if match is None:
        return None if last.strip() else True
    if int(match["year"]) != year:
        return int(match["year"]) > year
    return True if match["month"] in (None, "12") and match["day"] in (None, "31") else None
