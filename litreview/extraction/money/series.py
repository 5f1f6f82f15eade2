"""A series of figures by country and year, with its source: what money is converted with.

A series is a small CSV file: lines ``# key: value`` that say what it is, then a header and a line a
country (or currency). The indicator's own code stands in it and is checked: in one public copy the
files of consumer prices and of the GDP deflator are exchanged, and nothing but the code tells.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from litreview.errors import FileRefused
from litreview.extraction.csvrows import DELIMITERS

CODES: Final[Mapping[str, str]] = {
    "gdp-deflator": "NY.GDP.DEFL.KD.ZG",
    "cpi": "FP.CPI.TOTL.ZG",
    "ppp": "PA.NUS.PPP",
    "exchange": "EXR.A.EUR.SP00.A",
}
"""Name of the series -> code of the indicator: World Bank, and for exchange rates ECB."""
UNITS: Final[Mapping[str, str]] = {
    "gdp-deflator": "per cent a year",
    "cpi": "per cent a year",
    "ppp": "units of the national currency (euro where it is the euro now) for one international "
    "dollar",
    "exchange": "units of the currency for one euro, mean of the daily reference rates of a year",
}
"""Name of the series -> what its figures are."""
GROWTH: Final = frozenset({"gdp-deflator", "cpi"})
"""Series of yearly growth; the others hold what one unit of another money costs."""
KNOWN: Final[Mapping[str, tuple[str, int, float]]] = {
    "gdp-deflator": ("DNK", 2022, 9.097),
    "cpi": ("DNK", 2022, 7.697),
}
"""One figure of each of two series that have been mixed up, to a tenth of a point."""
_KEYS: Final = ("name", "code", "unit", "source", "licence", "vintage", "from")
_YEARS: Final = range(1800, 2201)


@dataclass(frozen=True, slots=True)
class Series:
    """A series.

    name: as in CODES; unit: of its figures; vintage: the day of the copy; origin: where it was
    copied from. values: country (ISO 3166-1 alpha-3), or currency for exchange rates -> year ->
    figure. file: the table of the review that it stands in, "" where it comes with the program.
    faults: (country, year) -> what is wrong with the figure there, and where. moneys: country ->
    currency, where its figures are not in the unit that the program knows.
    """

    name: str
    code: str
    unit: str
    source: str
    licence: str
    vintage: str
    origin: str
    values: Mapping[str, Mapping[int, float]]
    file: str = ""
    faults: Mapping[tuple[str, int], str] = field(default_factory=dict)
    moneys: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How a factor names its source: the indicator, else the source; and a review's file."""
        own = self.code or self.source
        return f"{own}, {self.file}" if self.file else own

    def at(self, of: str, year: int) -> float | None:
        """The figure of a country (or currency) in a year, None where there is none."""
        return self.values.get(of, {}).get(year)

    def years(self, of: str) -> tuple[int, int] | None:
        """The first and the last year with a figure."""
        held = self.values.get(of)
        return (min(held), max(held)) if held else None


def parse_series(text: str, where: str, file: str = "") -> Series:
    """The series in a file that the program wrote.

    Raises FileRefused, with the line: it is not what it says, lacks a part, or holds no number.
    """
    said = said_in(text)
    missing = [key for key in _KEYS if not said.get(key)]
    if missing:
        raise _refused(f"this table does not say its {missing[0]}", where)
    values: dict[str, dict[int, float]] = {}
    years: list[int] = []
    for line, cells in lines_of(text):
        try:
            if not years:
                years = [int(cell) for cell in cells[1:]]
                continue
            pairs = zip(years, cells[1:], strict=True)
            values[cells[0]] = {year: _figure(cell) for year, cell in pairs if cell}
        except ValueError as error:
            raise _refused(f"a line is not as it was written ({error})", f"{where}, line {line}") \
                from error  # fmt: skip
    found = Series(
        said["name"], said["code"], said["unit"], said["source"], said["licence"],
        said["vintage"], said["from"], values, file, moneys=_pairs(said.get("moneys", "")),
    )  # fmt: skip
    check(found, where)
    return found


def _figure(cell: str) -> float:
    """A finite number. Raises ValueError."""
    number = float(cell)
    if not math.isfinite(number):
        raise ValueError(f"{cell!r} is no number")
    return number


def _refused(what: str, where: str) -> FileRefused:
    remedy = "restore it, or remove it and run: litreview money update"
    return FileRefused(what, where=where, remedy=remedy)


def check(series: Series, where: str) -> None:
    """Raise FileRefused where a series is not the one that its name says."""
    expected = CODES.get(series.name)
    if expected is None or series.code != expected:
        raise FileRefused(
            f"the series {series.name!r} has the indicator {series.code!r}, not {expected!r}",
            where=where,
            remedy="see whether two files were exchanged",
        )
    if odd := exchanged(series):
        raise FileRefused(
            odd, where=where, remedy="see whether the deflator and consumer prices were exchanged"
        )


def exchanged(series: Series) -> str:
    """Why a series looks like the other of the two that have been mixed up; "": it does not."""
    if series.name not in KNOWN:
        return ""
    country, year, figure = KNOWN[series.name]
    found = series.at(country, year)
    if found is None or abs(found - figure) <= 1:
        return ""
    return f"{country} {year} is {found:.3f} in the series {series.name!r}, known is {figure}"


def write_series(series: Series) -> str:
    """The file of a series: countries by code, all years from its first to its last."""
    years = sorted({year for held in series.values.values() for year in held})
    span = range(years[0], years[-1] + 1) if years else range(0)
    said = (
        series.name, series.code, series.unit, series.source, series.licence, series.vintage,
        series.origin,
    )  # fmt: skip
    lines = [f"# {key}: {text}" for key, text in zip(_KEYS, said, strict=True)]
    if series.moneys:
        pairs = (f"{of}={code}" for of, code in sorted(series.moneys.items()))
        lines.append(f"# moneys: {' '.join(pairs)}")
    lines.append(",".join(("id", *map(str, span))))
    for of, held in sorted(series.values.items()):
        cells = (f"{held[year]:.10g}" if year in held else "" for year in span)
        lines.append(",".join((of, *cells)))
    return "\n".join(lines) + "\n"


@cache
def shipped(name: str) -> Series:
    """The series called `name` that comes with the program."""
    folder = files("litreview.extraction.money") / "tables"
    return parse_series((folder / f"{name}.csv").read_text(encoding="utf-8"), f"{name}.csv")


def said_in(text: str) -> dict[str, str]:
    """What the lines ``# key: value`` of a table say."""
    pairs: Iterable[tuple[str, str, str]] = (
        line.lstrip("# ").partition(":") for line in text.splitlines() if line.startswith("#")
    )
    return {key.strip().casefold(): held.strip() for key, _, held in pairs}


def lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every other line that is not empty: its number in the file, its cells.

    The first of them says whether a comma, a semicolon or a tab stands between cells.
    """
    between = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip(" ,;\t") and not line.startswith("#"):
            between = between or max(DELIMITERS, key=line.count)
            yield number, [cell.strip() for cell in next(csv.reader([line], delimiter=between))]


def year_of(cell: str) -> int | None:
    """A year in a header; None where it is none."""
    found = int(cell) if cell.isascii() and cell.isdigit() else 0
    return found if found in _YEARS else None


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in text.split() if "=" in pair)
