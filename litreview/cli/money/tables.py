"""`litreview money tables`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.money._figures import in_force, tables
from litreview.errors import UnknownName

if TYPE_CHECKING:
    from litreview.extraction.money.countries import Country
    from litreview.extraction.money.figures import Figures
    from litreview.extraction.money.series import Series


@click.command()
@click.option("--country", default="", help="Only this country: its money, its years.")
@tables
@say.as_json
@click.pass_obj
def command(folder: Path, country: str, tables: Path | None, as_json: bool) -> None:
    """Which figures are in force: series, countries, years, day and source.

    Own tables of the review stand before fetched ones, these before those of litreview. Exit status
    1 where a table of the review is at fault.
    """
    figures, place = in_force(folder, tables)
    one = figures.country(country) if country else None
    if country and one is None:
        raise UnknownName(
            f"there are no figures for the country {country!r}",
            remedy="name one by its name or code, or add tables of your own (docs/money.md)",
        )
    held = [_told(series, one) for series in _all(figures)]
    shown = [line for line in held if line["ids"]]
    status = say.will_end(1 if any(f.severity == "error" for f in figures.findings) else 0)
    if as_json:
        say.out(_json(figures, shown, one))
    else:
        _show(figures, shown, one, place)
    raise SystemExit(status)


def _all(figures: Figures) -> list[Series]:
    from litreview.extraction.money.series import CODES

    return [one for name in CODES for one in figures.layers(name)]


def _told(series: Series, country: Country | None) -> dict[str, Any]:
    """A series in words, over all countries or for one."""
    ids = sorted(series.values)
    if country is not None:
        wanted = country.unit if series.name == "exchange" else country.iso3
        ids = [one for one in ids if one == wanted]
    spans = [span for one in ids if (span := series.years(one))]
    return {
        "series": series.name, "indicator": series.code or None, "source": series.source,
        "licence": series.licence, "vintage": series.vintage, "from": series.origin,
        "file": series.file or None, "ids": ids,
        "first": min((first for first, _ in spans), default=None),
        "last": max((last for _, last in spans), default=None),
    }  # fmt: skip


def _show(
    figures: Figures, shown: list[dict[str, Any]], one: Country | None, place: Path | None
) -> None:
    if one is not None:
        say.out_lines(*_money(one), "")
    for line in shown:
        of = "currency" if line["series"] == "exchange" else "country"
        years = f"{line['first']} to {line['last']}"
        say.out_lines(f"{line['series']:13} {years}  {say.count(len(line['ids']), of)}")
        parts = (line["indicator"], line["source"], line["vintage"])
        say.out_wrapped(", ".join(part for part in parts if part), head="    ")
        say.out_lines(f"    table: {line['file'] or 'of litreview'}")
    for country in figures.more:
        say.out_lines("", f"{country.name} ({country.iso3}, {country.currency}) is added by "
                      f"{country.file}")  # fmt: skip
    say.findings(figures.findings)
    if place is None or not place.is_dir():
        say.note("These are the tables of litreview: there are no others here.")


def _money(one: Country) -> list[str]:
    """The money of a country, now and before."""
    lines = [f"{one.name} ({one.iso3}): {one.currency}, parities in {one.unit} for all years"]
    lines += [
        f"  {was.code} until {was.came}: {was.per:,.10g} {was.code} = 1 {was.into}"
        for was in one.former
    ]
    return lines


def _json(figures: Figures, shown: list[dict[str, Any]], one: Country | None) -> dict[str, Any]:
    country = None if one is None else {
        "iso3": one.iso3, "name": one.name, "currency": one.currency, "unit": one.unit,
        "former": [
            {"code": was.code, "into": was.into, "per": was.per, "came": was.came}
            for was in one.former
        ],
    }  # fmt: skip
    return {
        "country": country,
        "series": shown,
        "added": [{"iso3": c.iso3, "name": c.name, "currency": c.currency} for c in figures.more],
        "findings": [
            {"code": f.code, "severity": f.severity, "message": f.message, "where": f.where,
             "remedy": f.remedy}
            for f in figures.findings
        ],
    }  # fmt: skip
