"""The boxes by key: what they are called, and what they count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from litreview.model import SourceKind

Unit = Literal["records", "reports", "studies"]
Arm = Literal["dbr", "other"]

IDENTIFIED: Mapping[SourceKind, str] = {
    "database": "database_results",
    "register": "register_results",
    "website": "website_results",
    "organisation": "organisation_results",
    "citation": "citations_results",
}
"""Kind of source -> the box of its records."""

LABELS: Mapping[str, tuple[str, Unit]] = {
    "database_results": ("Records identified from databases", "records"),
    "register_results": ("Records identified from registers", "records"),
    "website_results": ("Records identified from websites", "records"),
    "organisation_results": ("Records identified from organisations", "records"),
    "citations_results": ("Records identified from citation searching", "records"),
    "duplicates": ("Duplicate records removed", "records"),
    "excluded_automatic": ("Records marked as ineligible by automation tools", "records"),
    "excluded_other": ("Records removed for other reasons", "records"),
    "records_screened": ("Records screened", "records"),
    "records_excluded": ("Records excluded", "records"),
    "records_left_unread": ("Records left unread when screening stopped", "records"),
    "pending_screening": ("Records still to be screened", "records"),
    "dbr_sought_reports": ("Reports sought for retrieval", "reports"),
    "dbr_notretrieved_reports": ("Reports not retrieved", "reports"),
    "dbr_assessed": ("Reports assessed for eligibility", "reports"),
    "dbr_excluded": ("Reports excluded", "reports"),
    "dbr_pending": ("Reports still to be assessed", "reports"),
    "other_duplicates": ("Duplicates within and with the databases, other methods", "records"),
    "other_screened": ("Records screened, other methods", "records"),
    "other_screened_out": ("Excluded on title or abstract, other methods", "records"),
    "other_left_unread": ("Left unread when screening stopped, other methods", "records"),
    "other_pending_screening": ("Still to be screened, other methods", "records"),
    "other_sought_reports": ("Reports sought for retrieval, other methods", "reports"),
    "other_notretrieved_reports": ("Reports not retrieved, other methods", "reports"),
    "other_assessed": ("Reports assessed for eligibility, other methods", "reports"),
    "other_excluded": ("Reports excluded, other methods", "reports"),
    "other_pending": ("Reports still to be assessed, other methods", "reports"),
    "new_reports": ("Reports of included studies", "reports"),
    "new_studies": ("Studies included in review", "studies"),
}
"""Box key -> (label, unit), in the order of the diagram: those of every flow."""

PREVIOUS: Mapping[str, tuple[str, Unit]] = {
    "previous_studies": ("Studies included in previous version of review", "studies"),
    "previous_reports": ("Reports of studies included in previous version of review", "reports"),
    "previous_pending": ("Reports of the previous version still to be decided on", "reports"),
}
TOTAL: Mapping[str, tuple[str, Unit]] = {
    "total_studies": ("Total studies included in review", "studies"),
    "total_reports": ("Reports of total included studies", "reports"),
}
"""The boxes that the flow of an updated review has before and behind the others."""

PENDING = (
    "pending_screening", "dbr_pending", "other_pending_screening", "other_pending",
    "previous_pending",
)  # fmt: skip
"""The boxes of what nobody has decided on yet; a new review lacks the last."""

BY_HANDS: Mapping[str, tuple[str, Unit]] = {
    "records_excluded_human": ("Records excluded by people", "records"),
    "records_excluded_tool": ("Records excluded by automation tools", "records"),
    "other_screened_out_human": (
        "Excluded on title or abstract by people, other methods", "records",
    ),
    "other_screened_out_tool": (
        "Excluded on title or abstract by automation tools, other methods", "records",
    ),
    "dbr_excluded_human": ("Reports excluded by people", "reports"),
    "dbr_excluded_tool": ("Reports excluded by automation tools", "reports"),
    "other_excluded_human": ("Reports excluded by people, other methods", "reports"),
    "other_excluded_tool": ("Reports excluded by automation tools, other methods", "reports"),
}  # fmt: skip
"""Who excluded: only where a reviewer is an automation tool. Each has its parts by reason."""

WITHIN: Mapping[str, tuple[str, str]] = {
    key: (f"{key}_human", f"{key}_tool")
    for key in ("records_excluded", "other_screened_out", "dbr_excluded", "other_excluded")
}
"""Box -> the two boxes that divide it, where there are any."""

SET_ASIDE: Mapping[str, tuple[str, Unit]] = {
    "awaiting_studies": ("Studies awaiting classification", "studies"),
    "awaiting_reports": ("Reports of studies awaiting classification", "reports"),
    "ongoing_studies": ("Ongoing studies", "studies"),
    "ongoing_reports": ("Reports of ongoing studies", "reports"),
}
"""What was assessed, and is neither included nor excluded: only where there is any."""

POOLED: Mapping[str, tuple[str, Unit]] = {
    "total_studies_ma": ("Studies included in meta-analysis", "studies"),
    "total_reports_ma": ("Reports of studies included in meta-analysis", "reports"),
}
"""What was pooled: only where somebody said what was."""

NOTHING_IF_BLANK = frozenset(
    {
        "register_results", "website_results", "organisation_results", "citations_results",
        "duplicates", "excluded_automatic", "excluded_other", "dbr_notretrieved_reports",
        "other_notretrieved_reports", "records_left_unread", *PENDING,
    }
)  # fmt: skip
"""The boxes whose line a file may leave blank, or lack, to say that there was nothing."""
