"""Ten reviewers, offline copies, merges in random order, and whatever else people do to a log.

After every step the boxes add up; when all have met, the fold is the same in every order, nothing
is lost, and every copy shows the same. `LITREVIEW_MACHINE=2000` runs so many cases; for a long run
without hypothesis: `python -m bench.machine`.
"""

from __future__ import annotations

import os
import random

import pytest
from crowd import KINDS, NUMBERS, Crowd, Step
from crowd_holds import step_holds, story, union_holds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CASES = int(os.environ.get("LITREVIEW_MACHINE", "25"))
number = st.integers(0, 59)
kinds = st.sampled_from([kind for kind, often in KINDS.items() for _ in range(often)])
step = st.tuples(kinds, st.integers(0, 11), *[number] * NUMBERS)


@settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(step, min_size=1, max_size=40), st.integers(0, 2**16))
def test_whatever_ten_people_do_the_boxes_add_up_and_all_copies_agree(
    steps: list[Step], seed: int
) -> None:
    crowd = Crowd()
    for one in steps:
        step_holds(crowd.take(one))
    random_ = random.Random(seed)  # noqa: S311 - a test's draws
    crowd.meet(random_)
    crowd.settle_some(random_)
    crowd.meet(random_)
    union_holds(crowd, random_)


@pytest.mark.parametrize("seed", range(3))
def test_a_long_story(seed: int) -> None:
    """Steps, a meeting, more steps and another; each of the kinds that matter did something."""
    random_ = random.Random(seed)  # noqa: S311 - a test's draws
    crowd = story(random_, steps=150, often=5)
    assert all(crowd.taken.get(kind) for kind in ("vote", "through", "undo", "settle", "merge"))
