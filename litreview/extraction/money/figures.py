"""The figures that are in force: the review's own before those fetched before those shipped.

A figure of a review's own table (`own.py`) stands before any other, figure by figure. A series that
was fetched (`money update`) stands for the whole shipped one: figures of two vintages of one source
are not mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from litreview.extraction.money.countries import Country, named, shipped_countries
from litreview.extraction.money.series import Series, shipped
from litreview.model import Finding


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, or a factor made of several, and the series that it is from."""

    value: float
    sources: tuple[Series, ...]


@dataclass(frozen=True)
class Figures:
    """What amounts are converted with.

    own: the tables that people wrote; fetched: name -> the series that stands for the shipped one;
    more: countries that the review adds. findings: what is wrong with the tables of the review.
    refused: name of a series -> why it cannot be used, "" for all of them: a table that cannot be
    read might hold any figure.
    """

    own: tuple[Series, ...] = ()
    fetched: Mapping[str, Series] = field(default_factory=dict)
    more: tuple[Country, ...] = ()
    findings: tuple[Finding, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)

    def layers(self, name: str) -> tuple[Series, ...]:
        """The tables of a series, that which stands before the others first."""
        below = self.fetched.get(name) or shipped(name)
        return (*(one for one in self.own if one.name == name), below)

    @cached_property
    def countries(self) -> Mapping[str, Country]:
        """All countries, by ISO 3166-1 alpha-3; parities that were fetched may be in euros now."""
        moneys = self.fetched["ppp"].moneys if "ppp" in self.fetched else {}
        held = {**shipped_countries(), **{one.iso3: one for one in self.more}}
        return {
            code: replace(one, unit=moneys[code]) if code in moneys else one
            for code, one in held.items()
        }

    def country(self, text: str) -> Country | None:
        """The country that a name or a code means, None where there are no figures for it."""
        return named(text, self.countries)

    def of_currency(self, code: str) -> tuple[Country, ...]:
        """The countries whose money `code` is or was."""
        return tuple(one for one in self.countries.values() if code in one.moneys)

    def at(self, name: str, of: str, year: int) -> Figure | str | None:
        """The figure of a country (or currency) in a year.

        None where there is none; a reason where a table of the review is at fault there: the
        figure below it is not what the review means.
        """
        if reason := self.refused.get(name) or self.refused.get(""):
            return reason
        for one in self.layers(name):
            if fault := one.faults.get((of, year)):
                return fault
            value = one.at(of, year)
            if value is not None:
                return Figure(value, (one,))
        return None

    def growth(self, name: str, of: str, start: int, end: int) -> Figure | str | None:
        """The factor from the prices of `start` to those of `end`, of a series of yearly growth.

        The product of 1 + g/100 over the years after the earlier one, inverted where `end` is the
        earlier one; None where a year is missing, a reason as in `at`.
        """
        factor, sources = 1.0, dict[int, Series]()
        for year in range(min(start, end) + 1, max(start, end) + 1):
            rate = self.at(name, of, year)
            if not isinstance(rate, Figure):
                return rate
            factor *= 1 + rate.value / 100
            sources |= {id(one): one for one in rate.sources}
        below = () if sources else (self.layers(name)[-1],)
        return Figure(factor if end >= start else 1 / factor, (*sources.values(), *below))

    def years(self, name: str, of: str) -> tuple[int, int] | None:
        """The first and the last year with a figure."""
        spans = [span for one in self.layers(name) if (span := one.years(of))]
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


SHIPPED: Final = Figures()
"""Those that come with the program, alone."""
