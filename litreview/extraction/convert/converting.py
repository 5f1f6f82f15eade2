"""Rows of the form `estimate` in one measure, and the measures that most of the rows can take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from litreview.extraction.convert.effect import Effect, NotConvertible
from litreview.extraction.convert.formulas import LOGGED
from litreview.extraction.convert.given import Clusters, Given
from litreview.extraction.convert.measure import MEASURES, Measure, convert, measure_named
from litreview.extraction.convert.reading import Reading, read
from litreview.extraction.convert.takeup import to_estimand


def to_measure(
    values: Mapping[str, str],
    measure: str,
    *,
    estimand: Literal["ITT", "TOT"] | None = None,
    icc: float | None = None,
) -> Effect | NotConvertible:
    """A row in `measure`, or why not; raises UnknownName for a measure that does not exist.

    values: the texts of the row by field, as entered. estimand: what the effect is to be of, by
    the row's take-up; None leaves it. icc: the correlation within clusters that is assumed where
    the row gives none, marked in the effect.
    """
    return _converted(read(values), measure_named(measure), estimand, icc)


def _converted(
    reading: Reading,
    measure: Measure,
    estimand: Literal["ITT", "TOT"] | None = None,
    icc: float | None = None,
) -> Effect | NotConvertible:
    if reading.why:
        return NotConvertible(measure.name, reading.why)
    found = [(given, convert(_assuming(given, icc), measure)) for given in reading.givens]
    given, effect = min(enumerate(found), key=lambda one: (_rank(one[1][1]), one[0]))[1]
    if estimand is None or isinstance(effect, NotConvertible):
        return effect
    return to_estimand(effect, estimand, given.take_up, given.take_up_se)


def _rank(found: Effect | NotConvertible) -> int:
    """A ratio printed as such comes first in its own measure, then the effect of the row."""
    if isinstance(found, NotConvertible):
        return 2
    return 0 if found.formula == LOGGED else 1


def _assuming(given: Given, icc: float | None) -> Given:
    clusters = given.clusters
    if icc is None or clusters is None or clusters.icc is not None:
        return given
    assumed = Clusters(clusters.count, clusters.size, icc, clusters.allowed_for, icc_assumed=True)
    return replace(given, clusters=assumed)


@dataclass(frozen=True, slots=True)
class Comparable:
    """How many rows one measure (for MD: in one unit) can take.

    with_variance: rows that can be pooled; bounded: those among them whose variance is only the
    bound of a threshold or a coarse p; assumed: those among them that rest on anything imputed or
    assumed; without: rows with an effect and no variance. reasons: why
    the others cannot, with how many, most frequent first.
    """

    measure: str
    unit: str
    with_variance: int
    bounded: int
    assumed: int
    without: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def rows(self) -> int:
        """Rows with an effect in the measure."""
        return self.with_variance + self.without


def comparable(rows: Iterable[Mapping[str, str]]) -> tuple[Comparable, ...]:
    """The measures that the rows can take, the one with most poolable rows first.

    Of two with as many, the one with fewer assumptions is first. Measures that no row can take are
    left out. An effect in MD counts for its unit only.
    """
    readings = [read(values) for values in rows]
    found: list[Comparable] = []
    for measure in MEASURES.all():
        results = [_converted(reading, measure) for reading in readings]
        units = dict.fromkeys(one.unit for one in results if isinstance(one, Effect))
        found.extend(_counted(measure.name, unit, results) for unit in units)
    return tuple(sorted(found, key=_order))


def _order(one: Comparable) -> tuple[int, int, int, str]:
    return -one.with_variance, one.assumed, -one.rows, one.measure


def _counted(name: str, unit: str, results: Sequence[Effect | NotConvertible]) -> Comparable:
    effects = [one for one in results if isinstance(one, Effect)]
    mine = [one for one in effects if one.unit == unit]
    reasons = Counter(one.reason for one in results if isinstance(one, NotConvertible))
    if len(mine) < len(effects):
        reasons["the effect is in another unit"] = len(effects) - len(mine)
    return Comparable(
        name,
        unit,
        sum(one.vi is not None for one in mine),
        sum(one.vi_range is not None and one.vi is not None for one in mine),
        sum(bool(one.imputed) and one.vi is not None for one in mine),
        sum(one.vi is None for one in mine),
        tuple(reasons.most_common()),
    )
