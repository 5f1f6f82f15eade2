"""The effect against the two means and the counts that it is made of, and mixed scales.

A difference is the treated mean less the control mean; per cent of control is that difference over
the control mean; a risk ratio is the ratio of two shares and an odds ratio that of their odds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from litreview.extraction.checks.found import of_row, rows
from litreview.extraction.checks.keys import OutcomeKey, outcome_key
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.extraction.checks.units import DIFFERENCES, kind_of
from litreview.extraction.printed import Printed, quotient
from litreview.extraction.values import named
from litreview.model import Finding

HUNDRED: Final = Decimal(100)
_EXACT: Final = Decimal(0)
_ADJUSTED: Final = re.compile(r"\b(?:adjusted|covariates?|regression|ols)\b", re.IGNORECASE)
_OF_SHARES: Final = frozenset({"points", "odds ratio", "risk ratio"})
_NEEDS: Final = ("effect_value", "treat_mean", "control_mean")


def is_adjusted(case: Case) -> bool:
    """Whether the row says that its effect is adjusted, so that it may differ from the raw one."""
    said = case.text("adjusted").casefold()
    if said in ("yes", "no"):
        return said == "yes"
    words = " ".join(case.text(name) for name in ("design", "flags", "estimator"))
    return _ADJUSTED.search(words) is not None


def scaled(number: Printed, factor: Decimal) -> Printed:
    """`number` times an exact factor."""
    return Printed(number.value * factor, number.half * abs(factor))


def _find(table: Table) -> Iterator[Finding]:
    adjusted: dict[tuple[str, str], list[tuple[Case, str]]] = defaultdict(list)
    for case in table.with_fields(*_NEEDS):
        scale = _scale(case)
        if scale:
            yield of_row(
                ("EX120", "warning"),
                case,
                scale,
                "enter the effect and both means on one scale, per cent or shares",
            )
            continue
        code, message = _difference(case) or _relative(case)
        if not message:
            continue
        if is_adjusted(case):
            adjusted[code, case.row.study].append((case, message))
        else:
            remedy = "check both means, or say in the flags that the effect is adjusted"
            yield of_row((code, "warning"), case, message, remedy)
    for (code, study), hits in adjusted.items():
        yield _note(code, study, hits)
    yield from _counts(table)
    yield from _study_scales(table)


def _note(code: str, study: str, hits: list[tuple[Case, str]]) -> Finding:
    case, message = hits[0]
    rest = f" and {len(hits) - 1} more" if len(hits) > 1 else ""
    return Finding(
        code,
        "note",
        f"{named(case.row.row)}: {message}{rest}, where the effect is called adjusted",
        f"{case.where}, {named(study)}",
        "nothing, if the source adjusts the effect",
        tuple(hit.row.row for hit, _ in hits),
    )


def _difference(case: Case) -> tuple[str, str] | None:
    """In what way the effect is not the difference of the means; None where that is no test."""
    if kind_of(case) not in DIFFERENCES:
        return None
    effect, treated, control = (case.number(name) for name in _NEEDS)
    if effect is None or treated is None or control is None:
        return None
    difference = treated - control
    if difference.agrees(effect):
        return ("EX106", "")
    return (
        "EX106",
        f"effect {effect.value}, but {treated.value} - {control.value} = {difference.value}",
    )


def _relative(case: Case) -> tuple[str, str]:
    """In what way a relative effect is not what the means give."""
    effect, treated, control = (case.number(name) for name in _NEEDS)
    kind = kind_of(case)
    if effect is None or treated is None or control is None:
        return ("EX123", "")
    expected: Printed | None = None
    if kind == "per cent":
        share = quotient(treated - control, control)
        expected = scaled(share, HUNDRED) if share else None
    elif kind == "risk ratio":
        expected = quotient(treated, control)
    elif kind == "odds ratio" and max(treated.value, control.value) > 1:
        expected = _odds_ratio(treated, control, Printed(HUNDRED, _EXACT))
    elif kind == "odds ratio":
        expected = _odds_ratio(treated, control, Printed(Decimal(1), _EXACT))
    if expected is None or expected.agrees(effect):
        return ("EX123", "")
    words = "per cent of control" if kind == "per cent" else kind
    given = f"{expected.value:.3g}"
    return (
        "EX123",
        f"{words} {effect.value}, but means of {treated.value} and {control.value} give {given}",
    )


def _odds_ratio(treated: Printed, control: Printed, whole: Printed) -> Printed | None:
    above, below = quotient(treated, whole - treated), quotient(control, whole - control)
    return quotient(above, below) if above and below else None


def _scale(case: Case) -> str:
    """In what way effect and means are on different scales, per cent and shares; "" where not."""
    if kind_of(case) != "points":
        return ""
    effect, treated, control = (case.number(name) for name in _NEEDS)
    if effect is None or treated is None or control is None:
        return ""
    difference = treated - control
    if effect.value and not difference.agrees(effect):
        if difference.agrees(scaled(effect, HUNDRED)) and difference.value:
            return _scales(f"effect {effect.value} is a share", treated, control, "per cent")
        if scaled(difference, HUNDRED).agrees(effect) and difference.value:
            return _scales(f"effect {effect.value} is in points", treated, control, "shares")
    if _far(treated, control) or _far(control, treated):
        return f"the means {treated.value} and {control.value} look like a share and per cent"
    return _labelled(case, treated, control)


def _scales(what: str, treated: Printed, control: Printed, other: str) -> str:
    return f"{what}, but the means {treated.value} and {control.value} are {other}"


def _far(small: Printed, large: Printed) -> bool:
    """Whether one mean looks like a share below 1 and the other like per cent."""
    ratio = Decimal(20)
    return 0 < small.value < 1 and large.value >= 1 and large.value / small.value > ratio


def _labelled(case: Case, treated: Printed, control: Printed) -> str:
    """Means below 1 under percentage points without a per cent sign are shares, most likely."""
    scale = case.text("effect_scale")
    if scale == "share" and max(treated.value, control.value) > 1:
        return f"the means {treated.value} and {control.value} are no shares, as the scale says"
    marked = any("%" in case.text(name) for name in _NEEDS[1:])
    if scale != "share" and not marked and 0 < max(treated.value, control.value) <= 1:
        return (
            f"the means {treated.value} and {control.value} look like shares: as per cent they "
            "would be at most 1 in 100"
        )
    return ""


def _counts(table: Table) -> Iterator[Finding]:
    """Persons with the event against the persons of the group and the printed share."""
    for arm, mean in (("treated", "treat_mean"), ("control", "control_mean")):
        for case in table.with_fields(f"events_{arm}", f"n_{arm}"):
            events, size = case.number(f"events_{arm}"), case.number(f"n_{arm}")
            if events is None or size is None or size.value <= 0:
                continue
            if events.value > size.value:
                yield of_row(
                    ("EX122", "error"),
                    case,
                    f"{events.value} of {size.value} {arm} persons have the event",
                    "check which persons each number counts",
                )
                continue
            share = quotient(Printed(events.value, _EXACT), Printed(size.value, _EXACT))
            printed = case.number(mean)
            if share is None or printed is None or kind_of(case) not in _OF_SHARES:
                continue
            percent = scaled(share, HUNDRED)
            if not (percent.agrees(printed) or (printed.value <= 1 and share.agrees(printed))):
                yield of_row(
                    ("EX122", "warning"),
                    case,
                    f"{events.value} of {size.value} {arm} persons are {percent.value:.1f} per "
                    f"cent, but {mean} is {printed.value}",
                    "check whether the share is of those analysed or of all in the group",
                )


def _study_scales(table: Table) -> Iterator[Finding]:
    """Rows of one study and outcome, some with means as shares and others as per cent."""
    groups: dict[tuple[str, str, OutcomeKey], tuple[list[Case], list[Case]]] = {}
    for case in table.with_fields("control_mean"):
        control = case.number("control_mean")
        if kind_of(case) != "points" or control is None or "%" in case.text("control_mean"):
            continue
        outcome = replace(outcome_key(case.text("outcome")), period="")
        key = (case.row.extractor, case.row.study, outcome)
        shares, percents = groups.setdefault(key, ([], []))
        (shares if 0 < control.value < 1 else percents).append(case)
    for shares, percents in groups.values():
        if shares and percents and not any(case.text("effect_scale") == "share" for case in shares):
            yield of_row(
                ("EX120", "warning"),
                shares[0],
                f"the control mean is below 1 in {rows(shares)} and from 1 to 100 in "
                f"{rows(percents)}: shares and per cent may be mixed",
                "enter all on one scale, or name the scale in effect_scale",
            )


RULE = Rule(
    codes={
        "EX106": "The effect is not the treated mean less the control mean.",
        "EX120": "Shares and per cent are mixed in one row.",
        "EX122": "Persons with the event against the persons of the group and the printed share.",
        "EX123": "A relative effect is not what the two means give.",
    },
    title="the effect against the means and counts",
    find=_find,
    noun="estimate",
    needs=(_NEEDS, ("events_treated", "n_treated"), ("events_control", "n_control")),
)
