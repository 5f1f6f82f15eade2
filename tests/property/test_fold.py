"""The state is a function of the set of events: order and repetition do not matter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from litreview.events import Entry, VoteCast, VoteWithdrawn, fold, votes

cast = st.builds(
    VoteCast,
    at=st.integers(0, 30).map(lambda n: f"2026-11-24T00:00:{n:02d}.000000Z"),
    stage=st.just("title-abstract"),
    record=st.sampled_from(["a:1", "a:2", "b:1"]),
    decision=st.sampled_from(["include", "exclude", "maybe"]),
    criteria=st.just("1"),
)
withdrawn = st.builds(
    VoteWithdrawn,
    at=st.integers(0, 30).map(lambda n: f"2026-11-24T00:00:{n:02d}.000000Z"),
    stage=st.just("title-abstract"),
    record=st.sampled_from(["a:1", "a:2", "b:1"]),
)
entry = st.builds(
    Entry,
    event=cast | withdrawn,
    hash=st.text("0123456789abcdef", min_size=8, max_size=8),
    log=st.just("x"),
    who=st.sampled_from(["ann", "bo"]),
)
entry_sets = st.lists(entry, max_size=30, unique_by=lambda e: e.hash)


@given(entry_sets, st.randoms())
def test_any_order_of_the_events_gives_the_same_state(held: list[Entry], random: object) -> None:
    shuffled = list(held)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(held).registers == fold(shuffled).registers


@given(entry_sets, st.integers(0, 30))
def test_merging_two_copies_in_either_order_gives_the_same_state(
    held: list[Entry], cut: int
) -> None:
    mine, theirs = held[:cut], held[cut // 2 :]
    assert fold(mine + theirs).registers == fold(theirs + mine).registers


@given(entry_sets)
def test_the_vote_in_force_is_the_latest_of_its_reviewer(held: list[Entry]) -> None:
    for found, event in votes(fold(held)):
        rivals = [
            e for e in held if e.who == found.who and getattr(e.event, "record", "") == event.record
        ]
        assert found.order == max(e.order for e in rivals)
