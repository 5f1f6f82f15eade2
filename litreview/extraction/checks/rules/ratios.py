"""Ratios and net values of economic results: NPV = B - C, BCR = B / C, ROI = BCR - 1.

The coded fields are read first, and the ratios that are printed with their name beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from litreview.extraction.checks.found import of_row
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.extraction.leading import lead
from litreview.extraction.money.identities import (
    benefit_cost_ratio,
    net_present_value,
    ratio_of_net,
    return_on_investment,
)
from litreview.extraction.printed import Printed, ratios
from litreview.model import Finding

RATIO: Final = "bcr_or_roi_or_mvpf"
_RETURN: Final = re.compile(
    r"\b(?:ROI|return(?: on investment)?)(?: of)?\s+(\d+(?:\.\d+)?)\s*(?:%|per ?cent)"
)
_PER_UNIT: Final = re.compile(
    r"\bper\s+(?:[A-Z]{3}\b|euro|dollar|pound|krone|franc|unit)|\bfor (?:one|each|every|1)\b",
    re.IGNORECASE,
)
_POSITIVE: Final = ("benefits exceed costs", "benefits > costs")
_NEGATIVE: Final = ("costs exceed benefits", "costs > benefits")
_CHECK: Final = "check what the source counts as benefits and as cost"


def _find(table: Table) -> Iterator[Finding]:
    for case in table.of_noun("cost-benefit"):
        named = named_ratios(case)
        yield from _of_amounts(case, named)
        yield from _net(case)
        yield from _between(case, named)
        yield from _coded(case)
        yield from _conclusion(case)


def named_ratios(case: Case) -> Mapping[str, Printed]:
    """The BCR, ROI and MVPF of a row by name: as coded, else as printed with the name."""
    found = dict(ratios(case.text(RATIO)))
    for name in ("BCR", "ROI", "MVPF"):
        coded = case.number(name.casefold())
        if coded is not None:
            found[name] = coded
    return found


def cost_of(case: Case) -> Printed | None:
    """The cost that ratios rest on: net where it is coded, else the one printed."""
    names = ("net_cost", "cost_per_participant", "gross_cost")
    return next((found for name in names if (found := case.number(name)) is not None), None)


def _of_amounts(case: Case, named: Mapping[str, Printed]) -> Iterator[Finding]:
    """EX108: BCR = benefits / cost, ROI = BCR - 1."""
    benefits, cost = case.number("benefits"), cost_of(case)
    ratio = benefit_cost_ratio(benefits, cost) if benefits and cost else None
    if benefits is None or cost is None or ratio is None:
        return
    for name, value in named.items():
        expected = {"BCR": ratio, "ROI": return_on_investment(ratio)}.get(name)
        if expected is not None and not expected.agrees(value):
            yield of_row(
                ("EX108", "warning"),
                case,
                f"{name} printed as {value.value}, but benefits {benefits.value} and cost "
                f"{cost.value} give {expected.value:.2f}",
                _CHECK,
            )


def _net(case: Case) -> Iterator[Finding]:
    """EX109: net present value = benefits - cost."""
    benefits, cost, net = case.number("benefits"), cost_of(case), case.number("net_present_value")
    if benefits is None or cost is None or net is None:
        return
    difference = net_present_value(benefits, cost)
    if not difference.agrees(net):
        yield of_row(
            ("EX109", "warning"),
            case,
            f"net present value {net.value}, but {benefits.value} - {cost.value} = "
            f"{difference.value}",
            _CHECK,
        )


def _between(case: Case, named: Mapping[str, Printed]) -> Iterator[Finding]:
    """EX134: the ratios, the net value and the cost of a row against each other."""
    ratio, share = ratio_for_one(case), named.get("ROI") or _returned(case)
    if ratio is not None and share is not None and not _one_apart(ratio, share):
        yield of_row(
            ("EX134", "warning"),
            case,
            f"a return of {share.value * 100:f} per cent is {share.value + 1:f} for one, but "
            f"{ratio.value} for one is printed",
            "see in the source which of the two was meant: ROI = BCR - 1",
        )
    net, cost = case.number("net_present_value"), cost_of(case)
    if net is None or ratio is None:
        return
    implied = ratio_of_net(net, cost) if cost is not None and not case.number("benefits") else None
    if implied is not None and not implied.agrees(ratio):
        yield of_row(
            ("EX134", "warning"),
            case,
            f"net value {net.value} and cost {cost.value if cost else ''} give a ratio of "
            f"{implied.value:.2f}, but {ratio.value} is printed",
            _CHECK,
        )
    elif _sides(net, ratio):
        yield of_row(
            ("EX134", "warning"),
            case,
            f"the net value {net.value} and the ratio {ratio.value} are on different sides of "
            "break-even",
            _CHECK,
        )


def _one_apart(ratio: Printed, share: Printed) -> bool:
    """Whether ROI = BCR - 1 may hold; two equal whole numbers only touch, and do not."""
    expected = return_on_investment(ratio)
    return abs(expected.value - share.value) < expected.half + share.half


def _sides(net: Printed, ratio: Printed) -> bool:
    low, high = ratio.value - ratio.half, ratio.value + ratio.half
    return (net.value - net.half > 0 and high < 1) or (net.value + net.half < 0 and low > 1)


def ratio_for_one(case: Case) -> Printed | None:
    """Benefits for one unit of cost: the BCR, else what is printed so (`2.46 per USD 1`)."""
    named, text = named_ratios(case), case.text(RATIO)
    if "BCR" in named or "BCR" in text:
        return named.get("BCR")
    found = lead(text) or lead(text.split("(")[0])
    return found.number if found is not None and _PER_UNIT.search(text) else None


def _returned(case: Case) -> Printed | None:
    """The first return in per cent that the row's words on the source give, as a share."""
    for name in (RATIO, "paraphrase", "flags"):
        match = _RETURN.search(case.text(name))
        if match is not None:
            places = len(match[1].partition(".")[2])
            return Printed(Decimal(match[1]) / 100, Decimal(5).scaleb(-places - 3))
    return None


def _coded(case: Case) -> Iterator[Finding]:
    """EX134: the coded ratio against the one printed with its name."""
    for name, value in ratios(case.text(RATIO)).items():
        coded = case.number(name.casefold())
        if coded is not None and not coded.agrees(value):
            yield of_row(
                ("EX134", "warning"),
                case,
                f"{name} is coded as {coded.value}, but printed as {value.value}",
                "correct the coded value: 132 per cent is 1.32",
            )


def _conclusion(case: Case) -> Iterator[Finding]:
    """EX135: what the source concludes against its net value and ratio."""
    side = side_said(case)
    net, ratio = lead(case.text("net_present_value")), ratio_for_one(case)
    figures = [
        (f"the net value is {net.number.value}", net.number.value) if net else None,
        (f"the ratio is {ratio.value}", ratio.value - 1) if ratio else None,
    ]
    for figure in figures:
        if figure and side and figure[1] and (figure[1] > 0) != (side > 0):
            words = _POSITIVE[0] if side > 0 else _NEGATIVE[0]
            yield of_row(
                ("EX135", "warning"),
                case,
                f"{words} as concluded, but {figure[0]}",
                "check the sign, and which perspective and version each belongs to",
            )
            return


def side_said(case: Case) -> int:
    """1 where the source says that benefits exceed costs, -1 the other way round, 0 neither."""
    for text in (case.text("balance"), case.text("conclusion_direction")):
        if text.casefold().startswith(_POSITIVE):
            return 1
        if text.casefold().startswith(_NEGATIVE):
            return -1
    return 0


_COST: Final = ("cost_per_participant", "net_cost", "gross_cost")
RULE = Rule(
    codes={
        "EX108": "The ratio is not what benefits and cost give.",
        "EX109": "The net present value is not benefits less cost.",
        "EX134": "Ratios, return and net value of one row do not fit each other.",
        "EX135": "The conclusion is on the other side of break-even than the figures.",
    },
    title="ratios and net values against benefits, cost and conclusion",
    find=_find,
    noun="cost-benefit",
    needs=(
        *(
            (("benefits", cost, other))
            for cost in _COST
            for other in (RATIO, "net_present_value", "bcr", "roi")
        ),
        ("bcr", "roi"),
        ("net_present_value", "bcr"),
        ("net_present_value", "conclusion_direction"),
        ("net_present_value", "balance"),
    ),
)
