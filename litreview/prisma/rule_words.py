"""A side of a rule in words: ``screened - excluded``."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.prisma.boxes import Flow

Terms = tuple[tuple[int, str], ...]
"""A sum: each box with its sign."""

_SCREENING: Mapping[str, str] = {
    "database_results": "databases",
    "register_results": "registers",
    "duplicates": "duplicates",
    "excluded_automatic": "removed by automation tools",
    "excluded_other": "removed for other reasons",
    "records_screened": "screened",
    "pending_screening": "still to be screened",
    "records_excluded": "excluded",
    "records_left_unread": "left unread",
    "website_results": "websites",
    "organisation_results": "organisations",
    "citations_results": "citation searching",
    "other_duplicates": "duplicates",
    "other_screened": "screened",
    "other_pending_screening": "still to be screened",
    "other_screened_out": "excluded",
    "other_left_unread": "left unread",
}
_WORDS: Mapping[str, str] = {
    **_SCREENING,
    **{
        f"{arm}_{key}": words
        for arm in ("dbr", "other")
        for key, words in (
            ("sought_reports", "sought"),
            ("notretrieved_reports", "not retrieved"),
            ("assessed", "assessed"),
            ("pending", "still to be assessed"),
            ("excluded", "excluded"),
        )
    },
    "new_reports": "reports of included studies",
    "awaiting_reports": "reports awaiting classification",
    "ongoing_reports": "reports of ongoing studies",
    "previous_reports": "reports of the previous version",
    "total_reports": "reports in total",
    "previous_studies": "studies of the previous version",
    "new_studies": "studies included",
    "total_studies": "studies in total",
    "total_studies_ma": "studies in meta-analysis",
    "total_reports_ma": "reports of studies in meta-analysis",
}
"""What a box is called in a rule."""

_UNSAID = frozenset(
    {
        "pending_screening", "other_pending_screening", "dbr_pending", "other_pending",
        "records_left_unread", "other_left_unread", "excluded_automatic", "excluded_other",
        "register_results", "awaiting_reports", "ongoing_reports",
    }
)  # fmt: skip
"""Boxes that a rule names only where something is in them."""


def said(terms: Terms, found: Flow) -> str:
    """The side in words, without what is empty and need not be said."""
    kept = [(sign, key) for sign, key in terms if found[key].n or key not in _UNSAID]
    words = "".join(f" {'+' if sign > 0 else '-'} {_WORDS[key]}" for sign, key in kept)
    return words.removeprefix(" + ") or "nothing"
