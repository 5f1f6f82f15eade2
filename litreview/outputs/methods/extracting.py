"""Of the methods: what was extracted by whom, and what it is compared in."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.outputs.evidence import Evidence
from litreview.outputs.words import counted, listed


def extracted(evidence: Evidence) -> Iterator[str]:
    """Effects and economic results, by whom, and how many belong to included studies."""
    rows = len(evidence.estimates), len(evidence.costs)
    if not any(rows):
        return
    people = {row.extractor for row in evidence.estimates} | {r.extractor for r in evidence.costs}
    names = sorted(name for name in people if name)
    yield (
        f"{counted(rows[0], 'effect')} and {counted(rows[1], 'economic result')} are extracted"
        f"{f' by {listed(names)}' if names else ''}, as reported; where an amount or an effect is "
        "converted, the reported value stands beside it."
    )
    yield _included(evidence, rows)
    yield from _doubled(evidence)


def _included(evidence: Evidence, rows: tuple[int, int]) -> str:
    """The share of the rows that the tables of effects and of economics count."""
    studies = evidence.included
    held = (
        sum(row.study in studies for row in evidence.estimates),
        sum(row.study in studies for row in evidence.costs),
    )
    if held == rows:
        return "All of them belong to included studies."
    return (
        f"Of these, {counted(held[0], 'effect')} and {counted(held[1], 'economic result')} belong "
        "to included studies."
    )


def _doubled(evidence: Evidence) -> Iterator[str]:
    """How many people extract a study, where that is more than one, and what is not settled."""
    wanted = evidence.plan.extraction.extractors
    if wanted > 1:
        third = evidence.plan.extraction.settled_by == "third"
        yield (
            f"Each study was to be extracted by {counted(wanted, 'person')} without sight of each "
            f"other's rows, and differences settled by {'a third person' if third else 'anyone'}."
        )
    n, same = (sum(getattr(one, name) for one in evidence.fields) for name in ("n", "same"))
    if n:
        yield (
            f"Of {counted(n, 'value')} that two people both gave, {same:,} were equal "
            f"({same / n:.0%})."
        )
    rows, studies = evidence.unfinished
    if rows:
        yield (
            f"{counted(rows, 'row')} of {counted(studies, 'study')} are left out, because not all "
            "have finished who extract them."
        )
    open_ = sum(row.unsettled for row in evidence.estimates)
    open_ += sum(row.unsettled for row in evidence.costs)
    if open_:
        yield f"{counted(open_, 'version')} of rows on which extractors differ are not settled yet."
