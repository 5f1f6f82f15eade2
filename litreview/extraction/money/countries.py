"""Countries and their money: the present one, and those that it replaced at a rate fixed by law."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final


@dataclass(frozen=True, slots=True)
class Former:
    """A currency that was replaced: `per` of `code` became one of `into` in the year `came`."""

    code: str
    into: str
    per: float
    came: int


@dataclass(frozen=True, slots=True)
class Country:
    """A country (ISO 3166-1) and its money (ISO 4217).

    currency: the present one; unit: the one that its purchasing power parities are in, for all
    years; former: those that it had before. file: the table of the review that names it, "" where
    it comes with the program.
    """

    iso3: str
    iso2: str
    name: str
    currency: str
    euro_from: int | None = None
    unit: str = ""
    former: tuple[Former, ...] = ()
    file: str = ""

    @property
    def moneys(self) -> frozenset[str]:
        """The codes of all its currencies."""
        return frozenset({self.currency, *(one.code for one in self.former)})

    def to_unit(self, code: str) -> float | None:
        """What one of `code` is in `unit`; None where it is not this country's money."""
        if code == self.unit:
            return 1.0
        here, there = self._today(code), self._today(self.unit)
        return None if here is None or there is None else here / there

    def money_in(self, year: int) -> str:
        """The currency of an amount in the prices of `year`: the unit, until the euro has come."""
        return self.currency if self.euro_from and year >= self.euro_from else self.unit

    def came(self, code: str) -> int | None:
        """The year in which `code` replaced another currency; None where it is the first known."""
        return max((one.came for one in self.former if one.into == code), default=None)

    def ended(self, code: str) -> int | None:
        """The year in which `code` was replaced; None where it is the present money."""
        return next((one.came for one in self.former if one.code == code), None)

    def _today(self, code: str) -> float | None:
        """What one of `code` is in the present currency."""
        value = 1.0
        by_code = {one.code: one for one in self.former}
        while code != self.currency:
            step = by_code.get(code)
            if step is None:
                return None
            value, code = value / step.per, step.into
        return value


@cache
def shipped_countries() -> Mapping[str, Country]:
    """The countries that the program's tables hold, by ISO 3166-1 alpha-3."""
    former: dict[str, list[Former]] = {}
    for row in _rows("former.csv"):
        one = Former(row["code"], row["into"], float(row["per"]), int(row["from"]))
        former.setdefault(row["iso3"], []).append(one)
    return {
        row["iso3"]: Country(
            row["iso3"], row["iso2"], row["name"], row["currency"],
            int(row["euro_from"]) if row["euro_from"] else None,
            row["ppp_in"] or row["currency"], tuple(former.get(row["iso3"], ())),
        )
        for row in _rows("countries.csv")
    }  # fmt: skip


OTHER_NAMES: Final[Mapping[str, str]] = {
    "uk": "GBR", "england": "GBR", "scotland": "GBR", "great britain": "GBR", "wales": "GBR",
    "usa": "USA", "us": "USA", "united states of america": "USA", "the netherlands": "NLD",
    "czech republic": "CZE", "turkey": "TUR", "south korea": "KOR", "republic of korea": "KOR",
    "slovak republic": "SVK",
}  # fmt: skip


def named(text: str, among: Mapping[str, Country]) -> Country | None:
    """The country that a name or a code means, None where it is none of `among`."""
    bare = " ".join(text.split())
    for one in among.values():
        if bare.upper() in (one.iso3, one.iso2) or bare.casefold() == one.name.casefold():
            return one
    return among.get(OTHER_NAMES.get(bare.casefold(), ""))


def _rows(name: str) -> Iterable[dict[str, str]]:
    folder = files("litreview.extraction.money") / "tables"
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return csv.DictReader(line for line in lines if not line.startswith("#"))
