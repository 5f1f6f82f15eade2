"""What amounts are in: currency, price year, discount rate, and the horizon with its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from litreview.extraction.checks.currencies import is_currency
from litreview.extraction.checks.found import of_row, plain
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.extraction.leading import bare_number
from litreview.model import Finding

HIGHEST_RATE: Final = 15
"""Per cent a year; evaluations discount at 0 to 12."""
EARLIEST_YEAR: Final = 1960
"""The first year of the deflators that the World Bank publishes."""
_RATE: Final = re.compile(r"(-?\d+(?:\.\d+)?)\s*(%|per ?cent|p\.?\s?a\.?)?", re.IGNORECASE)
_SINGLE: Final = re.compile(r"(?:about\s+)?(\d+(?:\.\d+)?)[\s-]*(?:years?|yrs?)\b", re.IGNORECASE)
_PARTS: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s*(?:years?\s+)?(?:observed|of data).*?(\d+(?:\.\d+)?)\s*(?:years?\s+)?"
    r"(?:projected|extrapolated)",
    re.IGNORECASE,
)


def _find(table: Table) -> Iterator[Finding]:
    for case in table.of_noun("cost-benefit"):
        yield from _currency(case)
        yield from _price_year(case)
        yield from _rate(case)
        yield from _horizon(case)


def _currency(case: Case) -> Iterator[Finding]:
    code = case.text("currency")
    if not code or is_currency(code):
        return
    fits = code.upper() if is_currency(code.upper()) else ""
    yield of_row(
        ("EX126", "warning"),
        case,
        f"{plain(code)} is no currency code of ISO 4217, so its amounts cannot be converted",
        f"write {fits}" if fits else "write three letters, for example EUR, USD or DKK",
    )


def _price_year(case: Case) -> Iterator[Finding]:
    year, report = case.number("price_year"), case.number("year")
    if year is None:
        return
    if report is not None and year.value > report.value:
        yield of_row(
            ("EX127", "warning"),
            case,
            f"the price year {year.value} is after the report, which is of {report.value}",
            "check both years, and which report the row was read from",
        )
    elif year.value < EARLIEST_YEAR:
        yield of_row(
            ("EX127", "warning"),
            case,
            f"the price year {year.value} is before {EARLIEST_YEAR}, where no deflator begins",
            "check the year: amounts of it cannot be brought to prices of another",
        )


def _rate(case: Case) -> Iterator[Finding]:
    text = case.text("discount_rate")
    match = _RATE.fullmatch(text)
    if match is None:
        return
    rate, marked = Decimal(match[1]), bool(match[2])
    if rate < 0 or rate > HIGHEST_RATE:
        yield of_row(
            ("EX128", "warning"),
            case,
            f"a discount rate of {plain(text)} a year is out of the ordinary",
            "compare with the source: 3 or 3% is 3 per cent a year",
        )
    elif 0 < rate < Decimal("0.3") and not marked:
        yield of_row(
            ("EX128", "warning"),
            case,
            f"the discount rate {plain(text)} may be a share: {rate * 100:f} or {rate} per cent",
            "write it with a per cent sign",
        )


def _horizon(case: Case) -> Iterator[Finding]:
    text = case.text("time_horizon")
    parts = _PARTS.search(text)
    observed = case.number("observed_years") or (bare_number(parts[1]) if parts else None)
    projected = case.number("projected_years") or (bare_number(parts[2]) if parts else None)
    whole = _SINGLE.fullmatch(text)
    horizon = bare_number(whole[1]) if whole else None
    if observed is None or projected is None or horizon is None:
        return
    if not (observed + projected).agrees(horizon):
        yield of_row(
            ("EX129", "warning"),
            case,
            f"a horizon of {horizon.value} years, but {observed.value} observed + "
            f"{projected.value} projected = {observed.value + projected.value}",
            "check which years each number counts",
        )


RULE = Rule(
    codes={
        "EX126": "The currency is no code of ISO 4217.",
        "EX127": "The price year is after the report, or before any deflator.",
        "EX128": "The discount rate is out of the ordinary, or may be a share.",
        "EX129": "The horizon is not the years observed and projected.",
    },
    title="currency, price year, discount rate and horizon",
    find=_find,
    noun="cost-benefit",
    needs=(("currency",), ("price_year",), ("discount_rate",), ("time_horizon", "observed_years")),
)
