"""Events about full texts, studies and what is extracted from them."""

from __future__ import annotations

from typing import Literal

import msgspec

from litreview.events.base import Event, FullText, Write

How = Literal["", "full text", "abstract", "secondary", "derived"]
"""What was read when a value was seen; "": as the row says."""


class Seen(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where and how a value was seen; "" where the row's own account holds.

    place: page, table or figure; quote: a few words of the source; how: what was read.
    """

    place: str = ""
    quote: str = ""
    how: How = ""


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
    """One row of an extraction form: an estimate, an economic result ... as entered.

    seen: field -> where its value was seen.
    """

    form: str
    row: str
    study: str
    values: dict[str, str]
    seen: dict[str, Seen] = msgspec.field(default_factory=dict)

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


class ValueExtracted(Event, frozen=True, tag="value-extracted", forbid_unknown_fields=True):
    """One value of a row that stands already, entered or corrected; "" takes it away."""

    form: str
    row: str
    study: str
    field: str
    value: str
    seen: Seen = Seen()

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this field, in this row of this extractor."""
        return (("value", (self.form, self.row, self.field, who)),)


class ValuesExtracted(Event, frozen=True, tag="values-extracted", forbid_unknown_fields=True):
    """Several values of a row that stands already, entered together; "" takes a value away.

    seen: field -> where its value was seen. The values that are not named stay as they are.
    """

    form: str
    row: str
    study: str
    values: dict[str, str]
    seen: dict[str, Seen] = msgspec.field(default_factory=dict)

    def writes(self, who: str) -> tuple[Write, ...]:
        """The registers of these fields, in this row of this extractor."""
        return tuple(("value", (self.form, self.row, name, who)) for name in sorted(self.values))


class RowSettled(Event, frozen=True, tag="row-settled", forbid_unknown_fields=True):
    """What holds instead of the versions of a row that several people extracted.

    settles: the hashes of those versions; it lapses when one of them changes. dropped: the row is
    none, and `values` are empty.
    """

    form: str
    row: str
    study: str
    values: dict[str, str]
    settles: tuple[str, ...]
    seen: dict[str, Seen] = msgspec.field(default_factory=dict)
    dropped: bool = False
    note: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of these versions: a settlement of others stands beside it."""
        return (("row-settlement", (self.form, *sorted(set(self.settles)))),)


class RowSettlementWithdrawn(
    Event, frozen=True, tag="row-settlement-withdrawn", forbid_unknown_fields=True
):
    """The settlement of the versions named in `settles` is taken back (undo)."""

    form: str
    settles: tuple[str, ...]

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of the settlement."""
        return (("row-settlement", (self.form, *sorted(set(self.settles)))),)


class StudyExtracted(Event, frozen=True, tag="study-extracted", forbid_unknown_fields=True):
    """The owner of the log has extracted all that `study` gives; not `done`: takes that back."""

    study: str
    done: bool = True
    note: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this study and extractor."""
        return (("extracted", (self.study, who)),)
