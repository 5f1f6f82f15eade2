"""`litreview money convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from litreview.cli import say
from litreview.cli.money._figures import in_force, tables
from litreview.cli.money._finite import finite
from litreview.errors import UsageError
from litreview.model import PriceIndex, Rate, Steps

if TYPE_CHECKING:
    from litreview.extraction.money.convert import Basis, Converted, NotConvertible
    from litreview.extraction.money.figures import Figures


@click.command()
@click.argument("value", type=float, callback=finite)
@click.option("--from", "currency", required=True, metavar="CODE", help="The currency, as USD.")
@click.option("--price-year", type=int, default=None, help="The year of the amount's prices.")
@click.option("--country", default="", help="Whose money it is, where several have it.")
@click.option("--to", "target", required=True, metavar="COUNTRY", help="Country or currency.")
@click.option("--year", type=int, required=True, help="The price year to convert to.")
@click.option(
    "--index",
    type=click.Choice(get_args(PriceIndex)),
    default="gdp-deflator",
    show_default=True,
    help="What prices are adjusted by.",
)
@click.option(
    "--order",
    type=click.Choice(get_args(Steps)),
    default="deflate-then-ppp",
    show_default=True,
    help="Which of the two comes first.",
)
@click.option(
    "--rate",
    type=click.Choice(get_args(Rate)),
    default="ppp",
    show_default=True,
    help="Purchasing power parities or exchange rates.",
)
@click.option("--proxy", default="", metavar="COUNTRY", help="Stands in for a euro amount's.")
@click.option("--sensitivity", is_flag=True, help="The other order, index and rate beside it.")
@tables
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    value: float,
    currency: str,
    price_year: int | None,
    country: str,
    target: str,
    year: int,
    index: PriceIndex,
    order: Steps,
    rate: Rate,
    proxy: str,
    sensitivity: bool,
    tables: Path | None,
    as_json: bool,
) -> None:
    """VALUE in the money and prices of another country and year, with every factor and its source.

    Exit status 1 where it cannot be converted; the reason is told.
    """
    from litreview.extraction.money.convert import Amount, Basis, NotConvertible, convert
    from litreview.extraction.money.convert import sensitivity as ways

    figures, _ = in_force(folder, tables)
    basis = Basis(_country(target, figures), year, index, order, rate)
    amount = Amount(value, currency.upper(), price_year, country)
    found = convert(amount, basis, proxy=proxy, figures=figures)
    others = ways(amount, basis, proxy=proxy, figures=figures) if sensitivity else {}
    others.pop("as asked", None)
    status = say.will_end(1 if isinstance(found, NotConvertible) else 0)
    if as_json:
        told = {name: _json(one, basis) for name, one in others.items()}
        say.out({**_json(found, basis), **({"sensitivity": told} if sensitivity else {})})
    else:
        _tell(found)
        for name, one in others.items():
            said = one.reason if isinstance(one, NotConvertible) else f"{one.value:,.2f}"
            say.out_lines(f"  {name:26} {said}")
    raise SystemExit(status)


def _country(text: str, figures: Figures) -> str:
    """The country that is meant: a currency of one country names it."""
    if figures.country(text) is not None:
        return text
    theirs = figures.of_currency(text.upper())
    if len(theirs) == 1:
        return theirs[0].iso3
    if theirs:
        names = ", ".join(one.name for one in theirs[:3])
        raise UsageError(
            f"{text.upper()} is the money of several countries, with prices of their own",
            remedy=f"name the country whose prices count: {names} ...",
        )
    return text


def _tell(found: Converted | NotConvertible) -> None:
    """The amount, each factor on a line, the result, what was assumed."""
    from litreview.extraction.money.convert import NotConvertible

    of = found.reported
    prices = f", prices of {of.price_year}" if of.price_year is not None else ""
    amount = f"{of.value:,.2f} {of.currency}{prices}"
    if isinstance(found, NotConvertible):
        say.out_wrapped(f"{amount}: not convertible, because {found.reason}")
        return
    say.out_lines(amount)
    for factor in found.factors:
        head = f"  x {factor.value:<12.6g} {factor.name:10} "
        say.out_wrapped(f"{factor.what} ({factor.from_})", head=head)
    say.out_lines(f"= {found.value:,.2f} {found.currency}, prices of {found.year}")
    for note in found.assumed:
        say.out_wrapped(note, head="  assumed: ")


def _json(found: Converted | NotConvertible, basis: Basis) -> dict[str, Any]:
    from litreview.extraction.money.convert import NotConvertible

    told: dict[str, Any] = {
        "reported": {
            "value": found.reported.value,
            "currency": found.reported.currency,
            "price_year": found.reported.price_year,
            "country": found.reported.country,
        },
        "order": basis.order,
        "index": basis.index,
        "rate": basis.rate,
    }
    if isinstance(found, NotConvertible):
        return {**told, "value": None, "reason": found.reason}
    factors = {one.name.lower().replace(" ", "_"): one.value for one in found.factors}
    return {
        **told,
        "value": found.value,
        "currency": found.currency,
        "year": found.year,
        **factors,
        "factors": [
            {
                "name": one.name,
                "what": one.what,
                "value": one.value,
                "series": one.series,
                "vintage": one.vintage,
            }
            for one in found.factors
        ],
        "assumed": found.assumed,
    }
