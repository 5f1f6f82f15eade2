"""All rules at once: plain cases, widths, and each of the small ones by hand."""

from __future__ import annotations

from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.screening.stop import check, consecutive, estimate, qbcb, safe
from litreview.screening.stop.reading import Reading
from litreview.screening.stop.rules import RULES, opinions
from litreview.screening.stop.sample import drawn
from litreview.screening.stop.saying import level, percent

FOUND = [True, False, True, True] * 10


def marks(*pieces: tuple[int, bool]) -> list[bool]:
    return [mark for n, mark in pieces for _ in range(n)]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    labels = draw(st.lists(st.booleans(), max_size=70))
    size = len(labels)
    checks = draw(st.one_of(st.just([]), st.lists(st.booleans(), min_size=size, max_size=size)))
    goal = st.floats(0.01, 0.99)
    return Reading(labels, draw(st.integers(0, 90)), checks, draw(goal), draw(goal))


@given(readings())
def test_every_rule_has_something_to_say_in_one_line(reading: Reading) -> None:
    said = opinions(reading)
    assert [opinion.rule for opinion in said] == list(RULES)
    for opinion in said:
        assert 0 < len(opinion.words) <= 78
        assert "\n" not in opinion.words
        assert all(isinstance(value, float) for value in opinion.figures.values())
        if not reading.unread:
            assert opinion.met is True
    assert len(estimate.outlook(reading)) <= 78


def test_a_large_reading_keeps_within_the_line() -> None:
    reading = Reading([True, *[False] * 49_999], 999_999, [False] * 25_000 + [True] * 25_000)
    widest = max(opinions(reading), key=lambda opinion: len(opinion.words))
    assert len(widest.words) <= 78, widest


def test_plain_cases_are_values() -> None:
    def all_say(reading: Reading, met: bool | None, words: str) -> None:
        assert {(opinion.met, opinion.words) for opinion in opinions(reading)} == {(met, words)}

    all_say(Reading([], 0), True, "everything is read")
    all_say(Reading([True], 0), True, "everything is read")
    all_say(Reading([False] * 200, 0), True, "everything is read")
    all_say(Reading([], 10), None, "not yet: nothing read")
    all_say(Reading([False] * 200, 10), None, "not yet: nothing relevant read")


def test_each_rule_says_what_it_promises_and_what_not() -> None:
    for name, rule in RULES.items():
        assert rule.name == name
        assert rule.promises.endswith(".")
        assert rule.does_not.endswith(".")


def test_rows() -> None:
    reading = Reading([*FOUND, *marks((60, False))], 900)
    met = {opinion.rule: opinion.met for opinion in opinions(reading) if "row" in opinion.rule}
    # a twentieth of 1,000 is 50, a tenth 100
    assert met == {"row-50": True, "row-100": False, "row-5-percent": True, "row-10-percent": False}
    assert consecutive.row([True]) == 0
    assert consecutive.row([]) == 0
    assert consecutive.row([True, False, False]) == 2


# --- a random check ---


def test_a_check_bounds_what_is_unread() -> None:
    """None of 20 in an urn of 100: with K marked, C(80, K) / C(100, K) > 0.05 up to K = 12."""
    assert comb(80, 12) / comb(100, 12) > 0.05 > comb(80, 13) / comb(100, 13)
    reading = Reading([*FOUND, *marks((20, False))], 80, marks((40, False), (20, True)))
    opinion = RULES["random-check"].judge(reading)
    assert opinion.words == "20 read at random, 0 relevant: at most 15 % of the unread (95 %)"
    assert opinion.figures == {"read": 20, "relevant": 0, "unread_relevant": 0, "at_most": 12}
    assert opinion.met is False


def test_what_is_found_after_a_check_counts_and_the_bound_stays() -> None:
    checks = marks((40, False), (20, True))
    before = Reading([*FOUND, *marks((20, False))], 80, checks)
    after = Reading([*FOUND, *marks((20, False), (11, True))], 69, [*checks, *marks((11, False))])
    assert RULES["random-check"].judge(before).figures["at_most"] == 12
    opinion = RULES["random-check"].judge(after)
    assert opinion.figures["at_most"] == 1
    # 41 of at most 42: 97.6 %
    assert opinion.met is True


def test_a_relevant_report_in_the_check_raises_the_bound() -> None:
    checks = marks((40, False), (20, True))
    mosts = [
        RULES["random-check"]
        .judge(Reading([*FOUND, *marks((n, True), (20 - n, False))], 80, checks))
        .figures["at_most"]
        for n in range(4)
    ]
    assert mosts == sorted(mosts)
    assert len(set(mosts)) == 4


def test_two_checks_share_the_error() -> None:
    labels = [*FOUND, *marks((20, False), (11, False), (20, False))]
    checks = marks((40, False), (20, True), (11, False), (20, True))
    first, second = check.draws(Reading(labels, 49, checks))
    assert (first.urn, first.found, first.read, first.relevant) == (100, 30, 20, 0)
    assert (second.urn, second.found, second.read, second.relevant) == (69, 30, 20, 0)
    # each at 97.5 %: the first leaves 15 of its 100, the second 10 of its 69
    assert comb(80, 15) / comb(100, 15) > 0.025 > comb(80, 16) / comb(100, 16)
    assert comb(49, 9) / comb(69, 9) > 0.025 > comb(49, 10) / comb(69, 10)
    found = check.bound(Reading(labels, 49, checks))
    assert found is not None
    assert found.most == 9


def test_a_few_reports_between_do_not_end_a_check() -> None:
    """What a colleague had on the screen is known by then, and no part of the urn."""
    labels = [*FOUND, *marks((10, False), (1, True), (9, False), (10, False))]
    checks = marks((40, False), (10, True), (10, False), (10, True))
    assert check.draws(Reading(labels, 80, checks)) == (check.Draw(100, 31, 20, 0),)


def test_a_check_that_nobody_interrupts_holds_as_often_as_it_says() -> None:
    """Every order of 3 relevant reports among 12: how often the bound is true, exactly."""
    held = []
    for relevant in combinations(range(12), 3):
        labels = [place in relevant for place in range(5)]
        found = check.bound(Reading(labels, 7, [True] * 5, confidence=0.8))
        assert found is not None
        held.append(3 - sum(labels) <= found.most)
    assert 0.8 <= sum(held) / len(held) < 1


def test_a_check_counts_also_where_nothing_relevant_was_read() -> None:
    opinion = RULES["random-check"].judge(Reading([False] * 99, 1, [True] * 99))
    assert opinion.figures["at_most"] == 0
    assert opinion.met is True


def test_checks_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        check.draws(Reading([True, False], 3, [True]))


# --- QBCB ---


def test_qbcb_asks_for_as_many_as_the_binomial_says() -> None:
    def chance_of_fewer(j: int, n: int) -> float:
        return sum(comb(n, k) * 0.95**k * 0.05 ** (n - k) for k in range(j))

    assert qbcb.fewest(0.95, 0.95) == 59  # as the paper has it: 0.95^59 < 0.05 < 0.95^58
    assert qbcb.needed(58, 0.95, 0.95) is None
    assert qbcb.needed(59, 0.95, 0.95) == 59
    for n in (60, 100, 200):
        j = qbcb.needed(n, 0.95, 0.95)
        assert j is not None
        assert chance_of_fewer(j, n) >= 0.95 > chance_of_fewer(j - 1, n)
    assert qbcb.judged(59, 59, 0.95, 0.95).met is True
    assert qbcb.judged(58, 59, 0.95, 0.95).met is False
    assert qbcb.judged(58, 58, 0.95, 0.95).met is None


def test_target_10_is_a_case_of_it() -> None:
    """All 10 of 10 for a recall of 70 %: Cormack & Grossman 2016, as QBCB's authors place it."""
    assert qbcb.needed(10, 0.7, 0.95) == 10


def test_in_a_review_qbcb_never_says_stop() -> None:
    reading = Reading([*FOUND, *marks((60, False))], 5, [True] * 100)
    opinion = RULES["qbcb"].judge(reading)
    assert opinion.met is None
    assert opinion.figures == {"relevant_in_sample": 30}


# --- SAFE ---


def test_safe_needs_all_of_its_checks() -> None:
    labels = marks((10, False), (30, True), (60, False))
    checks = marks((10, True), (90, False))
    assert RULES["safe"].judge(Reading(labels, 900, checks)).met is True
    assert RULES["safe"].judge(Reading(labels, 901, checks)).met is False, "a tenth of 1,001"
    assert RULES["safe"].judge(Reading(labels[:-11], 900, checks[:-11])).met is False, "49 in a row"
    without = RULES["safe"].judge(Reading(labels, 900))
    assert without.met is None
    assert without.words.endswith("no random check")


def test_safe_reads_twice_what_its_random_set_lets_expect() -> None:
    labels = marks((1, True), (9, False), (30, True), (60, False))
    reading = Reading(labels, 900, marks((10, True), (90, False)))
    assert safe.estimated(reading) == 100  # a tenth of 1,000
    opinion = RULES["safe"].judge(reading)
    assert opinion.met is False
    assert opinion.words == "100 read of 100, 60 in a row of 50, twice the estimate: 200"


# --- an estimate ---


def test_an_estimate_without_a_check_never_says_stop() -> None:
    reading = Reading([*FOUND, *marks((50, False))], 100)
    opinion = RULES["estimate"].judge(reading)
    assert opinion.met is None
    # none of 50 in an urn of 150
    assert comb(100, 7) / comb(150, 7) > 0.05 > comb(100, 8) / comb(150, 8)
    assert opinion.figures["at_most"] == 7
    assert opinion.words == "about 0 relevant unread, at most 7 (if like the last 50 read)"


def test_an_estimate_by_a_check_is_that_of_the_check() -> None:
    reading = Reading([*FOUND, True, *marks((19, False))], 80, marks((40, False), (20, True)))
    said, checked = (RULES[name].judge(reading) for name in ("estimate", "random-check"))
    assert said.figures["at_most"] == checked.figures["at_most"]
    assert said.figures["unread_relevant"] == 4  # one in twenty of 100, less the one found
    assert said.met == checked.met


def test_the_outlook_is_empty_where_nobody_can_say() -> None:
    assert estimate.outlook(Reading([], 10)) == ""
    assert estimate.outlook(Reading([False] * 9, 10)) == ""
    assert estimate.outlook(Reading([True], 0)) == ""
    assert estimate.outlook(Reading([True] * 49, 10)) == ""
    said = estimate.outlook(Reading([*FOUND, *marks((50, False))], 100))
    assert said == "about 0 still to find, at most 7"


# --- the draw, and words ---


@given(st.lists(st.text(min_size=1, max_size=6), max_size=20), st.integers(0, 9), st.randoms())
def test_a_draw_does_not_depend_on_the_order(ids: list[str], seed: int, shuffled: object) -> None:
    other = list(ids)
    shuffled.shuffle(other)  # type: ignore[attr-defined]
    assert drawn(ids, seed, 5) == drawn(other, seed, 5)
    assert drawn(ids, seed, 5) == drawn(ids, seed, 99)[:5]
    assert set(drawn(ids, seed, 99)) == set(ids)


def test_a_draw_is_the_same_in_every_copy_and_leaves_places_alone() -> None:
    ids = [f"r{n}" for n in range(8)]
    whole = drawn(ids, 1, 8)
    assert whole == ["r4", "r1", "r0", "r5", "r2", "r7", "r3", "r6"]
    assert drawn([one for one in ids if one != whole[0]], 1, 8) == whole[1:]
    assert drawn(ids, 2, 8) != whole
    assert drawn(ids, 1, 0) == drawn(ids, 1, -1) == []


def test_a_draw_is_even() -> None:
    """400 seeds, one of 20: each is drawn 20 times, give or take (chi-square, 19 degrees)."""
    ids = [f"r{n}" for n in range(20)]
    times = [sum(drawn(ids, seed, 1) == [one] for seed in range(400)) for one in ids]
    assert sum((n - 20) ** 2 / 20 for n in times) < 43.8, "0.1 %"


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.95, "95 %"), (0.9, "90 %"), (0.0351, "3.6 %"), (1, "100 %"), (0, "0 %"), (0.0012, "0.12 %"),
     (0.15, "15 %"), (0.07, "7 %"), (0.999, "99.9 %"), (0.9999, "100 %")],
)  # fmt: skip
def test_a_share_is_never_rounded_down(share: float, words: str) -> None:
    assert percent(share) == words


def test_a_confidence_is_never_rounded_up() -> None:
    assert [level(value) for value in (0.9499, 0.95, 0.999, 1.0, 0.0)] == [
        "0.94", "0.95", "0.99", "1.00", "0.00",
    ]  # fmt: skip
