"""From effects that were read, and what was asked for, to fitted models. Knows no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from litreview.cli.synth._columns import clustered, moderators, sampling, values
from litreview.cli.synth._reading import Read
from litreview.errors import UsageError
from litreview.synthesis.choices import Interval, Method, Model, Pooling, Sandwich, Variant

if TYPE_CHECKING:
    from litreview.synthesis.coefficients import Test
    from litreview.synthesis.dependent import Dependent
    from litreview.synthesis.fit import Fit
    from litreview.synthesis.subgroups import Together
    from litreview.synthesis.tables import PooledTables

Spread = Literal["separate", "common"]
SPREADS: Final[tuple[Spread, ...]] = ("separate", "common")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for. None: the usual way, which depends on the model; "": nothing."""

    tau2: Method | None = None
    ci: Interval | None = None
    level: float = 0.95
    prediction: Variant | None = None
    mods: tuple[str, ...] = ()
    subgroup: str = ""
    spread: Spread | None = None
    cluster: str = ""
    model: Model | None = None
    rho: float | None = None
    shared_control: str = ""
    robust: Sandwich | Literal["none"] | None = None
    pooling: Pooling = "inverse-variance"

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns without whose value an effect takes no part."""
        return tuple(dict.fromkeys(one for one in (*self.mods, self.subgroup, self.cluster) if one))


@dataclass(frozen=True, slots=True)
class Refused:
    """A subgroup that could not be fitted, and why."""

    k: int
    why: str


@dataclass(frozen=True, slots=True)
class Grouped:
    """A model for each subgroup, and the test whether they differ; None where there is none."""

    column: str
    groups: dict[str, Fit | Dependent | Refused]
    test: Test | None
    notes: tuple[str, ...]


def answer(found: Read, asked: Asked) -> Fit | Dependent | PooledTables | Grouped | Together:
    """The model that was asked for. Raises UsageError where options contradict each other."""
    check(asked)
    if asked.pooling != "inverse-variance":
        return _tables(found, asked)
    if not asked.subgroup:
        return _one(found, asked)
    if asked.spread == "common":
        from litreview.synthesis.subgroups import together

        return together(found.effects, values(found, asked.subgroup), **_how(asked))
    return _apart(found, asked)


def check(asked: Asked) -> None:
    """Raise UsageError where options contradict each other: none is left aside silently."""
    by_tables, clusters = asked.pooling != "inverse-variance", bool(asked.cluster)
    beside = {
        "--tau2": asked.tau2, "--ci": asked.ci, "--prediction": asked.prediction,
        "--mods": asked.mods, "--subgroup": asked.subgroup, "--cluster": asked.cluster,
    }  # fmt: skip
    of_clusters = {
        "--model": asked.model, "--rho": asked.rho is not None or None, "--robust": asked.robust,
        "--shared-control": asked.shared_control,
    }  # fmt: skip
    rules = (
        (
            by_tables,
            beside,
            f"{asked.pooling} pools tables by a common-effect model: that has no such choice",
        ),
        (not clusters, of_clusters, "effects within clusters need --cluster"),
        (clusters, {"--ci": asked.ci}, "with --cluster, --robust says which standard errors"),
        (not asked.subgroup, {"--spread": asked.spread}, "the spread is that of subgroups"),
        (
            bool(asked.subgroup),
            {"--mods": asked.mods},
            "moderators and subgroups are two models: fit one at a time",
        ),
        (
            clusters and asked.spread == "common",
            {"--spread": asked.spread},
            "subgroups of clusters with one spread are a matter of --mods",
        ),
    )
    for applies, options, why in rules:
        given = [name for name, value in options.items() if value]
        if applies and given:
            raise UsageError(why, where=given[0], remedy=f"leave {given[0]} out")


def _how(asked: Asked) -> dict[str, Any]:
    """The options of `fit`."""
    return {
        "tau2": asked.tau2 or "REML",
        "ci": asked.ci or "z",
        "level": asked.level,
        "predict": asked.prediction or "t(k-2)",
    }


def _one(found: Read, asked: Asked) -> Fit | Dependent:
    columns, notes = moderators(found, asked.mods)
    if not asked.cluster:
        from litreview.synthesis.fit import fit

        plain = fit(found.effects, moderators=columns, **_how(asked))
        return replace(plain, notes=(*notes, *plain.notes))
    from litreview.synthesis.dependent import dependent

    effects = clustered(found, asked.cluster)
    robust = asked.robust or "CR2"
    one = dependent(
        effects,
        model=asked.model or "three-level",
        tau2=asked.tau2 or "REML",
        robust=None if robust == "none" else robust,
        sampling=sampling(found, effects, asked.rho, asked.shared_control),
        moderators=columns,
        level=asked.level,
        predict=asked.prediction or "t(k-2)",
    )
    return replace(one, notes=(*notes, *one.notes))


def _tables(found: Read, asked: Asked) -> PooledTables:
    from litreview.synthesis.tables import mantel_haenszel, peto

    if found.tables is None or found.measure is None:
        raise UsageError(
            f"{asked.pooling} pools two-by-two tables, and these are effects",
            remedy="give the counts: columns ai, bi, ci, di (or ai, n1i, ci, n2i), and --measure",
        )
    if not found.tables.k:
        raise UsageError("there is no table to pool", remedy="see why each was left out")
    if asked.pooling == "MH":
        return mantel_haenszel(found.tables, found.measure, singly=found.effects, level=asked.level)
    if found.measure != "OR":
        raise UsageError("Peto's method has an odds ratio only", remedy="say --measure OR")
    return peto(found.tables, level=asked.level)


def _apart(found: Read, asked: Asked) -> Grouped:
    """A model for each subgroup, with its own spread."""
    from litreview.synthesis.subgroups import between, places

    held = places(values(found, asked.subgroup))
    groups: dict[str, Fit | Dependent | Refused] = {}
    for name, at in held.items():
        try:
            groups[name] = _one(_some(found, at), replace(asked, subgroup=""))
        except UsageError as error:
            groups[name] = Refused(len(at), error.what)
    pooled = [one.pooled for one in groups.values() if not isinstance(one, Refused)]
    if asked.cluster and _crossed(found, asked.cluster, held):
        why = "clusters lie in several subgroups: no test between them; use --mods"
        return Grouped(asked.subgroup, groups, None, (why,))
    test = between(pooled)
    notes = () if test else ("no test between subgroups: fewer than two have an estimate",)
    return Grouped(asked.subgroup, groups, test, notes)


def _some(found: Read, at: Sequence[int]) -> Read:
    return replace(
        found, effects=found.effects.take(at), lines=tuple(found.lines[one] for one in at)
    )


def _crossed(found: Read, cluster: str, held: dict[str, list[int]]) -> bool:
    """Whether a cluster has effects in two subgroups."""
    of = values(found, cluster)
    named = [{of[one] for one in at} for at in held.values()]
    return len(set().union(*named)) < sum(map(len, named))
