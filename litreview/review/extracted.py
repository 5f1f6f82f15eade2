"""What holds of all that was extracted: settled, agreed on or alone, with what is entered above."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from litreview.extraction.doubled import Held, held
from litreview.extraction.joined import Rows
from litreview.extraction.rows import row_order, rows
from litreview.review.reading import forms_of
from litreview.review.to_extract import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from litreview.events import Fold
    from litreview.extraction.forms import Form
    from litreview.extraction.rows import Row
    from litreview.store.folder import Folder


@dataclass(frozen=True, slots=True)
class Extracted:
    """The rows that hold, and all versions of those on which people differ.

    rows: each with the values of the rows that it refers to; unfinished: the rows of studies that
    not all have finished who extract them, which count for nothing yet; unsettled: the ids of the
    versions on which people differ. forms: of the rows, by name; held: all groups, as entered.
    """

    rows: tuple[Row, ...]
    unfinished: tuple[Row, ...]
    unsettled: frozenset[str]
    forms: Mapping[str, Form]
    held: tuple[Held, ...]


def extracted(folder: Folder, state: Fold, extractors: int = 1) -> Extracted:
    """What holds of the rows in the log. Linear in the rows of one extractor a study.

    extractors: how many people extract each study.
    """
    entered = rows(state)
    waiting = unfinished(entered, state, extractors)
    found = [row for row in entered if row.study not in waiting]
    forms = forms_of(folder, found)
    groups = held(forms, found, state)
    open_ = [row for group in groups if group.standing == "open" for row in group.versions]
    kept = [group.row for group in groups if group.row is not None]
    unsettled = frozenset(row.id for row in open_)
    later = tuple(row for row in entered if row.study in waiting)
    return Extracted(_joined([*kept, *open_], forms), later, unsettled, forms, groups)


def _joined(kept: Iterable[Row], forms: Mapping[str, Form]) -> tuple[Row, ...]:
    ordered = sorted(kept, key=lambda row: (row.form, row_order(row.row), row.extractor))
    index = Rows.of(ordered, forms)
    return tuple(replace(row, values=index.join(row).values) for row in ordered)
