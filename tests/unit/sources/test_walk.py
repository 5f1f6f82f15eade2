"""The walk over an invented source: what is complete, what is not, and why."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest
from firing import NOON, Invented, Kept, Killed, items, names, paged, run
from replaying import Answer, Answering, Asked, Server, as_json

from litreview.errors import UsageError
from litreview.sources.harvest import Plan
from litreview.sources.http import Patience, Sender
from litreview.sources.journal import Closed, Split, decode
from litreview.sources.source import Access, Entry, Limits
from litreview.sources.walk import Walk

TEN = names(10)


def at(asked: Asked) -> int:
    return int(asked.get("at") or 0)


def test_all_pages_come_in_order_and_the_walk_is_complete() -> None:
    with Server(paged(TEN, 3)) as server:
        ran = run(Invented(), server)
    assert ran.outcome.complete
    assert (ran.outcome.expected, ran.outcome.received, ran.outcome.distinct) == (10, 10, 10)
    assert ran.numbers == {name: f"s:{n}" for n, name in enumerate(TEN, start=1)}
    assert [asked.get("at") for asked in server.asked] == ["", "3", "6", "9"]


def test_what_is_complete_is_not_asked_for_again() -> None:
    with Server(paged(TEN, 3)) as server:
        vault = run(Invented(), server).vault
        asked = len(server.asked)
        ran = run(Invented(), server, vault=vault)
        assert len(server.asked) == asked
    assert ran.outcome.complete
    assert ran.outcome.distinct == 10


def test_a_total_that_falls_to_nothing_in_the_middle_is_asked_for_again() -> None:
    """An empty page that states 0 hits, once: with 6 of 10 read it would end a walk too early."""
    broken = iter([True])

    def answer(asked: Asked) -> Answer:
        if at(asked) == 6 and next(broken, False):
            return as_json({"total": 0, "items": [], "next": None})
        return paged(TEN, 3)(asked)

    with Server(answer) as server:
        ran = run(Invented(), server)
    assert ran.outcome.complete
    assert ran.keys == set(TEN)


def test_a_total_that_stays_at_nothing_in_the_middle_is_told() -> None:
    def answer(asked: Asked) -> Answer:
        if at(asked) == 6:
            return as_json({"total": 0, "items": [], "next": None})
        return paged(TEN, 3)(asked)

    with Server(answer) as server:
        ran = run(Invented(), server)
    assert not ran.outcome.complete
    assert ran.outcome.reason == "10 are stated, 6 came, twice"
    assert ran.outcome.expected == 10


def test_an_index_that_shrinks_for_good_is_walked_again_and_complete() -> None:
    held = list(TEN)

    def answer(asked: Asked) -> Answer:
        if at(asked) == 6 and len(held) == 10:
            del held[9]
        return paged(held, 3)(asked)

    with Server(answer) as server:
        ran = run(Invented(), server)
    assert ran.outcome.complete
    assert ran.keys == set(TEN[:9])
    assert ran.outcome.expected == 9


def test_an_entry_that_moves_to_the_page_before_is_found_by_the_second_walk() -> None:
    """After three pages that are known already the second walk goes on."""
    held = names(30)
    moved = []

    def answer(asked: Asked) -> Answer:
        if at(asked) == 15 and not moved:
            moved.append(held[15])
            held.insert(0, held.pop(15))
        return paged(held, 3)(asked)

    with Server(answer) as server:
        ran = run(Invented(), server)
    assert ran.outcome.complete
    assert ran.keys == set(names(30))
    assert ran.outcome.received > 30


def test_what_falls_short_twice_is_told() -> None:
    with Server(paged(TEN, 3, total=12)) as server:
        ran = run(Invented(), server)
    assert not ran.outcome.complete
    assert ran.outcome.reason == "12 are stated, 10 came, twice"
    assert ran.keys == set(TEN)


def test_a_window_that_was_closed_with_a_reason_is_walked_again() -> None:
    with Server(paged(TEN, 3, total=12)) as server:
        vault = run(Invented(), server).vault
    with Server(paged([*TEN, "x1", "x2"], 3)) as server:
        ran = run(Invented(), server, vault=vault)
    assert ran.outcome.complete
    assert ran.outcome.expected == 12
    assert ran.numbers["x1"] == "s:11"


@pytest.mark.parametrize("exact", [True, False])
def test_a_cursor_that_repeats_is_no_end(exact: bool) -> None:
    """Only an exact number that was reached says that all had come."""

    def answer(asked: Asked) -> Answer:
        start = at(asked)
        follow = {0: 3, 3: 6, 6: 3}[start]
        return as_json({"total": 50 if exact else 5, "exact": exact,
                        "items": items(TEN[start : start + 3]), "next": follow})  # fmt: skip

    with Server(answer) as server:
        ran = run(Invented(), server)
        assert len(server.asked) == 6, "walked twice"
    assert not ran.outcome.complete
    assert ran.outcome.reason == (
        "50 are stated, 9 came, twice" if exact
        else "its pages led round in a circle after 9 entries, twice"
    )  # fmt: skip


def test_a_circle_after_an_exact_number_is_an_end() -> None:
    circle = as_json({"total": 3, "items": items(TEN[:3]), "next": "0"})
    with Server(lambda _: circle) as server:
        assert run(Invented(), server).outcome.complete
        assert len(server.asked) == 1


def test_new_cursors_without_anything_new_do_not_go_on_for_ever() -> None:
    fresh = count()

    def answer(asked: Asked) -> Answer:
        del asked
        return as_json({"items": items(TEN[:3]), "next": f"c{next(fresh)}"})

    with Server(answer) as server:
        ran = run(Invented(), server)
        assert len(server.asked) <= 12
    assert not ran.outcome.complete
    assert "circle" in ran.outcome.reason


def test_steps_without_end_do_not_go_on_for_ever() -> None:
    fresh = count()

    def answer(asked: Asked) -> Answer:
        del asked
        return as_json({"items": [], "step": True, "next": f"c{next(fresh)}"})

    with Server(answer) as server:
        ran = run(Invented(), server)
        assert len(server.asked) < 60
    assert not ran.outcome.complete


def test_a_source_that_brings_the_next_page_for_the_same_request() -> None:
    calls = count()

    def answer(asked: Asked) -> Answer:
        del asked
        start = 3 * next(calls)
        return as_json({"total": 10, "items": items(TEN[start : start + 3]), "next": "same"})

    with Server(answer) as server:
        ran = run(Invented(repeats=True), server)
    assert ran.outcome.complete
    assert ran.keys == set(TEN)


def test_more_than_one_query_delivers_without_an_exact_number_is_told() -> None:
    with Server(paged(names(40), 5, total=9, exact=False)) as server:
        ran = run(Invented(window=20), server)
    assert not ran.outcome.complete
    assert ran.outcome.reason == "one query delivers at most 20, and 20 came, but there are more"


def test_more_than_one_query_delivers_and_no_way_to_divide_it() -> None:
    with Server(paged(names(40), 5)) as server:
        ran = run(Invented(window=20), server)
    assert ran.outcome.reason == "40 are stated, 20 came: one query delivers at most 20"
    assert not ran.outcome.complete


def dated(days: dict[str, str], undated: list[str], size: int, most: int) -> Answering:
    """A server of entries with a day each, that never delivers more than `most` of one query."""

    def answer(asked: Asked) -> Answer:
        first, last = asked.get("first") or "0000", asked.get("last") or "9999"
        held = [name for name, day in days.items() if first <= day <= last]
        if not asked.get("first") and not asked.get("last"):
            held += undated
        start = at(asked)
        part = held[:most][start : start + size]
        follow = start + len(part) if part and start + len(part) < min(most, len(held)) else None
        return as_json({"total": len(held), "items": items(part), "next": follow})

    return answer


DAYS = {f"d{n:03}": f"2021-03-{1 + n % 4:02}" for n in range(40)} | {"old": "1711-01-01"}


def test_a_window_is_divided_down_to_days() -> None:
    with Server(dated(DAYS, [], 5, 12)) as server:
        ran = run(Invented(window=12, split="day"), server)
    assert ran.outcome.complete, ran.outcome.reason
    assert ran.keys == set(DAYS)
    assert ran.outcome.expected == 41
    assert ran.outcome.distinct == len(ran.numbers)
    splits = [line for line in decode(ran.vault.lines, "") if isinstance(line, Split)]
    assert max(line.window.count(".") for line in splits) > 5


def test_what_has_no_date_is_told_with_its_number() -> None:
    with Server(dated(DAYS, ["u1", "u2", "u3"], 5, 12)) as server:
        ran = run(Invented(window=12, split="day"), server)
    assert not ran.outcome.complete
    assert ran.outcome.reason == "3 of 44 lie in no window of dates"
    assert ran.keys == set(DAYS)


def test_halves_that_overlap_hide_nothing() -> None:
    """An entry in both halves must not stand for one that is in neither."""
    inner = dated(DAYS, ["lost"], 5, 12)

    def answer(asked: Asked) -> Answer:
        if asked.get("first") == "1991-01-01" and not asked.get("last"):
            return inner(asked)
        found = inner(asked)
        if asked.get("last") == "1990-12-31" and not asked.get("first"):
            return as_json({"total": 3, "items": items(["old", "d000", "d001"]), "next": None})
        return found

    with Server(answer) as server:
        ran = run(Invented(window=12, split="day"), server)
    assert not ran.outcome.complete
    assert ran.outcome.reason == "1 of 42 lie in no window of dates"


def test_a_year_that_is_too_large_for_a_source_that_knows_only_years() -> None:
    with Server(dated(DAYS, [], 5, 12)) as server:
        ran = run(Invented(window=12, split="year"), server)
    assert not ran.outcome.complete
    assert "one query delivers at most 12" in ran.outcome.reason


def test_strings_are_walked_each_and_an_entry_counts_once() -> None:
    held = {"a": TEN[:6], "b": TEN[4:]}

    def answer(asked: Asked) -> Answer:
        return paged(held[asked.get("q")], 2)(asked)

    with Server(answer) as server:
        ran = run(Invented(), server, Plan(("a", "b")))
    assert ran.outcome.complete
    assert (ran.outcome.expected, ran.outcome.received, ran.outcome.distinct) == (12, 12, 10)
    assert ran.keys == set(TEN)


def test_as_many_as_are_wanted_and_then_more() -> None:
    with Server(paged(names(30), 4)) as server:
        first = run(Invented(), server, Plan(("q",), most=8))
        assert first.outcome.reason == "stopped at 8 of 30"
        assert not first.outcome.complete
        assert len(server.asked) == 2, "no page is asked for that is not wanted"
        again = run(Invented(), server, Plan(("q",), most=8), first.vault)
        assert len(server.asked) == 2, "it has as many"
        assert again.outcome.reason == "stopped at 8 of 30"
        all_ = run(Invented(), server, Plan(("q",)), first.vault)
    assert all_.outcome.complete
    assert {k: all_.numbers[k] for k in first.numbers} == first.numbers


def test_all_that_there_is_is_complete_where_as_many_were_wanted() -> None:
    with Server(paged(names(8), 4)) as server:
        assert run(Invented(), server, Plan(("q",), most=8)).outcome.complete


def test_an_estimate_is_not_what_a_walk_is_judged_by() -> None:
    with Server(paged(TEN, 3, total=500, exact=False)) as server:
        ran = run(Invented(), server)
    assert ran.outcome.complete
    assert (ran.outcome.expected, ran.outcome.exact) == (500, False)


def test_a_source_that_tells_its_last_page_is_walked_to_there() -> None:
    with Server(paged(TEN, 3, total=4)) as server:
        ran = run(Invented(ends=True), server)
    assert ran.outcome.complete
    assert ran.keys == set(TEN)


def test_a_harvest_of_something_else_is_refused() -> None:
    with Server(paged(TEN, 3)) as server:
        vault = run(Invented(), server, Plan(("a",))).vault
        for plan in (Plan(("b",)), Plan(("a",), Limits(first="2020-01-01"))):
            with pytest.raises(UsageError) as error:
                run(Invented(), server, plan, vault)
            assert error.value.where
            assert error.value.remedy
        with pytest.raises(UsageError):
            run(Invented(name="other"), server, Plan(("a",)), vault)


def killed_at(point: int) -> Callable[[int], None]:
    def kill(now: int) -> None:
        if now == point:
            raise Killed

    return kill


@pytest.mark.parametrize("about", [{}, {"resumes": False}, {"ends": True}], ids=str)
def test_killed_anywhere_it_ends_with_the_same_numbers(about: dict[str, bool]) -> None:
    with Server(paged(TEN, 3)) as server:
        undisturbed = run(Invented(**about), server)
        for point in range(1, undisturbed.vault.points + 1):
            vault = Kept(kill=killed_at(point))
            with pytest.raises(Killed):
                run(Invented(**about), server, vault=vault)
            vault.kill = lambda _: None
            ran = run(Invented(**about), server, vault=vault)
            assert ran.outcome.complete, point
            assert ran.numbers == undisturbed.numbers, point


def test_an_expired_cursor_begins_the_window_anew() -> None:
    with Server(paged(TEN, 3)) as server:
        vault = Kept(kill=killed_at(12))
        with pytest.raises(Killed):
            run(Invented(), server, vault=vault)
    vault.kill = lambda _: None
    begun = []

    def answer(asked: Asked) -> Answer:
        if at(asked) == 0:
            begun.append(1)
        return paged(TEN, 3)(asked) if begun else as_json({"error": "cursor"}, 404)

    with Server(answer) as server:
        ran = run(Invented(), server, vault=vault)
    assert ran.outcome.complete
    assert ran.numbers == {name: f"s:{n}" for n, name in enumerate(TEN, start=1)}


def test_pages_that_the_journal_lost_are_walked_again() -> None:
    with Server(paged(TEN, 3)) as server:
        vault = run(Invented(), server).vault
        closed = [n for n, x in enumerate(decode(vault.lines, "")) if isinstance(x, Closed)]
        assert closed
        del vault.lines[2]
        ran = run(Invented(), server, vault=vault)
    assert ran.outcome.complete
    assert ran.keys == set(TEN)


def test_hours_to_wait_end_the_walk_and_say_when_to_come_back() -> None:
    def answer(asked: Asked) -> Answer:
        if at(asked) == 6:
            return as_json({"error": "budget"}, 429, Retry_After="54000")
        return paged(TEN, 3)(asked)

    with Server(answer) as server:
        ran = run(Invented(), server)
        assert len(server.asked) == 3, "it is not tried again"
    assert not ran.waits
    assert not ran.outcome.complete
    assert ran.outcome.again == NOON + timedelta(hours=15)
    assert ran.outcome.expected == 10
    assert ran.keys == set(TEN[:6])


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({"Retry_After": "7"}, (7.0,)),
        ({"Retry_After": "Tue, 24 Nov 2026 12:00:09 GMT", "Date": "Tue, 24 Nov 2026 12:00:00 GMT"},
         (9.0,)),
        ({}, (0.5,)),
        ({"Retry_After": "0"}, (0.5,)),
        ({"Retry_After": "soon"}, (0.5,)),
    ],
)  # fmt: skip
def test_too_many_requests_are_waited_for(
    headers: dict[str, str], waits: tuple[float, ...]
) -> None:
    broken = iter([True])

    def answer(asked: Asked) -> Answer:
        if at(asked) == 6 and next(broken, False):
            return as_json({"error": "slow down"}, 429, **headers)
        return paged(TEN, 3)(asked)

    with Server(answer) as server:
        ran = run(Invented(), server)
    assert ran.outcome.complete
    assert ran.waits == waits


def test_a_clock_that_jumps_changes_nothing() -> None:
    jumps = iter([5_000, -9_000, 400_000, -800_000] * 10)

    def now() -> datetime:
        return NOON + timedelta(seconds=next(jumps, 0))

    with Server(paged(TEN, 3)) as server:
        ran = run(Invented(), server, now=now)
    assert ran.outcome.complete
    assert not ran.waits
    assert ran.keys == set(TEN)


def test_a_source_out_of_order_is_given_up_after_five_tries() -> None:
    with Server(lambda _: Answer(b"out of order", 503)) as server:
        ran = run(Invented(), server)
        assert len(server.asked) == 5
    assert ran.waits == (0.5, 1.0, 2.0, 4.0)
    assert ran.outcome.reason == "it is out of order (503: out of order)"
    assert ran.outcome.requests == 5


def test_a_walk_that_loses_its_place_for_ever_ends() -> None:
    """A source that cannot be asked twice, and breaks at the second page each time."""

    def answer(asked: Asked) -> Answer:
        return paged(TEN, 3)(asked) if at(asked) < 3 else Answer(b"", 502)

    with Server(answer) as server:
        ran = run(Invented(resumes=False), server, patience=Patience(tries=3))
        assert len(server.asked) == 6
    assert not ran.outcome.complete
    assert ran.outcome.reason.startswith("it is out of order")
    assert ran.keys == set(TEN[:3])


def test_a_restart_goes_beyond_three_known_pages() -> None:
    broken = iter([True])
    held = names(30)

    def answer(asked: Asked) -> Answer:
        if at(asked) == 21 and next(broken, False):
            return Answer(b"", how="reset")
        return paged(held, 3, total=9, exact=False)(asked)

    with Server(answer) as server:
        ran = run(Invented(resumes=False), server)
    assert ran.outcome.complete
    assert ran.keys == set(held)


def test_the_next_page_is_asked_for_while_this_one_is_read() -> None:
    """Reading waits until the server has been asked for more: else nothing would be beside."""
    came = {n: threading.Event() for n in (3, 6, 9)}

    def answer(asked: Asked) -> Answer:
        if at(asked) in came:
            came[at(asked)].set()
        return paged(TEN, 3)(asked)

    class Slow(Invented):
        def entries(self, body: bytes) -> Iterator[Entry]:
            follow = json.loads(body)["next"]
            assert follow is None or came[follow].wait(20)
            return super().entries(body)

    with Server(answer) as server:
        assert run(Slow(), server).outcome.complete


def test_no_thread_is_left_where_reading_fails() -> None:
    first = paged(TEN, 3)

    def answer(asked: Asked) -> Answer:
        return as_json({"error": "slow"}, 429, Retry_After="90") if at(asked) else first(asked)

    class Broken(Invented):
        def entries(self, body: bytes) -> Iterator[Entry]:
            del body
            raise Killed

    with Server(answer) as server:
        sender = Sender(Broken(), Access(server.url))
        with pytest.raises(Killed):
            Walk(Broken(), Plan(("q",)), Kept(), sender).run()
        sender.close()  # a wait of 90 seconds ends with it
        for thread in threading.enumerate():
            if thread.name == "litreview-ahead":
                thread.join(10)
                assert not thread.is_alive()
