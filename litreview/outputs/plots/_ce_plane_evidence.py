"""Net costs and effects of the included studies, as a cost-effectiveness plane needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from litreview.extraction.money.reading import Comparable
from litreview.extraction.money.reading import one_number as one_amount
from litreview.extraction.printed import is_missing
from litreview.model import CostBenefit, Estimate, reported
from litreview.outputs.escape import http_url
from litreview.outputs.evidence import Evidence
from litreview.outputs.plots import Ask
from litreview.outputs.plots._ce_plane_data import Basis, Given, Interval, Plane, Point, plane
from litreview.outputs.plots._evidence_rows import favourable, way_told
from litreview.outputs.plots._rows import one_of
from litreview.outputs.plots._ways import sign_of
from litreview.outputs.references import study_labels
from litreview.outputs.tables._money import Money
from litreview.outputs.tables._perspective import party

_COSTS = {"higher": 1, "the same": 0, "lower": -1}
_EFFECTS = {"better": 1, "the same": 0, "worse": -1}
_NET = ("net ", "incremental", "additional")


def from_evidence(evidence: Evidence, ask: Ask) -> Plane:
    """Costs in the money of the review's plan, by the effect that each row of a cost names.

    What lacks one of the two, or cannot be converted, is listed with its reason. Raises UsageError.
    """
    gross = one_of(ask.chosen, "gross", ("yes", "no"), "no") == "yes"
    labels, included = study_labels(evidence), evidence.included
    effects = {row.id: row for row in evidence.estimates}
    money = Money.of(evidence)
    given = [
        _given(money, row, labels[row.study], effects, gross=gross)
        for row in evidence.costs
        if row.study in included
    ]
    said = dict.fromkeys(one.point.said for one in given if one.point and one.point.said)
    notes = ["costs are those per participant where no net cost is given"] if gross else []
    return plane(given, ask, (*notes, *said))


@dataclass(frozen=True, slots=True)
class Signs:
    """Whether a programme costs more than the comparison, and does better; None: not told."""

    label: str
    perspective: str
    costs: int | None
    better: int | None


def signs(evidence: Evidence) -> tuple[Signs, ...]:
    """Each economic result of an included study by the signs of its net cost and its effect.

    As the row's fields `cost_direction` and `effect_direction` say; where they do not, by its net
    cost and by the effect that it names. No amount is converted: a sign has no currency.
    """
    labels, included = study_labels(evidence), evidence.included
    effects = {row.id: row for row in evidence.estimates}
    found = []
    for row in evidence.costs:
        if row.study not in included:
            continue
        programme = "" if is_missing(row.programme) else f", {row.programme}"
        effect = effects.get(row.values.get("estimate_id", "").strip())
        label = f"{labels[row.study]}{programme}"
        found.append(Signs(label, party(row), _dearer(row), _better(row, effect)))
    return tuple(found)


def _dearer(row: CostBenefit) -> int | None:
    """1, 0 or -1: whether it costs more than the comparison; None: not told."""
    coded = _COSTS.get(row.values.get("cost_direction", "").strip())
    net = _net(row, gross=False)
    cost = one_amount(net.cost.text)[0] if net is not None else None
    if coded is not None or cost is None:
        return coded
    return (cost > 0) - (cost < 0)


def _better(row: CostBenefit, effect: Estimate | None) -> int | None:
    """1, 0 or -1: whether it does better than the comparison; None: not told."""
    coded = _EFFECTS.get(row.values.get("effect_direction", "").strip())
    if coded is not None or effect is None:
        return coded
    return sign_of(way_told(effect))


def _given(
    money: Money,
    row: CostBenefit,
    label: str,
    effects: Mapping[str, Estimate],
    *,
    gross: bool,
) -> Given:
    name = f"{label}, {row.programme}" if not is_missing(row.programme) else label
    effect = effects.get(row.values.get("estimate_id", "").strip())
    unit = effect.unit if effect is not None else ""
    nothing = Basis(row.currency, row.price_year.text, unit)
    cost = _net(row, gross=gross)
    reasons = [one for one in (_no_cost(cost), _no_effect(effect)) if one]
    if reasons or cost is None or effect is None or effect.value.number is None or not money.bases:
        return Given(name, nothing, None, "; ".join(reasons) or "no money to convert to is planned")
    found = money.on(cost, money.bases[0])
    converted = found.amounts.get("cost")
    if converted is None:
        return Given(name, nothing, None, "; ".join(found.reasons))
    point = Point(
        label=name,
        effect=effect.value.number,
        cost=converted.value,
        effect_interval=_interval(effect),
        group=party(row),
        said=_said(name, found),
        href=http_url(row.source_url),
    )
    return Given(name, Basis(converted.currency, str(converted.year), unit), point)


def _net(row: CostBenefit, *, gross: bool) -> CostBenefit | None:
    """The row with its net cost as its cost alone; None where it gives none."""
    net = row.values.get("net_cost", "")
    words = row.cost.text.casefold()
    if is_missing(net):
        net = row.cost.text if gross or any(word in words for word in _NET) else ""
    if is_missing(net):
        return None
    empty = reported("")
    return replace(row, cost=reported(net), benefits=empty, net_present_value=empty)


def _no_cost(cost: CostBenefit | None) -> str:
    if cost is None:
        return "no cost net of the comparison"
    shown = cost.cost.text[:40]
    return f"the cost is not one number ({shown})" if one_amount(cost.cost.text)[0] is None else ""


def _no_effect(effect: Estimate | None) -> str:
    if effect is None:
        return "the row names no estimate of the effect"
    if effect.value.number is None:
        return "the effect is no plain number"
    if favourable(effect) != "higher":
        return "more of the effect is not said to be better"
    return "" if not is_missing(effect.unit) else "no unit of the effect"


def _interval(effect: Estimate) -> Interval | None:
    ends = [reported(effect.values.get(name, "")).number for name in ("ci_lower", "ci_upper")]
    value = effect.value.number
    if value is None or ends[0] is None or ends[1] is None or not ends[0] <= value <= ends[1]:
        return None
    return (ends[0], ends[1])


def _said(name: str, found: Comparable) -> str:
    cost = found.row.cost.text
    assumed = f"; assumed: {', '.join(found.assumed)}" if found.assumed else ""
    return f"{name}: {found.row.currency} {cost}, {found.factors}{assumed}"
