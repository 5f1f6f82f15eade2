"""The certificate: by hand, against SciPy tail by tail, against whole numbers, and its monotony."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from litreview.screening.stop.certificate import judge, more_needed, smallest_p
from litreview.screening.stop.reading import Reading
from litreview.screening.stop.urn import at_least, fewest_unread, most_marked, smallest

LABELS = st.lists(st.booleans(), min_size=1, max_size=40).filter(any)
UNREAD = st.integers(1, 60)
RECALL = st.sampled_from((0.5, 0.8, 0.9, 0.95, 0.99))


def by_scipy(labels: list[bool], unread: int, recall: Fraction) -> float:
    """The published formula, one tail after the other."""
    found, smallest_so_far = sum(labels), 1.0
    for i in range(1, len(labels) + 1):
        inside = sum(labels[len(labels) - i :])
        supposed = int(found / recall) + 1 - (found - inside)
        if supposed - inside > unread:
            return 0.0
        smallest_so_far = min(smallest_so_far, hypergeom.cdf(inside, i + unread, supposed, i))
    return smallest_so_far


@pytest.mark.parametrize(
    ("labels", "unread", "recall", "p"),
    [
        # one of five may be missing: three irrelevant of four, the one that is left relevant
        ([1, 0, 0, 0], 1, 0.95, 1 / 4),
        # tail of two: none of 1 in 2 of 4: 1/2; all three: at most 1 of 2 in 3 of 5: 7/10
        ([1, 0, 0], 2, 0.95, 1 / 2),
        # the whole is the only tail: 2 of 4 relevant at least, at most 1 in two drawn: 5/6
        ([0, 1], 2, 0.95, 5 / 6),
        # one found and recall 0.5: missed means two unread, and there is one: impossible
        ([1], 1, 0.5, 0.0),
    ],
)
def test_by_hand(labels: list[int], unread: int, recall: float, p: float) -> None:
    assert smallest_p([bool(n) for n in labels], unread, recall) == pytest.approx(p, abs=1e-12)


@given(LABELS, UNREAD, RECALL)
def test_every_tail_of_the_published_formula_is_covered(
    labels: list[bool], unread: int, recall: float
) -> None:
    share = Fraction(recall).limit_denominator(100)
    p = smallest_p(labels, unread, recall)
    assert p == pytest.approx(by_scipy(labels, unread, share), abs=1e-9)


@settings(max_examples=40)
@given(LABELS, UNREAD, RECALL)
def test_a_further_irrelevant_report_never_raises_p(
    labels: list[bool], unread: int, recall: float
) -> None:
    ps = [smallest_p([*labels, *[False] * n], unread - n, recall) for n in range(unread + 1)]
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(ps))
    assert ps[-1] == 0.0


@settings(max_examples=25)
@given(LABELS, UNREAD, RECALL)
def test_what_is_said_to_be_needed_is_what_meets_it_first(
    labels: list[bool], unread: int, recall: float
) -> None:
    reading = Reading(labels, unread, recall=recall, confidence=0.9)
    met = [
        judge(Reading([*labels, *[False] * n], unread - n, recall=recall, confidence=0.9)).met
        for n in range(unread + 1)
    ]
    assert more_needed(reading) == met.index(True)
    assert judge(reading).figures["more"] == met.index(True)


@settings(max_examples=60)
@given(st.integers(0, 25), st.integers(0, 25), st.integers(0, 30), st.integers(0, 26))
def test_a_tail_in_whole_numbers(marked: int, others: int, drawn: int, m: int) -> None:
    size = marked + others
    drawn = min(drawn, size)
    ways = sum(comb(marked, y) * comb(others, drawn - y) for y in range(m, drawn + 1))
    found = at_least(m, np.array([marked]), np.array([size]), drawn)[0]
    assert found == pytest.approx(float(Fraction(ways, comb(size, drawn))), abs=1e-12)


def test_far_tails_do_not_underflow() -> None:
    marked, size = np.array([30_000, 200]), np.array([90_000, 90_000])
    assert at_least(100, marked, size, 20_000) == pytest.approx([1.0, 0.0], abs=1e-12)
    tiny = at_least(60, np.array([100]), np.array([90_000]), 20_000)[0]
    assert tiny == pytest.approx(hypergeom.sf(59, 90_000, 100, 20_000), rel=1e-6)


@given(st.lists(st.tuples(st.integers(3, 40), st.integers(0, 80)), min_size=1, max_size=9))
def test_leaving_out_what_cannot_be_smallest_changes_nothing(urns: list[tuple[int, int]]) -> None:
    marked = np.array([m for m, _ in urns])
    size = marked + np.array([n for _, n in urns])
    drawn = int(size.min())
    assert smallest(3, marked, size, drawn) == at_least(3, marked, size, drawn).min()


@pytest.mark.parametrize(
    ("found", "recall", "unread"),
    [(1, 0.95, 1), (18, 0.95, 1), (19, 0.95, 2), (38, 0.95, 3), (9, 0.9, 2), (0, 0.95, 1)],
)
def test_the_fewest_that_mean_too_low_a_recall(found: int, recall: float, unread: int) -> None:
    assert fewest_unread(found, recall) == unread
    assert Fraction(found, found + unread) < Fraction(recall).limit_denominator(100)
    assert unread == 1 or Fraction(found, found + unread - 1) >= Fraction(str(recall))


def test_the_bound_on_an_urn_holds_as_often_as_it_says() -> None:
    """Over all draws, for every number of marked balls; and one fewer would not always do."""
    size, drawn, confidence = 30, 12, 0.9
    bounds = [most_marked(seen, drawn, size, confidence) for seen in range(drawn + 1)]
    held = [
        sum(
            comb(marked, seen) * comb(size - marked, drawn - seen)
            for seen in range(drawn + 1)
            if bounds[seen] >= marked
        )
        / comb(size, drawn)
        for marked in range(size + 1)
    ]
    assert min(held) >= confidence
    assert min(held) < confidence + 0.02
    assert bounds == sorted(bounds)


def test_a_hundred_thousand_labels() -> None:
    drawn = np.random.default_rng(1)
    labels = drawn.random(90_000) < 0.02
    opinion = judge(Reading(labels.tolist(), 10_000))
    assert opinion.met is False
    more = int(opinion.figures["more"])
    assert 0 < more < 10_000
    read = [*labels.tolist(), *[False] * more]
    assert judge(Reading(read, 10_000 - more)).met is True
    assert judge(Reading(read[:-1], 10_001 - more)).met is False
