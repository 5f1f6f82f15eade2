"""The figures that a review converts money with: its own, those fetched, those shipped."""

from __future__ import annotations

from pathlib import Path

from litreview.errors import FileRefused
from litreview.extraction.money.figures import Figures
from litreview.extraction.money.own import with_own
from litreview.extraction.money.series import Series, parse_series
from litreview.model import Finding
from litreview.store import money_tables


def figures_in(folder: Path) -> Figures:
    """The figures with the tables of a folder `money/`. What is wrong with them is in it."""
    held = money_tables.held(folder)
    findings = [*held.unreadable]
    refused = dict[str, str]()
    if findings:
        refused[""] = f"{findings[0].where}: {findings[0].message}"
    fetched: dict[str, Series] = {}
    for place, text in held.fetched.items():
        name = place.rpartition("/")[2].removesuffix(".csv")
        try:
            series = _fetched(text, place, name)
        except FileRefused as error:
            findings.append(Finding("MT106", "error", error.what, error.where, error.remedy))
            refused[name] = f"{error.where}: {error.what}"
            continue
        fetched[series.name] = series
        refused.pop(series.name, None)  # a newer one is in force
    return with_own(Figures((), fetched, (), tuple(findings), refused), held.own)


def _fetched(text: str, place: str, name: str) -> Series:
    """The series of a file that was fetched. Raises FileRefused: it is another one, or broken."""
    series = parse_series(text, place, place)
    if series.name != name:
        what = f"this file holds the series {series.name!r}, and its name says {name!r}"
        raise FileRefused(what, where=place, remedy="see whether two files were exchanged")
    return series
