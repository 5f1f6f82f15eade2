"""ROBINS-I Version 2, draft of 20 November 2025: the worst domain, which a reviewer may worsen."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.extraction.appraisal.rules import Proposal, Rule, unanswered, worst
from litreview.extraction.appraisal.tool import Tool

STEPS = {"moderate": "serious", "serious": "critical"}
"""What several domains at one judgement may add up to, by a reviewer's decision alone."""


def propose(tool: Tool, given: Mapping[str, str]) -> Proposal:
    """The worst domain. No judgement says that information is lacking: Version 2 has none."""
    if (waiting := unanswered(tool, given)) is not None:
        return waiting
    known = worst(tool, given)
    why = "the worst domain decides"
    if known in STEPS and list(given.values()).count(known) > 1:
        why += f"; several {known} ones may add up to {STEPS[known]}: a reviewer decides"
    return Proposal(known, why)


RULE = Rule("robins-i-v2", "ROBINS-I V2: the worst domain", propose)
