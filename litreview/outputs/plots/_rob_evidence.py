"""Appraisals of a review's included studies as a plot of risk of bias needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from litreview.errors import UsageError
from litreview.extraction.appraisal.appraisals import Appraisal, appraisals
from litreview.model import Estimate, StudyId
from litreview.outputs.evidence import Evidence
from litreview.outputs.plots import Ask
from litreview.outputs.plots._rob_data import SHOWS, Bias, Judged, with_strangers
from litreview.outputs.plots._rob_scale import Scale, scale_of
from litreview.outputs.plots._rows import one_of
from litreview.outputs.references import sort_key, study_labels
from litreview.outputs.words import counted


def from_evidence(evidence: Evidence, ask: Ask) -> Bias:
    """The appraisals by one tool: the one asked for, else the one with most appraisals.

    A row is an estimate where the tool judges estimates, else a study. Raises UsageError for a tool
    that nobody used.
    """
    show = one_of(ask.chosen, "show", SHOWS, SHOWS[0])
    included = evidence.included
    found = [one for one in appraisals(evidence.rows, evidence.forms) if one.study in included]
    form = _form(found, ask.chosen.get("tool", ""))
    kept = [one for one in found if one.form == form]
    if not kept:
        note = "no appraisal of an included study is entered: litreview extract import FORM FILE"
        return Bias(Scale(()), (), (), show=show, notes=(note,), look=ask.look)
    tool = kept[0].tool
    rows = _rows(kept, evidence)
    others = Counter(one.form for one in found if one.form != form)
    notes = [f"{n} by {name} are not in this plot: --set tool={name}" for name, n in others.items()]
    proposed = sum(not one.overall and bool(one.holds) for one in kept)
    if proposed:
        said = counted(proposed, "overall judgement")
        notes.append(f"{said} given by the tool's rule, not by a person")
    return with_strangers(
        Bias(
            scale=scale_of(tool, evidence.forms[form].label),
            domains=tuple(domain.label for domain in tool.domains),
            rows=rows,
            show=show,
            notes=tuple(notes),
            look=ask.look,
        )
    )


def _form(found: Sequence[Appraisal], asked: str) -> str:
    counts = Counter(one.form for one in found)
    if asked and asked not in counts:
        raise UsageError(
            f"nothing is appraised with a tool called {asked!r}",
            remedy=f"use one of: {', '.join(sorted(counts))}"
            if counts
            else "enter appraisals first",
        )
    return asked or min(counts, key=lambda name: (-counts[name], name), default="")


def _rows(found: Sequence[Appraisal], evidence: Evidence) -> tuple[Judged, ...]:
    labels = study_labels(evidence)
    effects = {row.id: row for row in evidence.estimates}
    several = Counter((one.study, one.about) for one in found)
    named = []
    for one in found:
        label = labels.get(StudyId(one.study), one.study) + _about(one.about, effects)
        label += f" ({one.extractor})" if several[one.study, one.about] > 1 else ""
        judgements = {d.label: one.judgements.get(d.name, "") for d in one.tool.domains}
        named.append(Judged(label, judgements, one.holds))
    return tuple(sorted(named, key=lambda row: sort_key(row.label)))


def _about(row: str, effects: Mapping[str, Estimate]) -> str:
    """Which estimate is judged, in words."""
    if not row:
        return ""
    held = effects.get(row)
    return f": {held.outcome} ({row})" if held is not None else f": {row}"
