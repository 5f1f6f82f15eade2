"""The way from a sitting at a form to the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litreview.events import RowExtracted, RowWithdrawn, Seen, ValueExtracted
from litreview.extraction.forms import Form
from litreview.extraction.importing import Entered
from litreview.extraction.joined import Rows
from litreview.extraction.rows import Row
from litreview.review.reading import forms_of

if TYPE_CHECKING:
    from litreview.review.facade import Review


@dataclass(frozen=True, slots=True)
class EntryDesk:
    """Rows of one form and study, of whoever works here."""

    review: Review
    form: Form
    study: str

    def rows(self) -> Sequence[Entered]:
        """The extractor's own rows, in order."""
        return [
            Entered(row.form, row.row, row.study, row.values, row.seen)
            for row in self._own()
            if row.form == self.form.name and row.study == self.study
        ]

    def inherited(self, row: str) -> Mapping[str, tuple[str, str]]:
        """What holds of a row by the extractor's own rows that it refers to."""
        own = self._own()
        held = [one for one in own if one.form == self.form.name and one.row == row]
        if not held:
            return {}
        joined = Rows.of(own, {self.form.name: self.form, **forms_of(self.review.folder, own)})
        found = joined.join(held[0])
        return {
            name: (found.values[name], f"{form} {of}") for name, (form, of) in found.origin.items()
        }

    def begin(self, row: Entered) -> None:
        """Append a new row."""
        self.review.append(
            RowExtracted(form=row.form, row=row.row, study=row.study, values=dict(row.values))
        )

    def enter(self, row: str, name: str, value: str, seen: Seen) -> None:
        """Append one value of a row."""
        self.review.append(
            ValueExtracted(
                form=self.form.name,
                row=row,
                study=self.study,
                field=name,
                value=value,
                seen=seen,
            )
        )

    def withdraw(self, row: str) -> None:
        """Append that a row was entered by mistake."""
        self.review.append(RowWithdrawn(form=self.form.name, row=row, reason="begun by mistake"))

    def _own(self) -> list[Row]:
        who = self.review.who
        return [row for row in self.review.rows() if row.extractor == who]
