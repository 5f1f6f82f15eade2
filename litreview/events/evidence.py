"""Events about full texts, studies and what is extracted from them."""

from __future__ import annotations

from typing import Literal

from litreview.events.base import Event, FullText, Write


class RetrievalNoted(Event, frozen=True, tag="retrieval-noted", forbid_unknown_fields=True):
    """Whether the full text could be had. `open` takes an earlier note back.

    file: where it is kept; url: where it was had; licence: as its source names it.
    """

    record: str
    status: Literal["retrieved", "not-retrieved", "open"]
    note: str = ""
    file: FullText = ""
    url: str = ""
    licence: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The record's register."""
        return (("retrieval", (self.record,)),)


class StudyLinked(Event, frozen=True, tag="study-linked", forbid_unknown_fields=True):
    """The report that holds `record` belongs to `study`; "" takes it out of any."""

    record: str
    study: str

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The record's register."""
        return (("study", (self.record,)),)


class RowExtracted(Event, frozen=True, tag="row-extracted", forbid_unknown_fields=True):
    """One row of an extraction form: an estimate, an economic result ... as entered."""

    form: str
    row: str
    study: str
    values: dict[str, str]

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this form, row and extractor."""
        return (("row", (self.form, self.row, who)),)


class RowWithdrawn(Event, frozen=True, tag="row-withdrawn", forbid_unknown_fields=True):
    """An extracted row was entered by mistake."""

    form: str
    row: str
    reason: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this form, row and extractor."""
        return (("row", (self.form, self.row, who)),)
