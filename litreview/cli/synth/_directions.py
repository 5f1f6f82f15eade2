"""From lines with a direction to what they come to, domain by domain. Knows no file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from litreview.cli.synth._csvfile import Line

if TYPE_CHECKING:
    from litreview.synthesis.rows import LeftOut
    from litreview.synthesis.swim.directions import Count
    from litreview.synthesis.swim.jobeffekter import Knowledge, Weighted

Better = Literal["higher", "lower"]
FACTORS: Final = ("quality", "method", "geography", "journal", "combination")
"""Columns of the weights of Jobeffekter.dk; all but the first may be absent."""
DOMAINS: Final = ("outcome_domain", "domain")
"""Columns of the outcome domain, the first as plots of directions have it."""
MOST: Final = 9_999
"""Outcomes that a line may stand for."""


@dataclass(frozen=True, slots=True)
class Domain:
    """One outcome domain. count: studies by direction; knowledge: by the rule of Jobeffekter.dk.

    weights: of each study that has a say there; None where that rule was not asked for.
    """

    count: Count
    knowledge: Knowledge | None = None
    weights: Mapping[str, float] = field(default_factory=dict)


def domains(
    lines: Sequence[Line], better: Better | None, share: float, level: float, *, weighted: bool
) -> tuple[tuple[Domain, ...], tuple[LeftOut, ...]]:
    """Every domain in the order of the file, and the lines that take no part.

    better: which values of `yi` are better; None: the column `direction` says it. weighted:
    whether the rule of Jobeffekter.dk is asked for.
    """
    from litreview.synthesis.rows import LeftOut
    from litreview.synthesis.swim.directions import Direction, count

    given: list[Direction] = []
    factors: dict[tuple[str, str], tuple[int, tuple[float, ...]]] = {}
    left: list[LeftOut] = []
    for line in lines:
        sign = _sign(line, better)
        weights = _factors(line) if weighted else (1.0,)
        outcomes = _outcomes(line)
        key = (_domain(line), line["study"])
        bad = next((one for one in (sign, weights, outcomes) if isinstance(one, LeftOut)), None)
        if bad is not None:
            left.append(bad)
        elif isinstance(weights, tuple) and factors.setdefault(key, (line.line, weights))[1] != (
            weights
        ):
            why = f"its weights differ from those on line {factors[key][0]}, of the same study"
            left.append(LeftOut(line.line, line.label, "contradiction", why, FACTORS[0]))
        elif isinstance(outcomes, int) and not isinstance(sign, LeftOut):
            given += [Direction(line["study"], _domain(line), sign)] * outcomes
    counts = count(given, level=level, share=share)
    if not weighted:
        return tuple(Domain(one) for one in counts), tuple(left)
    return tuple(_known(one, factors) for one in counts), tuple(left)


def _known(one: Count, factors: Mapping[tuple[str, str], tuple[int, tuple[float, ...]]]) -> Domain:
    """With the rule of Jobeffekter.dk; a study that does not tell has no say."""
    from litreview.synthesis.swim.jobeffekter import knowledge

    studies = tuple(_weighted(one, factors))
    return Domain(one, knowledge(studies), {study.study: study.weight for study in studies})


def _weighted(
    one: Count, factors: Mapping[tuple[str, str], tuple[int, tuple[float, ...]]]
) -> Iterator[Weighted]:
    from litreview.synthesis.swim.jobeffekter import Weighted

    for study, sign in one.studies.items():
        if sign is not None:
            yield Weighted(study, sign, *factors[one.domain, study][1])


def _domain(line: Line) -> str:
    return next((line[name] for name in DOMAINS if line[name]), "")


def _outcomes(line: Line) -> int | LeftOut:
    """How many outcomes a line stands for: 1 where it does not say."""
    from litreview.synthesis.cells import whole
    from litreview.synthesis.rows import LeftOut

    cell = whole(line["outcomes"], "outcomes")
    if cell.value is None and cell.code == "missing":
        return 1
    if cell.value is None:
        return LeftOut(line.line, line.label, cell.code, cell.reason, "outcomes")
    if not 1 <= cell.value <= MOST:
        why = f"outcomes is {cell.value}: a line stands for 1 to {MOST:,}"
        return LeftOut(line.line, line.label, "no-count", why, "outcomes")
    return int(cell.value)


def _sign(line: Line, better: Better | None) -> int | LeftOut | None:
    """The direction of a line: +1 better, -1 worse, 0 neither, None untold."""
    from litreview.outputs.plots._ways import sign_of, way_of
    from litreview.synthesis.cells import read_cell
    from litreview.synthesis.rows import LeftOut

    if better is None:
        way = way_of(line["direction"])
        if way is None:
            why = f"direction is {line['direction'][:40]!r}: write better, worse, none or ?"
            return LeftOut(line.line, line.label, "no-direction", why, "direction")
        return sign_of(way)
    cell = read_cell(line["yi"], "yi")
    if cell.value is None:
        return LeftOut(line.line, line.label, cell.code, cell.reason, "yi")
    up = 1 if better == "higher" else -1
    return up * ((cell.value > 0) - (cell.value < 0))


def _factors(line: Line) -> tuple[float, ...] | LeftOut:
    """The weights of a line in the order of FACTORS; 1 where there is no such column."""
    from litreview.synthesis.cells import read_cell
    from litreview.synthesis.rows import LeftOut
    from litreview.synthesis.swim.jobeffekter import QUALITY

    found = []
    for name in FACTORS:
        if name not in line.cells:
            found.append(1.0)
            continue
        cell = read_cell(line[name], name)
        if cell.value is None:
            return LeftOut(line.line, line.label, cell.code, cell.reason, name)
        value = float(cell.value)
        if name == "quality" and value not in QUALITY:
            why = f"quality is {cell.value}: it is {', '.join(f'{one:g}' for one in QUALITY)}"
            return LeftOut(line.line, line.label, "no-quality", why, name)
        if value <= 0:
            why = f"{name} is {cell.value}, which is not above zero"
            return LeftOut(line.line, line.label, "not-positive", why, name)
        found.append(value)
    return tuple(found)
