"""`litreview money discount`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from litreview.cli import say
from litreview.cli.money._finite import finite
from litreview.errors import UsageError
from litreview.extraction.money.discounting import Timing

if TYPE_CHECKING:
    from litreview.extraction.money.discounting import Discounted
    from litreview.synthesis.rows import LeftOut

_REMEDY = "begin it with the line year,amount, then a line a year: 2021,-1200"
_CALENDAR = 1000
_AT = {"start": "beginning", "middle": "middle", "end": "end"}


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--rate", required=True, metavar="RATE", help="The discount rate: 3% or 0.03.")
@click.option(
    "--amounts", default="", metavar="NUMBERS",
    help="The amounts of one year after another, instead of FILE: '-1200 500 500'.",
)  # fmt: skip
@click.option("--first-year", type=int, default=1, metavar="YEAR", show_default=True,
              help="The year of the first of --amounts.")  # fmt: skip
@click.option("--timing", type=click.Choice(get_args(Timing)), default="end", show_default=True,
              help="When in a year its amount falls.")  # fmt: skip
@click.option("--base-year", type=int, default=None, metavar="YEAR",
              help="Values are of its beginning (default: the first year).")  # fmt: skip
@click.option("--annuity", type=int, default=None, metavar="YEARS",
              help="Also the equal amounts in so many years that are worth the same.")  # fmt: skip
@click.option("--total", type=float, callback=finite, default=None, metavar="NUMBER",
              help="A present value, to be brought from --total-year to --base-year.")  # fmt: skip
@click.option("--total-year", type=int, default=None, metavar="YEAR",
              help="The year that --total is a value of.")  # fmt: skip
@click.option("--total-rate", default="", metavar="RATE",
              help="The rate that --total was discounted at, where it is said.")  # fmt: skip
@say.as_json
def command(
    file: Path | None,
    rate: str,
    amounts: str,
    first_year: int,
    timing: Timing,
    base_year: int | None,
    annuity: int | None,
    total: float | None,
    total_year: int | None,
    total_rate: str,
    as_json: bool,
) -> None:
    """The present value of yearly amounts, with the factor of each year.

    FILE is CSV with the columns year and amount. A total (--total) can be brought to another base
    year at its own rate, and never to another rate: that needs the amounts of its years. Exit
    status 1 where a line of FILE cannot be read, as then there is no sum.
    """
    given = [file is not None, bool(amounts.strip()), total is not None]
    if sum(given) != 1:
        raise UsageError(
            "give the amounts once: a file, --amounts or --total",
            remedy="litreview money discount --rate 3% --amounts '-1200 500 500'",
        )
    share = _rate(rate)
    left: Sequence[LeftOut] = ()
    if total is not None:
        told, lines = _moved(total, share, total_rate, total_year, base_year)
        value, base = told["value"], told["to_year"]
    else:
        stream, left = _stream(file, amounts, first_year)
        base = base_year if base_year is not None else min((y for y, _ in stream), default=1)
        told, lines = _discounted(stream, share, base, timing, left)
        value = told["value"]
    if annuity is not None and value is not None:
        equal, line = _annuity(value, share, annuity, (timing, base))
        told, lines = {**told, "annuity": equal}, [*lines, line]
    status = say.will_end(1 if left else 0)
    if as_json:
        say.out(told)
    else:
        for line in lines:
            say.out_wrapped(line[2:], head="= ") if line.startswith("= ") else say.out_lines(line)
    raise SystemExit(status)


def _rate(text: str) -> float:
    """A rate as a share. Raises UsageError."""
    from litreview.extraction.money.discounting import rate_of

    found = rate_of(text)
    if found is None:
        raise UsageError(f"{text!r} is no discount rate", remedy="write 3 per cent as 3% or 0.03")
    return found


def _moved(
    total: float, rate: float, said: str, start: int | None, end: int | None
) -> tuple[dict[str, Any], list[str]]:
    """A total in another base year. Raises UsageError: at another rate, or without its years."""
    from litreview.extraction.money.common_rate import percent
    from litreview.extraction.money.discounting import at_year

    if said and _rate(said) != rate:
        raise UsageError(
            f"a total that was discounted at {percent(_rate(said))} cannot be brought to "
            f"{percent(rate)}",
            remedy="that needs the amounts of its years: give them as a file, or with --amounts",
        )
    if start is None or end is None:
        raise UsageError(
            "a total is brought from one year to another",
            remedy="give --total-year and --base-year",
        )
    factor = at_year(1.0, rate, start, end)
    told = {"total": total, "rate": rate, "from_year": start, "to_year": end, "factor": factor,
            "value": total * factor}  # fmt: skip
    lines = [
        f"{total:,.2f} at the beginning of {start}",
        f"  x {factor:<12.6g} (1 + {rate:g}) to the power of {end - start}",
        f"= {total * factor:,.2f} at the beginning of {end}",
    ]
    return told, lines


def _stream(
    file: Path | None, amounts: str, first: int
) -> tuple[list[tuple[int, float]], list[LeftOut]]:
    """Each year and its amount, and the lines that cannot be read. Raises UsageError."""
    from litreview.extraction.leading import bare_number

    if file is None:
        found = [(text, bare_number(text)) for text in amounts.split()]
        for text, number in found:
            if number is None:
                raise UsageError(f"{text[:40]!r} is no amount", remedy="write '-1200 500 500'")
        return [(first + at, float(n.value)) for at, (_, n) in enumerate(found) if n], []
    return _of_file(file)


def _of_file(file: Path) -> tuple[list[tuple[int, float]], list[LeftOut]]:
    from litreview.cli.synth._csvfile import read_lines
    from litreview.extraction.leading import bare_number
    from litreview.synthesis.rows import LeftOut

    needed = ("year", "amount")
    held = read_lines(file, needed, _REMEDY, needed)
    stream: list[tuple[int, float]] = []
    left = list(held.left_out)
    for line in held.lines:
        year, amount = bare_number(line["year"]), bare_number(line["amount"])
        if year is None or year.value != int(year.value):
            why = f"year is {line['year'][:40]!r}: write a whole number"
            left.append(LeftOut(line.line, line.label, "not-read", why, "year"))
        elif amount is None:
            why = f"amount is {line['amount'][:40]!r}: write a plain number"
            left.append(LeftOut(line.line, line.label, "not-read", why, "amount"))
        else:
            stream.append((int(year.value), float(amount.value)))
    return stream, left


def _discounted(
    stream: list[tuple[int, float]], rate: float, base: int, timing: Timing, left: Sequence[LeftOut]
) -> tuple[dict[str, Any], list[str]]:
    """The years with their factors; a sum only where every line could be read."""
    from litreview.cli.synth._csvfile import note_left_out, told
    from litreview.extraction.money.common_rate import percent
    from litreview.extraction.money.discounting import discounted

    years = discounted(sorted(stream), rate, base, timing)
    value = None if left else sum(one.value for one in years)
    note_left_out(left)
    head = {"rate": rate, "timing": timing, "base_year": base, "value": value}
    rows = [
        {"year": one.year, "amount": one.amount, "periods": one.periods, "factor": one.factor,
         "value": one.value}
        for one in years
    ]  # fmt: skip
    lines = [*map(_line, years)]
    lines = [
        f"{'year':>6} {'amount':>16} {'years on':>9} {'factor':>10} {'present value':>16}",
        *lines,
    ]
    lines.append(
        "There is no present value: lines of the file could not be read."
        if value is None
        else f"= {value:,.2f} at the beginning of {_named(base)}, by {percent(rate)}, amounts at "
        f"the {_AT[timing]} of each year"
    )
    return {**head, "years": rows, "left_out": told(left)}, lines


def _named(year: int) -> str:
    """A year of the calendar, or one that is counted from the start."""
    return f"{year}" if year >= _CALENDAR else f"year {year}"


def _line(one: Discounted) -> str:
    return (
        f"{one.year:>6} {one.amount:>16,.2f} {one.periods:>9g} {one.factor:>10.6f} "
        f"{one.value:>16,.2f}"
    )


def _annuity(
    value: float, rate: float, years: int, at: tuple[Timing, int]
) -> tuple[dict[str, Any], str]:
    from litreview.extraction.money.discounting import annuity

    timing, base = at
    amount = annuity(value, rate, years, timing)
    when = f"at the {_AT[timing]} of each of {say.count(years, 'year')} from {_named(base)} on"
    line = f"= {amount:,.2f} {when}"
    return {"years": years, "amount": amount, "factor": amount / value if value else None}, line
