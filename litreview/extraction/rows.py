"""The extracted rows in force, from the log.

Values stay as entered. "not reported" and its like are values too; they have no number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from litreview.events import Entry, Fold, RowExtracted, Seen, ValueExtracted, ValuesExtracted

_DIGITS = re.compile(r"([0-9]+)")
_Amended = tuple[str, Entry]
"""A field and the entry that gave it its latest value."""


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
    amended: dict[tuple[str, str, str], list[_Amended]] = defaultdict(list)
    for key, entry in state.of("value").items():
        if isinstance(entry.event, ValueExtracted | ValuesExtracted):
            form, row, name, who = key
            amended[form, row, who].append((name, entry))
    found = [
        _row(entry, entry.event, amended[entry.event.form, entry.event.row, entry.who])
        for entry in state.of("row").values()
        if isinstance(entry.event, RowExtracted)
    ]
    return tuple(sorted(found, key=lambda row: (row.form, row_order(row.row), row.extractor)))


def _row(entry: Entry, event: RowExtracted, amended: Iterable[_Amended]) -> Row:
    later = [(one.order, name, one) for name, one in amended if one.order > entry.order]
    values, seen, times = dict(event.values), dict(event.seen), {}
    lines = [entry.hash]
    for _, name, one in sorted(later, key=lambda found: found[:2]):
        _amend(name, *_said(one, name), values, seen)
        times[name] = one.event.at
        if one.hash != lines[-1]:
            lines.append(one.hash)
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


def _said(entry: Entry, name: str) -> tuple[str, Seen]:
    """The value that an entry gives the field `name`, and where it was seen."""
    event = entry.event
    if isinstance(event, ValuesExtracted):
        return event.values[name], event.seen.get(name, Seen())
    return (event.value, event.seen) if isinstance(event, ValueExtracted) else ("", Seen())


def _amend(
    name: str, value: str, place: Seen, values: dict[str, str], seen: dict[str, Seen]
) -> None:
    values.pop(name, None)
    seen.pop(name, None)
    if value.strip():
        values[name] = value
        if place != Seen():
            seen[name] = place


def row_order(text: str) -> tuple[tuple[str | tuple[int, str], ...], str]:
    """A sort key that puts E2 before E10, total over all texts."""
    parts = _DIGITS.split(text)
    keyed: list[str | tuple[int, str]] = []
    for at, part in enumerate(parts):
        bare = part.lstrip("0")
        keyed.append((len(bare), bare) if at % 2 else part)
    return tuple(keyed), text
