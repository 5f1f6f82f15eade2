"""What a forest plot shows, from a file or from the estimates of a review."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from litreview.errors import UsageError
from litreview.outputs.evidence import Evidence
from litreview.outputs.plots import Ask
from litreview.outputs.plots._canvas import Look
from litreview.outputs.plots._effect import Effect, axis_of, from_file, together
from litreview.outputs.plots._effect_evidence import from_review
from litreview.outputs.plots._rows import Rows, one_of, plain_number
from litreview.outputs.plots._summary import (
    Summary,
    as_effects,
    between,
    poolable,
    summary,
    summary_of_studies,
    weighted,
)
from litreview.outputs.words import counted
from litreview.synthesis.choices import pooling_refused

ORDERS: Final = ("given", "effect", "precision")


@dataclass(frozen=True, slots=True)
class Forest:
    """A forest plot to be. Rows of one group stand together.

    null: where no difference is; log: the axis is logarithmic; subtotals: by group; pooled: None
    where nothing is pooled; between: the test of differences between groups, in words; limits:
    where the axis ends, None: by the effects.
    """

    rows: tuple[Effect, ...]
    unit: str
    look: Look
    log: bool = False
    null: float = 0.0
    favours: tuple[str, str] = ("", "")
    subtotals: Mapping[str, Summary] = field(default_factory=dict)
    pooled: Summary | None = None
    between: str = ""
    limits: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()


def from_rows(rows: Rows, ask: Ask) -> Forest:
    """The rows of a CSV file; ``--set pool=REML`` adds the pooled effect of rows with an error."""
    if ask.chosen.get("pool", "").strip():
        pooling_refused(rows.columns)
    unit, log = axis_of(ask)
    found = from_file(rows, log=log)
    return forest(found.effects, ask, unit, log=log, notes=found.notes)


def from_evidence(evidence: Evidence, ask: Ask) -> Forest:
    """Effects of included studies of one domain, in one measure or one printed unit.

    Raises UsageError where effects as printed are to be pooled: that is for those in one measure.
    """
    if ask.chosen.get("pool", "").strip() and ask.chosen.get("unit", "").strip():
        raise UsageError(
            "effects of a review are pooled when they are in one measure",
            remedy="leave the unit out",
        )
    found = from_review(evidence, ask)
    return forest(found.effects, ask, found.unit, log=found.log, notes=found.notes)


def forest(
    effects: Sequence[Effect], ask: Ask, unit: str, *, log: bool, notes: tuple[str, ...] = ()
) -> Forest:
    """Effects that share an axis as a plot, ordered and pooled as was asked for.

    Raises UsageError for a choice that has no such value.
    """
    limits = _limits(ask.chosen.get("limits", ""), log=log)
    method = ask.chosen.get("pool", "").strip()
    rows = together(sorted(effects, key=_order(ask)))
    favours = (ask.chosen.get("left", ""), ask.chosen.get("right", ""))
    made: dict[str, Any] = {"notes": notes}
    if method:
        wanted = one_of(ask.chosen, "subtotals", ("yes", "no"), "no") == "yes"
        made = _pooled(rows, method, notes, log=log, subtotals=wanted)
    return Forest(
        made.pop("rows", rows), unit, ask.look, log, 1.0 if log else 0.0, favours,
        limits=limits, **made,
    )  # fmt: skip


def _order(ask: Ask) -> Callable[[Effect], float]:
    """What rows are sorted by; the most precise, or the smallest, first."""
    order = one_of(ask.chosen, "order", ORDERS, "given")
    if order == "effect":
        return lambda one: one.value
    if order == "precision":
        return lambda one: float("inf") if one.se is None else one.se
    return lambda _: 0.0


def _limits(text: str, *, log: bool) -> tuple[float, float] | None:
    if not text.strip():
        return None
    ends = [plain_number(one) for one in text.split(",")]
    null = 1.0 if log else 0.0
    match ends:
        case [float(low), float(high)] if (
            low < high and low <= null <= high and (low > 0 or not log)
        ):
            return low, high
    raise UsageError(
        f"an axis cannot have the limits {text!r}",
        remedy=f"write two numbers with {null:g} between them, as limits=0.1,10",
    )


def _pooled(
    rows: Sequence[Effect], method: str, notes: tuple[str, ...], *, log: bool, subtotals: bool
) -> dict[str, Any]:
    """The rows with their weights, the pooled effect, and those of groups."""
    usable = poolable(rows, log=log)
    if not usable:
        return {"notes": (*notes, "Nothing is pooled: no row has a standard error.")}
    bare = len(rows) - len(usable)
    said = f"{counted(bare, 'row')} without a standard error: shown, and not pooled."
    notes = (*notes, said) if bare else notes
    if len({one.study for one in usable if one.study}) < sum(bool(one.study) for one in usable):
        return _of_studies(usable, method, notes, log=log, subtotals=subtotals)
    return _apart(rows, usable, method, log=log, subtotals=subtotals) | {"notes": notes}


def _of_studies(
    usable: Sequence[Effect], method: str, notes: tuple[str, ...], *, log: bool, subtotals: bool
) -> dict[str, Any]:
    """The pooled effect where a study has several, which depend on each other: no weights then."""
    from litreview.synthesis.dependent import dependent

    studies = [one.study for one in usable]
    if len(set(studies)) < 2:  # noqa: PLR2004 - one study does not differ from itself
        return {"notes": (*notes, "Nothing is pooled: all effects are of one study.")}
    whole = dependent(as_effects(usable, log=log, clusters=studies), tau2=method)
    if subtotals:
        notes = (*notes, "No subtotals: effects of one study stand in several groups.")
    return {"pooled": summary_of_studies(whole, log=log), "notes": (*notes, *whole.notes)}


def _apart(
    rows: Sequence[Effect], usable: Sequence[Effect], method: str, *, log: bool, subtotals: bool
) -> dict[str, Any]:
    """The same where all effects are independent of each other."""
    from litreview.synthesis.fit import fit

    whole = fit(as_effects(usable, log=log), tau2=method)
    every = weighted(rows, whole, log=log)
    made: dict[str, Any] = {"rows": every, "pooled": summary("Pooled", whole, log=log)}
    names = tuple(dict.fromkeys(one.group for one in usable))
    if subtotals and len(names) > 1:
        fits = {
            name: fit(as_effects([o for o in usable if o.group == name], log=log), tau2=method)
            for name in names
        }
        made["subtotals"] = {
            name: summary(
                "Subtotal", one, log=log,
                weight=sum(o.weight or 0.0 for o in every if o.group == name),
            )
            for name, one in fits.items()
        }  # fmt: skip
        made["between"] = between(list(fits.values()))
    return made
