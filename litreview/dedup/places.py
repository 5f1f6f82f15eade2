"""Where a paper stands: pages, volume, issue and venue, as far as they can be trusted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from litreview.dedup.fold import words

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAMAGED: Final = re.compile(
    rf"\b\d{{1,4}}[-/ ]\d{{0,2}}{_MONTH}\b|\b{_MONTH}[-/ ]\d{{1,4}}\b|"
    r"\d{4}-\d\d-\d\d|\d+/\d+/\d+|#",
    re.IGNORECASE,
)
"""A spreadsheet took ``6-10`` for a date: what it was cannot be known any more."""
_SPAN: Final = re.compile(
    r"(?P<mark>[a-z]{0,4})(?P<first>\d{1,9})(?P<tail>[a-z]{0,2})"
    r"(?:\s*[-\u2010-\u2015\u2212+]+\s*(?P<end>[a-z]{0,4}\d{1,9}))?"
)
_CITED: Final = re.compile(r"^v\d+\b.*?\bp(\d+(?:-\d+)?)")
"""``v12 n3 p101-110 Spr 2011``: a whole citation in the place of the pages."""
_ROMAN: Final = re.compile(r"(?P<first>[ivxlc]{1,7})(?:\s*[-\u2010-\u2015]+\s*[ivxlc]{1,7})?")
_MOST: Final = 300
"""Characters of one field that are looked at."""
_LONG: Final = 5
"""Digits from which on a lone number is an article number rather than a page."""


@dataclass(frozen=True, slots=True)
class Pages:
    """First and last page as numbers without leading zeros; ``last`` is "" where not given.

    mark: the letter before the number (S, F, e ...), which sources drop at will;
    locator: whether it is an article number, which cannot be compared with a page range.
    """

    first: str
    last: str
    mark: str
    locator: bool


def read_pages(text: str, year: int | None = None) -> Pages | None:
    """The pages of `text`, or None where it gives none or a spreadsheet damaged them.

    A shortened end is completed: ``123-9`` is ``123-129``. A lone number that is the `year` of
    the record is what is left of a date; a lone 1 is what a source writes that knows none.
    """
    text = text[:_MOST].strip().lower()
    if cited := _CITED.match(text):
        text = cited.group(1)
    if _DAMAGED.search(text):
        return None
    text = re.sub(
        r"^(?:pp?|pages?|art(?:icle)?|no|n\u00b0)\b[.:\s]*|\(.*?\)|\bno pagination\b", "", text
    )
    text = text.strip()
    match = _SPAN.match(text)
    if match is None:
        roman = _ROMAN.fullmatch(text)
        return Pages(roman["first"], "", "", locator=False) if roman else None
    first = match["first"].lstrip("0") or "0"
    mark = match["mark"] or match["tail"]
    if not match["end"] and (first == str(year) or (first == "1" and not mark)):
        return None
    last = _complete(first, re.sub(r"\D", "", match["end"] or ""))
    locator = not last and (mark.startswith("e") or len(first) >= _LONG)
    return Pages(first, last, mark, locator)


def _complete(first: str, last: str) -> str:
    """The full number of the last page: 123 and 9 give 129; an impossible one gives ""."""
    last = last.lstrip("0")
    if last and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return last if last and int(last) >= int(first) else ""


def show_pages(pages: Pages | None) -> str:
    """``12-20``, ``12`` or ``unknown``."""
    if pages is None:
        return "unknown"
    return f"{pages.mark}{pages.first}" + (f"-{pages.last}" if pages.last else "")


def read_volume(volume: str, issue: str) -> tuple[str, frozenset[str]]:
    """The number of the volume ("" where unknown) and the numbers of the issue.

    An issue in brackets after the volume is read where the issue itself is not given. A volume
    with an unbalanced bracket is what is left of ``63 (12 Suppl 1)``: unknown.
    """
    volume, issue = volume[:_MOST], issue[:_MOST]
    inner = re.search(r"\(([^()]*)\)", volume)
    bare = re.sub(r"\([^()]*\)", "", volume)
    if "(" in bare or ")" in bare or _DAMAGED.search(bare):
        bare = ""
    if re.match(r"\W*suppl", bare, re.IGNORECASE):
        bare = ""
    numbers = re.findall(r"\d+", bare.split("uppl")[0])
    number = numbers[-1] if numbers and re.match(r"[A-Za-z][a-z]+", bare) else "".join(numbers[:1])
    if not issue and inner:
        issue = inner.group(1)
    if _DAMAGED.search(issue):
        issue = ""
    return number.lstrip("0")[:9], frozenset(
        found.lstrip("0") for found in re.findall(r"\d+", issue) if found.strip("0")
    )


_SMALL: Final = frozenset(
    """
    a an and at de del der des di die du e el en et f for fur i in la le les of och og on the und y
    zu zur
    """.split()  # noqa: SIM905 - read as a line of words
)
_GLUED: Final = re.compile(
    r"[.,;:|]\s*(?:\(?\d|conference\b|date of publication).*$", re.IGNORECASE
)
"""What an export glued to the name: volume, pages, the congress."""
_SUBTITLE: Final = re.compile(r"\s[:=/]\s.*$")
"""``JAMA : the journal of ...``, ``Title = Titre``"""


def read_venue(text: str) -> tuple[str, ...]:
    """The telling words of a journal's or series' name, in order."""
    text = re.sub(r"\([^()]*\)?", " ", _SUBTITLE.sub("", _GLUED.sub("", text[:_MOST])))
    found = tuple(word for word in words(text) if word not in _SMALL)
    return found if any(not word.isdigit() for word in found) else ()


def same_venue(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names can be one venue: equal, abbreviated word by word, or initials."""
    short, long = sorted((one, other), key=lambda name: (len(name), sum(map(len, name)), name))
    if not short:
        return False
    if short == long or (len(short) > 1 and short == long[: len(short)]):
        return True
    if len(short) == 1:
        initials = "".join(word[0] for word in long)
        return len(long) > 1 and len(short[0]) > 2 and short[0] == initials  # noqa: PLR2004
    return _abbreviates(short, long) or _overlap(short, long)


def _abbreviates(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Each word of `short` begins a word of `long`, or is begun by it, in the same order."""
    place = 0
    for word in short:
        while place < len(long) and not (
            long[place].startswith(word) or word.startswith(long[place])
        ):
            place += 1
        if place == len(long):
            return False
        place += 1
    return len(long) <= len(short) + 1 + len(short) // 2


def _overlap(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Most words are shared: a title that is given together with its own short form."""
    shared = len(set(short) & set(long))
    return shared >= 3 and shared >= 0.75 * len(set(short))  # noqa: PLR2004 - see docstring
