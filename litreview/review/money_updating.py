"""Fetching the newest tables: all that were asked for, checked, and then written at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from litreview.extraction.money.comparing import Changes, compared
from litreview.extraction.money.figures import Figures
from litreview.extraction.money.series import GROWTH, UNITS, Series, write_series
from litreview.review.facade import now
from litreview.review.money import figures_in
from litreview.sources.access import access, table_of
from litreview.sources.figures import offices
from litreview.sources.figures.office import Office, Part
from litreview.sources.http import Patience, Sender
from litreview.sources.source import Access, Fault, Request
from litreview.store import money_tables

_MOST_REQUESTS = 600
Tables = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Refused:
    """A series that could not be had or cannot be what it should be. Then nothing is written."""

    name: str
    why: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update came to. folder: the name of what was written, "" where nothing was.

    changes: of each series that was had; vintages: their days.
    """

    folder: str
    changes: tuple[Changes, ...] = ()
    vintages: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """What the world brings in. said: `[sources.*]` of review.toml; tell: what is done now."""

    environ: Mapping[str, str]
    said: Tables
    tell: Callable[[str], None] = lambda _: None
    clock: Callable[[], datetime] = now
    patience: Patience | None = None


def update(folder: Path, names: Sequence[str], world: World, *, dry: bool = False) -> Updated:
    """The series `names` into a new folder of today in `folder`, all of them or none.

    dry: nothing is written. Raises SettingsError: a source is set wrongly; StorageError: nothing
    was written.
    """
    figures = figures_in(folder)
    fetched: dict[str, Series] = {}
    changes: list[Changes] = []
    refused: list[Refused] = []
    for name in dict.fromkeys(names):
        found = _fetched(name, figures, world)
        if isinstance(found, Refused):  # nothing will be written: no need to ask for more
            refused.append(found)
            break
        seen = compared(found, figures.layers(name)[-1], figures.countries)
        if isinstance(seen, str):
            refused.append(Refused(name, seen, "look at the source; what is in force stays"))
        else:
            fetched[name], told = seen
            changes.append(told)
    vintages = {name: one.vintage for name, one in fetched.items()}
    if dry or refused or not any(one.any for one in changes):
        return Updated("", tuple(changes), vintages, tuple(refused))
    texts = {f"{name}.csv": write_series(one) for name, one in fetched.items()}
    written = money_tables.add(folder, world.clock().date(), texts)
    return Updated(written, tuple(changes), vintages)


def _fetched(name: str, figures: Figures, world: World) -> Series | Refused:
    """A series as its office has it now."""
    office = offices()[name]
    title = office.about.title
    have = access(office, table_of(world.said, office.about.name), world.environ)
    of = _wanted(name, figures)
    with closing(Sender(office, have, patience=world.patience, now=world.clock)) as sender:
        world.tell(f"{title}: {office.codes[name]} of {len(of)} "
                   f"{'currencies' if name == 'exchange' else 'countries'}")  # fmt: skip
        found = _all(office, sender, office.ask(name, of))
    if isinstance(found, Fault):
        return Refused(name, f"{title}: {found.what}", found.remedy)
    return _series(name, office, have, found, world)


def _wanted(name: str, figures: Figures) -> list[str]:
    """The countries, or currencies, whose figures are asked for."""
    if name != "exchange":
        return sorted(figures.countries)
    held = {code for one in figures.countries.values() for code in (one.currency, one.unit)}
    return sorted({*held, *figures.layers(name)[-1].values} - {"EUR"})


def _all(office: Office, sender: Sender, first: Request) -> Part | Fault:
    """All pages of an answer, which must be of one vintage."""
    values: dict[str, dict[int, float]] = {}
    request: Request | None = first
    vintage = None
    for _ in range(_MOST_REQUESTS):
        if request is None:
            return Part(values, vintage or "")
        sent = request
        found = sender.asked(sent, partial(office.read, sent))
        if isinstance(found, Fault):
            return found
        if vintage not in (None, found.vintage):
            what = f"its figures changed from {vintage} to {found.vintage} on the way"
            return Fault("transient", what, "run the command again")
        vintage = found.vintage
        for of, held in found.values.items():
            values.setdefault(of, {}).update(held)
        request = found.next
    return Fault("permanent", "its pages have no end")


def _series(
    name: str, office: Office, have: Access, found: Part, world: World
) -> Series | Refused:  # fmt: skip
    """What came as a series; figures of a year that is not over are not in it."""
    today = world.clock().date()
    about = office.about
    values = {
        of: {year: value for year, value in held.items() if year < today.year}
        for of, held in found.values.items()
    }
    if name not in GROWTH:
        low = [f"{of} {y}" for of, held in values.items() for y, v in held.items() if v <= 0]
        if low:
            return Refused(name, f"{about.title}: the rate of {low[0]} is not above 0")
    kept = "" if have.base_url == about.base_url else f" (by way of {have.base_url})"
    return Series(
        name, office.codes[name], UNITS[name], about.title, about.licence,
        found.vintage or f"{today}", f"{about.base_url}{kept}, asked on {today}", values,
    )  # fmt: skip
