"""Costs and what they buy: net cost, cost per additional job, marginal value of public funds."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.extraction.checks.found import of_row
from litreview.extraction.checks.rule import Case, Rule, Table
from litreview.extraction.checks.rules.ratios import cost_of
from litreview.extraction.money.identities import (
    cost_per_additional,
    marginal_value_of_public_funds,
)
from litreview.model import Finding


def _find(table: Table) -> Iterator[Finding]:
    for case in table.of_noun("cost-benefit"):
        yield from _mvpf(case)
        yield from _per_job(case)
        yield from _net_cost(case)


def _mvpf(case: Case) -> Iterator[Finding]:
    """EX130: MVPF = willingness to pay / (cost - fiscal externality)."""
    names = ("willingness_to_pay", "fiscal_externality", "mvpf")
    willing, back, value = (case.number(name) for name in names)
    cost = case.number("gross_cost") or case.number("cost_per_participant")
    if willing is None or back is None or value is None or cost is None:
        return
    expected = marginal_value_of_public_funds(willing, cost, back)
    if expected is not None and not expected.agrees(value):
        yield of_row(
            ("EX130", "warning"),
            case,
            f"MVPF {value.value}, but {willing.value} / ({cost.value} - {back.value}) = "
            f"{expected.value:.2f}",
            "check what the recipients would pay and what comes back to the budget",
        )


def _per_job(case: Case) -> Iterator[Finding]:
    """EX131: cost per additional job = net cost / (percentage points / 100)."""
    value, points = case.number("cost_per_job"), case.number("additional_jobs")
    cost = cost_of(case)
    if value is None or points is None or cost is None:
        return
    expected = cost_per_additional(cost, points)
    if expected is not None and not expected.agrees(value):
        yield of_row(
            ("EX131", "warning"),
            case,
            f"{value.value} for one more job, but cost {cost.value} and {points.value} more in "
            f"100 give {expected.value:.0f}",
            "check which cost and which effect the figure rests on",
        )


def _net_cost(case: Case) -> Iterator[Finding]:
    """EX132: net cost = gross cost - cost of the comparator."""
    names = ("gross_cost", "comparator_cost", "net_cost")
    gross, other, net = (case.number(name) for name in names)
    if gross is None or other is None or net is None:
        return
    difference = gross - other
    if not difference.agrees(net):
        yield of_row(
            ("EX132", "warning"),
            case,
            f"net cost {net.value}, but {gross.value} - {other.value} = {difference.value}",
            "check what the comparison group got, and what that cost",
        )


RULE = Rule(
    codes={
        "EX130": "The MVPF is not willingness to pay over cost less fiscal externality.",
        "EX131": "The cost per additional job is not what cost and effect give.",
        "EX132": "The net cost is not the gross cost less that of the comparator.",
    },
    title="net cost, cost per additional job and MVPF",
    find=_find,
    noun="cost-benefit",
    needs=(
        ("gross_cost", "comparator_cost", "net_cost"),
        ("cost_per_job", "additional_jobs"),
        ("willingness_to_pay", "fiscal_externality", "mvpf"),
    ),
)
