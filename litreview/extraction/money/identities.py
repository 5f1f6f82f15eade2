"""What the figures of one economic evaluation must satisfy among themselves.

Pure functions over printed numbers, which carry the error that their rounding allows: a result is
a number with such an error too, and `Printed.agrees` says whether it could be printed as another.
None is "cannot be computed", where the divisor may be zero. All amounts of one call are in one
currency and price year, per person, and present values of one base year.

Sources: Boardman, Greenberg, Vining & Weimer, Cost-Benefit Analysis (net present value,
benefit-cost ratio, payback); Hendren & Sprung-Keyser 2020, Quarterly Journal of Economics 135(3)
(MVPF).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from litreview.extraction.printed import Printed, quotient

ONE = Printed(Decimal(1), Decimal(0))


def net_present_value(benefits: Printed, costs: Printed) -> Printed:
    """NPV = B - C."""
    return benefits - costs


def benefit_cost_ratio(benefits: Printed, costs: Printed) -> Printed | None:
    """BCR = B / C."""
    return quotient(benefits, costs)


def return_on_investment(ratio: Printed) -> Printed:
    """ROI = BCR - 1, as a share: 1.66 is 166 per cent."""
    return ratio - ONE


def ratio_of_net(net: Printed, costs: Printed) -> Printed | None:
    """BCR = NPV / C + 1: the ratio where the benefits themselves are not printed."""
    share = quotient(net, costs)
    return None if share is None else share + ONE


def marginal_value_of_public_funds(
    willingness: Printed, cost: Printed, externality: Printed
) -> Printed | None:
    """MVPF = WTP / (C - FE).

    willingness: what the participants would pay; cost: of the programme to the public budget;
    externality: what comes back to that budget (taxes more, transfers less), counted positive.
    None where the net cost may be zero. Where it is certainly negative the programme pays for
    itself and the MVPF is infinite by definition if somebody gains: that is `pays_for_itself`.
    """
    return quotient(willingness, cost - externality)


def pays_for_itself(cost: Printed, externality: Printed) -> bool:
    """Whether the net cost to the public budget is certainly below zero."""
    net = cost - externality
    return net.value + net.half < 0


def cost_per_additional(net_cost: Printed, points: Printed) -> Printed | None:
    """Net cost for one more job (degree ...) = net cost per person / (percentage points / 100).

    points: the effect on the share in jobs, in percentage points. The sign is kept: a negative
    figure is either a saving or a job lost, and the two inputs say which.
    """
    return quotient(net_cost, scaled(points, Decimal(1) / 100))


def payback(cost: Printed, yearly: Printed) -> Printed | None:
    """Years until equal yearly benefits have repaid the cost, without discounting: C / b."""
    return quotient(cost, yearly)


def total(parts: Sequence[Printed]) -> Printed:
    """The sum, with the errors of all parts. Raises ValueError: nothing to add up."""
    if not parts:
        raise ValueError("a sum needs at least one part")
    found = parts[0]
    for part in parts[1:]:
        found += part
    return found


def scaled(number: Printed, factor: Decimal) -> Printed:
    """`number` times an exact factor."""
    return Printed(number.value * factor, number.half * abs(factor))
