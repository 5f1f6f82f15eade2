"""Who takes part at a stage: from review.toml, from who joined and left, and from who voted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from litreview.events import Fold, ReviewerJoined, ReviewerLeft, votes
from litreview.model import Plan

Since = Mapping[str, Mapping[str, str]]
"""Stage -> reviewer -> when they cast the earliest of their votes in force there."""


@dataclass(frozen=True, slots=True)
class Team:
    """The reviewers of one stage.

    since: who takes part -> since when, as the log writes times; "": from the start.
    left: who took part in the review and takes no more part: nothing waits for them.
    """

    since: Mapping[str, str]
    left: frozenset[str] = frozenset()

    @property
    def active(self) -> tuple[str, ...]:
        """Who takes part, by name."""
        return tuple(sorted(self.since))

    def any_of(self, names: Iterable[str]) -> bool:
        """Whether one of `names` takes part."""
        return any(name in self.since for name in names)


def teams(state: Fold, plan: Plan, voted: Since) -> Mapping[str, Team]:
    """The team of every stage.

    Where review.toml lists reviewers it is those; else whoever joined, and whoever votes.
    """
    said = {who: entry.event for (who,), entry in state.of("reviewer").items()}
    left = frozenset(who for who, event in said.items() if isinstance(event, ReviewerLeft))
    joined = {who: event for who, event in said.items() if isinstance(event, ReviewerJoined)}
    return {
        stage.name: Team(_since(stage.name, plan, joined, left, voted.get(stage.name, {})), left)
        for stage in plan.stages
    }


def _since(
    stage: str,
    plan: Plan,
    joined: Mapping[str, ReviewerJoined],
    left: frozenset[str],
    voted: Mapping[str, str],
) -> dict[str, str]:
    found: dict[str, str] = {}
    for who in plan.reviewers or (*joined, *voted):
        event = joined.get(who)
        if who in left or (event is not None and event.stages and stage not in event.stages):
            continue
        times = [event.at] if event is not None else []
        times += [voted[who]] if not plan.reviewers and who in voted else []
        found[who] = min(times, default="")
    return found


def voted_since(state: Fold) -> Since:
    """Who votes at which stage, and since when. Linear in the votes."""
    found: dict[str, dict[str, str]] = {}
    for entry, event in votes(state):
        held = found.setdefault(event.stage, {})
        held[entry.who] = min(held.get(entry.who, event.at), event.at)
    return found
