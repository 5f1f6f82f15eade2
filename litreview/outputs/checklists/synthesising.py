"""Of checklists: how results are shown and combined."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.outputs.checklists.answering import Answer, Topic, filled, gap, person
from litreview.outputs.evidence import Evidence
from litreview.outputs.findings_summary import outcomes
from litreview.outputs.methods.appraising import certain
from litreview.outputs.methods.synthesising import measures, money
from litreview.outputs.pooling import domains, in_common, pool
from litreview.outputs.words import counted

_SUMMARY = "tables/summary-of-findings.html"
_ENTER = "no effect of an included study is extracted yet: litreview extract next"


def _any_effect(evidence: Evidence) -> bool:
    return any(row.study in evidence.included for row in evidence.estimates)


def _measures(evidence: Evidence) -> Answer:
    if not _any_effect(evidence):
        return gap(_ENTER)
    return filled(measures(evidence.plan.effects), "tables/effects.html")


def _pooling(evidence: Evidence) -> Answer:
    """What may share a synthesis, by outcome domain, and how many are left out."""
    if not _any_effect(evidence):
        return gap(_ENTER)
    found = in_common(evidence)
    told = []
    for name in domains(found):
        held = pool(found, name, evidence.plan.effects)
        told.append(f"{name}: {len(held.effects):,} of {len(held.effects) + len(held.left_out):,}")
    return person(
        "say which were put together and why",
        f"effects that can be pooled, by outcome domain: {'; '.join(told)}",
        "plots/",
    )


def _conversion(evidence: Evidence) -> Answer:
    costs = any(row.study in evidence.included for row in evidence.costs)
    said = [measures(evidence.plan.effects)] if _any_effect(evidence) else []
    said += [money(evidence)] if costs else []
    if not said:
        return gap(_ENTER)
    return filled(" ".join(said), "tables/costs.html" if costs else "tables/effects.html")


def _display(evidence: Evidence) -> Answer:
    if not evidence.flow.studies:
        return gap("no study is included yet: litreview screen")
    return filled(
        "tables of characteristics, effects, costs and of both together; plots", "tables/"
    )


def _synthesis(evidence: Evidence) -> Answer:
    missing = "say how results were combined and why so; litreview synth fit FILE pools"
    return person(missing, _pooled(evidence))


def _pooled(evidence: Evidence) -> str:
    if "total_studies_ma" not in evidence.flow.boxes:
        return ""
    n = evidence.flow["total_studies_ma"].n
    return f"{counted(n, 'study')} declared to be in a meta-analysis"


def _results(evidence: Evidence) -> Answer:
    """Pooled effects stand in the summary of findings, where somebody judged their certainty."""
    pooled = sum(not isinstance(one.effect, str) for one in outcomes(evidence))
    if pooled:
        what = f"pooled effects of {counted(pooled, 'outcome')}"
        return person("give heterogeneity too: litreview synth fit", what, _SUMMARY)
    missing = "give the pooled effects: litreview plot forest --set pool=REML --svg forest.svg"
    return person(missing, _pooled(evidence), "plots/" if _any_effect(evidence) else "")


def _heterogeneity(_: Evidence) -> Answer:
    return person("say how differences were explored, or that they were not")


def _sensitivity(_: Evidence) -> Answer:
    return person("say which were made: litreview synth sensitivity FILE, or that there were none")


def _missing_results(_: Evidence) -> Answer:
    return person(
        "say how (litreview plot funnel --set egger=yes draws a test), or that it was not"
    )


def _certainty(evidence: Evidence) -> Answer:
    """A judgement that lacks a part is a gap; that none was planned only people can say."""
    held = outcomes(evidence)
    if not held:
        sheet = "litreview extract sheet rows.xlsx --form grade"
        return person(f"say that it was not judged, or judge it: {sheet}")
    what = " ".join(certain(evidence))
    open_ = [one.name for one in held if not one.certainty.level]
    if open_:
        return gap(f"not judged in all respects: {'; '.join(open_)}", what, _SUMMARY)
    return filled(what, _SUMMARY)


TOPICS: Mapping[str, Topic] = {
    "measures": _measures,
    "pooling": _pooling,
    "conversion": _conversion,
    "display": _display,
    "synthesis": _synthesis,
    "synthesis-results": _results,
    "heterogeneity": _heterogeneity,
    "sensitivity": _sensitivity,
    "missing-results": _missing_results,
    "certainty": _certainty,
}
