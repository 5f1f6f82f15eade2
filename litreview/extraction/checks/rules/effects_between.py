"""Effects of one study on one outcome, subgroup and time that differ in value, unit or direction.

Outcomes are compared by their words (`checks.keys`), never by a list of synonyms. A row without a
follow-up in months is compared where its outcome names the same period, and then it is in conflict
only where it agrees with none of the rows that have one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from litreview.extraction.checks.found import by_value, of_rows, rows
from litreview.extraction.checks.keys import arm_of, months_of, outcome_of, subgroup_of
from litreview.extraction.checks.reading import direction, is_significant
from litreview.extraction.checks.rule import Case, Rule, Table, grouped
from litreview.extraction.checks.superseding import Key, settled, superseded
from litreview.extraction.checks.units import DIFFERENCES, kind_of, unit_key
from litreview.extraction.printed import Printed, quotient
from litreview.model import Finding, Severity

_KEEP = "keep both and say in the flags why, or mark one as superseded"
_PAIR = 2


def _find(table: Table) -> Iterator[Finding]:
    older = superseded(table)
    for group in grouped(table.of_noun("estimate"), _key).values():
        if len(group) < _PAIR:
            continue
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for moment in _moments(group):
            for finding in _compare(moment, older):
                if (finding.code, finding.ids) not in seen:
                    seen.add((finding.code, finding.ids))
                    yield finding


def _key(case: Case) -> tuple[str, ...] | None:
    outcome = outcome_of(case)
    if outcome is None:
        return None
    words = " ".join(sorted(outcome.words))
    said = [case.text(name) for name in ("estimand", "estimator", "adjusted", "measurement_window")]
    span = "over several periods" if outcome.span else ""
    return (case.row.form, words, span, subgroup_of(case), arm_of(case), *said)


def _moments(group: Sequence[Case]) -> Iterator[list[Case]]:
    """Rows that may be measured at one time: by months, and by period where months are missing.

    Where a row without months agrees with one that has them, it is of that time and is left out.
    """
    by_months: dict[str, list[Case]] = defaultdict(list)
    by_period: dict[str, list[Case]] = defaultdict(list)
    for case in group:
        if months_of(case):
            by_months[months_of(case)].append(case)
        outcome = outcome_of(case)
        by_period[outcome.period if outcome else ""].append(case)
    yield from by_months.values()
    for held in by_period.values():
        timed = [case for case in held if months_of(case)]
        untimed = [case for case in held if not months_of(case)]
        known = {(_unit(case), _said(case)) for case in timed}
        open_ = [case for case in untimed if (_unit(case), _said(case)) not in known]
        if open_ and len(open_) + len(timed) >= _PAIR:
            yield [*timed, *open_] if len({months_of(case) for case in timed}) <= 1 else open_


def _unit(case: Case) -> str:
    """The unit; amounts that run over a year and those that do not say are one."""
    outcome = outcome_of(case)
    unit = unit_key(case)
    if unit.startswith("money") and outcome is not None and outcome.per not in ("", "year"):
        return f"{unit} a {outcome.per}"
    return unit


def _said(case: Case) -> str:
    number = case.number("effect_value")
    return f"{number.value.normalize():f}" if number is not None else ""


def _compare(cases: Sequence[Case], older: frozenset[Key]) -> Iterator[Finding]:
    if len(cases) < _PAIR:
        return
    by_unit: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.number("effect_value") is not None:
            by_unit[_unit(case)].append(case)
    for held in by_unit.values():
        yield from _values(held, older)
    yield from _units(by_unit, older)
    yield from _directions(cases, by_unit, older)


def _severity(cases: Sequence[Case], older: frozenset[Key]) -> Severity:
    return "note" if settled(cases, older) else "warning"


def _values(cases: Sequence[Case], older: frozenset[Key]) -> Iterator[Finding]:
    """EX140: other values for the same; EX143: the same value, but otherwise significant."""
    numbers = [(case, number) for case in cases if (number := case.number("effect_value"))]
    if len(numbers) < _PAIR:
        return
    low = min(numbers, key=lambda one: one[1].value + one[1].half)
    high = max(numbers, key=lambda one: one[1].value - one[1].half)
    if not low[1].agrees(high[1]):
        said: dict[str, list[Case]] = {}
        for case, number in numbers:
            text = f"{number.value} {case.text('effect_unit')}".strip()
            said.setdefault(text, []).append(case)
        yield of_rows(
            ("EX140", _severity(cases, older)),
            cases,
            f"{_about(cases[0])} is {by_value(said)}",
            _KEEP,
        )
        return
    judged = {True: [], False: []}  # type: dict[bool, list[Case]]
    for case in cases:
        verdict = is_significant(case)
        if verdict is not None:
            judged[verdict].append(case)
    if judged[True] and judged[False]:
        yield of_rows(
            ("EX143", _severity(cases, older)),
            cases,
            f"{_about(cases[0])} is the same in {rows(cases)}, but significant in "
            f"{rows(judged[True])} and not in {rows(judged[False])}",
            "check the test and the level of each report",
        )


def _units(by_unit: dict[str, list[Case]], older: frozenset[Key]) -> Iterator[Finding]:
    """EX141: per cent in one row and a difference in another, which the means do not reconcile."""
    relative = by_unit.get("per cent", [])
    others = [case for cases in by_unit.values() for case in cases if kind_of(case) in DIFFERENCES]
    if not relative or not others:
        return
    shares = [share for case in others if (share := _relative(case)) is not None]
    effects = [number for case in relative if (number := case.number("effect_value"))]
    if any(share.agrees(effect) for share in shares for effect in effects[:1]):
        return
    cases = [*others, *relative]
    said: dict[str, list[Case]] = {}
    for case in cases:
        said.setdefault(f"{_said(case)} {case.text('effect_unit')}", []).append(case)
    yield of_rows(
        ("EX141", _severity(cases, older)),
        cases,
        f"{_about(cases[0])} is given in different units: {by_value(said)}",
        "see in the sources whether both are one effect, and which unit is meant",
    )


def _relative(case: Case) -> Printed | None:
    """The effect in per cent of the control mean, where the row has one."""
    effect, control = case.number("effect_value"), case.number("control_mean")
    share = quotient(effect, control) if effect is not None and control is not None else None
    return Printed(share.value * Decimal(100), share.half * 100) if share is not None else None


def _directions(
    cases: Sequence[Case], by_unit: dict[str, list[Case]], older: frozenset[Key]
) -> Iterator[Finding]:
    """EX143: opposite directions where the values themselves cannot be compared."""
    said: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        said[direction(case.text("effect_value"))].append(case)
    up, down = said["+"], said["-"]
    numbers = {case.row.row for held in by_unit.values() if len(held) > 1 for case in held}
    if up and down and not {case.row.row for case in (*up, *down)} <= numbers:
        yield of_rows(
            ("EX143", _severity([*up, *down], older)),
            [*up, *down],
            f"{_about(cases[0])} is positive in {rows(up)} and negative in {rows(down)}",
            _KEEP,
        )
        return
    words = [case for case in said["0"] if case.number("effect_value") is None]
    if words and (up or down):
        yield of_rows(
            ("EX143", _severity([*up, *down, *words], older)),
            [*up, *down, *words],
            f"{_about(cases[0])} has an effect in {rows([*up, *down])} and none in {rows(words)}",
            _KEEP,
        )


def _about(case: Case) -> str:
    """The outcome and, where it is not everybody, the subgroup, as the first row names them."""
    months = case.number("followup_months")
    when = f", {months.value} months" if months is not None else ""
    group = "" if subgroup_of(case) == "all" else f", {case.text('subgroup')}"
    text = f"{case.text('outcome')}{group}{when}"
    return text if text.isprintable() and len(text) <= 80 else ascii(text[:80])  # noqa: PLR2004


RULE = Rule(
    codes={
        "EX140": "One outcome, subgroup and follow-up of a study has different values.",
        "EX141": "One outcome is given in per cent and as a difference, which do not fit.",
        "EX143": "One outcome has opposite directions, or is significant here and not there.",
    },
    title="effects of one study on the same outcome, subgroup and time",
    find=_find,
    noun="estimate",
    needs=(("outcome", "effect_value"),),
)
