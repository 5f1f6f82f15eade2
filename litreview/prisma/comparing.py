"""Two flows beside each other: which numbers differ, and who stands elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from litreview.prisma.boxes import Box, Flow

_ENDS = (
    "duplicates", "excluded_automatic", "excluded_other", "pending_screening", "records_excluded",
    "records_left_unread", "dbr_notretrieved_reports", "dbr_excluded", "dbr_pending",
    "other_duplicates", "other_pending_screening", "other_screened_out", "other_left_unread",
    "other_notretrieved_reports", "other_excluded", "other_pending", "awaiting_reports",
    "ongoing_reports", "new_reports", "previous_reports", "previous_pending",
)  # fmt: skip
"""The boxes in which a record or report comes to rest: each in one of them at most."""


@dataclass(frozen=True, slots=True)
class Change:
    """A number that differs; None where a flow has no such box, or no number for it.

    part: a label, where it is the number of a part.
    """

    key: str
    label: str
    part: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something rests: the key of its box and, where there is one, the reason."""

    key: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Records or reports that went from one place to another; Place() is outside the flow."""

    before: Place
    after: Place
    ids: tuple[str, ...]


def changes(one: Flow, other: Flow) -> tuple[Change, ...]:
    """The numbers that differ, in the order of the diagram, each box before its parts."""
    found: list[Change] = []
    for key in dict.fromkeys((*other.boxes, *one.boxes)):
        before, after = one.boxes.get(key), other.boxes.get(key)
        label = (after or before or Box(key, key, "records")).label
        numbers = _number(before), _number(after)
        if numbers[0] != numbers[1] and any(numbers):
            found.append(Change(key, label, "", *numbers))
        parts = _parts(before), _parts(after)
        if not all(parts) and (one.from_file or other.from_file):
            continue  # a file may give the number alone
        found += (
            Change(key, label, part, parts[0].get(part), parts[1].get(part))
            for part in dict.fromkeys((*parts[1], *parts[0]))
            if parts[0].get(part) != parts[1].get(part)
        )
    return tuple(found)


def _number(box: Box | None) -> int | None:
    return box.n if box is not None and box.known else None


def _parts(box: Box | None) -> dict[str, int]:
    return {part.label: part.n for part in box.parts} if box is not None else {}


def moves(one: Flow, other: Flow) -> tuple[Move, ...]:
    """Who stands elsewhere, together with those that went the same way. Linear in the lists."""
    before, after = _places(one), _places(other)
    ways: dict[tuple[Place, Place], list[str]] = {}
    for id_ in dict.fromkeys((*before, *after)):
        way = before.get(id_, Place()), after.get(id_, Place())
        if way[0] != way[1]:
            ways.setdefault(way, []).append(id_)
    return tuple(Move(*way, tuple(ids)) for way, ids in ways.items())


def _places(found: Flow) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for key in _ENDS:
        box = found.boxes.get(key)
        if box is None:
            continue
        places |= dict.fromkeys(box.ids, Place(key))
        for part in box.parts:
            places |= dict.fromkeys(part.ids, Place(key, part.label))
    return places
