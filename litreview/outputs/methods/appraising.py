"""Of the methods: with which tools risk of bias or quality was judged, and how far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from litreview.extraction.appraisal.appraisals import Appraisal, appraisals
from litreview.outputs.evidence import Evidence
from litreview.outputs.words import counted, listed


def appraised(evidence: Evidence) -> Iterator[str]:
    """A sentence a tool: on how many included studies, by whom, and how its overall came about."""
    for form, found in judged(evidence).items():
        studies = len({one.study for one in found})
        people = sorted({one.extractor for one in found if one.extractor})
        by = f" by {listed(people)}" if people else ""
        own = sum(bool(one.overall) for one in found)
        yield (
            f"{evidence.forms[form].label}: {counted(len(found), 'judgement')} of "
            f"{counted(studies, 'included study')}{by}; {own:,} of the overall judgements are a "
            f"person's, {len(found) - own:,} follow from the tool's rule or are open."
        )


def judged(evidence: Evidence) -> dict[str, list[Appraisal]]:
    """The appraisals of included studies by the name of the form of their tool."""
    held: dict[str, list[Appraisal]] = defaultdict(list)
    for one in appraisals(evidence.rows, evidence.forms):
        if one.study in evidence.included:
            held[one.form].append(one)
    return dict(sorted(held.items()))
