"""Which effects of the review are to be pooled: the options, and the pool that they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, TypeVar

import click

from litreview.cli.opening import opened
from litreview.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from litreview.cli.synth._reading import Read
    from litreview.outputs.pooling import Pool
    from litreview.synthesis.choices import Ratio

F = TypeVar("F", bound=Callable[..., object])
MEASURE: Final = click.option(
    "--measure", default="", help="In this measure (default: [effects] says it)."
)
_OPTIONS: Final = (
    click.option("--domain", default="", help="The outcome domain (default: the one with most)."),
    click.option("--horizon", default="", help="within_a_year, second_year, later or no_time."),
    click.option("--group", default="", help="Only this group of people, as tables name it."),
    click.option("--turn", is_flag=True, help="Turn effects whose better direction is the other."),
)


_RATIOS: Final = {"logOR": "OR", "logRR": "RR", "logHR": "HR", "ROM": "ROM"}
"""What the measures that are logarithms are those of."""


class Selection(TypedDict):
    """What was asked for; "" where nothing was."""

    domain: str
    measure: str
    horizon: str
    group: str
    turn: bool


def selecting(function: F) -> F:
    """The options that choose among the effects of a review; MEASURE is one more."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def pool_of(folder: Path, wanted: Selection) -> Pool:
    """The effects of the review in or above `folder`. Raises UnknownName."""
    from litreview.outputs import pooling
    from litreview.outputs.tables._groups import DOMAINS, people
    from litreview.outputs.tables._horizons import HORIZONS, horizon

    with opened(folder) as review:
        evidence = review.evidence()
    found = pooling.in_common(evidence, wanted["measure"])
    _known("horizon", wanted["horizon"], [key for key, _ in HORIZONS])
    _known("group", wanted["group"], {people(one.row): None for one in found})
    found = tuple(
        one
        for one in found
        if wanted["horizon"] in ("", horizon(one.row)) and wanted["group"] in ("", people(one.row))
    )
    counts = pooling.domains(found)
    _known("outcome domain", wanted["domain"], counts)
    most = max(counts, key=lambda name: counts[name], default=DOMAINS[0])
    domain = wanted["domain"] or most
    return pooling.pool(found, domain, evidence.plan.effects, turn=wanted["turn"])


def read_pool(pool: Pool, needed: Sequence[str] = ()) -> Read:
    """The pool as what `synth` fits; its columns are those of `synth effects --csv`.

    needed: columns that must be there. Raises UsageError.
    """
    from litreview.cli.synth._csvfile import Line
    from litreview.cli.synth._reading import Read
    from litreview.outputs.pooled import pool_table
    from litreview.synthesis.effects import Effects
    from litreview.synthesis.rows import LeftOut

    table = pool_table(pool)
    keys = [column.key for column in table.columns]
    missing = [name for name in needed if name not in keys]
    if missing:
        raise UsageError(
            f"the review's effects have no column {missing[0]}",
            remedy=f"use one of: {', '.join(keys)}",
        )
    if not pool.effects:
        raise UsageError(table.empty, remedy="`litreview synth effects` says why each is left out")
    lines = [
        Line(at, one.name, dict(zip(keys, row, strict=True)))
        for at, (one, row) in enumerate(zip(pool.effects, table.rows, strict=True), start=1)
    ]
    left = [LeftOut(0, one.row.id, "not-poolable", why) for one, why in pool.left_out]
    effects = Effects.of(
        [one.effect.yi for one in pool.effects],
        [one.effect.vi or 0.0 for one in pool.effects],
        [one.name for one in pool.effects],
    )
    every = len(lines) + len(left)
    return Read(effects, tuple(lines), tuple(left), every, ratio=_RATIOS.get(pool.measure, ""))


def only_of_review(chosen: Selection) -> None:
    """Raise UsageError where something is chosen that only a review's own effects have."""
    given = [name for name in ("domain", "horizon", "group", "turn") if chosen.get(name)]
    if given:
        raise UsageError(
            f"--{given[0]} chooses among the effects of a review, and a file is named",
            remedy="leave one of the two out",
        )


def ratio_named(text: str) -> Ratio | None:
    """The measure of two-by-two tables called `text`, None for none. Raises UsageError."""
    from litreview.synthesis.choices import RATIOS

    found = next((one for one in RATIOS if one.casefold() == text.casefold()), None)
    if text and found is None:
        raise UsageError(
            f"two-by-two tables have no measure {text!r}", remedy=f"one of {', '.join(RATIOS)}"
        )
    return found


def of_several(pool: Pool) -> bool:
    """Whether a study has several of the effects, which depend on each other then."""
    return len({one.common.row.study for one in pool.effects}) < len(pool.effects)


def _known(what: str, name: str, names: Iterable[str]) -> None:
    known = list(names)
    if name and name not in known:
        raise UnknownName(
            f"no effect is of the {what} {name!r}", remedy=f"use one of: {', '.join(known)}"
        )
