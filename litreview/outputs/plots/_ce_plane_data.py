"""What a cost-effectiveness plane shows, and how it is read from a CSV file or a review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from litreview.errors import UsageError
from litreview.extraction.printed import is_missing
from litreview.outputs.plots import Ask
from litreview.outputs.plots._canvas import Look
from litreview.outputs.plots._rows import Row, Rows, plain_number

Interval = tuple[float, float]
Quadrant = Literal["NE", "NW", "SE", "SW", "on an axis"]
QUADRANTS: Final[dict[Quadrant, str]] = {
    "NW": "dominated: costs more, does worse",
    "NE": "costs more, does better",
    "SW": "costs less, does worse",
    "SE": "dominant: costs less, does better",
    "on an axis": "the same cost or the same effect",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """What amounts and effects are in. Only rows of one basis stand on one plane."""

    currency: str
    price_year: str
    effect_unit: str

    def __str__(self) -> str:
        return f"{self.currency} of {self.price_year}, {self.effect_unit}"


@dataclass(frozen=True, slots=True)
class Point:
    """One comparison. effect, cost: of the programme less those of the comparison."""

    label: str
    effect: float
    cost: float
    effect_interval: Interval | None = None
    cost_interval: Interval | None = None
    group: str = ""
    said: str = ""
    href: str = ""

    @property
    def quadrant(self) -> Quadrant:
        """North costs more, east does better."""
        if not self.effect or not self.cost:
            return "on an axis"
        east, north = self.effect > 0, self.cost > 0
        return ("NE" if east else "NW") if north else ("SE" if east else "SW")


@dataclass(frozen=True, slots=True)
class Plane:
    """Points of one basis, None where there are none.

    missing: (name, reason) of what is not drawn; wtp: what a unit of effect is worth, where
    somebody says so.
    """

    basis: Basis | None
    points: tuple[Point, ...]
    missing: tuple[tuple[str, str], ...] = ()
    wtp: float | None = None
    notes: tuple[str, ...] = ()
    look: Look = field(default_factory=Look)


@dataclass(frozen=True, slots=True)
class Given:
    """A row as given: a point with what it is in, or why it is none."""

    label: str
    basis: Basis
    point: Point | None
    reason: str = ""


def plane(given: Sequence[Given], ask: Ask, notes: Iterable[str] = ()) -> Plane:
    """The points of one basis: of the one asked for, else of the one with most points.

    What is left out is listed with its reason. Raises UsageError for an amount that is none.
    """
    counts = Counter(one.basis for one in given if one.point is not None and _asked(one, ask))
    order = sorted(counts, key=lambda basis: (-counts[basis], str(basis)))
    basis = order[0] if order else None
    points = tuple(
        one.point for one in given if one.point is not None and one.basis == basis
    )  # fmt: skip
    missing = tuple(
        (one.label, one.reason or _other(one.basis, basis))
        for one in given
        if one.point is None or one.basis != basis
    )
    return Plane(basis, points, missing, _wtp(ask), tuple(notes), ask.look)


def _other(held: Basis, basis: Basis | None) -> str:
    """In what a row differs from the plane."""
    if basis is None:
        return f"in {held}, which is not what was asked for"
    money = f"{held.currency} of {held.price_year}"
    if (held.currency, held.price_year) != (basis.currency, basis.price_year):
        return f"its cost is in {money}"
    return f"its effect is in {held.effect_unit}"


def _asked(one: Given, ask: Ask) -> bool:
    return all(
        ask.chosen.get(name, "").strip().casefold() in ("", getattr(one.basis, name).casefold())
        for name in ("currency", "price_year", "effect_unit")
    )


def _wtp(ask: Ask) -> float | None:
    text = ask.chosen.get("wtp", "")
    if not text:
        return None
    found = plain_number(text)
    if found is None or found <= 0:
        raise UsageError(
            f"wtp cannot be {text!r}",
            remedy="write what one unit of effect is worth as a plain number above 0: 20000",
        )
    return found


def from_rows(rows: Rows, ask: Ask) -> Plane:
    """A row a comparison; without a currency or a price year it is listed and not drawn."""
    notes = list(rows.notes)
    given = [_given(row, notes) for row in rows.rows]
    return plane(given, ask, notes)


def _given(row: Row, notes: list[str]) -> Given:
    basis = Basis(row.text("currency").upper(), row.text("price_year"), row.text("effect_unit"))
    label = row.text("study") or f"line {row.line}"
    effect, cost = row.number("effect"), row.number("cost")
    reason = _reason(row, basis, effect, cost)
    if reason or effect is None or cost is None:
        return Given(label, basis, None, reason)
    point = Point(
        label, effect, cost,
        _interval(row, "effect", effect, notes), _interval(row, "cost", cost, notes),
        row.text("perspective"),
    )  # fmt: skip
    return Given(label, basis, point)


def _reason(row: Row, basis: Basis, effect: float | None, cost: float | None) -> str:
    absent = [
        name for name, value in (("cost", cost), ("effect", effect)) if value is None
    ] + [
        words for words, text in (
            ("currency", basis.currency), ("price year", basis.price_year),
            ("unit of the effect", basis.effect_unit),
        ) if is_missing(text)
    ]  # fmt: skip
    said = {name: row.text(name) for name in ("cost", "effect")}
    return "; ".join(
        f"{name} is no plain number ({said[name][:30]})" if said.get(name) else f"no {name}"
        for name in absent
    )


def _interval(row: Row, name: str, value: float, notes: list[str]) -> Interval | None:
    low, high = row.number(f"{name}_low"), row.number(f"{name}_high")
    if low is None and high is None:
        return None
    if low is None or high is None or not low <= value <= high:
        notes.append(
            f"line {row.line}: the interval of the {name} is not drawn: it lacks an end, or does "
            "not hold its value"
        )
        return None
    return (low, high)
