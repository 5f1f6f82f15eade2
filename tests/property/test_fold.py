"""The state is a function of the set of events: order and repetition do not matter."""

from __future__ import annotations

import math
import re
from typing import Any, get_args

from hypothesis import example, given
from hypothesis import strategies as st

from litreview import events
from litreview.errors import UsageError
from litreview.events import decode, encode, fold, votes

record = st.sampled_from(["a:1", "a:2", "b:1"])
stage = st.sampled_from(["titles", "full"])
decision = st.sampled_from(["include", "exclude", "maybe"])
pairs = st.lists(
    st.sampled_from([("a:1", "a:2"), ("a:1", "b:1"), ("a:2", "b:1")]), max_size=3, unique=True
).map(tuple)
text = st.text(max_size=8)
texts = st.lists(text, max_size=3).map(tuple)
number = st.integers(0, 2**53)
head = st.builds(events.Head, log=text, lines=number, head=text)
FIELDS: dict[type[events.AnyEvent], dict[str, st.SearchStrategy[Any]]] = {
    events.LogOpened: {
        "format": st.just(1),
        "log": text,
        "who": text,
        "review": text,
        "program": text,
    },
    events.CriteriaAdopted: {
        "version": st.sampled_from(["1", "2"]),
        "sha256": text,
        "criteria": st.lists(st.dictionaries(text, text, max_size=2), max_size=2).map(tuple),
    },
    events.SearchLoaded: {
        "search": st.sampled_from(["a", "b"]),
        "manifest": text,
        "records": number,
        "failures": number,
    },
    events.SearchWithdrawn: {"search": st.sampled_from(["a", "b"]), "reason": text},
    events.DuplicatesFound: {
        "file": st.from_regex(r"duplicates-[0-9a-f]{12}\.csv", fullmatch=True),
        "sha256": text,
        "records": number,
        "sure": number,
        "unsure": number,
        "parameters": st.dictionaries(
            text, st.floats(allow_nan=False, allow_infinity=False) | text, max_size=2
        ),
        "program": text,
    },
    events.DuplicatesJoined: {"pairs": pairs, "reason": text},
    events.DuplicatesSplit: {"pairs": pairs, "reason": text},
    events.VoteCast: {
        "stage": stage,
        "record": record,
        "decision": decision,
        "criteria": st.just("1"),
        "reasons": texts,
        "note": text,
        "shown": text,
        "ranking": text,
        "place": number,
        "calibration": st.booleans(),
    },
    events.VoteWithdrawn: {"stage": stage, "record": record},
    events.ConflictResolved: {
        "stage": stage,
        "record": record,
        "decision": decision,
        "criteria": st.just("1"),
        "settles": st.lists(st.sampled_from(["v1", "v2"]), max_size=2).map(tuple),
        "reasons": texts,
        "note": text,
    },
    events.RetrievalNoted: {
        "record": record,
        "status": st.sampled_from(["retrieved", "not-retrieved", "open"]),
        "note": text,
    },
    events.StudyLinked: {"record": record, "study": text},
    events.ToolDeclared: {"reviewer": text, "tool": text},
    events.ReportSetAside: {
        "record": record,
        "status": st.sampled_from(["ongoing", "awaiting", "open"]),
        "note": text,
    },
    events.StudyPooled: {"study": text, "pooled": st.booleans(), "note": text},
    events.CountCorrected: {"box": text, "n": number, "because": text, "part": text},
    events.CorrectionWithdrawn: {"box": text, "part": text},
    events.RowExtracted: {
        "form": st.sampled_from(["effects", "costs"]),
        "row": st.sampled_from(["1", "2"]),
        "study": text,
        "values": st.dictionaries(text, text, max_size=3),
    },
    events.StudyExtracted: {"study": text, "done": st.booleans()},
    events.RowWithdrawn: {
        "form": st.sampled_from(["effects", "costs"]),
        "row": st.sampled_from(["1", "2"]),
        "reason": text,
    },
    events.ValueExtracted: {
        "form": st.sampled_from(["effects", "costs"]),
        "row": st.sampled_from(["1", "2"]),
        "study": text,
        "field": st.sampled_from(["se", "n"]),
        "value": text,
    },
    events.ValuesExtracted: {
        "form": st.sampled_from(["effects", "costs"]),
        "row": st.sampled_from(["1", "2"]),
        "study": text,
        "values": st.dictionaries(st.sampled_from(["se", "n"]), text, max_size=2),
    },
    events.RowSettled: {
        "form": st.sampled_from(["effects", "costs"]),
        "row": st.sampled_from(["1", "2"]),
        "study": text,
        "values": st.dictionaries(text, text, max_size=3),
        "settles": st.lists(st.sampled_from(["r1", "r2"]), max_size=2).map(tuple),
    },
    events.RowSettlementWithdrawn: {
        "form": st.sampled_from(["effects", "costs"]),
        "settles": st.lists(st.sampled_from(["r1", "r2"]), max_size=2).map(tuple),
    },
    events.ResolutionWithdrawn: {
        "stage": stage,
        "record": record,
        "settles": st.lists(st.sampled_from(["v1", "v2"]), max_size=2).map(tuple),
    },
    events.LabelsSet: {"record": record, "labels": texts},
    events.RankingMade: {
        "stage": stage,
        "ranking": text,
        "recipe": text,
        "seed": number,
        "learned": number,
        "reports": number,
    },
    events.PrimingLoaded: {
        "name": st.sampled_from(["old", "older"]),
        "sha256": text,
        "included": number,
        "excluded": number,
    },
    events.PrimingWithdrawn: {"name": st.sampled_from(["old", "older"])},
    events.RandomCheckAsked: {"stage": stage, "seed": number, "reports": number},
    events.ScreeningStopped: {"stage": stage, "read": number, "unread": number},
    events.ScreeningResumed: {"stage": stage},
    events.ReviewerJoined: {"reviewer": st.sampled_from(["ann", "bo"]), "stages": texts},
    events.ReviewerLeft: {"reviewer": st.sampled_from(["ann", "bo"]), "note": text},
    events.LogSealed: {"salt": text, "holds": st.lists(head, max_size=2).map(tuple)},
    events.SealNoted: {
        "log": st.sampled_from(["ann.aa", "bo.bb"]),
        "head": text,
        "lines": number,
        "sealed_at": text,
        "holds": st.lists(head, max_size=2).map(tuple),
    },
}
moment = st.integers(0, 12).map(lambda n: f"2026-11-24T00:00:{n:02d}.000000Z")
event = st.one_of(
    [st.builds(kind, at=moment, prev=text, **fields) for kind, fields in FIELDS.items()]
)
entry = st.builds(
    events.Entry,
    event=event,
    hash=st.text("0123456789abcdef", min_size=8, max_size=8),
    log=st.just("x"),
    who=st.sampled_from(["ann", "bo"]),
)
entry_sets = st.lists(entry, max_size=30, unique_by=lambda e: e.hash)


RANKED = events.RankingMade(
    stage="titles",
    ranking="",
    recipe="",
    seed=0,
    learned=0,
    reports=0,
    parameters={"c": math.inf},
    program="",
)


def test_every_kind_of_event_is_tried() -> None:
    assert set(FIELDS) == set(get_args(events.AnyEvent))


@given(event)
@example(RANKED)
def test_an_event_that_is_written_is_read_back_the_same(held: events.AnyEvent) -> None:
    """Or it is refused, where a number in it is not finite: a line must never be unreadable."""
    try:
        line = encode(held)
    except UsageError:
        assert re.search(r"\b(?:inf|nan)\b", repr(held))
        return
    assert b"\n" not in line
    assert decode(line, "") == held
    assert encode(decode(line, "")) == line


@given(entry_sets, st.randoms())
def test_any_order_of_the_events_gives_the_same_state(
    held: list[events.Entry], random: Any
) -> None:
    shuffled = list(held)
    random.shuffle(shuffled)
    assert fold(held).registers == fold(shuffled).registers


@given(entry_sets, st.randoms())
def test_an_event_that_comes_again_changes_nothing(held: list[events.Entry], random: Any) -> None:
    again = [*held, *random.sample(held, len(held) // 2)]
    random.shuffle(again)
    assert fold(again).registers == fold(held).registers


@given(entry_sets, st.integers(0, 30))
def test_merging_two_copies_in_either_order_gives_the_same_state(
    held: list[events.Entry], cut: int
) -> None:
    mine, theirs = held[:cut], held[cut // 2 :]
    assert fold(mine + theirs).registers == fold(theirs + mine).registers


@given(entry_sets)
def test_each_register_holds_the_latest_event_that_sets_it(held: list[events.Entry]) -> None:
    state = fold(held)
    for register, keys in state.registers.items():
        for key, found in keys.items():
            rivals = [e for e in held if (register, key) in e.event.writes(e.who)]
            assert found.order == max(e.order for e in rivals)


@given(entry_sets)
def test_every_register_that_an_event_sets_is_held(held: list[events.Entry]) -> None:
    state = fold(held)
    named = {write for e in held for write in e.event.writes(e.who)}
    assert {(r, key) for r, keys in state.registers.items() for key in keys} == named


@given(entry_sets)
def test_the_vote_in_force_is_the_latest_of_its_reviewer(held: list[events.Entry]) -> None:
    cast = [e for e in held if isinstance(e.event, events.VoteCast | events.VoteWithdrawn)]
    for found, vote in votes(fold(held)):
        rivals = [
            e
            for e in cast
            if (e.who, e.event.record, e.event.stage) == (found.who, vote.record, vote.stage)  # type: ignore[union-attr]
        ]
        assert found.order == max(e.order for e in rivals)
