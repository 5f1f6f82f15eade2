"""Checks of extracted rows: stable codes, one sentence each, never false precision.

Only values that are one plain number enter a sum, and a sum fails only where the rounding of the
printed digits cannot explain it. A finding does not say who is wrong: often the source is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from litreview.extraction.forms import Form
from litreview.extraction.printed import Printed, is_missing, printed, quotient, ratios
from litreview.extraction.rows import Row
from litreview.extraction.values import (
    implausible,
    named,
    not_addresses,
    not_options,
    not_plain,
    required_missing,
    shown,
    source_missing,
)
from litreview.model import Finding, Severity

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
POINTS: Final = "percentage points"
SOCIETY: Final = frozenset({"society", "societal", "social"})
PARTIES: Final = {
    "participant": "participants",
    "participants": "participants",
    "government": "government",
    "taxpayers": "government",
    "employer": "employers",
    "employers": "employers",
    "other": "others",
    "others": "others",
    "indirect": "indirect",
}
"""Perspectives whose sum is society's, under one name each."""

_ADJUSTED: Final = re.compile(r"\b(?:adjusted|covariates?|regression|ols)\b", re.IGNORECASE)


def check_all(
    forms: Mapping[str, Form], rows: Iterable[Row], studies: Collection[str]
) -> tuple[Finding, ...]:
    """What stands out in `rows`, warnings first: under each form, and between rows and studies.

    forms: by name; rows under any other form are one finding (EX115). studies: the ids of the
    review's studies.
    """
    by_form: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_form[row.form].append(row)
    found: list[Finding] = []
    for name, held in sorted(by_form.items()):
        found.extend(check(forms[name], held) if name in forms else [_formless(name, held)])
    found.extend(unlinked((row for held in by_form.values() for row in held), studies))
    return tuple(sorted(found, key=_rank))


def check(form: Form, rows: Iterable[Row]) -> tuple[Finding, ...]:
    """What stands out in the rows of `form`; rows of other forms are passed over.

    Warnings come before notes, then by code, those of one row in the order of the rows.
    """
    held = [row for row in rows if row.form == form.name]
    pairs = [(row.row, row.values) for row in held]
    where = f"form {form.name}"
    found: list[Finding] = []
    for test in (
        required_missing,
        not_options,
        not_plain,
        implausible,
        source_missing,
        not_addresses,
    ):
        found.extend(test(form, pairs, where))
    found.extend(_effects(held, where))
    for row in held:
        found.extend(_counts(row, where))
        found.extend(_ratio(row, where))
        found.extend(_net(row, where))
    found.extend(_sums(held, where))
    return tuple(sorted(found, key=_rank))


def _rank(finding: Finding) -> tuple[int, str]:
    return (SEVERITIES.index(finding.severity), finding.code)


def _formless(name: str, rows: Sequence[Row]) -> Finding:
    """EX115: rows under a form that is gone."""
    return Finding(
        code="EX115",
        severity="warning",
        message=f"{_many(len(rows))} been entered under the form {shown(name)}, "
        "which does not exist: nothing was checked",
        where="extraction",
        remedy="put the form back into forms/",
        ids=tuple(row.row for row in rows),
    )


def unlinked(rows: Iterable[Row], studies: Collection[str]) -> tuple[Finding, ...]:
    """EX112: rows that name a study which no report of the review is linked to.

    studies: the ids of the review's studies. One finding a study, by its id.
    """
    strangers: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.study not in studies:
            strangers[row.study].append(row.row)
    return tuple(
        Finding(
            code="EX112",
            severity="note",
            message=f"no report of this review belongs to the study {shown(study)}, which "
            f"{_many(len(ids))} named ({named(ids[0])}{' ...' if len(ids) > 1 else ''})",
            where="extraction",
            remedy="link a report to the study, or correct the study of these rows",
            ids=tuple(ids),
        )
        for study, ids in sorted(strangers.items())
    )


def _many(count: int) -> str:
    return "one row has" if count == 1 else f"{count} rows have"


def _effects(rows: Iterable[Row], where: str) -> Iterator[Finding]:
    """EX106: effect = treated mean - control mean, where all three are in percentage points.

    Rows that call the effect adjusted are gathered, one note a study: there it may differ.
    """
    adjusted: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for row in rows:
        message = _difference(row)
        if not message:
            continue
        account = f"{row.values.get('design', '')} {row.values.get('flags', '')}"
        if _ADJUSTED.search(account):
            adjusted[row.study].append((row, message))
        else:
            remedy = "check both means, or say in the flags that the effect is adjusted"
            yield _finding(("EX106", "warning"), row, message, (where, remedy))
    for study, hits in adjusted.items():
        row, message = hits[0]
        rest = f" and {len(hits) - 1} more" if len(hits) > 1 else ""
        yield Finding(
            code="EX106",
            severity="note",
            message=f"{named(row.row)}: {message}{rest}, where the effect is called adjusted",
            where=f"{where}, {named(study)}",
            remedy="nothing, if the source adjusts the effect",
            ids=tuple(hit.row for hit, _ in hits),
        )


def _difference(row: Row) -> str:
    """In what way the effect is not the difference of the means; "" where it may be."""
    if not row.values.get("effect_unit", "").strip().casefold().startswith(POINTS):
        return ""
    effect, treated, control = _numbers(row, "effect_value", "treat_mean", "control_mean")
    if effect is None or treated is None or control is None:
        return ""
    difference = treated - control
    if difference.agrees(effect):
        return ""
    return f"effect {effect.value}, but {treated.value} - {control.value} = {difference.value}"


def _counts(row: Row, where: str) -> Iterator[Finding]:
    """EX107: the groups are not larger than the whole."""
    total, treated, control = _numbers(row, "n_total", "n_treated", "n_control")
    if total is None or treated is None or control is None:
        return
    if treated.value + control.value > total.value:
        yield _finding(
            ("EX107", "warning"),
            row,
            f"{treated.value} treated + {control.value} controls are more than the total "
            f"of {total.value}",
            (where, "check which sample each number counts"),
        )


def _ratio(row: Row, where: str) -> Iterator[Finding]:
    """EX108: BCR = benefits / cost, ROI = BCR - 1."""
    benefits, cost = _numbers(row, "benefits", "cost_per_participant")
    named = ratios(row.values.get("bcr_or_roi_or_mvpf", ""))
    ratio = quotient(benefits, cost) if benefits and cost else None
    if benefits is None or cost is None or ratio is None:
        return
    for name, value in named.items():
        expected = ratio if name == "BCR" else Printed(ratio.value - 1, ratio.half)
        if not expected.agrees(value):
            yield _finding(
                ("EX108", "warning"),
                row,
                f"{name} printed as {value.value}, but benefits {benefits.value} and cost "
                f"{cost.value} give {expected.value:.2f}",
                (where, "check what the source counts as benefits and as cost"),
            )


def _net(row: Row, where: str) -> Iterator[Finding]:
    """EX109: net present value = benefits - cost."""
    benefits, cost, net = _numbers(row, "benefits", "cost_per_participant", "net_present_value")
    if benefits is None or cost is None or net is None:
        return
    difference = benefits - cost
    if not difference.agrees(net):
        yield _finding(
            ("EX109", "warning"),
            row,
            f"net present value {net.value}, but {benefits.value} - {cost.value} = "
            f"{difference.value}",
            (where, "check what the source counts as benefits and as cost"),
        )


def _sums(rows: Sequence[Row], where: str) -> Iterator[Finding]:
    """EX110: society's net present value is the sum of the parties that are printed beside it."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        key = ("programme", "currency", "price_year", "time_horizon")
        groups[row.extractor, row.study, *(row.values.get(k, "").strip() for k in key)].append(row)
    for group in groups.values():
        whole, parts = _parties(group)
        if whole is None or len(parts) < 2:  # noqa: PLR2004 - one party is no sum
            continue
        total = _total([number for _, number in parts.values()])
        row, society = whole
        if not total.agrees(society):
            yield Finding(
                code="EX110",
                severity="warning",
                message=f"{named(row.row)}: society {society.value}, but the sum of "
                f"{', '.join(parts)} is {total.value}",
                where=where,
                remedy="see whether the source names other parties",
                ids=(row.row, *(part.row for part, _ in parts.values())),
            )


Valued = tuple[Row, Printed]


def _parties(group: Iterable[Row]) -> tuple[Valued | None, Mapping[str, Valued]]:
    """Society's row and the parties' rows with plain net values; none where one stands twice."""
    whole: list[Valued] = []
    parts: dict[str, Valued] = {}
    for row in group:
        perspective = row.values.get("perspective", "").strip().casefold()
        (value,) = _numbers(row, "net_present_value")
        party = PARTIES.get(perspective, "")
        if value is None:
            continue
        if party in parts:
            return None, {}
        if perspective in SOCIETY:
            whole.append((row, value))
        elif party:
            parts[party] = (row, value)
    return (whole[0] if len(whole) == 1 else None), parts


def _total(numbers: Sequence[Printed]) -> Printed:
    total = numbers[0]
    for number in numbers[1:]:
        total += number
    return total


def _numbers(row: Row, *names: str) -> list[Printed | None]:
    texts = (row.values.get(name, "") for name in names)
    return [None if is_missing(text) else printed(text) for text in texts]


def _finding(kind: tuple[str, Severity], row: Row, message: str, place: tuple[str, str]) -> Finding:
    code, severity = kind
    where, remedy = place
    return Finding(
        code,
        severity,
        f"{named(row.row)}: {message}",
        f"{where}, {named(row.study)}",
        remedy,
        (row.row,),
    )
