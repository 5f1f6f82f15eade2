"""What a result rests on: without each study, and as studies came in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litreview.errors import UsageError
from litreview.synthesis.effects import Effects
from litreview.synthesis.fit import Fit, fit


def leave_one_out(effects: Effects, **how: Any) -> tuple[tuple[str, Fit], ...]:  # noqa: ANN401
    """The model without each effect, named by what was left out. how: as `fit` takes it.

    k fits. Raises UsageError where there is one effect only.
    """
    if effects.k < 2:  # noqa: PLR2004 - without the only one nothing is left
        raise UsageError("one effect alone cannot be left out")
    return tuple((effects.labels[at], fit(effects.without(at), **how)) for at in range(effects.k))


def cumulative(
    effects: Effects,
    order: Sequence[int],
    **how: Any,  # noqa: ANN401
) -> tuple[tuple[str, Fit], ...]:
    """The model of the first effect, the first two ... in `order` (places from 0)."""
    return tuple(
        (effects.labels[order[at]], fit(effects.take(order[: at + 1]), **how))
        for at in range(len(order))
    )
