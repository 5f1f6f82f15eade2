"""From the texts of an estimate row to what conversions take. Nothing is guessed.

Fields are those of the form `estimate`; a missing field is a missing part. What stands in a field
and could not be read is told in the notes of every effect that is made of the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from litreview.extraction.convert.effect import Conflict
from litreview.extraction.convert.given import TRI, Arm, Clusters, Given, Interval, Kind, PValue
from litreview.extraction.convert.scale import ScaleRead, scale_of_difference, scale_of_shares
from litreview.extraction.convert.texts import Number, interval, number, significance
from litreview.extraction.convert.units import Unit, by_groups, unit_of
from litreview.extraction.printed import is_missing
from litreview.extraction.values import shown

OF_SHARES: Final = frozenset({"share difference", "odds ratio", "risk ratio", "hazard ratio"})
_DEFAULT_LEVEL: Final = 0.95
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """A row as read. givens: the row's effect, then another effect that its texts name.

    why: why nothing can be converted, "" where something may be. conflicts: of the scale, found
    while reading; those between the parts are `conflicts(given)`.
    """

    givens: tuple[Given, ...] = ()
    why: str = ""
    conflicts: tuple[Conflict, ...] = ()


@dataclass(slots=True)
class _Fields:
    """The fields of one row, and what is told while they are read."""

    values: Mapping[str, str]
    notes: list[str] = field(default_factory=list)
    flags: list[Conflict] = field(default_factory=list)
    half: dict[str, float] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The text of a field, "" where it is missing."""
        text = self.values.get(name, "")
        return "" if is_missing(text) else text.strip()

    def number(self, name: str) -> Number | None:
        """The number of a field; what stands there and is none is noted."""
        found = number(self.values.get(name, ""))
        if found is None and self.text(name):
            self.notes.append(f"{name}: {shown(self.text(name))} is not one number, and not used")
        if found is not None and found.remark:
            self.notes.append(f"{name}: {found.remark}")
        return found

    def value(self, name: str) -> float | None:
        """The plain value of a field."""
        found = self.number(name)
        return None if found is None else found.value

    def tri(self, name: str) -> TRI:
        """yes, no, or "" where neither is entered."""
        return {"yes": "yes", "no": "no"}.get(self.text(name), "")  # type: ignore[return-value]

    def flag(self, part: str, message: str) -> None:
        """Notes a conflict of the scale."""
        self.flags.append(Conflict("scale", (part,), message))


def read(values: Mapping[str, str]) -> Reading:
    """What a row of the form `estimate` gives; never raises.

    values: the texts by the names of the fields, as entered.
    """
    row = _Fields(values)
    effect = row.number("effect_value")
    unit = _unit(row, effect)
    if not unit.kind:
        text = row.text("effect_value")
        why = _no_number(text) if effect is None and text else unit.why
        return Reading((), why, tuple(row.flags))
    groups = (row.number("treat_mean"), row.number("control_mean"))
    arms, known = _groups(row, unit, effect, groups)
    scale = _effect_scale(row, unit, effect, known)
    if isinstance(scale, str):
        return Reading((), scale, tuple(row.flags))
    given = Given(
        kind=unit.kind,
        value=None if effect is None else effect.value * scale,
        unit=unit.native,
        treated=_arm(row, "treated", arms[0]),
        control=_arm(row, "control", arms[1]),
        n_total=row.value("n_analysed") or row.value("n_total"),
        t=row.value("t_value"),
        clusters=_clusters(row),
        estimand=_estimand(row),
        take_up=_take_up(row),
        adjusted=row.tri("adjusted"),
        shared_control=row.text("control_group"),
        favourable=_favourable(row),
    )
    if effect is not None:
        row.half["value"] = effect.half * scale
    given = _sized(_uncertainty(row, given, scale))
    if scale != 1 and effect is not None:
        step = f"{effect.value:g} {'percentage points' if unit.points else 'per cent'} / 100"
        given = replace(given, steps=(*given.steps, step))
    return _finished(row, given, effect)


def _finished(row: _Fields, given: Given, effect: Number | None) -> Reading:
    beside = _beside(row, given)
    givens = tuple(
        replace(
            one,
            half=dict(row.half) if one is given else one.half,
            notes=tuple(dict.fromkeys(row.notes)),
        )
        for one in (given, *beside)
    )
    why = ""
    if effect is None and not _has_arms(given) and not beside:
        text = row.text("effect_value")
        why = _no_number(text) if text else "no effect is given"
    return Reading(() if why else givens, why, tuple(row.flags))


def _no_number(text: str) -> str:
    return f"the effect is {shown(text)}, not one number"


def _has_arms(given: Given) -> bool:
    treated, control = given.treated, given.control
    means = treated.mean is not None and control.mean is not None
    return means or (treated.proportion is not None and control.proportion is not None)


def _unit(row: _Fields, effect: Number | None) -> Unit:
    unit = unit_of(row.values.get("effect_unit_code", ""), row.values.get("effect_unit", ""))
    events = row.text("events_treated") and row.text("events_control")
    if not unit.kind and not unit.percent and events and effect is None:
        return Unit("share difference", points=True)
    if not unit.percent or effect is None:
        return unit
    treated, control = number(row.text("treat_mean")), number(row.text("control_mean"))
    if treated is None or control is None:
        return unit
    kind = by_groups(effect.value, treated.value, control.value)
    if kind:
        row.notes.append(f"per cent is read as {kind}, as the two groups say")
    return replace(unit, kind=kind, points=kind == "share difference")


Groups = tuple[Number | None, Number | None]


def _groups(
    row: _Fields, unit: Unit, effect: Number | None, groups: Groups
) -> tuple[tuple[Arm, Arm], tuple[float, ...]]:
    """Shares (where the unit is one of shares) or means of both groups; the known shares."""
    found = [one for one in groups if one is not None]
    signed = any(one.percent for one in found)
    if unit.kind not in OF_SHARES and not (unit.kind == "relative change" and signed):
        one, two = (None if group is None else group.value for group in groups)
        return (Arm(mean=one), Arm(mean=two)), ()
    if not found:
        return (Arm(), Arm()), ()
    points = effect.value if effect is not None and unit.points else None
    read_as = scale_of_shares(
        tuple(one.value for one in found),
        signed=signed,
        stated=_stated(row, unit),
        points=points,
    )
    _flagged(row, "groups", read_as)
    if not read_as.scale:
        row.notes.append(f"the shares of the groups are not used: {read_as.why}")
        return (Arm(), Arm()), ()
    shares = [None if one is None else one.value * read_as.factor for one in groups]
    both = tuple(share for share in shares if share is not None)
    return (Arm(share=shares[0]), Arm(share=shares[1])), both if len(both) > 1 else ()


def _effect_scale(
    row: _Fields, unit: Unit, effect: Number | None, known: tuple[float, ...]
) -> float | str:
    """The factor that takes the effect to its scale, or why it cannot be told."""
    if effect is None or unit.kind not in {"share difference", "relative change"}:
        return 1.0
    if unit.kind == "relative change":
        if row.text("effect_scale") == "share" and not effect.percent:
            return 1.0
        if 0 < abs(effect.value) < 1 and not effect.percent:
            row.notes.append(f"{effect.value:g} per cent is taken as written, not as a share")
        return 1 / _PERCENT
    read_as = scale_of_difference(
        effect.value, unit.points or effect.percent, known, _stated(row, unit)
    )
    _flagged(row, "effect", read_as)
    if not read_as.scale:
        row.flag("effect", read_as.why)
        return read_as.why
    return read_as.factor


def _stated(row: _Fields, unit: Unit) -> str:
    """The scale by the row's own field, else by a unit that is called a share."""
    return row.text("effect_scale") or ("share" if unit.share else "")


def _flagged(row: _Fields, part: str, read_as: ScaleRead) -> None:
    if read_as.flag:
        row.flag(part, read_as.flag)
        row.notes.append(read_as.flag)


def _arm(row: _Fields, name: str, arm: Arm) -> Arm:
    return replace(
        arm,
        n=row.value(f"n_{name}"),
        events=row.value(f"events_{name}"),
        sd=row.value(f"sd_{name}"),
    )


def _sized(given: Given) -> Given:
    """With the size of one group as the total less the other, where only one is given."""
    one, two, total = given.treated.n, given.control.n, given.n_total
    if total is None or (one is None) == (two is None):
        return given
    rest = total - (one or two or 0.0)
    if rest <= 0:
        return given
    said = (
        f"{'control' if two is None else 'treated'} group: total less the other, {rest:g} persons"
    )
    steps = (*given.steps, said)
    if two is None:
        return replace(given, control=replace(given.control, n=rest), steps=steps)
    return replace(given, treated=replace(given.treated, n=rest), steps=steps)


def _uncertainty(row: _Fields, given: Given, scale: float) -> Given:
    se = row.number("se")
    if se is not None:
        row.half["se"] = se.half * scale
        derived = row.text("imputed_from")
        if derived and derived != "printed":
            row.notes.append(f"se: the row says that it was derived from: {shown(derived)}")
    found = _interval(row, scale)
    said = significance(row.values.get("p_or_significance_as_stated", ""))
    stars = significance(row.values.get("stars", "")).stars or said.stars
    p = _p(row) or said.p
    if said.p is not None and p is said.p:
        row.half["p"] = said.half
    if not (p or stars):
        row.notes.extend(said.notes)
    t = row.number("t_value")
    if t is not None:
        row.half["t"] = t.half
    return replace(given, se=None if se is None else se.value * scale, ci=found, p=p, stars=stars)


def _level(row: _Fields) -> float:
    level = row.value("ci_level")
    if level is None:
        return _DEFAULT_LEVEL
    return level / _PERCENT if level > 1 else level


def _interval(row: _Fields, scale: float) -> Interval | None:
    low, high = row.number("ci_lower"), row.number("ci_upper")
    if low is not None and high is not None:
        row.half |= {"low": low.half * scale, "high": high.half * scale}
        return Interval(low.value * scale, high.value * scale, _level(row))
    if low is not None or high is not None:
        row.notes.append("the confidence interval has one end only, and is not used")
    found = interval(row.values.get("ci", ""), _level(row))
    if found.note:
        row.notes.append(found.note)
    if found.interval is None or found.kind:
        return None
    row.half |= {"low": found.half[0] * scale, "high": found.half[1] * scale}
    return replace(found.interval, low=found.interval.low * scale, high=found.interval.high * scale)


def _p(row: _Fields) -> PValue | None:
    found = row.number("p_value")
    if found is None:
        return None
    relation = row.text("p_relation") or "="
    if relation not in {"=", "<", ">"}:
        row.notes.append(f"p_relation: {shown(relation)} is not =, < or >: p is not used")
        return None
    if relation == "=":
        row.half["p"] = found.half
    return PValue(found.value, relation)  # type: ignore[arg-type]


def _beside(row: _Fields, given: Given) -> tuple[Given, ...]:
    """The effect that the text of the interval names itself, beside the row's own."""
    found = interval(row.values.get("ci", ""), _level(row))
    if not found.kind or found.interval is None or found.value is None:
        return ()
    kind: Kind = found.kind
    half = {"value": found.value.half, "low": found.half[0], "high": found.half[1]}
    row.notes.append(f"the interval is that of the {kind} of {found.value.value:g} beside it")
    other = replace(
        given, kind=kind, value=found.value.value, ci=found.interval, half=half, steps=()
    )
    return (replace(other, se=None, t=None, p=None, stars=None, unit=""),)


def _clusters(row: _Fields) -> Clusters | None:
    count, size, icc = (row.value(name) for name in ("clusters", "cluster_size", "icc"))
    if count is None and size is None and icc is None and not row.tri("se_clustered"):
        return None
    return Clusters(count, size, icc, row.tri("se_clustered"))


def _estimand(row: _Fields) -> Literal["ITT", "TOT", "other", ""]:
    text = row.text("estimand")
    return text if text in {"ITT", "TOT", "other"} else ""  # type: ignore[return-value]


def _favourable(row: _Fields) -> Literal["higher", "lower", ""]:
    text = row.text("direction_favourable")
    return text if text in {"higher", "lower"} else ""  # type: ignore[return-value]


def _take_up(row: _Fields) -> float | None:
    """The take-up as a share; the field is in per cent, so that up to 1 is flagged as open."""
    found = row.number("take_up_rate")
    if found is None:
        return None
    if found.value <= 1 and not found.percent:
        row.flag("take-up", f"take-up of {found.value:g}: a share or per cent, and not used")
        row.notes.append(f"take_up_rate: {found.value:g} may be a share or per cent: not used")
        return None
    return found.value / _PERCENT
