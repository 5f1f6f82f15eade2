"""The same economic quantity of one programme and perspective with other amounts or ratios."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from litreview.extraction.checks.found import by_value, of_rows, rows
from litreview.extraction.checks.keys import perspective_of, programme_key
from litreview.extraction.checks.rule import Case, Rule, Table, grouped
from litreview.extraction.checks.rules.ratios import named_ratios, ratio_for_one, side_said
from litreview.extraction.checks.superseding import Key, settled, superseded
from litreview.extraction.checks.twofold import said_twice
from litreview.extraction.leading import bare_number, lead
from litreview.extraction.printed import Printed
from litreview.model import Finding

_PAIR: Final = 2
Quantities = Mapping[str, Printed]


def _find(table: Table) -> Iterator[Finding]:
    older = superseded(table)
    for group in grouped(table.of_noun("cost-benefit"), _key).values():
        for held in _perspectives(group):
            yield from _differing(held, older)
        yield from _sides(group)


def _key(case: Case) -> tuple[str, str, frozenset[str]] | None:
    words = programme_key(case.text("programme"))
    return (case.row.form, case.text("currency"), words) if words else None


def _perspectives(group: Sequence[Case]) -> Iterator[list[Case]]:
    """Rows of one perspective; those that name none count with the one that there is."""
    held: dict[str, list[Case]] = defaultdict(list)
    for case in group:
        held[perspective_of(case)].append(case)
    unsaid = held.pop("", [])
    if not held:
        yield unsaid
    for cases in held.values():
        yield [*cases, *unsaid] if len(held) == 1 else cases


def _quantities(case: Case) -> Quantities:
    """The figures of a row that can be compared, by name."""
    found: dict[str, Printed] = {}
    net = case.text("net_present_value")
    number = bare_number(net) or (first.number if (first := lead(net)) else None)
    if number is not None and not said_twice(net):
        found["net value"] = number
    named = named_ratios(case)
    ratio = ratio_for_one(case)
    if ratio is not None:
        found["ratio"] = ratio
    if "MVPF" in named:
        found["MVPF"] = named["MVPF"]
    return found


def _differing(cases: Sequence[Case], older: frozenset[Key]) -> Iterator[Finding]:
    """EX144: one quantity with different figures; a note where version or horizon is settled."""
    by_name: dict[str, list[tuple[Case, Printed]]] = defaultdict(list)
    for case in cases:
        for name, number in _quantities(case).items():
            by_name[name].append((case, number))
    said: list[str] = []
    involved: dict[int, Case] = {}
    turns = False
    for name, held in by_name.items():
        low = min(held, key=lambda one: one[1].value + one[1].half)[1]
        high = max(held, key=lambda one: one[1].value - one[1].half)[1]
        if len(held) < _PAIR or low.agrees(high):
            continue
        values: dict[str, list[Case]] = {}
        for case, number in held:
            values.setdefault(f"{number.value}", []).append(case)
            involved[case.order] = case
        said.append(f"{name} {by_value(values)}")
        turns = turns or _turns(name, low, high)
    if not said:
        return
    found = list(involved.values())
    horizons = {case.text("time_horizon") for case in found}
    explained = len(horizons) == len(found) and "" not in horizons
    how = "; horizons differ" if explained else ""
    yield of_rows(
        ("EX144", "note" if explained or settled(found, older) else "warning"),
        found,
        f"{'; '.join(said)}{', on both sides of break-even' if turns else ''}{how}",
        "keep both with their version or horizon, and mark with supersedes which one holds",
    )


def _turns(name: str, low: Printed, high: Printed) -> bool:
    even = 0 if name == "net value" else 1
    return low.value < even < high.value


def _sides(group: Sequence[Case]) -> Iterator[Finding]:
    """EX147: one programme pays or not, by perspective, horizon or measure."""
    gains = [case for case in group if _side(case) > 0]
    losses = [case for case in group if _side(case) < 0]
    views = {(perspective_of(case), case.text("time_horizon")) for case in (*gains, *losses)}
    if gains and losses and len(views) > 1:
        yield of_rows(
            ("EX147", "note"),
            [*gains, *losses],
            f"benefits exceed costs in {rows(gains)} and not in {rows(losses)}, by perspective, "
            "horizon or measure",
            "name the perspective and the horizon wherever the result is quoted",
        )


def _side(case: Case) -> int:
    said = side_said(case)
    ratio = named_ratios(case).get("MVPF")
    if not said and ratio is not None:
        return 1 if ratio.value > 1 else -1
    return said


RULE = Rule(
    codes={
        "EX144": "One economic quantity of a programme has different figures.",
        "EX147": "One programme is on both sides of break-even, by perspective or horizon.",
    },
    title="economic results of one programme and perspective",
    find=_find,
    noun="cost-benefit",
    needs=(
        ("programme", "net_present_value"),
        ("programme", "bcr_or_roi_or_mvpf"),
        ("programme", "bcr"),
        ("programme", "mvpf"),
    ),
)
