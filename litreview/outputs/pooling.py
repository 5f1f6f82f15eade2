"""The effects of a review in common measures, and those of one outcome domain that may be pooled.

What tables, plots and `synth` read. Nothing is computed here: `extraction.convert` converts, and an
effect that cannot take part is a value with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from litreview.extraction.checks.rule import Table as Rows
from litreview.extraction.checks.superseding import superseded
from litreview.extraction.convert import Effect, NotConvertible, measure_named, to_measure
from litreview.extraction.rows import row_order
from litreview.model import EffectsPlan, Estimate, StudyId
from litreview.outputs.evidence import Evidence
from litreview.outputs.plots._evidence_rows import favourable
from litreview.outputs.references import sort_key, study_labels
from litreview.outputs.tables._groups import DOMAINS, domain, rank
from litreview.outputs.tables._words import says_nothing

EVERYBODY: Final = "all"
"""What the field `subgroup` says where an effect is on everybody."""


NO_VARIANCE: Final = "nothing that is printed gives a variance"


@dataclass(frozen=True, slots=True)
class Common:
    """An estimate with its effect in the measure of its domain, or why there is none.

    label: of its study; older: a later row or report supersedes it; better: "higher" or "lower",
    "" where the better direction is not known.
    """

    row: Estimate
    label: str
    domain: str
    effect: Effect | NotConvertible
    older: bool
    better: str

    @property
    def on_everybody(self) -> bool:
        """Whether it is on all participants, not on some of them."""
        return on_everybody(self.row)


@dataclass(frozen=True, slots=True)
class Ready:
    """An effect that can be pooled: of one measure, unit and estimand with the others."""

    common: Common
    effect: Effect

    @property
    def name(self) -> str:
        """The label of the study and the row, which is unique."""
        return f"{self.common.label}, {self.common.row.id}"


@dataclass(frozen=True, slots=True)
class Pool:
    """What can be pooled of one outcome domain in one measure (for MD: in one unit).

    better: the direction that is better for all of them, "" where there is none. left_out: the
    others of the domain, each with the reason; bare: those of them that lack nothing but a
    variance, so that a figure can show them.
    """

    domain: str
    measure: str
    unit: str
    better: str
    effects: tuple[Ready, ...]
    left_out: tuple[tuple[Common, str], ...]
    bare: tuple[Ready, ...] = ()


def on_everybody(row: Estimate) -> bool:
    """Whether a row is on all participants of its study, not on some of them."""
    return says_nothing(row.subgroup) or row.subgroup.strip().casefold() == EVERYBODY


def in_common(
    evidence: Evidence, measure: str = "", *, everything: bool = False
) -> tuple[Common, ...]:
    """The estimates of the included studies, each in the measure of its domain.

    measure: one for all instead, as `extraction.convert` names it. everything: of all studies.
    By study, then row. Raises UnknownName for a measure that does not exist. Linear in the rows.
    """
    plan, labels = evidence.plan.effects, study_labels(evidence)
    plan = replace(plan, measure=measure, measures={}) if measure else plan
    for name in (plan.measure, *plan.measures.values()):
        measure_named(name)
    included = evidence.included
    forms = {form.name for form in evidence.forms.values() if form.noun == "estimate"}
    found = superseded(Rows.of(evidence.forms, evidence.rows))
    older = {(who, study, row) for who, form, study, row in found if form in forms}
    rows = [row for row in evidence.estimates if everything or row.study in included]
    rows.sort(key=lambda row: (sort_key(labels[row.study]), row.study, row_order(row.id)))
    return tuple(
        Common(
            row,
            labels[row.study],
            domain(row),
            _converted(row, plan),
            (row.extractor, row.study, row.id) in older,
            favourable(row),
        )
        for row in rows
    )


def poolable_studies(evidence: Evidence) -> tuple[StudyId, ...]:
    """The included studies with an effect that has a variance and that no later row supersedes."""
    ready = (
        one.row.study
        for one in in_common(evidence)
        if isinstance(one.effect, Effect) and one.effect.vi is not None and not one.older
    )
    return tuple(dict.fromkeys(ready))


def _converted(row: Estimate, plan: EffectsPlan) -> Effect | NotConvertible:
    """In the measure of its domain; in the wanted estimand where the take-up is known."""
    measure = plan.of(domain(row))
    effect = to_measure(row.values, measure)
    if isinstance(effect, NotConvertible) or effect.estimand in {"", plan.estimand}:
        return effect
    other = to_measure(row.values, measure, estimand=plan.estimand)
    return effect if isinstance(other, NotConvertible) else other


def domains(found: Iterable[Common]) -> dict[str, int]:
    """Each outcome domain with the number of its effects that have a variance, in usual order."""
    counts: dict[str, int] = {}
    for one in found:
        has = isinstance(one.effect, Effect) and one.effect.vi is not None
        counts[one.domain] = counts.get(one.domain, 0) + has
    return dict(sorted(counts.items(), key=lambda item: rank(DOMAINS, item[0])))


def pool(found: Sequence[Common], of: str, plan: EffectsPlan, *, turn: bool = False) -> Pool:
    """Those effects of the domain `of` that can be pooled, and why the others cannot.

    turn: an effect for which lower is better is turned where higher is better for most, and the
    other way round, which is noted in it; else it is left out. An effect on some participants is
    left out where its study has one on everybody.
    """
    mine = [one for one in found if one.domain == of]
    told = [one for one in mine if _why_not(one, {}) in {"", NO_VARIANCE}]
    with_variance = [one for one in told if not _why_not(one, {})]
    most = with_variance or told
    better = _most(one.better for one in most if one.better)
    whole = {one.row.study: True for one in with_variance if one.on_everybody}
    unit = _most(one.effect.unit for one in most if isinstance(one.effect, Effect))
    ready: list[Ready] = []
    bare: list[Ready] = []
    left: list[tuple[Common, str]] = []
    for one in mine:
        lacks, unlike = _why_not(one, whole), _unlike(one, plan, unit, better, turn=turn)
        if lacks or unlike:
            left.append((one, lacks or unlike))
        if unlike or isinstance(one.effect, NotConvertible) or lacks not in ("", NO_VARIANCE):
            continue
        of_it = Ready(one, _turned(one.effect, turned=one.better != better))
        (bare if lacks else ready).append(of_it)
    measure = next((one.effect.measure for one in (*ready, *bare)), plan.of(of))
    return Pool(of, measure, unit, better, tuple(ready), tuple(left), tuple(bare))


def _why_not(one: Common, whole: Mapping[StudyId, bool]) -> str:
    """Why an effect can take part in no pooling, "" where it can."""
    if isinstance(one.effect, NotConvertible):
        return str(one.effect)
    if one.older:
        return "a later version supersedes it"
    if one.row.unsettled:
        return "people differ on it, and nobody has settled it"
    if not one.on_everybody and whole.get(one.row.study):
        return "it is on some participants, and its study has an effect on everybody"
    return NO_VARIANCE if one.effect.vi is None else ""


def _unlike(one: Common, plan: EffectsPlan, unit: str, better: str, *, turn: bool) -> str:
    """Why an effect cannot be pooled with the others, "" where it can."""
    effect = one.effect
    if isinstance(effect, NotConvertible):
        return str(effect)
    if effect.unit != unit:
        return f"it is in {effect.unit or 'no unit'}, and most are in {unit or 'none'}"
    if effect.estimand and effect.estimand != plan.estimand:
        return f"it is of another estimand ({effect.estimand}) than {plan.estimand}"
    if not one.better and better:
        return "which direction is the better one is neither coded nor plain from the outcome"
    if one.better != better and not turn:
        return f"{one.better} is better, and {better} is for most of them"
    return ""


def _turned(effect: Effect, *, turned: bool) -> Effect:
    if not turned:
        return effect
    note = "turned: the other direction is the better one for most"
    return replace(effect, yi=-effect.yi).told(steps=(note,))


def _most(texts: Iterable[str]) -> str:
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text)) if counts else ""
