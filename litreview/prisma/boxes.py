"""The boxes of the flow: what they are called, what they count, and who is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from litreview.errors import UnknownName
from litreview.model import DATABASE_KINDS, SourceKind, Study

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


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a box: one database, or one reason."""

    label: str
    ids: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Box:
    """One number of the diagram, with the identifiers behind it."""

    key: str
    label: str
    unit: Unit
    ids: tuple[str, ...]
    parts: tuple[Part, ...] = ()

    @property
    def n(self) -> int:
        """How many."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Flow:
    """All boxes, by key, and the studies that are included, earlier versions' among them.

    unfinished: the searches that are not complete, a sentence each; plenty: those of these
    sentences that are about searches which brought as many as were wanted.
    """

    boxes: Mapping[str, Box]
    studies: tuple[Study, ...]
    unfinished: tuple[str, ...] = ()
    plenty: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Box:
        """The box called `key`; raises UnknownName."""
        if key not in self.boxes:
            raise UnknownName(
                f"the flow has no box {key!r}", remedy=f"use one of: {', '.join(self.boxes)}"
            )
        return self.boxes[key]

    @property
    def identified(self) -> int:
        """Records from everywhere, as they came."""
        return sum(self[key].n for key in IDENTIFIED.values())

    @property
    def found_otherwise(self) -> int:
        """Records from other methods than databases and registers."""
        return sum(self[key].n for kind, key in IDENTIFIED.items() if kind not in DATABASE_KINDS)

    @property
    def screened(self) -> int:
        """Records screened on title and abstract, however they were found."""
        return self["records_screened"].n + self["other_screened"].n

    @property
    def assessed(self) -> int:
        """Reports assessed on their full text, however they were found."""
        return self["dbr_assessed"].n + self["other_assessed"].n

    @property
    def pending(self) -> int:
        """Records and reports that nobody has decided on yet."""
        return sum(box.n for box in self.waiting)

    @property
    def waiting(self) -> tuple[Box, ...]:
        """The boxes of what nobody has decided on yet."""
        return tuple(self[key] for key in PENDING if key in self.boxes)

    @property
    def updated(self) -> bool:
        """Whether this is the flow of an updated review, with an arm for its previous version."""
        return "previous_studies" in self.boxes

    @property
    def included(self) -> tuple[Box, Box]:
        """The boxes of all studies included, and of their reports, whatever version found them."""
        arm = "total" if self.updated else "new"
        return self[f"{arm}_studies"], self[f"{arm}_reports"]

    @property
    def other_methods(self) -> bool:
        """Whether the template with the arm for other methods is needed."""
        return self.found_otherwise > 0

    def counts(self) -> dict[str, int]:
        """Key -> number, for every box."""
        return {key: box.n for key, box in self.boxes.items()}
