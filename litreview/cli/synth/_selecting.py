"""Which effects of the review are to be pooled: the options, and the pool that they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, TypeVar

import click

from litreview.cli.opening import opened
from litreview.errors import UnknownName

if TYPE_CHECKING:
    from litreview.outputs.pooling import Pool

F = TypeVar("F", bound=Callable[..., object])
_OPTIONS: Final = (
    click.option("--domain", default="", help="The outcome domain (default: the one with most)."),
    click.option("--measure", default="", help="In this measure (default: [effects] says it)."),
    click.option("--horizon", default="", help="within_a_year, second_year, later or no_time."),
    click.option("--group", default="", help="Only this group of people, as tables name it."),
    click.option("--turn", is_flag=True, help="Turn effects whose better direction is the other."),
)


class Asked(TypedDict):
    """What was asked for; "" where nothing was."""

    domain: str
    measure: str
    horizon: str
    group: str
    turn: bool


def selecting(function: F) -> F:
    """The options that choose among the effects of a review."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def pool_of(folder: Path, wanted: Asked) -> Pool:
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


def _known(what: str, name: str, names: Iterable[str]) -> None:
    known = list(names)
    if name and name not in known:
        raise UnknownName(
            f"no effect is of the {what} {name!r}", remedy=f"use one of: {', '.join(known)}"
        )
