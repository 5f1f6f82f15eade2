"""An index that changes between two sittings of a harvest: nothing old stands for what is new."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import pytest
from firing import Invented, Kept, Ran, items, names, paged, run
from replaying import Answer, Asked, Server, as_json

from litreview.sources.fetch import Stopped
from litreview.sources.harvest import Plan, Told
from litreview.sources.journal import Begun, Failed, decode
from litreview.sources.source import Fault, Request

HELD = names(100)
ABOUTS: list[dict[str, bool]] = [{}, {"resumes": False}]


def stopped(held: Sequence[str], at: int, about: dict[str, bool]) -> Kept:
    """The vault of a walk that a budget ended when `at` entries had come."""

    def answer(asked: Asked) -> Answer:
        if int(asked.get("at") or 0) >= at:
            return as_json({"error": "budget"}, 429, Retry_After="54000")
        return paged(held, 10)(asked)

    with Server(answer) as server:
        ran = run(Invented(**about), server)
    assert (ran.outcome.complete, len(ran.keys)) == (False, at)
    return ran.vault


def later(held: Sequence[str], vault: Kept, about: dict[str, bool]) -> Ran:
    with Server(paged(held, 10)) as server:
        return run(Invented(**about), server, vault=vault)


def test_entries_that_were_exchanged_are_all_brought_where_a_walk_begins_anew() -> None:
    about = {"resumes": False}
    now = [*names(50, "new"), *HELD[50:]]
    ran = later(now, stopped(HELD, 50, about), about)
    assert ran.outcome.complete
    assert ran.keys >= set(now)
    assert ran.outcome.requests == 5 + 1 + 10


@pytest.mark.parametrize("about", ABOUTS, ids=str)
def test_an_index_with_other_entries_and_another_total_is_walked_whole(
    about: dict[str, bool],
) -> None:
    now = [*names(40, "new"), *HELD[50:]]
    ran = later(now, stopped(HELD, 50, about), about)
    assert ran.outcome.complete
    assert ran.keys >= set(now)
    assert ran.outcome.expected == 90


@pytest.mark.parametrize("about", ABOUTS, ids=str)
@pytest.mark.parametrize("left", [55, 1, 0])
def test_fewer_than_came_before_is_doubted_told_and_taken_the_second_time(
    about: dict[str, bool], left: int
) -> None:
    """Nothing at all is never taken: it is what a source says that is out of order."""
    vault = stopped(HELD, 60, about)
    first = later(HELD[:left], vault, about)
    assert not first.outcome.complete
    assert first.outcome.reason == f"{left} are stated now, 60 came before"
    assert first.keys == set(HELD[:60])
    second = later(HELD[:left], vault, about)
    assert second.outcome.complete is bool(left)
    assert f"{left} are stated now, 60 came before" in (
        second.outcome.warnings if left else (second.outcome.reason,)
    )
    assert later(HELD, vault, about).outcome.complete
    if not left:
        assert later(HELD, vault, about).keys == set(HELD)


@pytest.mark.parametrize("about", ABOUTS, ids=str)
def test_a_total_of_nothing_once_leaves_no_trace(about: dict[str, bool]) -> None:
    vault = stopped(HELD, 60, about)
    broken = iter([True])

    def answer(asked: Asked) -> Answer:
        if next(broken, False):
            return as_json({"total": 0, "items": [], "next": None})
        return paged(HELD, 10)(asked)

    with Server(answer) as server:
        ran = run(Invented(**about), server, vault=vault)
    assert ran.outcome.complete
    assert ran.keys == set(HELD)


def test_a_second_walk_that_states_fewer_does_not_live_on_the_first() -> None:
    """60 of 100 come; then 50 are stated, other ones: all of them are asked for."""
    other = names(50, "x")
    begun = count()

    def answer(asked: Asked) -> Answer:
        walk = next(begun) // 6
        return (paged(HELD[:60], 10, total=100) if not walk else paged(other, 10))(asked)

    with Server(answer) as server:
        ran = run(Invented(), server)
    assert ran.keys == {*HELD[:60], *other}
    assert not ran.outcome.complete
    assert ran.outcome.reason == "50 are stated now, 60 came before"


def test_without_a_total_less_than_before_is_told() -> None:
    about = {"resumes": False}
    vault = stopped(HELD, 60, about)

    def answer(asked: Asked) -> Answer:
        at = int(asked.get("at") or 0)
        return as_json({"items": items(HELD[at : at + 10]), "next": at + 10 if at < 20 else None})

    with Server(answer) as server:
        ran = run(Invented(**about), server, vault=vault)
    assert ran.outcome.reason == "30 came now, 60 came before"


def test_what_fell_short_is_walked_once_more_and_then_judged_by_that_walk_alone() -> None:
    """A flaky source: 97 of 100 each time, other ones; the sittings do not add up."""
    vault: Kept | None = None
    for sitting in range(3):
        lost = set(HELD[sitting * 3 : sitting * 3 + 3])
        held = [name for name in HELD if name not in lost]
        with Server(paged(held, 10, total=100)) as server:
            ran = run(Invented(), server, vault=vault)
        vault = ran.vault
        assert ran.outcome.reason == "100 are stated, 97 came, twice"
    assert ran.keys == set(HELD)


def test_fields_that_a_newer_version_asks_for_do_not_make_another_harvest() -> None:
    def start(**more: str) -> Request:
        return Request("find", (("q", "mentoring"), ("at", ""), *more.items()))

    def begun(*starts: Request) -> Begun:
        return Begun(at="", program="", source="s", host="", strings=("w",), limits=Plan(()).limits,
                     starts=starts)  # fmt: skip

    assert begun(start(select="id")).same(begun(start(select="id,title")))
    assert begun(start()).same(begun(start(fields="title")))
    assert not begun(start()).same(begun(start(filter="x")))
    assert not begun(start()).same(begun(start(), start()))


def test_faults_before_a_stop_by_hand_are_in_the_journal() -> None:
    def tell(told: Told) -> None:
        if told.state.startswith("waiting"):
            raise Stopped(Fault("transient", "it was stopped by hand"))

    def answer(asked: Asked) -> Answer:
        return Answer(b"", 503) if asked.get("at") else paged(HELD, 10)(asked)

    for about in ABOUTS:
        with Server(answer) as server:
            ran = run(Invented(**about), server, tell=tell)
        assert ran.outcome.reason == "it was stopped by hand"
        failed = [line for line in decode(ran.vault.lines, "") if isinstance(line, Failed)]
        assert len(failed) == 1
        assert ran.outcome.requests == 2


def test_a_window_that_was_divided_before_is_counted_again_where_its_parts_fall_short() -> None:
    """Two of the later half have gone since the whole was counted."""
    days = {f"d{n:03}": "1980-01-01" if n < 20 else "2020-01-01" for n in range(40)}
    out_of_order = [True]

    def answer(asked: Asked) -> Answer:
        first, last = asked.get("first") or "0000", asked.get("last") or "9999"
        if first > "1990" and out_of_order:
            return as_json({"error": "budget"}, 429, Retry_After="54000")
        held = [name for name, day in days.items() if first <= day <= last]
        at = int(asked.get("at") or 0)
        part = held[:30][at : at + 10]
        follow = at + 10 if at + 10 < min(30, len(held)) else None
        return as_json({"total": len(held), "items": items(part), "next": follow})

    with Server(answer) as server:
        source = Invented(window=30, split="day")
        vault = run(source, server).vault
        out_of_order.clear()
        del days["d038"], days["d039"]
        ran = run(source, server, vault=vault)
    assert ran.outcome.complete, ran.outcome.reason
    assert (ran.outcome.expected, len(ran.keys)) == (38, 38)
