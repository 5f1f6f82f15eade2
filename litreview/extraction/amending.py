"""Single values of rows that stand already: what a file adds to them, and what it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from litreview.extraction.forms import STUDY_FIELD
from litreview.extraction.importing import Entered, Fill
from litreview.extraction.rows import Row
from litreview.extraction.values import shown


def amending(held: Mapping[str, Row]) -> Fill:
    """Fills a row up by the values that stand, as far as the file does not give them.

    held: the rows of the same form and extractor, by identifier. An empty cell leaves what stands,
    so nothing is taken away. Where a value differs and the file does not say where the new one was
    seen, what was said of the old one goes with it. A row that does not stand, or stands under
    another study, is none: amending never makes a row, and never moves one.
    """

    def fill(row: Entered) -> Entered | str:
        stands = held.get(row.row)
        if stands is None:
            return f"there is no row {shown(row.row)} of this extractor to amend: import it first"
        if stands.study != row.study:
            return (
                f"{shown(row.row)} stands under {STUDY_FIELD} {shown(stands.study)}, "
                f"not {shown(row.study)}: to move it, import the whole row"
            )
        return _filled(row, stands)

    return fill


def _filled(row: Entered, stands: Row) -> Entered:
    given = dict(row.values)
    for name in given.keys() & stands.values.keys():
        if given[name].strip() == stands.values[name].strip():
            given[name] = stands.values[name]  # blanks around a text make it no other value
    values = dict(stands.values) | given
    kept = {name: seen for name, seen in stands.seen.items() if values[name] == stands.values[name]}
    return replace(row, values=values, seen=kept | dict(row.seen))
