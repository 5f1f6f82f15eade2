"""The coded unit of an effect against the unit in words."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.extraction.checks.found import of_row, plain
from litreview.extraction.checks.rule import Rule, Table
from litreview.extraction.checks.units import CODED, kinds
from litreview.model import Finding

_NEEDS = ("effect_unit", "effect_unit_code")


def _find(table: Table) -> Iterator[Finding]:
    for case in table.with_fields(*_NEEDS):
        code, text = case.text("effect_unit_code"), case.text("effect_unit")
        kind, said = CODED.get(code), kinds(text)
        if kind is not None and said and kind not in said:
            yield of_row(
                ("EX121", "warning"),
                case,
                f"the unit is coded as {plain(code)}, but reads {plain(text)}",
                "correct the code, or say in the flags why it is right",
            )


RULE = Rule(
    codes={"EX121": "The coded unit of the effect is not the one in words."},
    title="the coded unit against its words",
    find=_find,
    noun="estimate",
    needs=(_NEEDS,),
)
