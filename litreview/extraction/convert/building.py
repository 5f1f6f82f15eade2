"""The parts that every measure is built of: the variance to take, and the ways to an effect.

A *way* is a function of what is given: an effect, a reason why this way is closed although its
inputs are there, or None where they are not there. Ways stand in `measures/`, one file a measure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from litreview.extraction.convert import formulas
from litreview.extraction.convert.arms import Table, TableFormula
from litreview.extraction.convert.clusters import design_of
from litreview.extraction.convert.effect import Effect, Formula, NotConvertible
from litreview.extraction.convert.given import Given
from litreview.extraction.convert.uncertainty import Spread, spreads, working_value

Way = Callable[[Given], Effect | NotConvertible | None]
BOUNDS: Final = frozenset({"threshold of p", "stars"})
_NOTHING: Final = "nothing printed gives a standard error"


@dataclass(frozen=True, slots=True)
class Known:
    """The variance of a printed effect on its working scale, and how it was found."""

    vi: float | None = None
    range: tuple[float | None, float | None] | None = None
    origin: str = ""
    steps: tuple[str, ...] = ()
    imputed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def scaled(self, slope: float) -> Known:
        """The variance after a transformation with this slope at the estimate (delta method)."""
        by = slope**2
        ends = self.range and tuple(None if end is None else end * by for end in self.range)
        return Known(
            None if self.vi is None else self.vi * by,
            (ends[0], ends[1]) if ends else None,
            self.origin,
            self.steps,
            self.imputed,
            self.notes,
        )


def known(given: Given, by_arms: float | None = None) -> Known:
    """The variance of the printed effect by the order of precedence in docs/effects.md.

    by_arms: the variance that sizes and spreads of the two groups give, None where they do not;
    it stands behind the printed standard error, the interval, t and a p that is fine enough.
    """
    found = spreads(given)
    own = [one for one in found if one.origin not in BOUNDS and one.se]
    fine = next((one for one in own if one.origin != "p value" or not one.coarse), None)
    if fine is not None:
        return _clustered(given, _of(fine))
    if by_arms is not None:
        return arms_known(given, by_arms)
    coarse = own or [one for one in found if one.se]
    if coarse:
        return _clustered(given, _of(coarse[0]))
    bounded = tuple(f"{one.origin}: {one.step}" for one in found)
    return Known(notes=(*bounded, _NOTHING))


def arms_known(given: Given, vi: float) -> Known:
    """The variance that follows from the groups, widened by the design effect of clusters."""
    steps: tuple[str, ...] = ("variance from the sizes of the groups",)
    design = design_of(given)
    if design is None:
        return Known(vi, origin="arms", steps=steps, notes=_raw(given))
    if isinstance(design, str):
        note = f"the design has clusters, which the variance leaves out: {design}"
        return Known(vi, origin="arms", steps=steps, notes=(*_raw(given), note))
    imputed = (design.imputed,) if design.imputed else ()
    return Known(vi * design.value, None, "arms", (*steps, design.step), imputed, _raw(given))


def _raw(given: Given) -> tuple[str, ...]:
    if given.adjusted == "yes" and given.value is not None:
        return ("the effect is adjusted, its variance is that of the raw groups",)
    return ()


def _of(spread: Spread) -> Known:
    if spread.se is None:
        return Known(notes=(_NOTHING,))
    open_ = spread.origin in BOUNDS or (spread.origin == "p value" and spread.coarse)
    high = None if spread.high == float("inf") else spread.high**2
    imputed = [spread.imputed] if spread.imputed else []
    if open_ and not spread.imputed:
        imputed.append("the rounding of p leaves the standard error open by more than a half")
    return Known(
        spread.se**2,
        (spread.low**2, high) if open_ else None,
        spread.origin,
        (f"standard error by {spread.formula.name} ({spread.formula.source}); {spread.step}",),
        tuple(imputed),
    )


def _clustered(given: Given, found: Known) -> Known:
    """Clusters widen a printed standard error only where it is said to ignore them."""
    clusters = given.clusters
    if clusters is None or found.vi is None:
        return found
    if clusters.allowed_for != "no":
        said = "allows for" if clusters.allowed_for == "yes" else "may or may not allow for"
        return _noted(found, f"the printed standard error {said} clusters: nothing was added")
    design = design_of(given)
    if design is None or isinstance(design, str):
        why = design or "neither their number nor their size is known"
        return _noted(found, f"the standard error ignores clusters, and nothing was added: {why}")
    wider = found.scaled(design.value**0.5)
    imputed = (*wider.imputed, design.imputed) if design.imputed else wider.imputed
    return Known(
        wider.vi, wider.range, wider.origin, (*wider.steps, design.step), imputed, wider.notes
    )


def _noted(found: Known, note: str) -> Known:
    return Known(
        found.vi, found.range, found.origin, found.steps, found.imputed, (*found.notes, note)
    )


def effect(
    given: Given,
    what: tuple[str, Formula],
    yi: float,
    spread: Known,
    inputs: Mapping[str, float | None],
) -> Effect:
    """An effect in a measure by a formula, with all that `given` and `spread` have to say."""
    measure, formula = what
    if spread.vi is not None and not 0 < spread.vi < float("inf"):
        spread = Known(notes=(*spread.notes, f"a variance of {spread.vi:g} is not used"))
    return Effect(
        measure,
        yi,
        spread.vi,
        formula,
        {name: value for name, value in inputs.items() if value is not None},
        (*given.steps, *spread.steps),
        spread.imputed,
        (*given.notes, *spread.notes),
        spread.range,
        spread.origin,
        estimand=given.estimand if given.estimand != "other" else "",
        shared_control=given.shared_control,
        favourable=given.favourable,
    )


def printed(
    given: Given, what: tuple[str, Formula], kinds: frozenset[str], by_arms: float | None = None
) -> Effect | NotConvertible | None:
    """The way of the effect that is printed in this very measure: logged where it is a ratio."""
    y = working_value(given)
    if given.kind not in kinds or y is None:
        return None
    return effect(given, what, y, known(given, by_arms), {given.kind: given.value})


def table_of(given: Given) -> tuple[Table, tuple[str, ...]] | None:
    """Events and persons, counted or reckoned as share times n; None where a part is missing."""
    cells: list[float] = []
    steps: list[str] = []
    for name, arm in (("treated", given.treated), ("control", given.control)):
        if not arm.n or arm.n < 0:
            return None
        events = arm.events
        if events is None:
            if arm.share is None:
                return None
            events = arm.share * arm.n
            steps.append(f"{name}: {arm.share:g} of {arm.n:g} persons are {events:.6g} events")
        cells += [events, arm.n]
    return Table(*cells), tuple(steps)


def by_table(
    given: Given, what: tuple[str, Formula], reckon: TableFormula, *, half: bool = True
) -> Effect | None:
    """The way of two shares with their sizes. half: 0.5 is added where a cell is empty."""
    found = table_of(given)
    if found is None:
        return None
    table, steps = found
    imputed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    used = table
    if table.has_zero and half:
        used = table.halved()
        imputed = (f"{formulas.HALF_ADDED.name} ({formulas.HALF_ADDED.source}): one was empty",)
    if table.says_nothing:
        notes = ("both groups have a share of 0, or of 1: that says nothing about a ratio",)
    yi, vi = reckon(used)
    inputs = {
        "events treated": table.events_treated,
        "n treated": table.n_treated,
        "events control": table.events_control,
        "n control": table.n_control,
    }
    return effect(given, what, yi, arms_known(given, vi), inputs).told(
        steps=steps, imputed=imputed, notes=notes
    )


def control_share(given: Given) -> float | None:
    """The comparison group's share with the event, where it is known."""
    return given.control.proportion


def bridged(
    given: Given,
    what: tuple[str, Formula],
    move: tuple[float, float],
    assumed: tuple[str, ...],
    inputs: Mapping[str, float | None],
) -> Effect:
    """The way from another measure: `move` is the new estimate and the slope of the step to it."""
    yi, slope = move
    return effect(given, what, yi, known(given).scaled(slope), inputs).told(imputed=assumed)
