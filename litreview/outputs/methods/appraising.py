"""Of the methods: with which tools risk of bias or quality was judged, and how far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from litreview.extraction.appraisal.appraisals import Appraisal
from litreview.outputs.appraised import appraised as named
from litreview.outputs.evidence import Evidence
from litreview.outputs.findings_summary import outcomes
from litreview.outputs.words import counted, listed


def appraised(evidence: Evidence) -> Iterator[str]:
    """A sentence a tool: on how many included studies, by whom, and how its overall came about."""
    for form, found in judged(evidence).items():
        studies = len({one.study for one in found})
        people = sorted({one.extractor for one in found if one.extractor})
        by = f" by {listed(people)}" if people else ""
        yield (
            f"{evidence.forms[form].label}: {counted(len(found), 'judgement')} of "
            f"{counted(studies, 'included study')}{by}; overall, {listed(_overall(found))}."
        )


def _overall(found: Sequence[Appraisal]) -> Iterator[str]:
    """Who or what gave the overall judgements; what gave none is left out."""
    own = sum(bool(one.overall) for one in found)
    rule = sum(not one.overall and bool(one.holds) for one in found)
    told = ((own, "by a person"), (rule, "by the tool's rule"), (len(found) - own - rule, "open"))
    yield from (f"{n:,} {how}" for n, how in told if n)


def certain(evidence: Evidence) -> Iterator[str]:
    """For how many outcomes the certainty of evidence was judged, and how many are still open."""
    held = [one.certainty for one in outcomes(evidence)]
    if held:
        open_ = sum(not one.level for one in held)
        are = "is" if open_ == 1 else "are"
        left = f"; {open_:,} of them {are} not judged in all respects" if open_ else ""
        n = counted(len(held), "outcome")
        yield f"The certainty of evidence was judged by GRADE for {n}{left}."


def judged(evidence: Evidence) -> dict[str, list[Appraisal]]:
    """The appraisals of included studies by the name of the form of their tool."""
    held: dict[str, list[Appraisal]] = defaultdict(list)
    for one in named(evidence):
        held[one.appraisal.form].append(one.appraisal)
    return dict(sorted(held.items()))
