"""Remarks in which the person who extracted says that sources contradict each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from litreview.extraction.checks.found import of_rows, quoted, rows
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.model import Finding

_CONFLICT: Final = re.compile(
    r"\b(?:conflict\w*|contradict\w*|disagree\w*|discrepan\w*|inconsisten\w*)\b"
    r"|\bdiffers? (?:between|from)\b|\bchanged between\b|\bsign flips?\b|\bdrift\b",
    re.IGNORECASE,
)


def _find(table: Table) -> Iterator[Finding]:
    held: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for case in table.cases:
        if _CONFLICT.search(case.own("flags")):
            held[case.row.extractor, case.row.form, case.row.study].append(case)
    for cases in held.values():
        yield of_rows(
            ("EX146", "note"),
            cases,
            f"a conflict is noted in the flags of {rows(cases)} ({quoted(cases[0].own('flags'))})",
            "nothing, if both sides stand in the rows: a remark is not read by any computation",
        )


RULE = Rule(
    codes={"EX146": "The flags of a row say that sources contradict each other."},
    title="remarks on conflicts",
    find=_find,
    needs=(("flags",),),
)
