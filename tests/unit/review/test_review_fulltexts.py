"""A full text that was judged was retrieved; a note on a report that is not sought waits."""

from __future__ import annotations

from pathlib import Path

import pytest

import litreview as lr
from litreview.errors import UsageError
from litreview.model import ReportId
from litreview.review.fulltexts import not_sought
from litreview.screening.ballots import Ballot

RIS = "TY  - JOUR\nTI  - A made-up trial\nER  -\nTY  - JOUR\nTI  - A made-up survey\nER  -\n"
TRIAL, SURVEY = ReportId("base:1"), ReportId("base:2")


@pytest.fixture
def review(tmp_path: Path) -> lr.Review:
    from litreview.review import Origin

    (tmp_path / "a.ris").write_text(RIS, "utf-8")
    made = lr.create(tmp_path / "review", title="Full texts", who="ann")
    made.load(tmp_path / "a.ris", Origin(name="base"))
    made.cast(Ballot(TRIAL, "title-abstract", "include"))
    return made


def test_a_report_that_was_judged_cannot_be_missing(review: lr.Review) -> None:
    review.cast(Ballot(TRIAL, "full-text", "include"))
    with pytest.raises(UsageError, match="base:1 was judged by ann") as refused:
        review.note_retrieval([TRIAL], "not-retrieved")
    assert "screen --undo base:1 --reviewer ann" in refused.value.remedy
    assert review.flow()["new_studies"].n == 1
    review.withdraw_vote(TRIAL, "full-text")
    review.note_retrieval([TRIAL], "not-retrieved")
    assert review.flow()["dbr_notretrieved_reports"].ids == (TRIAL,)


def test_all_are_noted_or_none(review: lr.Review) -> None:
    review.cast(Ballot(TRIAL, "full-text", "include"))
    with pytest.raises(UsageError):
        review.note_retrieval([SURVEY, TRIAL], "not-retrieved")
    assert review.present.retrieval == {}


def test_what_is_not_sought_yet_is_named_and_counts_later(review: lr.Review) -> None:
    review.note_retrieval([SURVEY], "not-retrieved")
    assert not_sought(review.present, [TRIAL, SURVEY]) == [SURVEY]
    assert review.flow()["dbr_notretrieved_reports"].n == 0
    review.cast(Ballot(SURVEY, "title-abstract", "include"))
    assert review.flow()["dbr_notretrieved_reports"].ids == (SURVEY,)
