"""Standardised mean difference, Hedges' g with the exact correction."""

from __future__ import annotations

import math
from dataclasses import replace

from litreview.extraction.convert import arms, bridges, formulas
from litreview.extraction.convert.building import Known, arms_known, effect, known, printed
from litreview.extraction.convert.effect import Effect, Formula, NotConvertible
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.measure import Measure, convert
from litreview.extraction.convert.measures import log_or
from litreview.extraction.convert.measures.md import KINDS
from litreview.extraction.convert.measures.or2dl import ASSUMED

_FEW = 3
AS_IT_STANDS = "taken as printed: whether it is corrected for small samples is not known"


def _sizes(given: Given) -> tuple[float, float] | None:
    n1, n2 = given.treated.n, given.control.n
    return (n1, n2) if n1 and n2 and n1 + n2 > _FEW else None


def _inputs(given: Given) -> dict[str, float | None]:
    return {
        given.kind or "effect": given.value,
        "mean treated": given.treated.mean,
        "mean control": given.control.mean,
        "sd treated": given.treated.sd,
        "sd control": given.control.sd,
        "n treated": given.treated.n,
        "n control": given.control.n,
    }


def _means(given: Given) -> Effect | None:
    """By standard deviations; the printed difference where there is one, else that of the means."""
    treated, control = given.treated, given.control
    steps: tuple[str, ...] = ()
    if given.kind in KINDS and given.value is not None:
        treated, control = replace(treated, mean=given.value), replace(control, mean=0.0)
        steps = ("the printed difference over the standard deviation",)
    found, formula = arms.smd(treated, control), formulas.SMD_MEANS
    if found is None and treated.sd is None:
        found, formula = arms.smd_by_control(treated, control), formulas.SMD_CONTROL
    if found is None:
        return None
    yi, vi = found
    made = effect(given, ("SMD", formula), yi, arms_known(given, vi), _inputs(given))
    return made.told(steps=steps)


def _standardised(given: Given) -> Effect | NotConvertible | None:
    sizes = _sizes(given)
    if given.kind != "standardised difference" or given.value is None:
        return None
    vi = arms.variance_of_g(given.value, *sizes) if sizes else None
    found = printed(given, ("SMD", formulas.AS_PRINTED), frozenset({given.kind}), vi)
    return found.told(notes=(AS_IT_STANDS,)) if isinstance(found, Effect) else found


def _statistic(given: Given) -> Effect | NotConvertible | None:
    """By t or F of two groups; not where t comes from clustered errors."""
    t, formula = given.t, formulas.SMD_T
    if given.kind == "t value":
        t = given.value
    if given.kind == "F value" and given.value is not None and given.value >= 0:
        t, formula = _sign(given) * math.sqrt(given.value), formulas.SMD_F
    if t is None or given.kind not in {*KINDS, "t value", "F value"}:
        return None
    found = _by_t(given, t, formula, Known())
    if given.kind == "F value" and isinstance(found, Effect) and not _sign(given) - 1:
        return found.told(notes=("F has no sign: the means decide, else it is taken as positive",))
    return found


def _sign(given: Given) -> float:
    one, two = given.treated.mean, given.control.mean
    return -1.0 if one is not None and two is not None and one < two else 1.0


def _implied(given: Given) -> Effect | NotConvertible | None:
    """By the standard deviation that the standard error of the difference implies."""
    if given.kind not in KINDS or not given.value:
        return None
    spread = known(replace(given, clusters=None))
    if spread.vi is None:
        return NotConvertible("SMD", "neither standard deviations nor a standard error are known")
    return _by_t(given, given.value / math.sqrt(spread.vi), formulas.SMD_SE, spread)


def _by_t(given: Given, t: float, formula: Formula, spread: Known) -> Effect | NotConvertible:
    sizes = _sizes(given)
    if sizes is None:
        return NotConvertible("SMD", "the sizes of both groups are not known")
    if given.clusters is not None and given.clusters.allowed_for == "yes":
        return NotConvertible(
            "SMD", "the standard error allows for clusters: it implies no standard deviation"
        )
    g, vi = arms.g_with_variance(t * math.sqrt(1 / sizes[0] + 1 / sizes[1]), *sizes)
    imputed = list(spread.imputed)
    if formula is formulas.SMD_SE:
        imputed.append("the standard deviation is the one that the standard error implies")
    if spread.range is not None:
        imputed.append("g is the one that goes with that standard error, not the printed effect")
    own = arms_known(given, vi)
    own = replace(own, range=spread.range and (vi, None), notes=(*own.notes, *spread.notes))
    inputs = {**_inputs(given), "t": t, "standard error": spread.vi and math.sqrt(spread.vi)}
    notes: tuple[str, ...] = ()
    if given.adjusted == "yes":
        notes = ("the effect is adjusted: the standard deviation is that left by the covariates",)
    return effect(given, ("SMD", formula), g, own, inputs).told(
        steps=spread.steps, imputed=imputed, notes=notes
    )


def _correlation(given: Given) -> Effect | NotConvertible | None:
    if given.kind != "correlation" or given.value is None:
        return None
    r = given.value
    if abs(r) >= 1:
        return NotConvertible("SMD", f"a correlation of {r:g} has no standardised difference")
    sizes = _sizes(given)
    n = sum(sizes) if sizes else given.n_total
    spread = Known(notes=("the number of persons is not known, so there is no variance",))
    if n is not None and n > _FEW:
        # r has the variance (1 - r^2)^2 / (n - 1), which goes through the slope of the step
        spread = arms_known(given, 4 * (1 - r * r) ** 2 / ((n - 1) * (1 - r * r) ** 3))
    found = effect(
        given, ("SMD", formulas.SMD_R), bridges.d_from_r(r), spread, {"correlation": r, "n": n}
    )
    return found.told(imputed=("the correlation is one with a group, both groups of one size",))


def _odds(given: Given) -> Effect | NotConvertible | None:
    """By the log odds ratio, through whichever way it is known; the logistic step is assumed."""
    if given.kind == "standardised difference":
        return None
    found = convert(given, log_or.MEASURE)
    if not isinstance(found, Effect):
        return NotConvertible("SMD", found.reason) if _of_shares(given) else None
    by = 1 / bridges.LOGISTIC**2
    low, high = found.vi_range or (None, None)
    made = replace(
        found,
        measure="SMD",
        yi=bridges.d_from_log_odds(found.yi),
        vi=None if found.vi is None else found.vi * by,
        vi_range=found.vi_range and (low and low * by, high and high * by),
        formula=formulas.OR_TO_D_LOGISTIC,
    )
    return made.told(steps=(f"log odds ratio by: {found.formula.name}",), imputed=(ASSUMED,))


def _of_shares(given: Given) -> bool:
    return given.kind in {"share difference", "odds ratio", "risk ratio", "relative change"}


MEASURE = Measure(
    name="SMD",
    label="standardised mean difference (Hedges' g)",
    ways=(_means, _standardised, _statistic, _implied, _correlation, _odds),
    needs="means with standard deviations, t or a standard error with the sizes of the groups, a "
    "standardised difference, or what gives an odds ratio",
    natural="Hedges' g",
)
