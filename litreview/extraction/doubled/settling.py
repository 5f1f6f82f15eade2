"""What holds of rows that several people extracted: settled, agreed on, or still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from litreview.events import Entry, Fold, RowSettled
from litreview.extraction.doubled.aligning import Group, align
from litreview.extraction.doubled.comparing import Compared, compare
from litreview.extraction.forms import Form
from litreview.extraction.rows import Row, row_order

Standing = Literal["alone", "agreed", "open", "settled", "dropped"]


@dataclass(frozen=True, slots=True)
class Held:
    """A group of versions and what holds of it.

    row: the row that counts: the settled one, the first version where all agree, the only one;
    None where the versions differ and nobody has settled it, and where the row was dropped.
    settlement: the entry that settled it.
    """

    compared: Compared
    standing: Standing
    row: Row | None
    settlement: Entry | None = None

    @property
    def versions(self) -> tuple[Row, ...]:
        """What each extractor has entered."""
        return self.compared.group.versions


def held(forms: Mapping[str, Form], rows: Iterable[Row], state: Fold) -> tuple[Held, ...]:
    """Every row of `rows` in exactly one group, with what holds of it.

    A settlement counts while all the versions that it names stand as they were; where two name
    the same version the later one counts. Rows that it names stand together, whatever they are
    like. By form, study and the first version.
    """
    free = {row.id: row for row in rows}
    found: list[Held] = []
    for entry, event in _settlements(state):
        if event.settles and all(id_ in free for id_ in event.settles):
            named = sorted((free.pop(id_) for id_ in event.settles), key=lambda row: row.extractor)
            group = Group(event.form, event.study, tuple(named))
            found.append(_settled(forms.get(event.form), group, entry, event))
    found.extend(_open(forms.get(group.form), group) for group in align(forms, free.values()))
    return tuple(sorted(found, key=_order))


def _settlements(state: Fold) -> Iterator[tuple[Entry, RowSettled]]:
    """The settlements not taken back, the latest first."""
    entries = sorted(
        state.of("row-settlement").values(), key=lambda entry: entry.order, reverse=True
    )
    for entry in entries:
        if isinstance(entry.event, RowSettled):
            yield entry, entry.event


def _settled(form: Form | None, group: Group, entry: Entry, event: RowSettled) -> Held:
    compared = compare(form, group)
    if event.dropped:
        return Held(compared, "dropped", None, entry)
    row = Row(
        form=event.form,
        row=event.row,
        study=event.study,
        values=event.values,
        extractor=" + ".join(group.extractors),
        at=event.at,
        id=entry.hash,
        seen=event.seen,
    )
    return Held(compared, "settled", row, entry)


def _open(form: Form | None, group: Group) -> Held:
    compared = compare(form, group)
    first = group.versions[0]
    if len(group.versions) == 1:
        return Held(compared, "alone", first)
    return Held(compared, "agreed", first) if compared.agrees else Held(compared, "open", None)


def _order(one: Held) -> tuple[object, ...]:
    first = one.versions[0]
    return first.form, first.study, row_order(first.row), first.extractor
