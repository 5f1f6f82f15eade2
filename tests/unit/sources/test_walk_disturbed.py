"""A walk that is broken off, held up or refused: how it goes on, and what it leaves behind."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from firing import NOON, Invented, Kept, Killed, names, paged, run
from replaying import Answer, Asked, Server, as_json

from litreview.sources.harvest import Plan
from litreview.sources.http import Patience, Sender
from litreview.sources.journal import Closed, decode
from litreview.sources.source import Access, Entry
from litreview.sources.walk import Walk

TEN = names(10)


def at(asked: Asked) -> int:
    return int(asked.get("at") or 0)


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
