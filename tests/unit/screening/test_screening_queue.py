"""The queue of a sitting: what was shown stays, what is to come may change its order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from litreview.model import ReportId
from litreview.screening.guide import Item
from litreview.screening.queue import Queue

NAMES = [ReportId(f"one:{n}") for n in range(8)]


def items(names: list[ReportId]) -> list[Item]:
    return [Item(name, "in order") for name in names]


def test_a_new_order_leaves_what_was_shown_where_it_was() -> None:
    queue = Queue(items(NAMES[:5]))
    queue.forward({NAMES[0]})
    queue.reorder(items([NAMES[4], NAMES[0], NAMES[3], NAMES[1], NAMES[2]]))
    assert [item.report for item in queue.items[:2]] == NAMES[:2]
    queue.forward({NAMES[0], NAMES[1]})
    assert queue.current == Item(NAMES[4], "in order")
    assert queue.back()
    assert queue.current.report == NAMES[1]


def test_what_was_skipped_is_not_shown_again_by_a_new_order() -> None:
    queue = Queue(items(NAMES[:3]))
    queue.reorder(items([NAMES[0], NAMES[2], NAMES[1]]))
    queue.forward(set())
    assert queue.current == Item(NAMES[2], "in order")


def test_back_from_the_end_goes_to_the_last_that_was_shown() -> None:
    queue = Queue(items(NAMES[:5]))
    queue.forward({NAMES[0]})
    queue.narrow({NAMES[1]}, {NAMES[0], NAMES[1]})
    queue.forward({NAMES[0], NAMES[1]})
    assert queue.current is None
    queue.wanted = None
    assert queue.back()
    assert queue.current == Item(NAMES[1], "in order")


def test_a_jump_comes_back_to_the_report_that_was_left() -> None:
    queue = Queue(items(NAMES[:3]))
    queue.to(Item(NAMES[7], "you went to it"))
    assert queue.current.report == NAMES[7]
    queue.forward({NAMES[7]})
    assert queue.current.report == NAMES[0]


def test_a_narrowed_queue_shows_nothing_else() -> None:
    queue = Queue(items(NAMES))
    queue.narrow({NAMES[2], NAMES[5]}, set())
    assert queue.current.report == NAMES[2]
    queue.forward({NAMES[2]})
    assert queue.current.report == NAMES[5]
    queue.forward({NAMES[2], NAMES[5]})
    assert queue.current is None
    queue.narrow(None, {NAMES[2], NAMES[5]})
    assert queue.current.report == NAMES[0]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("judge"), st.none()),
        st.tuples(st.just("skip"), st.none()),
        st.tuples(st.just("back"), st.none()),
        st.tuples(st.just("jump"), st.sampled_from(NAMES)),
        st.tuples(st.just("narrow"), st.sets(st.sampled_from(NAMES))),
        st.tuples(st.just("reorder"), st.permutations(NAMES)),
    ),
    max_size=25,
)


@given(STEPS)
def test_whatever_is_done_every_report_is_judged_in_the_end(steps: list) -> None:
    queue, judged = Queue(items(NAMES)), set()
    for step, value in steps:
        if step == "judge" and queue.current:
            judged.add(queue.current.report)
            queue.forward(judged)
        elif step == "skip":
            queue.forward(judged)
        elif step == "back":
            queue.back()
        elif step == "jump":
            queue.to(Item(value, "jump"))
        elif step == "narrow":
            queue.narrow(value, judged)
        elif step == "reorder":
            queue.reorder(items(value))
        assert (
            queue.current is None
            or queue.wanted is None
            or step in {"jump", "reorder"}
            or (queue.current.report in queue.wanted or queue.at < len(queue.items))
        )
    queue.narrow(None, judged)
    while queue.to_open(judged):
        while queue.current:
            judged.add(queue.current.report)
            queue.forward(judged)
    assert judged == set(NAMES)
