"""Who takes part at a stage: from review.toml, from who joined and left, and from who voted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from litreview.events import Fold, ReviewerJoined, ReviewerLeft, votes
from litreview.model import Plan

Since = Mapping[str, Mapping[str, str]]
"""Stage -> reviewer -> when they cast the earliest of their votes in force there."""


@dataclass(frozen=True, slots=True)
class Team:
    """The reviewers of one stage.

    since: who takes part -> since when, as the log writes times; "": from the start.
    absent: who left the review, or takes part at other stages only: nothing waits for them here.
    """

    since: Mapping[str, str]
    absent: frozenset[str] = frozenset()

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
        stage.name: _team(
            plan.reviewers,
            {who: e for who, e in joined.items() if not e.stages or stage.name in e.stages},
            left.union(w for w, e in joined.items() if e.stages and stage.name not in e.stages),
            voted.get(stage.name, {}),
        )
        for stage in plan.stages
    }


def _team(
    listed: Sequence[str],
    joined: Mapping[str, ReviewerJoined],
    absent: frozenset[str],
    voted: Mapping[str, str],
) -> Team:
    since: dict[str, str] = {}
    for who in listed or (*joined, *voted):
        if who not in absent:
            times = [joined[who].at] if who in joined else []
            times += [voted[who]] if who in voted and not listed else []
            since[who] = min(times, default="")
    return Team(since, absent)


_NEVER = "~"
"""Later than any time."""


def voted_since(state: Fold) -> Since:
    """Who votes at which stage, and since when. Linear in the votes."""
    found: dict[str, dict[str, str]] = {}
    for entry, event in votes(state):
        held = found.get(event.stage) or found.setdefault(event.stage, {})
        if event.at < held.get(entry.who, _NEVER):
            held[entry.who] = event.at
    return found
