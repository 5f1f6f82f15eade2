"""The rule for those who look after every report: its level, exactly; the check can fail."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.screening.stop import anytime, certificate
from litreview.screening.stop.reading import Reading
from litreview.screening.stop.urn import fewest_unread

Wrong = Callable[[int, int, int, float], float]


def stopped_too_early(  # noqa: PLR0913, PLR0917 - a population, a goal, a rule, an order
    size: int, relevant: int, recall: float, level: float, wrong: Wrong, better: float = 1.0
) -> float:
    """The exact chance of stopping below the recall, asked after each report of `size`.

    The order is a random one; better: how many times as likely a relevant report comes next. By
    the chances of each state, relevant ones found and irrelevant ones since, after each report.
    """
    below = lru_cache(None)(lambda j, run, unread: wrong(j, run, unread, recall) < level)
    states, failed = {(0, 0): 1.0}, 0.0
    for n in range(size):
        later: dict[tuple[int, int], float] = defaultdict(float)
        for (found, run), chance in states.items():
            if found and below(found, run, run + size - n):
                missed = relevant - found >= fewest_unread(found, recall)
                failed += chance if missed else 0.0
                continue
            left, others = better * (relevant - found), size - n - (relevant - found)
            next_one = left / (left + others)
            later[found + 1, 0] += chance * next_one
            later[found, run + 1] += chance * (1 - next_one)
        states = {state: chance for state, chance in later.items() if chance > 0}
    return failed


def bare(found: int, run: int, unread: int, recall: float) -> float:
    """The same row without sharing out the error: what must fail."""
    return math.exp(anytime.log_chance(fewest_unread(found, recall), run, unread))


@pytest.mark.parametrize(("recall", "level"), [(0.8, 0.2), (0.95, 0.05), (0.5, 0.05)])
@pytest.mark.parametrize("better", [1.0, 3.0])
def test_the_level_is_kept_for_every_number_of_relevant_reports(
    recall: float, level: float, better: float
) -> None:
    failed = [
        stopped_too_early(24, relevant, recall, level, anytime.wrong, better)
        for relevant in range(1, 25)
    ]
    assert 0 < max(failed) <= level


def test_without_sharing_out_the_error_the_level_is_broken() -> None:
    assert stopped_too_early(40, 14, 0.8, 0.2, bare) > 0.2
    assert stopped_too_early(40, 14, 0.8, 0.2, anytime.wrong) < 0.2


def test_a_worse_order_than_a_random_one_breaks_it() -> None:
    assert stopped_too_early(24, 2, 0.8, 0.2, anytime.wrong, better=0.3) > 0.2


def test_the_published_certificate_asked_after_every_report_is_wrong_more_often() -> None:
    """150 random orders of 60 reports, 20 of them relevant, recall 50 %, confidence 90 %."""
    drawn = np.random.default_rng(7)
    failed = 0
    for _ in range(150):
        labels = np.zeros(60, np.bool_)
        labels[drawn.permutation(60)[:20]] = True
        places = np.flatnonzero(labels)
        early = range(int(places[0]) + 1, int(places[9]) + 1)  # one found, but not ten
        failed += any(certificate.smallest_p(labels[:n], 60 - n, 0.5) < 0.1 for n in early)
    assert failed > 15, "10 % of 150"
    assert stopped_too_early(60, 20, 0.5, 0.1, anytime.wrong) < 0.1


def test_by_hand() -> None:
    # One found, so one unread would be too many: P(none of it in 8 of 9) = 1/9, g = log 9.
    assert math.exp(anytime.log_chance(1, 8, 9)) == pytest.approx(1 / 9)
    assert anytime.wrong(1, 8, 9, 0.95) == pytest.approx(1 / 9 / (1 - 1 / 9))
    # a(1) = 0.05 (1 - a(1)), so 0.05 / 1.05
    assert math.exp(anytime.allowed(1, 0.95)) == pytest.approx(0.05 / 1.05)
    assert anytime.log_chance(2, 8, 9) == -math.inf


@given(st.integers(1, 400), st.floats(0.5, 0.99))
def test_the_two_forms_agree(m: int, confidence: float) -> None:
    g = -anytime.allowed(m, confidence) / m
    assert math.exp(-m * g) / -math.expm1(-g) == pytest.approx(1 - confidence)


@settings(max_examples=40)
@given(st.lists(st.booleans(), min_size=1, max_size=30).filter(any), st.integers(1, 50))
def test_more_irrelevant_reports_never_raise_p_and_meet_it_when_said(
    labels: list[bool], unread: int
) -> None:
    opinions = [
        anytime.judge(Reading([*labels, *[False] * n], unread - n)) for n in range(unread + 1)
    ]
    ps = [opinion.figures.get("p", 0.0) for opinion in opinions]
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(ps))
    assert opinions[0].figures["more"] == [opinion.met for opinion in opinions].index(True)
