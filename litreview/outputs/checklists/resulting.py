"""Of checklists: what the included studies are and found."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.outputs.checklists.answering import Answer, Topic, filled, gap
from litreview.outputs.evidence import Evidence
from litreview.outputs.words import counted

_SCREEN = "no study is included yet: litreview screen"


def _bare(evidence: Evidence) -> int:
    """How many included studies nothing is extracted from."""
    return len(evidence.included - {row.study for row in evidence.rows})


def _characteristics(evidence: Evidence) -> Answer:
    n = len(evidence.included)
    if not n:
        return gap(_SCREEN)
    what, bare = f"{counted(n, 'included study')}, one row each", _bare(evidence)
    where = "tables/characteristics.html"
    if bare:
        return gap(
            f"nothing is extracted from {bare:,} of them: litreview extract next", what, where
        )
    return filled(what, where)


def _included(evidence: Evidence) -> Answer:
    n = len(evidence.included)
    if not n:
        return gap(_SCREEN)
    reports = evidence.drawn["new_reports"].n
    return filled(f"{counted(n, 'study')} in {counted(reports, 'report')}", "tables/included.html")


def _single(evidence: Evidence) -> Answer:
    included = evidence.included
    if not included:
        return gap(_SCREEN)
    effects = sum(row.study in included for row in evidence.estimates)
    costs = sum(row.study in included for row in evidence.costs)
    if not effects + costs:
        return gap("nothing is extracted from an included study yet: litreview extract next")
    what = (
        f"{counted(effects, 'effect')} and {counted(costs, 'economic result')}, each as printed, "
        "with what is known of its precision"
    )
    return filled(what, "tables/effects.html")


TOPICS: Mapping[str, Topic] = {
    "characteristics": _characteristics,
    "included": _included,
    "single-results": _single,
}
