"""Tables that a review adds: figures for a country or for years that the program has none for.

A table is written by a person, so every fault is a finding with its file and line, and the figure
that it touches is not taken from elsewhere: an amount that needs it is not converted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from litreview.extraction.leading import bare_number
from litreview.extraction.money.countries import Country, named, shipped_countries
from litreview.extraction.money.figures import Figures
from litreview.extraction.money.series import (
    CODES,
    GROWTH,
    UNITS,
    Series,
    exchanged,
    lines_of,
    said_in,
    year_of,
)
from litreview.model import Finding

COUNTRIES: Final = "countries.csv"
"""The file that adds countries; all others are series."""
_COLUMNS: Final = ("iso3", "iso2", "name", "currency")
_HEAD: Final = (
    "begin it with the lines `# name: gdp-deflator` (or cpi, ppp, exchange), `# source: ...` and "
    "`# vintage: 2026-10-30`, then `id,2024,2025` and a line a country"
)
_CODE: Final = re.compile(r"[A-Z]{3}")
_DAY: Final = re.compile(r"\d{4}(?:-\d{2}){0,2}")


@dataclass(slots=True)
class _Reading:
    """What was read of one file so far. place: its name, as a finding shows it."""

    place: str
    values: dict[str, dict[int, float]] = field(default_factory=dict)
    faults: dict[tuple[str, int], str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def error(self, code: str, what: str, line: int, remedy: str) -> None:
        where = f"{self.place}, line {line}" if line else self.place
        self.findings.append(Finding(code, "error", what, where, remedy))


def with_own(below: Figures, texts: Mapping[str, str]) -> Figures:
    """`below` with the tables in `texts`: place of the file -> its text.

    A file that is no table refuses the series that it names, or all: it might hold any figure.
    """
    more: dict[str, Country] = {}
    findings: list[Finding] = [*below.findings]
    refused = dict(below.refused)
    for place in (one for one in texts if one.rpartition("/")[2] == COUNTRIES):
        for found in _countries(place, texts[place]):
            if isinstance(found, Country):
                more[found.iso3] = found
            else:
                findings.append(found)
    known = {**shipped_countries(), **more}
    own: list[Series] = []
    for place, text in texts.items():
        if place.rpartition("/")[2] == COUNTRIES:
            continue
        series, said = _series(place, text, known)
        findings += said
        if isinstance(series, Series):
            own.append(series)
        else:
            refused[series] = f"{place} cannot be read: {said[0].message}"
    own, twice = _apart(own)
    return replace(
        below, own=tuple(own), more=tuple(more.values()), findings=(*findings, *twice),
        refused=refused,
    )  # fmt: skip


def _series(
    place: str, text: str, known: Mapping[str, Country]
) -> tuple[Series | str, list[Finding]]:
    """The series in a file, or the name under which it is refused; and what is wrong with it."""
    at, said = _Reading(place), said_in(text)
    name = said.get("name", "")
    if name not in CODES:
        what = f"this table is of {name!r}, which is no series" if name else "its name is not said"
        at.error("MT101", what, 0, _HEAD)
        return "", at.findings
    lacks = next((key for key in ("source", "vintage") if not said.get(key)), "")
    if lacks or not _DAY.fullmatch(said["vintage"]):
        at.error("MT101", f"its {lacks or 'vintage (a day, or a year)'} is not said", 0, _HEAD)
        return name, at.findings
    index = said.get("figures", "").casefold() == "index" and name in GROWTH
    lines = lines_of(text)
    line, header = next(lines, (0, []))
    years = [year_of(cell) for cell in header[1:]]
    if not years or None in years or len(set(years)) < len(years):
        at.error("MT101", "the first line of the table does not hold years", line, _HEAD)
        return name, at.findings
    whole = [year for year in years if year is not None]
    for line, cells in lines:
        of = _of(at, name, line, cells[0], known)
        if of:
            _row(at, name if not index else "index", of, whole, (line, cells[1:]))
    values = {of: _growths(held) if index else held for of, held in at.values.items()}
    series = Series(
        name, "", UNITS[name], said["source"], said.get("licence", ""), said["vintage"],
        said.get("from", ""), values, place, at.faults,
    )  # fmt: skip
    if odd := exchanged(series):
        remedy = "see whether the deflator and consumer prices were exchanged"
        at.findings.append(Finding("MT105", "warning", odd, place, remedy))
    return series, at.findings


def _of(
    at: _Reading, name: str, line: int, cell: str, known: Mapping[str, Country]
) -> str:  # fmt: skip
    """Whose figures a line holds; "" where that is not known, which is a finding."""
    if name == "exchange":
        if _CODE.fullmatch(cell.upper()):
            return cell.upper()
        at.error("MT103", f"{cell[:40]!r} is no code of a currency", line, "write it as UGX")
        return ""
    found = named(cell, known)
    if found is None:
        at.error("MT103", f"there is no country {cell[:40]!r}", line,
                 f"add it to {COUNTRIES} beside this table: UGA,UG,Uganda,UGX")  # fmt: skip
        return ""
    return found.iso3


def _row(
    at: _Reading, kind: str, of: str, years: Sequence[int], held: tuple[int, Sequence[str]]
) -> None:
    """The figures of a line into `at`; each that cannot be used is a fault of its own."""
    line, cells = held
    if len(cells) > len(years) and any(cells[len(years) :]):
        at.error("MT102", f"the line of {of} has more figures than there are years", line,
                 "see whether a number has a comma in it")  # fmt: skip
        at.faults |= {(of, year): f"{at.place}, line {line}: more figures than years"
                      for year in years}  # fmt: skip
        return
    for year, cell in zip(years, cells, strict=False):
        if not cell:
            continue
        reason = _wrong(kind, cell)
        if not reason and year in at.values.get(of, {}):
            reason = "the figure stands twice"
        if reason:
            at.error("MT102", f"{of} {year}: {reason}", line, "write a plain number, as 3.2")
            at.faults[of, year] = f"{at.place}, line {line}, {of} {year}: {reason}"
        else:
            at.values.setdefault(of, {})[year] = float(cell)


def _wrong(kind: str, cell: str) -> str:
    """Why a cell is no figure of its kind; ""."""
    shown = repr(cell[:40])
    if cell[0] in "=@" or (cell[0] in "+-" and not cell[1:2].isdigit()):
        return f"{shown} is a formula, not a figure"
    number = bare_number(cell)
    if number is None or "," in cell or not math.isfinite(float(number.value)):
        return f"{shown} is no plain number"
    if kind in GROWTH:
        return "" if number.value > -100 else f"prices cannot fall by {shown} per cent"  # noqa: PLR2004
    return "" if number.value > 0 else f"a rate of {shown} cannot be: it must be above 0"


def _growths(levels: Mapping[int, float]) -> dict[int, float]:
    """Yearly growth in per cent of an index, for each year behind another one."""
    return {
        year: 100 * (level / levels[year - 1] - 1)
        for year, level in sorted(levels.items())
        if year - 1 in levels
    }


def _apart(own: Sequence[Series]) -> tuple[list[Series], list[Finding]]:
    """Figures that two tables of the review give, which is for a person to settle."""
    first: dict[tuple[str, str, int], str] = {}
    twice: dict[tuple[str, str, int], list[str]] = {}
    for one in own:
        for of, held in one.values.items():
            for year in held:
                key = (one.name, of, year)
                if key in first:
                    twice.setdefault(key, [first[key]]).append(one.file)
                else:
                    first[key] = one.file
    findings = [
        Finding("MT104", "error", f"{name} of {of} {year} stands in several tables",
                ", ".join(places), "leave it in one of them")
        for (name, of, year), places in twice.items()
    ]  # fmt: skip
    told = [
        replace(one, faults={
            **one.faults,
            **{(of, year): f"{name} of {of} {year} stands in {' and in '.join(places)}"
               for (name, of, year), places in twice.items() if name == one.name},
        })
        for one in own
    ]  # fmt: skip
    return told, findings


def _countries(place: str, text: str) -> Iterator[Country | Finding]:
    """The countries that a review adds, a line each."""
    lines = lines_of(text)
    _, header = next(lines, (0, []))
    columns = [cell.casefold() for cell in header]
    remedy = f"write `{','.join(_COLUMNS)}` in the first line, then UGA,UG,Uganda,UGX"
    if not set(_COLUMNS) <= set(columns):
        yield Finding("MT101", "error", "it does not begin with the columns", place, remedy)
        return
    for line, cells in lines:
        row = dict(zip(columns, cells, strict=False))
        iso3, iso2, name, money = (row.get(key, "") for key in _COLUMNS)
        where = f"{place}, line {line}"
        if not (_CODE.fullmatch(iso3) and len(iso2) == 2 and name and _CODE.fullmatch(money)):  # noqa: PLR2004
            yield Finding("MT103", "error", "this is no country with its money", where, remedy)
        elif iso3 in shipped_countries():
            what = f"{iso3} is among the program's countries already"
            yield Finding("MT103", "error", what, where, "take the line out")
        else:
            yield Country(iso3, iso2, name, money, None, money, (), place)
