"""What a funnel plot shows: effects with their errors, the pooled effect, and tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from litreview.errors import UsageError
from litreview.outputs.evidence import Evidence
from litreview.outputs.plots import Ask
from litreview.outputs.plots._canvas import Look
from litreview.outputs.plots._effect import Effect, axis_of, back, from_file, with_error
from litreview.outputs.plots._effect_evidence import from_review
from litreview.outputs.plots._rows import Rows, one_of
from litreview.outputs.plots._scale import number
from litreview.outputs.plots._summary import Summary, as_effects, poolable, summary
from litreview.outputs.plots._ways import p_words
from litreview.outputs.words import counted
from litreview.synthesis.choices import pooling_refused

if TYPE_CHECKING:
    from litreview.synthesis.effects import Effects

AXES: Final = ("se", "precision", "vi")
_YES: Final = ("yes", "no")
_FEW: Final = "With fewer than {} effects neither the eye nor a test tells asymmetry from chance."


@dataclass(frozen=True, slots=True)
class Funnel:
    """A funnel plot to be.

    points: effects with a standard error; pooled: of them, None where there are none; filled: what
    trim and fill put in; egger: where Egger's line is at a standard error of 0, and its slope, on
    the scale of pooling; missing: labels of effects without an error; said: for the caption.
    """

    points: tuple[Effect, ...]
    pooled: Summary | None
    unit: str
    look: Look
    log: bool = False
    axis: str = "se"
    contours: bool = False
    filled: tuple[Effect, ...] = ()
    egger: tuple[float, float] | None = None
    missing: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def from_rows(rows: Rows, ask: Ask) -> Funnel:
    """The effects of a CSV file. Raises UsageError for a choice that has no such value."""
    pooling_refused(rows.columns)
    unit, log = axis_of(ask)
    found = from_file(rows, log=log)
    return funnel(found.effects, ask, unit, log=log, notes=found.notes)


def from_evidence(evidence: Evidence, ask: Ask) -> Funnel:
    """The included studies' effects of one domain in one unit, as the forest plot takes them."""
    found = from_review(evidence, ask)
    made = funnel(found.effects, ask, found.unit, log=found.log, notes=found.notes)
    studies = len({one.study for one in made.points})
    if studies >= len(made.points):
        return made
    several = (
        f"{counted(len(made.points), 'effect')} of {counted(studies, 'study')}: those of "
        "one study depend on each other, which neither the region nor the tests know."
    )
    return replace(made, said=(*made.said, several))


def funnel(
    effects: Sequence[Effect], ask: Ask, unit: str, *, log: bool, notes: tuple[str, ...] = ()
) -> Funnel:
    """Effects as a funnel plot. Raises UsageError for a choice that has no such value."""
    wanted = {name: one_of(ask.chosen, name, _YES, "no") == "yes"
              for name in ("contours", "fill", "egger")}  # fmt: skip
    axis = one_of(ask.chosen, "axis", AXES, "se")
    points = poolable(effects, log=log)
    kept = {id(one) for one in points}
    missing = tuple(one.label for one in effects if id(one) not in kept)
    if missing:
        said = (f"{one} ({n})" if n > 1 else one for one, n in Counter(missing).items())
        count = counted(len(missing), "effect")
        notes = (*notes, f"{count} not drawn, without a standard error: {'; '.join(said)}")
    bare = Funnel((), None, unit, ask.look, log, axis, missing=missing, notes=notes)
    if not points:
        return bare
    return _tested(replace(bare, points=points, contours=wanted["contours"]), ask, wanted)


def _tested(data: Funnel, ask: Ask, wanted: dict[str, bool]) -> Funnel:
    """The same with its pooled effect, and the tests that were asked for."""
    from litreview.synthesis.fit import fit
    from litreview.synthesis.small_study import FEW, LEAST

    method, k = ask.chosen.get("pool", "").strip() or "REML", len(data.points)
    effects = as_effects(data.points, log=data.log)
    data = replace(data, pooled=summary("Pooled", fit(effects, tau2=method), log=data.log))
    if k < LEAST and (wanted["egger"] or wanted["fill"]):
        few = f"No test of asymmetry: {counted(k, 'effect')}, and it needs {LEAST}."
        return replace(data, said=(few, _FEW.format(FEW)))
    if wanted["egger"]:
        data = _with_line(data, effects)
    if wanted["fill"]:
        data = _with_filled(data, effects, method)
    return replace(data, said=(*data.said, *([_FEW.format(FEW)] if k < FEW else [])))


def _with_line(data: Funnel, effects: Effects) -> Funnel:
    """The same with Egger's line and test, or why there is none."""
    from litreview.synthesis.small_study import egger

    try:
        test = egger(effects)
    except UsageError as why:
        return replace(data, said=(*data.said, f"No line of Egger's: {why.what}."))
    said = f"Egger's test: t({test.df}) = {number(test.statistic, 2)}, {p_words(test.p)}."
    return replace(data, egger=(test.limit, test.slope), said=(*data.said, said))


def _with_filled(data: Funnel, effects: Effects, method: str) -> Funnel:
    """The same with what trim and fill puts in. Raises UsageError: asked for without a spread."""
    from litreview.synthesis.small_study import trim_and_fill

    if method == "FE":
        raise UsageError("trim and fill is drawn with random effects", remedy="pool=REML")
    try:
        found = trim_and_fill(effects, tau2=method)
    except UsageError as why:
        return replace(data, said=(*data.said, f"Not filled: {why.what}."))
    if not found.filled:
        return replace(
            data, said=(*data.said, f"Trim and fill ({found.counting}) puts in no effect.")
        )
    put = (with_error("put in by trim and fill", back(y, log=data.log), v**0.5, log=data.log)
           for y, v in found.filled)  # fmt: skip
    new = summary("", found.fit, log=data.log)
    said = (
        f"Trim and fill ({found.counting}): {counted(found.missing, 'effect')} put in at the "
        f"{found.side}; pooled with what was put in: {number(new.value)} [{number(new.low)}, "
        f"{number(new.high)}]."
    )
    return replace(data, filled=tuple(put), said=(*data.said, said))
