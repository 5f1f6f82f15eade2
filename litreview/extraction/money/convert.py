"""An amount in another country's money and another year's prices, with every factor shown.

The order is that of the CCEMG-EPPI-Centre cost converter (Shemilt, Thomas and Morciano 2010, doi
10.1332/174426410X482999): the inflation factor (IIF) of the original country first, then the ratio
of purchasing power parities at the target price year (ICF). The other order gives another result,
as relative prices moved; it is there as a sensitivity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from litreview.errors import UsageError
from litreview.extraction.money.series import Country, Series, country, of_currency, shipped
from litreview.model import PriceIndex, Rate, Steps


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money as reported: in `currency` (ISO 4217) at the prices of `price_year`.

    country: a name or code; "" where the currency tells it. Two amounts add up only where all
    three are the same: anything else raises UsageError.
    """

    value: float
    currency: str
    price_year: int | None
    country: str = ""

    def __add__(self, other: Amount) -> Amount:
        if (self.currency, self.price_year) != (other.currency, other.price_year):
            raise UsageError(
                f"{self.currency} of {self.price_year} and {other.currency} of {other.price_year} "
                "do not add up",
                remedy="convert both to one currency and price year first",
            )
        return replace(self, value=self.value + other.value)


@dataclass(frozen=True, slots=True)
class Basis:
    """What to convert to: the money of `country` at the prices of `year`, and how."""

    country: str
    year: int
    index: PriceIndex = "gdp-deflator"
    order: Steps = "deflate-then-ppp"
    rate: Rate = "ppp"


@dataclass(frozen=True, slots=True)
class Factor:
    """One step.

    name: "fixed rate", "IIF" or "ICF"; what: in words; series and vintage: its source; value: what
    the amount was multiplied by.
    """

    name: str
    what: str
    value: float
    series: str
    vintage: str


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount on another basis.

    value: in `currency` at the prices of `year`; factors: in the order in which they were used,
    their product times the reported amount is the value. assumed: what nobody reported.
    """

    reported: Amount
    value: float
    currency: str
    year: int
    factors: tuple[Factor, ...]
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotConvertible:
    """An amount that cannot be converted, and why."""

    reported: Amount
    reason: str


def convert(amount: Amount, basis: Basis, *, proxy: str = "") -> Converted | NotConvertible:
    """`amount` on another basis, or why not. Raises UsageError for a basis that cannot be.

    proxy: the country to take where a currency is that of several and none is named (a euro
    amount without a country); that is told as an assumption.
    """
    target = country(basis.country)
    if target is None:
        raise UsageError(
            f"there are no figures for the country {basis.country!r}",
            remedy="name one of the OECD or EU, by its name or code",
        )
    source, assumed = _source(amount, proxy)
    if isinstance(source, str):
        return NotConvertible(amount, source)
    if amount.price_year is None:
        return NotConvertible(amount, "the price year is not known")
    first = _fixed(amount, source)
    if isinstance(first, str):
        return NotConvertible(amount, first)
    factors = _factors(_Way(source, target, amount.price_year, basis))
    if isinstance(factors, str):
        return NotConvertible(amount, factors)
    every = (*first, *factors)
    value = amount.value
    for factor in every:
        value *= factor.value
    return Converted(amount, value, target.unit, basis.year, every, assumed)


def sensitivity(
    amount: Amount, basis: Basis, *, proxy: str = ""
) -> dict[str, Converted | NotConvertible]:
    """The same amount by the other order, by consumer prices, and by exchange rates."""
    order: Steps = "ppp-then-deflate" if basis.order == "deflate-then-ppp" else "deflate-then-ppp"
    index: PriceIndex = "cpi" if basis.index == "gdp-deflator" else "gdp-deflator"
    rate: Rate = "exchange" if basis.rate == "ppp" else "ppp"
    ways = {
        "as asked": basis,
        f"order: {order}": replace(basis, order=order),
        f"index: {index}": replace(basis, index=index),
        f"rate: {rate}": replace(basis, rate=rate),
    }
    return {name: convert(amount, one, proxy=proxy) for name, one in ways.items()}


@dataclass(frozen=True, slots=True)
class _Way:
    source: Country
    target: Country
    start: int
    basis: Basis


def _source(amount: Amount, proxy: str) -> tuple[Country | str, tuple[str, ...]]:
    """Whose money it is, or why that cannot be told, and what was assumed for it."""
    code = amount.currency.strip().upper()
    theirs = of_currency(code)
    if amount.country.strip():
        return _named(amount.country, code), ()
    if not theirs:
        return f"the currency {amount.currency!r} is not known", ()
    if len(theirs) == 1:
        return theirs[0], ()
    stand_in = country(proxy) if proxy else None
    if stand_in is None:
        return f"{code} is the money of several countries, and none is named", ()
    return stand_in, (f"{stand_in.name} stands for the country of a {code} amount",)


def _named(name: str, code: str) -> Country | str:
    """The country `name` where `code` is its money, or the only country whose money it is."""
    found, theirs = country(name), of_currency(code)
    if found is None:
        return f"there are no figures for the country {name!r}"
    if found.to_unit(code) is not None:
        return found
    if len(theirs) == 1:  # a study in one country that reports in the money of another
        return theirs[0]
    return f"{code or 'no currency'} is not the money of {found.name}"


def _fixed(amount: Amount, source: Country) -> tuple[Factor, ...] | str:
    """From a currency before the euro to the money that the parities are in."""
    code = amount.currency.strip().upper()
    value = source.to_unit(code)
    if value is None:
        return f"{code} is not the money of {source.name}"
    if code == source.unit:
        return ()
    what = f"{code} in {source.unit}, fixed for good"
    return (Factor("fixed rate", what, value, "Council of the European Union", ""),)


def _factors(way: _Way) -> tuple[Factor, ...] | str:
    if way.basis.order == "deflate-then-ppp":
        price = _price(way, way.source)
        money = _money(way, way.basis.year)
        both = (price, money)
    else:
        money = _money(way, way.start)
        price = _price(way, way.target)
        both = (money, price)
    reasons = [one for one in both if isinstance(one, str)]
    if reasons:
        return reasons[0]
    return tuple(one for one in both if isinstance(one, Factor))


def _price(way: _Way, of: Country) -> Factor | str:
    """The inflation factor of a country, from the price year to the target year."""
    series = shipped(way.basis.index)
    value = series.growth(of.iso3, way.start, way.basis.year)
    if value is None:
        held = series.years(of.iso3)
        span = f"{held[0]} to {held[1]}" if held else "no year"
        return (
            f"the {way.basis.index} of {of.name} is known for {span}, not from "
            f"{min(way.start, way.basis.year)} to {max(way.start, way.basis.year)}"
        )
    what = f"{way.basis.index} of {of.name}, {way.start} to {way.basis.year}"
    return Factor("IIF", what, value, series.code, series.vintage)


def _money(way: _Way, year: int) -> Factor | str:
    """The ratio of parities, or of exchange rates, in a year."""
    series = shipped(way.basis.rate)
    ends = []
    for one in (way.target, way.source):
        value = series.at(one.iso3, year) if way.basis.rate == "ppp" else _euros(series, one, year)
        if value is None:
            what = "purchasing power parity" if way.basis.rate == "ppp" else "exchange rate"
            return f"there is no {what} of {one.name} for {year}"
        ends.append(value)
    kind = "purchasing power parities" if way.basis.rate == "ppp" else "exchange rates"
    what = f"{way.target.unit} for {way.source.unit} by {kind} of {year}"
    return Factor("ICF", what, ends[0] / ends[1], series.code, series.vintage)


def _euros(series: Series, one: Country, year: int) -> float | None:
    """Units of a country's money for one euro in a year."""
    if one.unit == "EUR":
        return 1.0
    return series.at(one.unit, year)
