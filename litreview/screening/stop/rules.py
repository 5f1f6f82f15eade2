"""All stopping rules, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.screening.stop import anytime, certificate, check, consecutive, estimate, qbcb, safe
from litreview.screening.stop.reading import Opinion, Reading
from litreview.screening.stop.rule import Rule

__all__ = ["RULES", "Rule", "opinions"]

RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        certificate.RULE,
        anytime.RULE,
        check.RULE,
        qbcb.RULE,
        estimate.RULE,
        safe.RULE,
        *consecutive.RULES,
    )
}


def opinions(reading: Reading) -> tuple[Opinion, ...]:
    """What every rule says of a reading."""
    return tuple(rule.judge(reading) for rule in RULES.values())
