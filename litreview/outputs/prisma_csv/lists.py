"""Lists of sources or reasons in one cell: ``Reason, 12; Another reason, 3``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from litreview.formats import unguarded
from litreview.outputs.prisma_csv.numbers import BLANK, Count, count
from litreview.outputs.prisma_csv.writing import NONE_EXCLUDED
from litreview.prisma import Part

_NUMBER = r"(?:[-\u2212]\s*)?\d[\d.,'\u2019 ]*"
_ITEM = (
    re.compile(rf"(?P<label>.*?)\s*\(\s*n\s*=\s*(?P<n>{_NUMBER})\)", re.IGNORECASE | re.DOTALL),
    re.compile(r"(?P<label>.*?),\s*(?P<n>\d{1,3}(?:,\d{3})+)", re.DOTALL),
    re.compile(rf"(?P<label>.*),\s*(?P<n>{_NUMBER})", re.DOTALL),
    re.compile(r"(?P<label>.*?)\s*[:=]\s*(?P<n>\d[\d.']*)", re.DOTALL),
)
"""An item of a list, the surest way of writing it first."""
_FILLER = re.compile(r"(?:Reason|Database|Register)\s?\d+,\s*xxx", re.IGNORECASE)
"""What the template holds before anybody fills it in."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a cell lists.

    total: the sum, or the one number that stands without a label; None where the cell is blank or
    an item has no number. faults: what is wrong, with the item; care: what PRISMA2020 would draw
    otherwise, or what was taken for granted.
    """

    parts: tuple[Part, ...] = ()
    total: int | None = None
    faults: tuple[str, ...] = ()
    care: tuple[str, ...] = ()


def listed(cell: str, *, european: bool = False) -> Listed:
    """The list in a cell."""
    items = [item for item in map(str.strip, cell.split(";")) if item]
    if not items or cell.strip().casefold() in BLANK:
        return Listed()
    if all(_FILLER.fullmatch(item) for item in items):
        return Listed(care=("still as in the empty template, so taken as blank",))
    alone = count(cell, european=european)
    if alone.n is not None:
        return Listed(total=alone.n)
    if len(items) == 1 and alone.fault == "a count cannot be negative":
        return Listed(faults=(f"{alone.fault}: {cell.strip()}",))
    return _gathered([_item(item, european=european) for item in items])


def _gathered(items: list[tuple[str, Count]]) -> Listed:
    parts = tuple(Part(label, stated=found.n) for label, found in items if found.n is not None)
    named = tuple(part for part in parts if (part.label, part.n) != (NONE_EXCLUDED, 0))
    faults = tuple(
        f"{found.fault or 'no number'}: {label}" for label, found in items if found.n is None
    )
    care = tuple(note for label, found in items for note in _care(label, found))
    return Listed(named, None if faults else sum(part.n for part in parts), faults, care)


def _care(label: str, found: Count) -> Iterator[str]:
    if found.care:
        yield f"{found.care} ({label})"
    if "," in label and found.n is not None:
        yield f"PRISMA2020 ends {label!r} at its first comma; --csv writes it without commas"


def _item(text: str, *, european: bool) -> tuple[str, Count]:
    """The label of an item and its count; the whole item where it has no number."""
    for pattern in _ITEM:
        found = pattern.fullmatch(text)
        if found is not None:
            label = unguarded(" ".join(found["label"].split()))
            return label, count(found["n"], european=european)
    return " ".join(text.split()), Count(fault="" if "," not in text else "not a number")
