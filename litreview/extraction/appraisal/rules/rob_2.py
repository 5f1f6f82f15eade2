"""RoB 2: Sterne et al. 2019, BMJ 366:l4898, table 2."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.extraction.appraisal.rules import Proposal, Rule, unanswered
from litreview.extraction.appraisal.tool import Tool

LOW, SOME, HIGH = "low", "some concerns", "high"


def propose(tool: Tool, given: Mapping[str, str]) -> Proposal:
    """High where a domain is, low where all are, else some concerns.

    Concerns in several domains may add up to high: that is for a reviewer, and is said.
    """
    if (waiting := unanswered(tool, given)) is not None:
        return waiting
    found = list(given.values())
    if HIGH in found:
        return Proposal(HIGH, "a domain is at high risk")
    concerns = found.count(SOME)
    if not concerns:
        return Proposal(LOW, "all domains are at low risk")
    more = "; several may add up to high risk: a reviewer decides" if concerns > 1 else ""
    return Proposal(SOME, f"some concerns in {concerns} of {len(found)} domains{more}")


RULE = Rule("rob-2", "RoB 2: high with one high domain, low with all low", propose)
