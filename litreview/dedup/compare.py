"""Two normalised records -> what agrees, what speaks against, a score, a verdict, a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from litreview.dedup.likeness import (
    Mark,
    TitleLikeness,
    abstract_likeness,
    author_likeness,
    page_likeness,
    title_likeness,
)
from litreview.dedup.normalise import Keys
from litreview.dedup.places import same_venue, show_pages
from litreview.dedup.vetoes import doi_mark, equal_mark, veto

Verdict = Literal["sure", "unsure", "different"]

SURE: Final = 10.0
"""Points from which on a pair is merged, if nothing forbids it."""
UNSURE: Final = 7.0
"""Points from which on a person is asked."""
FULL: Final = 20.0
"""Points at which the score is 1."""

TITLE: Final[Mapping[TitleLikeness, float]] = MappingProxyType(
    {"same": 6, "typo": 5, "near": 4, "cut": 4, "part": 3, "similar": 2, "other": -4}
)
GENERIC_TITLE: Final = 2.0
SHORT_TITLE: Final = 4.0
POINTS: Final[Mapping[str, tuple[float, float, float]]] = MappingProxyType(
    {  # agree, near, differ
        "authors": (3.0, 1.0, -4.0),
        "year": (1.0, -0.5, -1.5),
        "venue": (1.0, 0.0, -1.0),
        "volume": (1.0, 0.0, -1.5),
        "issue": (0.5, 0.0, -0.5),
        "pages": (3.0, 2.0, -3.0),
        "abstract": (3.0, 0.0, -2.0),
        "doi": (4.0, 0.0, -1.5),
        "pmid": (5.0, 0.0, -5.0),
    }
)
LEAST_FIELDS: Final = 2
"""Content fields that must agree before two records are one."""

_SAME: Final = frozenset({"same", "typo", "near"})
_PHRASES: Final[Mapping[TitleLikeness, str]] = MappingProxyType(
    {
        "same": "same title",
        "typo": "same title but for a letter",
        "near": "nearly the same title",
        "cut": "one title continues the other",
        "part": "one title holds the other",
        "similar": "similar titles",
        "other": "different titles",
    }
)
_PLURAL: Final = frozenset(("authors", "pages"))
_NAMES: Final[Mapping[str, str]] = MappingProxyType({"doi": "DOI", "pmid": "PubMed number"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome for one pair: score from 0 to 1, fields for and against, one sentence."""

    verdict: Verdict
    score: float
    agree: tuple[str, ...]
    differ: tuple[str, ...]
    reason: str


_DIFFERENT: Final = Comparison("different", 0.0, (), ("title",), "different titles")


def compare(a: Keys, b: Keys) -> Comparison:
    """Judge one pair; symmetric in its arguments."""
    if not a.title.key or not b.title.key:
        return _without_title(a, b)
    title = title_likeness(a.title, b.title)
    if title == "other":
        return _DIFFERENT
    marks = relate(a, b)
    points = _points(a, b, title, marks)
    agree = (("title",) if title in _SAME else ()) + _fields(marks, "agree")
    differ = (() if title in _SAME else ("title",)) + _fields(marks, "differ")
    against = veto(a, b, title, marks)
    verdict: Verdict = "different"
    if points >= SURE and not against and len(agree) >= LEAST_FIELDS and _held(title, marks):
        verdict = "sure"
    elif points >= UNSURE:
        verdict = "unsure"
    reason = "; ".join([_PHRASES[title], *_reasons(a, b, agree)])
    if verdict != "sure":
        reason += f"; but {against or _doubt(differ)}"
    return Comparison(verdict, _score(points), agree, differ, reason)


def relate(a: Keys, b: Keys) -> dict[str, Mark]:
    """For each field but the title: agree, near, differ or unknown."""
    return {
        "authors": author_likeness(a.authors, b.authors),
        "year": _years(a.year, b.year),
        "venue": _venues(a, b),
        "volume": equal_mark(a.volume, b.volume),
        "issue": _issues(a.issue, b.issue),
        "pages": page_likeness(a.pages, b.pages),
        "abstract": abstract_likeness(a.abstract, b.abstract),
        "doi": doi_mark(a, b),
        "pmid": equal_mark(a.pmid, b.pmid),
    }


def _without_title(a: Keys, b: Keys) -> Comparison:
    """Merged only where one is a bare identifier; a person is asked where DOI and pages agree."""
    marks = relate(a, b)
    agree = _fields(marks, "agree")
    if (_bare(a) or _bare(b)) and {"doi", "pmid"} & set(agree) and not _fields(marks, "differ"):
        reason = "; ".join([*_reasons(a, b, agree), "one is a bare identifier"])
        return Comparison("sure", _score(SURE), agree, (), reason)
    asked = marks["doi"] == "agree" and marks["pages"] == "agree"
    points = sum(_gain(field, mark) for field, mark in marks.items())
    reason = "; ".join([*_reasons(a, b, agree), "but a title is missing"])
    verdict: Verdict = "unsure" if asked else "different"
    return Comparison(verdict, _score(min(points, UNSURE)), agree, _fields(marks, "differ"), reason)


def _bare(keys: Keys) -> bool:
    """Whether a record is an identifier and perhaps a year: what indexes of citations deliver."""
    rest = (keys.authors, keys.venue, keys.volume, keys.pages, keys.abstract)
    return not keys.title.key and not any(rest)


def _points(a: Keys, b: Keys, title: TitleLikeness, marks: Mapping[str, Mark]) -> float:
    total = TITLE[title]
    if a.title.generic or b.title.generic:
        total = min(total, GENERIC_TITLE)
    elif a.title.short or b.title.short:
        total = min(total, SHORT_TITLE)
    return total + sum(_gain(field, mark) for field, mark in marks.items())


def _gain(field: str, mark: Mark) -> float:
    if mark == "unknown":
        return 0.0
    agree, near, differ = POINTS[field]
    return agree if mark == "agree" else near if mark == "near" else differ


def _held(title: TitleLikeness, marks: Mapping[str, Mark]) -> bool:
    """Whether the agreement rests on enough: the less alike the titles, the more is asked."""
    yes = {field for field, mark in marks.items() if mark == "agree"}
    no = {field for field, mark in marks.items() if mark == "differ"}
    placed = bool(yes & {"pages", "doi", "pmid"})
    if title in {"same", "typo"}:
        in_venue = "venue" in yes or ("volume" in yes and "venue" not in no)
        same_text = {"authors", "venue", "volume", "abstract"} <= yes and "doi" not in no
        return placed or (in_venue and (same_text or not no & {"pages", "volume", "doi"}))
    if title == "near" and (placed or "abstract" in yes):
        return not no & {"pages", "volume"}
    if "abstract" in yes:
        paged = "pages" in yes or (title != "similar" and "pages" not in no)
        return paged and "authors" in yes and bool(yes & {"volume", "venue", "doi"})
    if title not in {"cut", "part"} or marks["abstract"] != "unknown":
        return False
    if title == "cut" and marks["pages"] == "unknown":
        return {"authors", "year", "venue", "volume", "issue"} <= yes
    return placed and "venue" not in no


def _fields(marks: Mapping[str, Mark], wanted: Mark) -> tuple[str, ...]:
    return tuple(field for field, mark in marks.items() if mark == wanted)


def _reasons(a: Keys, b: Keys, agree: tuple[str, ...]) -> list[str]:
    """One phrase for each agreeing field but the title; only our own words and digits."""
    known = [pages for pages in (a.pages, b.pages) if pages]
    shown = max(known, key=lambda pages: (bool(pages.last), show_pages(pages)), default=None)
    return [
        f"pages {show_pages(shown)}" if field == "pages" else f"same {_NAMES.get(field, field)}"
        for field in agree
        if field != "title"
    ]


def _doubt(differ: tuple[str, ...]) -> str:
    fields = [_NAMES.get(field, field) for field in differ]
    if not fields:
        return "too little is known"
    *before, last = fields
    if before:
        return f"{', '.join(before)} and {last} differ"
    return f"{last} differ" if last in _PLURAL else f"the {last} differs"


def _score(points: float) -> float:
    return round(max(0.0, min(1.0, points / FULL)), 4)


def _years(a: int | None, b: int | None) -> Mark:
    if a is None or b is None:
        return "unknown"
    return "agree" if a == b else "near" if abs(a - b) == 1 else "differ"


def _venues(a: Keys, b: Keys) -> Mark:
    if not a.venue or not b.venue:
        return "unknown"
    return "agree" if same_venue(a.venue, b.venue) else "differ"


def _issues(a: frozenset[str], b: frozenset[str]) -> Mark:
    if not a or not b:
        return "unknown"
    return "agree" if a & b else "differ"
