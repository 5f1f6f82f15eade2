"""The figures that money is converted with: series by country and year, each with its source.

A series is a small CSV file: lines ``# key: value`` that say what it is, then a header and a line a
country (or currency). The indicator's own code stands in it and is checked: in one public copy the
files of consumer prices and of the GDP deflator are exchanged, and nothing but the code tells.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from litreview.errors import FileRefused

CODES: Final[Mapping[str, str]] = {
    "gdp-deflator": "NY.GDP.DEFL.KD.ZG",
    "cpi": "FP.CPI.TOTL.ZG",
    "ppp": "PA.NUS.PPP",
    "exchange": "EXR.A.EUR.SP00.A",
}
"""Name of the series -> code of the indicator: World Bank, and for exchange rates ECB."""
KNOWN: Final[Mapping[str, tuple[str, int, float]]] = {
    "gdp-deflator": ("DNK", 2022, 9.097),
    "cpi": ("DNK", 2022, 7.697),
}
"""One figure of each of two series that have been mixed up, to a tenth of a point."""
_KEYS: Final = ("name", "code", "unit", "source", "licence", "vintage", "from")


@dataclass(frozen=True, slots=True)
class Series:
    """A series.

    name: as in CODES; unit: of its figures; vintage: the day of the copy; origin: where it was
    copied from. values: country (ISO 3166-1 alpha-3), or currency for exchange rates -> year ->
    figure.
    """

    name: str
    code: str
    unit: str
    source: str
    licence: str
    vintage: str
    origin: str
    values: Mapping[str, Mapping[int, float]]

    def at(self, of: str, year: int) -> float | None:
        """The figure of a country (or currency) in a year, None where there is none."""
        return self.values.get(of, {}).get(year)

    def years(self, of: str) -> tuple[int, int] | None:
        """The first and the last year with a figure."""
        held = self.values.get(of)
        return (min(held), max(held)) if held else None

    def growth(self, of: str, start: int, end: int) -> float | None:
        """The factor from the prices of `start` to those of `end`, of a series of yearly growth.

        The product of 1 + g/100 over the years after the earlier one, inverted where `end` is the
        earlier one; None where a year is missing.
        """
        factor = 1.0
        for year in range(min(start, end) + 1, max(start, end) + 1):
            rate = self.at(of, year)
            if rate is None:
                return None
            factor *= 1 + rate / 100
        return factor if end >= start else 1 / factor


@dataclass(frozen=True, slots=True)
class Country:
    """A country and its money.

    before: the currency until the euro, at `rate` of it for one euro; unit: the money that its
    purchasing power parities are in, for all years.
    """

    iso3: str
    iso2: str
    name: str
    currency: str
    euro_from: int | None = None
    before: str = ""
    rate: float | None = None
    unit: str = ""

    def to_unit(self, currency: str) -> float | None:
        """What one of `currency` is in `unit`; None where it is not this country's money."""
        if currency == self.unit:
            return 1.0
        if self.rate is None or {currency, self.unit} != {self.before, "EUR"}:
            return None
        return 1 / self.rate if self.unit == "EUR" else self.rate


def parse_series(text: str, where: str) -> Series:
    """The series in a file. Raises FileRefused: it is not what it says, or lacks a part."""
    lines = text.splitlines()
    said = _said(lines)
    missing = [key for key in _KEYS if not said.get(key)]
    if missing:
        raise FileRefused(
            f"this table does not say its {missing[0]}",
            where=where,
            remedy="make it again: litreview money update",
        )
    rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    header, *body = list(rows)
    years = [int(cell) for cell in header[1:]]
    values = {
        row[0]: {year: float(cell) for year, cell in zip(years, row[1:], strict=True) if cell}
        for row in body
    }
    found = Series(
        said["name"], said["code"], said["unit"], said["source"], said["licence"],
        said["vintage"], said["from"], values,
    )  # fmt: skip
    check(found, where)
    return found


def check(series: Series, where: str) -> None:
    """Raise FileRefused where a series is not the one that its name says."""
    expected = CODES.get(series.name)
    if expected is None or series.code != expected:
        raise FileRefused(
            f"the series {series.name!r} has the indicator {series.code!r}, not {expected!r}",
            where=where,
            remedy="see whether two files were exchanged",
        )
    if series.name in KNOWN:
        country, year, figure = KNOWN[series.name]
        found = series.at(country, year)
        if found is not None and abs(found - figure) > 1:
            raise FileRefused(
                f"{country} {year} is {found:.3f} in the series {series.name!r}, known is {figure}",
                where=where,
                remedy="see whether the deflator and consumer prices were exchanged",
            )


def write_series(series: Series) -> str:
    """The file of a series: countries by code, all years from its first to its last."""
    years = sorted({year for held in series.values.values() for year in held})
    span = range(years[0], years[-1] + 1) if years else range(0)
    said = (
        series.name, series.code, series.unit, series.source, series.licence, series.vintage,
        series.origin,
    )  # fmt: skip
    lines = [f"# {key}: {text}" for key, text in zip(_KEYS, said, strict=True)]
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


@cache
def countries() -> Mapping[str, Country]:
    """The countries that the tables hold, by ISO 3166-1 alpha-3."""
    folder = files("litreview.extraction.money") / "tables"
    text = (folder / "countries.csv").read_text(encoding="utf-8")
    return {
        row["iso3"]: Country(
            row["iso3"], row["iso2"], row["name"], row["currency"],
            int(row["euro_from"]) if row["euro_from"] else None,
            row["before"], float(row["rate"]) if row["rate"] else None,
            row["ppp_in"] or row["currency"],
        )
        for row in csv.DictReader(text.splitlines())
    }  # fmt: skip


_OTHER_NAMES: Final[Mapping[str, str]] = {
    "uk": "GBR", "england": "GBR", "scotland": "GBR", "great britain": "GBR", "wales": "GBR",
    "usa": "USA", "us": "USA", "united states of america": "USA", "the netherlands": "NLD",
    "czech republic": "CZE", "turkey": "TUR", "south korea": "KOR", "republic of korea": "KOR",
    "slovak republic": "SVK",
}  # fmt: skip


def country(text: str) -> Country | None:
    """The country that a name or a code means, None where it is none of those in the tables."""
    bare = " ".join(text.split())
    for one in countries().values():
        if bare.upper() in (one.iso3, one.iso2) or bare.casefold() == one.name.casefold():
            return one
    code = _OTHER_NAMES.get(bare.casefold())
    return countries()[code] if code else None


def of_currency(code: str) -> tuple[Country, ...]:
    """The countries whose money `code` is or was before the euro."""
    return tuple(one for one in countries().values() if code in (one.currency, one.before))


def _said(lines: Sequence[str]) -> dict[str, str]:
    pairs: Iterable[tuple[str, str, str]] = (
        line.lstrip("# ").partition(":") for line in lines if line.startswith("#")
    )
    return {key.strip(): text.strip() for key, _, text in pairs}
