"""ROBINS-I: Sterne et al. 2016, BMJ 355:i4919, table 2."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.extraction.appraisal.rules import Proposal, Rule, unanswered, worst
from litreview.extraction.appraisal.tool import Tool

GRAVE = ("serious", "critical")


def propose(tool: Tool, given: Mapping[str, str]) -> Proposal:
    """The worst domain; no information where a domain has none and none is serious or critical.

    Several domains at serious risk may add up to critical: that is for a reviewer.
    """
    if (waiting := unanswered(tool, given)) is not None:
        return waiting
    found = list(given.values())
    known = worst(tool, given)
    unknown = [text for text in found if text in tool.unknown]
    if unknown and known not in GRAVE:
        return Proposal(unknown[0], "a domain has no information, and none is at serious risk")
    several = found.count("serious") > 1 and known == "serious"
    more = "; several serious ones may add up to critical: a reviewer decides" if several else ""
    return Proposal(known, f"the worst domain decides{more}")


RULE = Rule("robins-i", "ROBINS-I: the worst domain, unless information is lacking", propose)
