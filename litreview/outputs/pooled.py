"""The effects that can be pooled, as a table: its CSV is what `synth fit` and metafor read."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from litreview.extraction.convert import measure_named
from litreview.outputs.plots._evidence_rows import centrality, design_kind
from litreview.outputs.pooling import Common, Pool, Ready
from litreview.outputs.table import Column, Table
from litreview.outputs.tables._groups import people
from litreview.outputs.tables._horizons import horizon
from litreview.outputs.words import counted, figures

_QUOTED: Final = re.compile(r"(?<= )'[^']*'(?=[ ,;]|$)")
_NAMED: Final = 6
"""Rows that a note names; it says how many more there are."""
COLUMNS: Final = (
    Column("label", "Study and row", width=22),
    Column("outcome", "Outcome", width=22),
    Column("months", "Months", "right", width=8),
    Column("shown", "Effect", "right", width=10),
    Column("interval", "95% CI", width=14),
    Column("study", "Study", width=14),
    Column("row", "Row", width=8),
    Column("measure", "Measure", width=8),
    Column("yi", "yi", "right", width=10),
    Column("vi", "vi", "right", width=10),
    Column("origin", "Variance from", width=14),
    Column("horizon", "Horizon", width=12),
    Column("subgroup", "Subgroup", width=12),
    Column("group", "People", width=14),
    Column("mentoring", "Mentoring part", width=12),
    Column("design", "Design", width=12),
    Column("country", "Country", width=10),
    Column("formula", "From", width=20),
    Column("assumed", "Assumed", width=20),
)
_TELLING: Final = ("label", "shown", "interval", "months", "outcome", "origin")


def pool_table(pool: Pool) -> Table:
    """One row an effect; the notes say what is compared, and what was left out, by reason."""
    return Table(
        name="pool",
        title=f"{pool.domain}: {counted(len(pool.effects), 'effect')} {_measured(pool)}",
        columns=COLUMNS,
        rows=tuple(_cells(one) for one in pool.effects),
        notes=notes(pool),
        empty=f"No effect of {pool.domain} can be pooled {_measured(pool)}.",
        telling=_TELLING,
    )


def notes(pool: Pool) -> tuple[str, ...]:
    """What is better, how the effects depend on each other, and who was left out and why."""
    studies = len({one.common.row.study for one in pool.effects})
    said = [f"{pool.better} is better"] if pool.better else []
    if studies < len(pool.effects):
        said.append(f"from {counted(studies, 'study')}: effects of one study depend on each other")
    first = f"{'; '.join(said).capitalize()}." if said else ""
    left = tuple(
        f"{counted(len(rows), 'effect')} left out: {why} ({some(rows)})"
        for why, rows in by_reason(pool.left_out).items()
    )
    return (*([first] if first else []), *left)


def some(rows: Sequence[str]) -> str:
    """The first of them, and a sign that there are more."""
    return f"{', '.join(rows[:_NAMED])}{' …' if len(rows) > _NAMED else ''}"


def by_reason(left_out: Iterable[tuple[Common, str]]) -> dict[str, list[str]]:
    """The rows left out by their reason, whatever text of theirs it quotes; most frequent first."""
    found: dict[str, list[str]] = defaultdict(list)
    for one, why in left_out:
        found[_QUOTED.sub("'…'", why)].append(one.row.id)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def _measured(pool: Pool) -> str:
    measure = measure_named(pool.measure)
    return f"as {measure.label}{f' in {pool.unit}' if pool.unit else ''}"


def _cells(one: Ready) -> tuple[str, ...]:
    row, effect = one.common.row, one.effect
    measure = measure_named(effect.measure)
    ends = effect.interval() or ()
    return (
        one.name,
        row.outcome,
        row.followup_months.text,
        figures(measure.in_natural(effect.yi)),
        " to ".join(figures(measure.in_natural(end)) for end in ends),
        row.study,
        row.id,
        effect.measure,
        _exact(effect.yi),
        _exact(effect.vi if effect.vi is not None else math.nan),
        effect.origin,
        horizon(row),
        row.subgroup,
        people(row),
        centrality(row),
        design_kind(row),
        row.values.get("country", ""),
        effect.formula.name,
        "; ".join((*effect.imputed, *(step for step in effect.steps if step.startswith("turned")))),
    )


def _exact(value: float) -> str:
    """With all the digits that arithmetic has of it."""
    return f"{value:.12g}"
