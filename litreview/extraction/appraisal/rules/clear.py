"""A causal evidence rating: no domain alone can be better than the rating.

CLEAR's guidelines decide by design: assignment by lot with low attrition can be high, everything
else moderate at most, and low where the groups are neither alike nor controlled for. Here only what
follows from the judgements is said: the worst one.
"""

from __future__ import annotations

from collections.abc import Mapping

from litreview.extraction.appraisal.rules import Proposal, Rule, worst
from litreview.extraction.appraisal.tool import Tool


def propose(tool: Tool, given: Mapping[str, str]) -> Proposal:
    """The worst domain that is judged: not every domain applies to every design."""
    found = worst(tool, given)
    return Proposal(
        found, "the worst domain that applies decides" if found else "nothing is judged"
    )


RULE = Rule("clear", "the worst domain that applies decides", propose)
