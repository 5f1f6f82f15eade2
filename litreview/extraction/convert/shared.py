"""Effects whose comparison group is the same people: marked here, with what the covariance needs.

The covariance itself is built by `synthesis`; the part that both effects share is the variance of
the comparison group's own figure (Gleser and Olkin 2009), which `covariance_of` gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from litreview.extraction.convert.effect import Effect, NotConvertible
from litreview.extraction.convert.given import Arm


@dataclass(frozen=True, slots=True)
class SharedControl:
    """The places in a list of effects that share `group`, and the measure that they are in."""

    group: str
    measure: str
    places: tuple[int, ...]


def shared_controls(effects: Iterable[Effect | NotConvertible]) -> tuple[SharedControl, ...]:
    """The sets of two and more effects of one measure that share a comparison group."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, effect in enumerate(effects):
        if isinstance(effect, Effect) and effect.shared_control:
            found[effect.shared_control, effect.measure].append(place)
    return tuple(
        SharedControl(group, measure, tuple(places))
        for (group, measure), places in sorted(found.items())
        if len(places) > 1
    )


def covariance_of(
    measure: str, control: Arm, g: tuple[float, float] | None = None, n_all: float | None = None
) -> float | None:
    """Covariance of two effects that share `control`, on the scale of `measure`; None if unknown.

    RD: p q / n; logRR: 1/c - 1/n; logOR: 1/c + 1/(n - c); PAS: 1/(4 n); MD: sd^2 / n; ROM:
    sd^2 / (n m^2); SMD: 1/n + g1 g2 / (2 N) with both values `g` and the persons `n_all` of all
    groups (Gleser and Olkin 2009).
    """
    n = control.n
    if n is None or n <= 0:
        return None
    if measure in _BY_SHARE:
        return _by_share(measure, control, n)
    if measure == "MD" and control.sd is not None:
        return control.sd**2 / n
    if measure == "ROM" and control.sd is not None and control.mean:
        return control.sd**2 / (n * control.mean**2)
    if measure == "SMD" and g is not None and n_all:
        return 1 / n + g[0] * g[1] / (2 * n_all)
    return None


_BY_SHARE: Final = frozenset({"RD", "logRR", "logOR", "PAS"})


def _by_share(measure: str, control: Arm, n: float) -> float | None:
    share = control.proportion
    if measure == "PAS":
        return 1 / (4 * n)
    if share is None:
        return None
    if measure == "RD":
        return share * (1 - share) / n
    if not 0 < share < 1:
        return None
    events = share * n
    return 1 / events - 1 / n if measure == "logRR" else 1 / events + 1 / (n - events)
