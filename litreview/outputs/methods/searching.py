"""Of the methods: where records come from, and what became of duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from litreview.model import Search
from litreview.outputs.evidence import Evidence
from litreview.outputs.words import counted, listed, period


def searched(evidence: Evidence) -> Iterator[str]:
    """The searches, when they were run, and what is missing of them."""
    searches = evidence.searches
    if not searches:
        return
    sources = _named(dict.fromkeys(search.source for search in searches))
    when = period(search.searched_on for search in searches)
    undated = sum(not search.searched_on for search in searches)
    yield (
        f"Records come from {counted(len(searches), 'search')} of {listed(sources)}"
        f"{f', run {when}' if when else ''}"
        f"{f' (date not known for {undated:,})' if undated else ''}."
    )
    yield from _completeness(searches)


def _named(sources: Iterable[str]) -> list[str]:
    """The names of a list: all in quotation marks where one of them would read as two."""
    held = list(sources)
    if not any(mark in source for source in held for mark in (",", " and ")):
        return held
    return [f"“{source}”" for source in held]


def _completeness(searches: tuple[Search, ...]) -> Iterator[str]:
    cut = [search.id for search in searches if search.complete is False]
    if cut:
        yield f"Not all that the source held was received for {listed(cut)}."
    failures = sum(search.failures for search in searches)
    if failures:
        kept = "it is" if failures == 1 else "they are"
        yield f"{counted(failures, 'entry')} could not be read; {kept} kept aside."


def deduplicated(evidence: Evidence) -> Iterator[str]:
    """How many duplicates were removed, by what, and what people decided on pairs."""
    flow = evidence.flow
    databases = flow["database_results"].n + flow["register_results"].n
    removed = flow["duplicates"].n
    if databases:
        gone = {0: "none was removed as a duplicate", 1: "1 was removed as a duplicate"}
        yield (
            f"Of {counted(databases, 'record')} from databases and registers, "
            f"{gone.get(removed, f'{removed:,} were removed as duplicates')}."
        )
    yield from _looked(evidence)
    other, same = flow.found_otherwise, flow["other_duplicates"].n
    if other:
        yield (
            f"Other methods found {counted(other, 'record')}, {same:,} of them already known "
            "or found twice."
        )


def _looked(evidence: Evidence) -> Iterator[str]:
    """The run in force, and what people said of pairs."""
    conduct = evidence.conduct
    run = conduct.run
    if run is not None:
        asked = f"; {counted(run.unsure, 'pair')} were left to people" if run.unsure else ""
        yield (
            f"Duplicates were looked for among {counted(run.records, 'record')} by the rules of "
            f"{run.program}, which joined {counted(run.sure, 'pair')}{asked}."
        )
    if conduct.joined or conduct.kept_apart:
        yield (
            f"People decided on {counted(conduct.joined + conduct.kept_apart, 'pair')}: "
            f"{conduct.joined:,} joined, {conduct.kept_apart:,} kept apart."
        )
