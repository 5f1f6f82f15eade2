"""The extracted rows in force, from the log.

Values stay as entered. "not reported" and its like are values too; they have no number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from litreview.events import Entry, Fold, RowExtracted, Seen, ValueExtracted

_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row in force, as one person extracted it.

    id: the hash of its log line, or of its lines where single values were entered later, so that
    another id means other values. at: when it was entered; seen: field -> where its value was
    seen, for the fields that say more than the row; times: field -> when its value was entered,
    for those that were entered by themselves.
    """

    form: str
    row: str
    study: str
    values: Mapping[str, str]
    extractor: str
    at: str
    id: str
    seen: Mapping[str, Seen] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)

    def when(self, name: str) -> str:
        """When the value of the field `name` was entered."""
        return self.times.get(name, self.at)


def rows(state: Fold) -> tuple[Row, ...]:
    """The rows in force, by form, identifier (2 before 10) and extractor.

    A row is what was entered as a whole, with the single values that came later. Linear in the
    rows and values.
    """
    amended: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in state.of("value").values():
        if isinstance(entry.event, ValueExtracted):
            amended[entry.event.form, entry.event.row, entry.who].append(entry)
    found = [
        _row(entry, entry.event, amended[entry.event.form, entry.event.row, entry.who])
        for entry in state.of("row").values()
        if isinstance(entry.event, RowExtracted)
    ]
    return tuple(sorted(found, key=lambda row: (row.form, row_order(row.row), row.extractor)))


def _row(entry: Entry, event: RowExtracted, amended: Iterable[Entry]) -> Row:
    later = sorted((one for one in amended if one.order > entry.order), key=lambda one: one.order)
    values, seen, times = dict(event.values), dict(event.seen), {}
    for one in later:
        if isinstance(one.event, ValueExtracted):
            _amend(one.event, values, seen)
            times[one.event.field] = one.event.at
    lines = [entry.hash, *(one.hash for one in later)]
    return Row(
        form=event.form,
        row=event.row,
        study=event.study,
        values=values,
        extractor=entry.who,
        at=event.at,
        id=entry.hash if not later else sha256("".join(lines).encode()).hexdigest(),
        seen=seen,
        times={name: at for name, at in times.items() if name in values},
    )


def _amend(event: ValueExtracted, values: dict[str, str], seen: dict[str, Seen]) -> None:
    values.pop(event.field, None)
    seen.pop(event.field, None)
    if event.value.strip():
        values[event.field] = event.value
        if event.seen != Seen():
            seen[event.field] = event.seen


def row_order(text: str) -> tuple[tuple[str | tuple[int, str], ...], str]:
    """A sort key that puts E2 before E10, total over all texts."""
    parts = _DIGITS.split(text)
    keyed: list[str | tuple[int, str]] = []
    for at, part in enumerate(parts):
        bare = part.lstrip("0")
        keyed.append((len(bare), bare) if at % 2 else part)
    return tuple(keyed), text
