"""One cell that holds two values: two numbers by source, or an amount called gross and net."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from litreview.extraction.checks.found import of_row, of_rows, quoted, rows
from litreview.extraction.checks.reading import direction
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.extraction.checks.twofold import said_twice
from litreview.model import Finding

_WORDED: Final = (
    "p_or_significance_as_stated",
    "bcr_or_roi_or_mvpf",
    "conclusion_direction",
    "ci",
    "currency",
)
_GROSS: Final = re.compile(
    r"\b(?:social|gross|total)\W{0,3}(?:present value of )?benefits?\b", re.IGNORECASE
)
_NET: Final = re.compile(
    r"\bnet\W{0,3}(?:social )?(?:benefits?|present value|gain)\b", re.IGNORECASE
)
_EITHER: Final = re.compile(r"\bgross\s*(?:/|or)\s*net\b|\bnet\s*(?:/|or)\s*gross\b", re.IGNORECASE)
_ACCOUNTS: Final = ("benefits", "net_present_value", "bcr_or_roi_or_mvpf", "paraphrase", "flags")
_AMOUNTS: Final = ("benefits", "net_present_value", "cost_per_participant")


def _find(table: Table) -> Iterator[Finding]:
    held: dict[tuple[str, str, str, str], list[Case]] = defaultdict(list)
    for case in table.cases:
        for name in (*case.numeric, *_WORDED):
            if said_twice(case.own(name)):
                held[case.row.extractor, case.row.study, name, case.own(name)].append(case)
    for (_, _, name, text), cases in sorted(held.items(), key=lambda one: one[1][0].order):
        yield _twice(cases, name, text)
    for case in table.of_noun("cost-benefit"):
        yield from _gross_and_net(case)


def _twice(cases: list[Case], name: str, text: str) -> Finding:
    parts = said_twice(text)
    signs = {direction(part) for part in parts}
    opposite = ", of opposite sign" if {"+", "-"} <= signs else ""
    return of_rows(
        ("EX139", "warning"),
        cases,
        f"{name} of {rows(cases)} holds {len(parts)} values{opposite}: "
        f"{' and '.join(quoted(part) for part in parts)}",
        "enter a row for each with its report, or say in the flags which one is used and why",
    )


def _gross_and_net(case: Case) -> Iterator[Finding]:
    """EX145: the words of a row call its amount gross (or social) and net."""
    if not any(case.text(name) for name in _AMOUNTS):
        return
    for name in _ACCOUNTS:
        text = case.text(name)
        if _EITHER.search(text) or (_GROSS.search(text) and _NET.search(text)):
            yield of_row(
                ("EX145", "warning"),
                case,
                f"its amount is called both gross and net of cost, in {name}: {quoted(text)}",
                "see in the source which it is, and enter it as benefits or as net present value",
            )
            return


RULE = Rule(
    codes={
        "EX139": "One cell holds two values by source or version.",
        "EX145": "An amount is called both gross (or social) and net.",
    },
    title="cells that hold two values",
    find=_find,
)
