"""Society as the sum of the parties, and the components of an economic result against its totals.

A flow from one party to another is a transfer: it is a loss to one and a gain to the other, so that
it cancels in the sum of all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from litreview.extraction.checks.found import of_row, of_rows
from litreview.extraction.checks.keys import perspective_of
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.extraction.checks.rules.ratios import cost_of
from litreview.extraction.leading import bare_number
from litreview.extraction.money.identities import total
from litreview.extraction.perspectives import SOCIETY, Perspective, listed, read
from litreview.extraction.printed import Printed
from litreview.extraction.values import named
from litreview.model import Finding

_FEW: Final = 2
Valued = tuple[Case, Printed]


def _find(table: Table) -> Iterator[Finding]:
    results = list(table.of_noun("cost-benefit"))
    yield from _sums(results)
    for case in results:
        yield from _listed(case)
    yield from _components(table, results)


def _sums(results: Iterable[Case]) -> Iterator[Finding]:
    """EX110: society's net present value is the sum of the parties that are printed beside it."""
    groups: dict[tuple[str, ...], list[Case]] = defaultdict(list)
    for case in results:
        key = ("programme", "currency", "price_year", "time_horizon")
        said = (case.values.get(name, "").strip() for name in key)
        groups[case.row.extractor, case.row.form, case.row.study, *said].append(case)
    for group in groups.values():
        whole, parts = _parties(group)
        if whole is None or len(parts) < _FEW:
            continue
        summed = total([number for _, number in parts.values()])
        case, society = whole
        if not summed.agrees(society):
            yield Finding(
                code="EX110",
                severity="warning",
                message=f"{named(case.row.row)}: society {society.value}, but the sum of "
                f"{', '.join(parts)} is {summed.value}",
                where=f"{case.where}, {named(case.row.study)}",
                remedy="see whether the source names other parties",
                ids=(case.row.row, *(part.row.row for part, _ in parts.values())),
            )


def _parties(group: Iterable[Case]) -> tuple[Valued | None, Mapping[str, Valued]]:
    """Society's row and the parties' rows with plain net values; none where one stands twice."""
    whole: list[Valued] = []
    parts: dict[str, Valued] = {}
    seen: list[Perspective] = []
    for case in group:
        found = read(case.text("perspective"), case.text("perspective_code"))
        value = case.number("net_present_value")
        if value is None or not isinstance(found, Perspective):
            continue
        if found.code == SOCIETY:
            whole.append((case, value))
        elif any(_same_money(found, one) for one in seen):
            return None, {}
        else:
            seen.append(found)
            parts[found.party] = (case, value)
    return (whole[0] if len(whole) == 1 else None), parts


def _same_money(one: Perspective, other: Perspective) -> bool:
    """Whether two perspectives count some money twice: one party, or a part and its whole."""
    return one.code == other.code and (one.part == other.part or not one.part or not other.part)


@cache
def _listed_in() -> re.Pattern[str]:
    """A party and its amount, as a row of society lists them in words."""
    return re.compile(
        rf"{listed().pattern}:?\s+"
        r"([-+\u2212]?\d{1,3}(?:,\d{3})+(?!\d)|[-+\u2212]?\d+(?:\.\d+)?)",
        re.IGNORECASE,
    )


def _listed(case: Case) -> Iterator[Finding]:
    """EX110: the parties that a society's row lists in words against its benefits or net value."""
    if perspective_of(case) != SOCIETY:
        return
    for name in ("perspective", "flags"):
        amounts = [
            number
            for match in _listed_in().finditer(case.text(name))
            if (number := bare_number(match[2])) is not None
        ]
        totals = [case.number("benefits"), case.number("net_present_value")]
        given = [one for one in totals if one is not None]
        if len(amounts) < _FEW or not given:
            continue
        summed = total(amounts)
        if not any(summed.agrees(one) for one in given):
            yield of_row(
                ("EX110", "warning"),
                case,
                f"the parties in {name} add up to {summed.value}, but society has "
                f"{' and '.join(str(one.value) for one in given)}",
                "see whether the source names other parties",
            )


def _components(table: Table, results: Iterable[Case]) -> Iterator[Finding]:
    """EX133: the components of a result for its party against its benefits, cost and net value."""
    held: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for part in table.of_noun("cost-component"):
        if part.number("amount") is not None:
            held[part.row.extractor, part.row.study, part.text("cba_id")].append(part)
    for case in results:
        parts = held.get((case.row.extractor, case.row.study, case.row.row), [])
        party = perspective_of(case)
        own = [one for one in parts if party == SOCIETY or one.text("party") == party]
        for what, printed, chosen, sign in _totals(case, own):
            amounts = [number for one in chosen if (number := one.number("amount"))]
            if not amounts or printed is None:
                continue
            summed = total(amounts)
            shown = Printed(sign * summed.value, summed.half)
            if not shown.agrees(printed):
                yield of_rows(
                    ("EX133", "warning"),
                    [case, *chosen],
                    f"{len(chosen)} components add up to {shown.value}, but {what} of "
                    f"{named(case.row.row)} is {printed.value}",
                    "see whether the source names other components, and check their signs",
                )


def _totals(
    case: Case, parts: Sequence[Case]
) -> Iterator[tuple[str, Printed | None, list[Case], int]]:
    """What the components must add up to: name, printed total, the components, their sign."""
    kinds = {one.text("kind") for one in parts}
    gains = [one for one in parts if one.text("kind") == "benefit"]
    losses = [one for one in parts if one.text("kind") == "cost"]
    yield "the benefit", case.number("benefits"), gains, 1
    yield "the cost", cost_of(case), losses, -1
    if kinds >= {"benefit", "cost"} or kinds == {""}:
        yield "the net value", case.number("net_present_value"), list(parts), 1


RULE = Rule(
    codes={
        "EX110": "Society's net value is not the sum of the parties.",
        "EX133": "The components of an economic result do not add up to its totals.",
    },
    title="parties and components against society and the totals",
    find=_find,
    noun="cost-benefit",
    needs=(("perspective", "net_present_value"), ("perspective", "benefits")),
)
