"""An amount in another country's money and another year's prices, with every factor shown.

The order is that of the CCEMG-EPPI-Centre cost converter (Shemilt, Thomas and Morciano 2010, doi
10.1332/174426410X482999): the inflation factor (IIF) of the original country first, then the ratio
of purchasing power parities at the target price year (ICF). The other order gives another result,
as relative prices moved; it is there as a sensitivity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from litreview.errors import UsageError
from litreview.extraction.money.countries import Country
from litreview.extraction.money.figures import SHIPPED, Figure, Figures
from litreview.extraction.money.series import Series
from litreview.model import PriceIndex, Rate, Steps

_EURO: Final = "EUR"


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

    name: "fixed rate", "exchange rate", "IIF" or "ICF"; what: in words; value: what the amount was
    multiplied by; sources: the series that it is made of, none for a rate that is fixed (`fixed`
    says by what).
    """

    name: str
    what: str
    value: float
    sources: tuple[Series, ...] = ()
    fixed: str = ""

    @property
    def series(self) -> str:
        """Its source in words: the indicator, or whose figures, and a review's own file."""
        return "; ".join(one.label for one in self.sources) or self.fixed

    @property
    def vintage(self) -> str:
        """The days of its figures; "" of a rate that is fixed."""
        return "; ".join(dict.fromkeys(one.vintage for one in self.sources))

    @property
    def from_(self) -> str:
        """Each source with its day."""
        return "; ".join(f"{one.label}, {one.vintage}" for one in self.sources) or self.fixed


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


def convert(
    amount: Amount, basis: Basis, *, proxy: str = "", figures: Figures = SHIPPED
) -> Converted | NotConvertible:
    """`amount` on another basis, or why not. Raises UsageError for a basis that cannot be.

    proxy: the country to take where a currency is that of several and none is named (a euro
    amount without a country); that is told as an assumption. figures: the tables in force.
    """
    target = figures.country(basis.country)
    if target is None:
        raise UsageError(
            f"there are no figures for the country {basis.country!r}",
            remedy="name one of the OECD or EU, by its name or code, or add tables of your own "
            "(docs/money.md)",
        )
    source, assumed = _source(amount, proxy, figures)
    if isinstance(source, str):
        return NotConvertible(amount, source)
    if amount.price_year is None:
        return NotConvertible(amount, "the price year is not known")
    first = _into_unit(amount, source, figures)
    if isinstance(first, str):
        return NotConvertible(amount, first)
    found = _factors(_Way(source, target, amount.price_year, basis, figures))
    if isinstance(found, str):
        return NotConvertible(amount, found)
    last, currency = _last(target, basis.year)
    every = (*first, *found, *last)
    value = amount.value
    for factor in every:
        value *= factor.value
    notes = (*assumed, *_odd_time(amount, source), *_abroad(amount, source))
    return Converted(amount, value, currency, basis.year, every, notes)


def sensitivity(
    amount: Amount, basis: Basis, *, proxy: str = "", figures: Figures = SHIPPED
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
    return {n: convert(amount, one, proxy=proxy, figures=figures) for n, one in ways.items()}


@dataclass(frozen=True, slots=True)
class _Way:
    source: Country
    target: Country
    start: int
    basis: Basis
    figures: Figures


def _source(
    amount: Amount, proxy: str, figures: Figures
) -> tuple[Country | str, tuple[str, ...]]:  # fmt: skip
    """Whose money it is, or why that cannot be told, and what was assumed for it."""
    code = amount.currency.strip().upper()
    theirs = figures.of_currency(code)
    if amount.country.strip():
        return _named(amount.country, code, figures), ()
    if not theirs:
        return f"the currency {amount.currency!r} is not known", ()
    if len(theirs) == 1:
        return theirs[0], ()
    stand_in = figures.country(proxy) if proxy else None
    if stand_in is None:
        return f"{code} is the money of several countries, and none is named", ()
    if stand_in not in theirs:
        return f"{code} is not the money of {stand_in.name}, which is to stand in", ()
    return stand_in, (f"{stand_in.name} stands for the country of a {code} amount",)


def _named(name: str, code: str, figures: Figures) -> Country | str:
    """The country `name` where `code` is its money, or the only country whose money it is."""
    found, theirs = figures.country(name), figures.of_currency(code)
    if found is None:
        return f"there are no figures for the country {name!r}"
    if found.to_unit(code) is not None:
        return found
    if len(theirs) == 1:  # a study in one country that reports in the money of another
        return theirs[0]
    if code == _EURO:  # whose prices in euros are is open; what was paid at home is not
        return found
    return f"{code or 'no currency'} is not the money of {found.name}"


def _into_unit(amount: Amount, source: Country, figures: Figures) -> tuple[Factor, ...] | str:
    """From a currency that was replaced, or from euros, to the money that the parities are in."""
    code = amount.currency.strip().upper()
    value = source.to_unit(code)
    if value is None and code == _EURO:
        return _from_euros(amount, source, figures)
    if value is None:
        return f"{code} is not the money of {source.name}"
    return () if code == source.unit else (_by_law(source, code, source.unit, value),)


def _from_euros(amount: Amount, source: Country, figures: Figures) -> tuple[Factor, ...] | str:
    """Euros of a country with money of its own, at the exchange rate of the price year."""
    year = amount.price_year or 0
    found = figures.at("exchange", source.unit, year)
    if isinstance(found, str):
        return found
    if found is None:
        return f"there is no exchange rate of {source.unit} for {year}"
    what = f"{source.unit} for EUR by exchange rates of {year}"
    return (Factor("exchange rate", what, found.value, found.sources),)


def _abroad(amount: Amount, source: Country) -> tuple[str, ...]:
    """What to say where a country without the euro reports in it."""
    code = amount.currency.strip().upper()
    if code != _EURO or source.to_unit(code) is not None:
        return ()
    return (f"the amount in {code} arose in {source.unit}, at the exchange rate of its price year",)


def _last(target: Country, year: int) -> tuple[tuple[Factor, ...], str]:
    """From the money of the parities to that of the year, once the euro has come; the currency."""
    currency = target.money_in(year)
    if currency == target.unit:
        return (), currency
    value = 1 / (target.to_unit(currency) or 1.0)
    return (_by_law(target, target.unit, currency, value),), currency


def _by_law(of: Country, code: str, into: str, value: float) -> Factor:
    law = "Council of the European Union" if "EUR" in (code, into) else f"law of {of.name}"
    return Factor("fixed rate", f"{code} in {into}, fixed for good", value, (), law)


def _odd_time(amount: Amount, source: Country) -> tuple[str, ...]:
    """What to say where the currency is not the one of the price year: rates for good are used."""
    code, year = amount.currency.strip().upper(), amount.price_year
    ended, came = source.ended(code), source.came(code)
    if year is not None and ended is not None and year > ended:
        return (f"{code} ended in {ended}; prices of {year} in {code} are taken as printed",)
    if year is not None and came is not None and year < came:
        told = f"{code} came in {came}; prices of {year} are read as {code} at the rate fixed then"
        return (told,)
    return ()


def _factors(way: _Way) -> tuple[Factor, ...] | str:
    if way.basis.order == "deflate-then-ppp":
        both = (_price(way, way.source), _money(way, way.basis.year))
    else:
        both = (_money(way, way.start), _price(way, way.target))
    reasons = [one for one in both if isinstance(one, str)]
    if reasons:
        return reasons[0]
    return tuple(one for one in both if isinstance(one, Factor))


def _price(way: _Way, of: Country) -> Factor | str:
    """The inflation factor of a country, from the price year to the target year."""
    name, start, end = way.basis.index, way.start, way.basis.year
    found = way.figures.growth(name, of.iso3, start, end)
    if isinstance(found, str):
        return found
    if found is None:
        held = way.figures.years(name, of.iso3)
        span = f"{held[0]} to {held[1]}" if held else "no year"
        return (
            f"the {name} of {of.name} is known for {span}, not from "
            f"{min(start, end)} to {max(start, end)}"
        )
    return Factor("IIF", f"{name} of {of.name}, {start} to {end}", found.value, found.sources)


def _money(way: _Way, year: int) -> Factor | str:
    """The ratio of parities, or of exchange rates, in a year."""
    if way.source.iso3 == way.target.iso3:
        same = f"{way.target.unit} for {way.source.unit}, the same country"
        return Factor("ICF", same, 1.0, (), "by definition")
    ends: list[Figure] = []
    for one in (way.target, way.source):
        found = _for_one(way, one, year)
        if isinstance(found, str):
            return found
        ends.append(found)
    kind = "purchasing power parities" if way.basis.rate == "ppp" else "exchange rates"
    what = f"{way.target.unit} for {way.source.unit} by {kind} of {year}"
    every = {id(one): one for end in ends for one in end.sources}
    sources = tuple(every.values()) or (way.figures.layers(way.basis.rate)[-1],)
    return Factor("ICF", what, ends[0].value / ends[1].value, sources)


def _for_one(way: _Way, one: Country, year: int) -> Figure | str:
    """Units of a country's money for one international dollar, or for one euro, in a year."""
    rate = way.basis.rate
    if rate == "exchange" and one.unit == "EUR":
        return Figure(1.0, ())
    found = way.figures.at(rate, one.iso3 if rate == "ppp" else one.unit, year)
    if found is not None:
        return found
    what = "purchasing power parity" if rate == "ppp" else "exchange rate"
    held = way.figures.years(rate, one.iso3 if rate == "ppp" else one.unit)
    span = f"; known are {held[0]} to {held[1]}" if held else ""
    return f"there is no {what} of {one.name} for {year}{span}"
