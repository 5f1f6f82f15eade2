"""The walk over an invented source: what is complete, what is not, and why."""

from __future__ import annotations

from itertools import count

import pytest
from firing import Invented, items, names, paged, run
from replaying import Answer, Answering, Asked, Server, as_json

from litreview.errors import UsageError
from litreview.sources.harvest import Plan
from litreview.sources.journal import Split, decode
from litreview.sources.source import Limits

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
        assert len(server.asked) == 2  # one look behind what is stated


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
    assert not ran.outcome.exact, "hits of two strings may be the same"
    assert any("2 parts, whose hits may overlap" in text for text in ran.outcome.warnings)
    assert ran.keys == set(TEN)


def test_as_many_as_are_wanted_and_then_more() -> None:
    with Server(paged(names(30), 4)) as server:
        first = run(Invented(), server, Plan(("q",), most=8))
        assert first.outcome.reason == "stopped at 8 of 30"
        assert (first.outcome.complete, first.outcome.enough) == (False, True)
        assert len(server.asked) == 2, "no page is asked for that is not wanted"
        again = run(Invented(), server, Plan(("q",), most=8), first.vault)
        assert len(server.asked) == 2, "it has as many"
        assert (again.outcome.reason, again.outcome.enough) == ("stopped at 8 of 30", True)
        more = run(Invented(), server, Plan(("q",), most=16), first.vault)
        assert len(server.asked) == 4, "it goes on behind the last page"
        assert more.outcome.reason == "stopped at 16 of 30"
        all_ = run(Invented(), server, Plan(("q",)), first.vault)
        assert len(server.asked) == 8
    assert (all_.outcome.complete, all_.outcome.enough) == (True, False)
    assert {k: all_.numbers[k] for k in first.numbers} == first.numbers


def test_more_of_a_source_that_begins_anew() -> None:
    about: dict[str, bool] = {"resumes": False}
    with Server(paged(names(30), 4)) as server:
        first = run(Invented(**about), server, Plan(("q",), most=8))
        all_ = run(Invented(**about), server, Plan(("q",)), first.vault)
    assert all_.outcome.complete
    assert all_.numbers == {name: f"s:{n}" for n, name in enumerate(names(30), start=1)}


def test_what_falls_short_is_not_enough() -> None:
    with Server(paged(TEN, 3, total=12)) as server:
        assert not run(Invented(), server).outcome.enough
        both = run(Invented(), server, Plan(("a", "b"), most=8))
    assert both.outcome.enough


def test_all_that_there_is_is_complete_where_as_many_were_wanted() -> None:
    with Server(paged(names(8), 4)) as server:
        assert run(Invented(), server, Plan(("q",), most=8)).outcome.complete


@pytest.mark.parametrize(
    ("total", "walks", "reason", "warnings"),
    [
        (3, 1, "", ()),
        (11, 1, "", ()),
        (13, 2, "", ("about 13 were estimated, 10 came",)),
        (20, 2, "", ("about 20 were estimated, 10 came",)),
        (21, 2, "about 21 are estimated, 10 came, twice", ()),
        (500, 2, "about 500 are estimated, 10 came, twice", ()),
    ],
)
def test_an_estimate_is_no_count_but_a_walk_far_below_it_is_doubted(
    total: int, walks: int, reason: str, warnings: tuple[str, ...]
) -> None:
    with Server(paged(TEN, 3, total=total, exact=False)) as server:
        ran = run(Invented(), server)
        assert len(server.asked) == 4 * walks
    assert (ran.outcome.complete, ran.outcome.reason) == (not reason, reason)
    assert (ran.outcome.expected, ran.outcome.exact) == (total, False)
    assert ran.outcome.warnings[: len(warnings)] == warnings


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
