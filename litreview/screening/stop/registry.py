"""The stopping rules by name."""

from __future__ import annotations

from litreview.screening.stop import (
    anytime,
    certificate,
    consecutive,
    estimate,
    qbcb,
    safe,
)
from litreview.screening.stop.parts import Rule

RULES: dict[str, Rule] = {
    module.RULE.name: module.RULE
    for module in (certificate, anytime, qbcb, estimate, safe, consecutive)
}
"""In the order in which they are shown: those that promise something first."""
