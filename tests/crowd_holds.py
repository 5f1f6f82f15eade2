"""What must hold of a crowd at every step, and when all have met. Imported by its bare name."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

from crowd import Crowd, drawn, folded, votes_ever
from crowd_copies import PLANS, STAGES, Copy, shelf, takes_part

from litreview.events import Entry, VoteCast, fold
from litreview.model import RecordId
from litreview.prisma import identities
from litreview.review import affected, voting
from litreview.review.present import Present
from litreview.screening.affected import changes, turning
from litreview.screening.blindness import Chain, proofs
from litreview.screening.criteria_versions import versions
from litreview.screening.rescreened import rescreened


def story(random_: random.Random, *, steps: int, often: int = 1) -> Crowd:
    """Twice so many steps, each time with a meeting and settlements behind them.

    often: after one step in so many it is looked whether all holds.
    """
    crowd = Crowd()
    for _ in range(2):
        for at, one in enumerate(drawn(random_, steps)):
            copy = crowd.take(one)
            if at % often == 0:
                step_holds(copy)
        crowd.meet(random_)
        crowd.settle_some(random_)
        crowd.meet(random_)
        union_holds(crowd, random_)
    return crowd


def step_holds(copy: Copy) -> None:
    """After any step, of the copy that took it."""
    present = copy.present
    wrong = [f for f in identities(present.flow) if f.severity == "error"]
    assert not wrong, wrong
    flow = present.flow
    found = sum(flow[key].n for key in ("database_results", "register_results"))
    other = sum(flow[k].n for k in ("website_results", "organisation_results", "citations_results"))
    assert found + other == len(present.shelf.clusters)
    for stage in STAGES:
        _stage_holds(copy, present, stage)


def _stage_holds(copy: Copy, present: Present, stage: object) -> None:
    for who in (copy.who, "ann"):
        items, own = voting.queue(present, stage, who)  # type: ignore[arg-type]
        asked = Counter(item.report for item in items)
        assert not asked or max(asked.values()) == 1
        for report in asked:
            assert report not in own or own[report].decision == "maybe"
        if not takes_part(present, stage, who):  # type: ignore[arg-type]
            assert not items
    _affected_holds(present, stage)


def _affected_holds(present: Present, stage: object) -> None:
    """What waits is a vote in force of an older version that could turn, of who takes part."""
    held = affected.again(present, stage)  # type: ignore[arg-type]
    known = versions(present.state, present.plan)
    in_force = {e.hash: e for e in present.state.of("vote").values()}
    for one in (*held.votes, *held.left):
        assert one.judgement.id in in_force
        assert one.criteria != present.plan.criteria_version
        chain = known.since(one.criteria)
        assert turning(one.decision, one.judgement.reasons, changes(chain, stage.name))  # type: ignore[attr-defined]
    asked = {
        item.report
        for who in {one.voter for one in held.votes}
        for item in affected.queue(present, held, who)
    }
    assert asked >= {one.report for one in held.votes}


def union_holds(crowd: Crowd, random_: random.Random) -> None:
    """When every copy has met every other: all hold the same, and nothing is lost."""
    for copy in crowd.copies:
        held = {entry.hash: entry for entry in copy.entries}
        assert held == crowd.written
        assert votes_ever(list(copy.entries)) == votes_ever(list(crowd.written.values()))
    entries = list(crowd.written.values())
    expected = folded(entries)
    for _ in range(2):
        random_.shuffle(entries)
        assert folded([*entries, *entries[: len(entries) // 2]]) == expected
    shown = [_shown(list(copy.entries)) for copy in crowd.copies]
    assert all(one == shown[0] for one in shown)
    _blindness_holds(crowd, random_)
    _rescreening_holds(entries)


def _shown(entries: list[Entry]) -> dict[str, object]:
    """All that can be seen of a copy, under each version of review.toml."""
    state = fold(entries)
    found: dict[str, object] = {}
    for plan in PLANS:
        present = Present(state, shelf(state), plan)
        assert not [f for f in identities(present.flow) if f.severity == "error"]
        found[plan.criteria_version] = (
            {key: (box.n, box.ids) for key, box in present.flow.boxes.items()},
            present.screening.verdicts,
            present.screening.teams,
            [affected.again(present, stage) for stage in STAGES],
        )
    return found


def _blindness_holds(crowd: Crowd, random_: random.Random) -> None:
    """Every shared report is proved or has its why; what is proved is so: the voter saw no vote."""
    logs = crowd.copies[0].logs
    chains = [Chain(name, name.partition(".")[0], tuple(log)) for name, log in logs.items()]
    state = fold(crowd.written.values())
    clusters, names = shelf(state).clusters, [stage.name for stage in STAGES]
    found = {(p.stage, p.reviewer, p.towards): p for p in proofs(chains, clusters, names)}
    random_.shuffle(chains)
    again = {(p.stage, p.reviewer, p.towards): p for p in proofs(chains, clusters, names)}
    assert found == again
    saw = {vote: seen for copy in crowd.copies for vote, seen in copy.saw.items()}
    for one in found.values():
        for report in (*one.before, *one.apart):
            first = min(
                (
                    e
                    for e in crowd.written.values()
                    if isinstance(e.event, VoteCast)
                    and (e.who, e.event.stage) == (one.reviewer, one.stage)
                    and clusters.get(RecordId(e.event.record)) == report
                ),
                key=lambda e: e.order,
            )
            known = {r for who, s, r in saw[first.hash] if (who, s) == (one.towards, one.stage)}
            assert report not in {clusters.get(RecordId(r)) for r in known}
    cast: dict[tuple[str, str], set[str]] = {}
    for entry in crowd.written.values():
        if isinstance(entry.event, VoteCast):
            place = (entry.event.stage, entry.who)
            if (report := clusters.get(RecordId(entry.event.record))) is not None:
                cast.setdefault(place, set()).add(report)
    for (stage, one), (other_stage, other) in combinations(sorted(cast), 2):
        if stage == other_stage and one != other:
            both = cast[stage, one] & cast[stage, other]
            told = [found.get((stage, *pair)) for pair in ((one, other), (other, one))]
            assert [p.votes if p else 0 for p in told] == [len(both)] * 2


def _rescreening_holds(entries: list[Entry]) -> None:
    """Of each version: no more came out otherwise than was cast again, no more than could turn."""
    state = fold(entries)
    present = Present(state, shelf(state), PLANS[-1])
    held = [affected.again(present, stage) for stage in STAGES]
    waits = frozenset(w.judgement.id for one in held for w in (*one.votes, *one.left))
    told = rescreened(entries, state, present.shelf.clusters, present.plan, waits)
    for one in told:
        assert one.changed <= one.again <= one.affected
        assert one.waiting <= one.affected - one.again
