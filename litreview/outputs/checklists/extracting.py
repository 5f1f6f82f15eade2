"""Of checklists: what was taken from the included studies, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from litreview.extraction.appraisal.appraisals import Appraisal
from litreview.extraction.forms import Form
from litreview.outputs.checklists.answering import Answer, Topic, filled, gap, person
from litreview.outputs.evidence import Evidence
from litreview.outputs.methods.appraising import appraised, judged
from litreview.outputs.methods.extracting import extracted
from litreview.outputs.tables._groups import domain
from litreview.outputs.words import counted, listed

_JUDGED = "tables/bias.html"
_ENTER = "nothing is extracted from an included study yet: litreview extract next"
_APPRAISE = "no included study is appraised yet: litreview extract sheet rows.xlsx --form rob-2"


def _extraction(evidence: Evidence) -> Answer:
    said = " ".join(extracted(evidence))
    return filled(said, "methods.md") if said else gap(_ENTER)


def _outcomes(evidence: Evidence) -> Answer:
    rows = [row for row in evidence.estimates if row.study in evidence.included]
    if not rows:
        return gap(_ENTER)
    held = Counter(domain(row) for row in rows)
    told = listed(f"{name} ({counted(n, 'effect')})" for name, n in held.most_common())
    return person(
        "say whether all results of these were taken, or how some were chosen",
        f"extracted: {told}",
        "tables/effects.html",
    )


def _items(evidence: Evidence) -> Answer:
    """The fields of the forms of extracted rows, by their groups."""
    forms = [form for form in evidence.forms.values() if form.tool is None]
    if not forms:
        return gap(_ENTER)
    what = "; ".join(map(_fields, sorted(forms, key=lambda form: form.name)))
    return filled(f"{what}. What is not in a report stands as “not reported”.", "tables/")


def _fields(form: Form) -> str:
    groups = ", ".join(group.replace("-", " ") for group in form.groups if group)
    return f"{form.label}: {counted(len(form.fields), 'field')}{f' ({groups})' if groups else ''}"


def _bias_methods(evidence: Evidence) -> Answer:
    said = " ".join(appraised(evidence))
    return filled(said, "methods.md") if said else gap(_APPRAISE)


def _usual(found: Mapping[str, Sequence[Appraisal]]) -> str:
    """The tool that most is judged with."""
    return max(found, key=lambda name: len(found[name]))


def _bias_results(evidence: Evidence) -> Answer:
    found = judged(evidence)
    if not found:
        return gap(_APPRAISE)
    done = {one.study for held in found.values() for one in held}
    lacking = len(evidence.included) - len(done)
    what = f"judged: {len(done):,} of {counted(len(evidence.included), 'included study')}"
    if lacking:
        sheet = f"litreview extract sheet rows.xlsx --form {_usual(found)}"
        return gap(f"{counted(lacking, 'study')} not appraised yet: {sheet}", what, _JUDGED)
    return filled(what, _JUDGED)


TOPICS: Mapping[str, Topic] = {
    "extraction": _extraction,
    "outcomes": _outcomes,
    "data-items": _items,
    "bias-methods": _bias_methods,
    "bias-results": _bias_results,
}
