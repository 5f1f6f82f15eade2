"""The sums that must hold between the boxes, whoever filled them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from litreview.model import Finding
from litreview.prisma.boxes import Flow

_EQUATIONS: tuple[tuple[str, str, str, str], ...] = (
    (
        "PR2",
        "identified - removed = screened + still to be screened",
        "database_results + register_results - duplicates - excluded_automatic - excluded_other",
        "records_screened + pending_screening",
    ),
    (
        "PR3",
        "screened - excluded - left unread = sought",
        "records_screened - records_excluded - records_left_unread",
        "dbr_sought_reports",
    ),
    (
        "PR4",
        "sought - not retrieved = assessed + still to be assessed",
        "dbr_sought_reports - dbr_notretrieved_reports",
        "dbr_assessed + dbr_pending",
    ),
    (
        "PR6",
        "other methods: identified - duplicates = screened + still to be screened",
        "website_results + organisation_results + citations_results - other_duplicates",
        "other_screened + other_pending_screening",
    ),
    (
        "PR6",
        "other methods: screened - excluded - left unread = sought",
        "other_screened - other_screened_out - other_left_unread",
        "other_sought_reports",
    ),
    (
        "PR7",
        "other methods: sought - not retrieved = assessed + still to be assessed",
        "other_sought_reports - other_notretrieved_reports",
        "other_assessed + other_pending",
    ),
    (
        "PR8",
        "assessed - excluded, both arms = reports of included studies",
        "dbr_assessed - dbr_excluded + other_assessed - other_excluded",
        "new_reports",
    ),
)
"""Code, the rule in words, its two sides in box keys."""


def identities(found: Flow) -> tuple[Finding, ...]:
    """The arithmetic between the boxes that does not hold (none, for a computed flow)."""
    return (
        *_unequal(found),
        *_parts_agree(found),
        *_studies_agree(found),
        *_previous(found),
        *unfinished(found),
        *_pending(found),
    )


def _unequal(found: Flow) -> Iterator[Finding]:
    counts = found.counts()
    for code, rule, left, right in _EQUATIONS:
        sides = _sum(left, counts), _sum(right, counts)
        if sides[0] != sides[1]:
            yield Finding(code, "error", f"{rule}: {sides[0]} is not {sides[1]}")


def _sum(side: str, counts: Mapping[str, int]) -> int:
    """The value of ``a - b + c``, where a, b and c are box keys."""
    words = ["+", *side.split()]
    return sum(
        counts[key] if sign == "+" else -counts[key]
        for sign, key in zip(words[::2], words[1::2], strict=True)
    )


def _parts_agree(found: Flow) -> Iterator[Finding]:
    for key, box in found.boxes.items():
        parts = sum(part.n for part in box.parts)
        if box.parts and parts != box.n:
            code = "PR5" if "excluded" in key or key == "other_screened_out" else "PR1"
            message = f"{box.label}: the parts make {parts}, the box {box.n}"
            yield Finding(code, "error", message)


def _studies_agree(found: Flow) -> Iterator[Finding]:
    studies, reports = (box.n for box in found.included)
    if studies > reports:
        yield Finding("PR9", "error", "more studies than reports of included studies")
    if reports and not studies:
        yield Finding("PR9", "error", "reports of included studies, but no study")


def _pending(found: Flow) -> Iterator[Finding]:
    for box in found.waiting:
        if box.n:
            message = f"{box.label}: {box.n:,}"
            remedy = "decide on them (`litreview status` names the command)"
            yield Finding("PR12", "note", message, remedy=remedy, ids=box.ids)


def _previous(found: Flow) -> Iterator[Finding]:
    """Of an updated review: the total is what was included before and what is new.

    A new report of a study that was included before is a new report, but no new study.
    """
    if not found.updated:
        return
    counts = found.counts()
    reports = counts["previous_reports"] + counts["new_reports"]
    if counts["total_reports"] != reports:
        message = f"reports in total: {counts['total_reports']} is not {reports}, previous and new"
        yield Finding("PR10", "error", message)
    if counts["total_studies"] != counts["previous_studies"] + counts["new_studies"]:
        yield Finding("PR10", "error", "studies in total are not the previous and the new ones")


def unfinished(found: Flow) -> Iterator[Finding]:
    """The searches that are known not to hold all that their source states."""
    for sentence in found.unfinished:
        if sentence in found.plenty:
            yield Finding(
                "PR13", "note", f"a search brought as many as were wanted, not all: {sentence}",
                remedy="say in the report that the rest was not wanted, and why",
            )  # fmt: skip
            continue
        yield Finding(
            "PR13", "warning", f"a search is not complete: {sentence}",
            remedy="run it again: it goes on where it was (litreview search run ...), or say in "
            "the report that it is incomplete",
        )  # fmt: skip
