"""The worst domain decides."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.extraction.appraisal.rules import Proposal, Rule, unanswered, worst
from litreview.extraction.appraisal.tool import Tool


def propose(tool: Tool, given: Mapping[str, str]) -> Proposal:
    """The worst judgement; what cannot be told counts where nothing worse is known."""
    if (waiting := unanswered(tool, given)) is not None:
        return waiting
    known, unknown = worst(tool, given), [text for text in given.values() if text in tool.unknown]
    if unknown and known == tool.judgements[0].name:
        return Proposal(unknown[0], "a domain cannot be told, and the others are of the best kind")
    return Proposal(known or unknown[0], "the worst domain decides")


RULE = Rule("worst-domain", "the worst domain decides", propose)
