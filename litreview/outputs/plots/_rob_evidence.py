"""Appraisals of a review's included studies as a plot of risk of bias needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from litreview.errors import UsageError
from litreview.outputs.appraised import Appraised, appraised
from litreview.outputs.evidence import Evidence
from litreview.outputs.plots import Ask
from litreview.outputs.plots._rob_data import SHOWS, Bias, Judged, with_strangers
from litreview.outputs.plots._rob_scale import Scale, scale_of
from litreview.outputs.plots._rows import one_of
from litreview.outputs.words import counted


def from_evidence(evidence: Evidence, ask: Ask) -> Bias:
    """The appraisals by one tool: the one asked for, else the one with most appraisals.

    A row is an estimate where the tool judges estimates, else a study. Raises UsageError for a tool
    that nobody used.
    """
    show = one_of(ask.chosen, "show", SHOWS, SHOWS[0])
    found = appraised(evidence)
    form = _form(found, ask.chosen.get("tool", ""))
    kept = [one for one in found if one.appraisal.form == form]
    if not kept:
        note = "no appraisal of an included study is entered: litreview extract import FORM FILE"
        return Bias(Scale(()), (), (), show=show, notes=(note,), look=ask.look)
    tool = kept[0].appraisal.tool
    others = Counter(one.appraisal.form for one in found if one.appraisal.form != form)
    notes = [f"{n} by {name} are not in this plot: --set tool={name}" for name, n in others.items()]
    proposed = sum(not one.appraisal.overall and bool(one.appraisal.holds) for one in kept)
    if proposed:
        said = counted(proposed, "overall judgement")
        notes.append(f"{said} given by the tool's rule, not by a person")
    return with_strangers(
        Bias(
            scale=scale_of(tool, evidence.forms[form].label),
            domains=tuple(domain.label for domain in tool.domains),
            rows=tuple(map(_judged, kept)),
            show=show,
            notes=tuple(notes),
            look=ask.look,
        )
    )


def _form(found: Sequence[Appraised], asked: str) -> str:
    counts = Counter(one.appraisal.form for one in found)
    if asked and asked not in counts:
        raise UsageError(
            f"nothing is appraised with a tool called {asked!r}",
            remedy=f"use one of: {', '.join(sorted(counts))}"
            if counts
            else "enter appraisals first",
        )
    return asked or min(counts, key=lambda name: (-counts[name], name), default="")


def _judged(one: Appraised) -> Judged:
    tool = one.appraisal.tool
    given = {domain.label: one.appraisal.judgements.get(domain.name, "") for domain in tool.domains}
    return Judged(one.label, given, one.appraisal.holds)
