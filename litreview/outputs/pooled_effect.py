"""The pooled effect of what can be pooled: by the model that `synth fit` takes without options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from litreview.extraction.convert import measure_named
from litreview.extraction.convert.measure import Measure
from litreview.outputs.pooling import Pool, Ready
from litreview.outputs.words import counted

_TWO = 2


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled effect in `measure` (a ratio as its logarithm) with its 95 % interval.

    how: what was pooled and by which model, in words; notes: what the model has to say of it.
    """

    measure: Measure
    unit: str
    value: float
    low: float
    high: float
    effects: tuple[Ready, ...]
    how: str
    notes: tuple[str, ...] = ()

    @property
    def studies(self) -> int:
        """How many studies the effects are of."""
        return len({one.common.row.study for one in self.effects})

    def in_natural(self, of: Callable[[float], float] = float) -> tuple[float, float, float]:
        """Value and ends of the interval in what readers know, each put through `of`."""
        ends = (self.value, self.low, self.high)
        value, low, high = (of(self.measure.in_natural(one)) for one in ends)
        return value, low, high


def pooled_effect(pool: Pool) -> Pooled | str:
    """The pooled effect, or why there is none. Effects of one study depend on each other."""
    if not pool.effects:
        left = f", {counted(len(pool.left_out), 'effect')} left out" if pool.left_out else ""
        return f"no effect of {pool.domain} can be pooled{left}"
    from litreview.synthesis.dependent import dependent
    from litreview.synthesis.effects import Effects
    from litreview.synthesis.fit import fit

    studies = [one.common.row.study for one in pool.effects]
    several = len(set(studies)) < len(studies)
    if several and len(set(studies)) < _TWO:
        return f"all {len(studies)} effects of {pool.domain} are of one study"
    effects = Effects.of(
        [one.effect.yi for one in pool.effects],
        [one.effect.vi or 0.0 for one in pool.effects],
        [one.name for one in pool.effects],
        studies if several else (),
    )
    fitted = dependent(effects) if several else fit(effects)
    of = f"{counted(len(studies), 'effect')} of {counted(len(set(studies)), 'study')}"
    how = f"pooled: {of}, {'three-level' if several else 'random effects'}, REML"
    low, high = fitted.pooled.ci
    return Pooled(
        measure_named(pool.measure),
        pool.unit,
        fitted.pooled.estimate,
        low,
        high,
        pool.effects,
        how if len(studies) > 1 else f"one effect of one study ({pool.effects[0].name})",
        fitted.notes,
    )
