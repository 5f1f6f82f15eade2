"""What is still to be found: told from all that was read, kept up to date in a sitting."""

from __future__ import annotations

from litreview.model import ReportId
from litreview.review.outlook import Outlook
from litreview.screening.stop.reading import Reading

A, B, C = (ReportId(f"one:{n}") for n in range(1, 4))


def outlook() -> Outlook:
    before = Reading([True, False], unread=3, checks=[False, False], recall=0.9, confidence=0.8)
    return Outlook(before, frozenset({A, B, C}), frozenset({B}))


def test_decisions_follow_what_was_read_before() -> None:
    held = outlook()
    held.say(A, "maybe")
    held.say(B, "exclude")
    now = held.reading()
    assert (list(now.labels), list(now.checks)) == (
        [True, False, True, False],
        [False, False, False, True],
    )
    assert (now.unread, now.recall, now.confidence) == (1, 0.9, 0.8)


def test_a_decision_taken_back_is_unread_again_and_one_of_before_changes_nothing() -> None:
    held = outlook()
    held.say(A, "include")
    held.say(A, None)
    held.say(ReportId("one:9"), "include")
    assert held.reading() == Reading(
        [True, False], unread=3, checks=[False, False], recall=0.9, confidence=0.8
    )
