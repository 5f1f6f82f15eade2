"""What a report prints about one effect: the input of every conversion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal[
    "",
    "share difference",
    "relative change",
    "mean difference",
    "regression coefficient",
    "odds ratio",
    "risk ratio",
    "hazard ratio",
    "standardised difference",
    "correlation",
    "t value",
    "F value",
]
RATIOS: Final = frozenset({"odds ratio", "risk ratio", "hazard ratio"})
"""Kinds whose uncertainty lives on the log scale."""

TRI = Literal["yes", "no", ""]


@dataclass(frozen=True, slots=True)
class Arm:
    """One group. n, events: persons; share: from 0 to 1; mean, sd: in the unit of the outcome."""

    n: float | None = None
    events: float | None = None
    share: float | None = None
    mean: float | None = None
    sd: float | None = None

    @property
    def proportion(self) -> float | None:
        """The share with the event: as printed, else events / n."""
        if self.share is not None or self.events is None or not self.n:
            return self.share
        return self.events / self.n


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval on the scale of the effect. level: from 0 to 1."""

    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class PValue:
    """A two-sided p value or a bound of it. relation: "=", "<" or ">"."""

    value: float
    relation: Literal["=", "<", ">"] = "="


@dataclass(frozen=True, slots=True)
class Stars:
    """count: stars printed, 0 for none. levels: the legend, the level of each number of stars."""

    count: int
    levels: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clusters:
    """A design with clusters. count: of clusters in both arms; size: persons in one on average.

    allowed_for: whether the printed standard error allows for the clusters ("" where not said).
    icc_assumed: the correlation is not the report's own.
    """

    count: float | None = None
    size: float | None = None
    icc: float | None = None
    allowed_for: TRI = ""
    icc_assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One printed effect, in one kind. All parts but `kind` may be missing.

    value: share differences and relative changes on the scale of shares (4 percentage points are
    0.04, 24 per cent are 0.24); ratios as printed, not logged; differences in `unit`.
    se, ci: on the scale of `value`; the standard error of a ratio is that of its logarithm where
    `se_logged`. t: of the effect, with its sign. df: its degrees of freedom. take_up: share of
    those offered, with its standard error.
    half: by how much the rounding of a printed part may be off, by its name ("value", "se",
    "low", "high", "p", "t"), on the scale of the part.
    notes: what the reading has to say, carried into the effect.
    """

    kind: Kind = ""
    value: float | None = None
    unit: str = ""
    treated: Arm = field(default_factory=Arm)
    control: Arm = field(default_factory=Arm)
    n_total: float | None = None
    se: float | None = None
    se_logged: bool = False
    ci: Interval | None = None
    t: float | None = None
    df: float | None = None
    p: PValue | None = None
    stars: Stars | None = None
    clusters: Clusters | None = None
    estimand: Literal["ITT", "TOT", "other", ""] = ""
    take_up: float | None = None
    take_up_se: float | None = None
    adjusted: TRI = ""
    shared_control: str = ""
    favourable: Literal["higher", "lower", ""] = ""
    half: Mapping[str, float] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_ratio(self) -> bool:
        """Whether the effect is a ratio, so that its standard error is one of its logarithm."""
        return self.kind in RATIOS

    def off(self, part: str) -> float:
        """By how much the rounding of `part` may be off, 0 where it is not known."""
        return self.half.get(part, 0.0)
