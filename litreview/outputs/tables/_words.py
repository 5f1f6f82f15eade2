"""How table cells are worded: what is missing, what is joined, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from litreview.extraction.printed import is_missing
from litreview.model import CostBenefit, Estimate, Reported
from litreview.outputs.evidence import Evidence
from litreview.outputs.words import counted

NOT_EXTRACTED = "not extracted"
"""Nobody has entered this: it may well stand in the report."""
_FOLLOWUP = re.compile(r"[0-9]+(?:[.,][0-9]+)?(?:\s*[-\u2013]\s*[0-9]+)?\+?")


def says_nothing(text: str) -> bool:
    """Whether the whole text only says that there is no value."""
    return is_missing(text) or text.strip() == NOT_EXTRACTED


def entered(text: str) -> str:
    """`text`, or that it was not extracted."""
    return text.strip() or NOT_EXTRACTED


def distinct(texts: Iterable[str]) -> str:
    """The different texts in their order, joined by semicolons.

    What only says that there is no value stands alone; beside a row that has one it is left out.
    """
    seen = dict.fromkeys(text.strip() for text in texts if text.strip())
    said = [text for text in seen if not says_nothing(text)]
    return "; ".join(said or list(seen)[:1]) or NOT_EXTRACTED


def outcome_times(rows: Iterable[tuple[str, Reported]]) -> str:
    """``In work (12, 24 months); In education (follow-up not reported)``."""
    by_outcome: dict[str, dict[str, float | None]] = {}
    for outcome, followup in rows:
        by_outcome.setdefault(entered(outcome), {})[followup.text.strip()] = followup.number
    return "; ".join(f"{name} ({_times(times)})" for name, times in by_outcome.items())


def _times(times: Mapping[str, float | None]) -> str:
    said = [text for text in times if not says_nothing(text)]
    if not said:
        word = next(iter(times)) or NOT_EXTRACTED
        return f"follow-up {word}"
    said.sort(key=lambda text: (times[text] is None, times[text] or 0.0))
    months = [text for text in said if _FOLLOWUP.fullmatch(text)]
    other = [text for text in said if _FOLLOWUP.fullmatch(text) is None]
    return "; ".join(part for part in (_months(months), *other) if part)


def _months(texts: list[str]) -> str:
    if not texts:
        return ""
    return f"{', '.join(texts)} {'month' if texts == ['1'] else 'months'}"


def seen_in(row: Estimate | CostBenefit) -> str:
    """The source level and the place in it; who, where people differ on the row."""
    place = row.values.get("page_or_table", "")
    parts = [entered(row.source_level), "" if says_nothing(place) else place.strip()]
    if row.unsettled:
        parts.append(f"extracted by {row.extractor}")
    return "; ".join(part for part in parts if part)


def remarks(row: Estimate | CostBenefit) -> str:
    """What the extractor noted, and how the row stands to other versions of the same result."""
    version, older = (row.values.get(name, "") for name in ("report_version", "supersedes"))
    parts = [
        row.flags.strip(),
        "" if says_nothing(version) else f"from: {version.strip()}",
        "" if says_nothing(older) else f"supersedes row {older.strip()}",
    ]
    return "; ".join(part for part in parts if part)


def extracted_twice(evidence: Evidence) -> bool:
    """Whether people differ on a row, and nobody has settled it yet."""
    estimates, costs = evidence.estimates, evidence.costs
    return any(row.unsettled for row in estimates) or any(row.unsettled for row in costs)


def standing_notes(evidence: Evidence) -> tuple[str, ...]:
    """What is said below a table of extracted rows while people are still at it, or differ."""
    rows, studies = evidence.unfinished
    waits = (
        f"{counted(rows, 'row')} of {counted(studies, 'study')} not shown: not everybody who "
        "extracts the study has finished it."
    )
    twice = (TWICE_NOTE,) if extracted_twice(evidence) else ()
    return (*twice, waits) if rows else twice


TWICE_NOTE = (
    "Where people extracted the same row and differ, each version is a row, until it is settled."
)
