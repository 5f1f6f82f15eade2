"""One file a rule: what the judgements of the domains propose for all of them together.

A proposal never takes the place of a reviewer's judgement: it stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from litreview.extraction.appraisal.tool import Tool
from litreview.registry import Registry


@dataclass(frozen=True, slots=True)
class Proposal:
    """The overall judgement that a rule comes to, "" where it comes to none, and why."""

    judgement: str
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """propose: of a tool and the judgements given, by domain; domains without one are absent."""

    name: str
    summary: str
    propose: Callable[[Tool, Mapping[str, str]], Proposal]


RULES = Registry("litreview.extraction.appraisal.rules", "RULE", Rule, "rule for appraisals")


def open_domains(tool: Tool, given: Mapping[str, str]) -> tuple[str, ...]:
    """The labels of the domains without a judgement."""
    return tuple(domain.label for domain in tool.domains if not given.get(domain.name))


def worst(tool: Tool, given: Mapping[str, str]) -> str:
    """The worst of the judgements given, "" where none of them says anything."""
    ranks = {rank: text for text in given.values() if (rank := tool.rank(text)) is not None}
    return ranks[max(ranks)] if ranks else ""


def unanswered(tool: Tool, given: Mapping[str, str]) -> Proposal | None:
    """The proposal where a domain is still open, None where all are judged."""
    missing = open_domains(tool, given)
    if not missing:
        return None
    return Proposal("", f"not judged yet: {', '.join(missing)}")
