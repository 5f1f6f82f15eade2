"""Finding, joining and splitting: the events, the file of pairs, and what is refused."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest

from litreview.errors import ReviewError, UsageError
from litreview.events import DuplicatesFound, DuplicatesJoined, DuplicatesSplit
from litreview.model import RecordId, ReportId
from litreview.review import Review
from litreview.review.duplicates import joining, run, splitting
from litreview.review.present import PAIR_COLUMNS


def found(review: Review) -> DuplicatesFound:
    event = review.state.of("dedup-run")[()].event
    assert isinstance(event, DuplicatesFound)
    return event


def test_a_run_leaves_a_file_that_its_event_names_by_hash(review: Review) -> None:
    done = review.dedup()
    assert (done.records, done.reports, done.sure) == (5, 4, 1)
    event = found(review)
    content = (review.folder.log / event.file).read_bytes()
    assert hashlib.sha256(content).hexdigest() == event.sha256
    assert event.file == f"duplicates-{event.sha256[:12]}.csv"
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert tuple(rows[0]) == PAIR_COLUMNS
    sure = [row for row in rows if row["verdict"] == "sure"]
    assert [(row["a"], row["b"]) for row in sure] == [("north:1", "south:1")]
    assert "title" in sure[0]["agree"]
    assert sure[0]["reason"]


def test_the_same_records_in_any_order_give_the_same_file(review: Review) -> None:
    records = list(review.index.records())
    one = run(review.folder, records, 5)
    other = run(review.folder, reversed(records), 5)
    assert one.sha256 == other.sha256
    assert len(list(review.folder.log.glob("duplicates-*.csv"))) == 1


def test_what_the_comparison_does_not_need_is_left_out_of_it(review: Review) -> None:
    from dataclasses import replace

    records = list(review.index.records())
    bare = [replace(record, extra=(), keywords=()) for record in records]
    assert run(review.folder, records, 5).sha256 == run(review.folder, bare, 5).sha256


def test_a_file_of_pairs_that_was_changed_is_named(review: Review) -> None:
    review.dedup()
    path = review.folder.log / found(review).file
    path.write_text(path.read_text() + "north:2,south:2,sure,1.0,,,\n")
    with Review(review.folder) as again, pytest.raises(ReviewError, match="was changed") as caught:
        _ = again.shelf
    assert caught.value.where == str(path)
    assert "dedup run" in caught.value.remedy


def ids(*names: str) -> list[ReportId]:
    return [ReportId(name) for name in names]


def test_a_join_names_the_first_record_with_each_other(review: Review) -> None:
    event = joining(review.shelf, ids("south:2", "north:3", "north:2"), "same pond")
    assert event == DuplicatesJoined(
        pairs=(("north:2", "north:3"), ("north:2", "south:2")), reason="same pond"
    )


def test_a_join_of_reports_takes_all_their_records(review: Review) -> None:
    review.dedup()
    event = joining(review.shelf, ids("north:3", "north:1"), "")
    assert event.pairs == (("north:1", "north:3"), ("north:1", "south:1"))
    assert review.join(["north:3", "south:1"]) == "north:1"
    assert review.shelf.members[ReportId("north:1")] == ("north:1", "north:3", "south:1")


@pytest.mark.parametrize("names", [("north:1",), ("north:1", "south:1"), ("north:2", "north:2")])
def test_one_report_cannot_be_joined_with_itself(review: Review, names: tuple[str, ...]) -> None:
    review.dedup()
    with pytest.raises(UsageError, match="one report already"):
        review.join(names)


def test_a_split_names_the_record_with_each_other(review: Review) -> None:
    review.join(["north:1", "north:2", "south:1"])
    event = splitting(review.shelf, RecordId("north:2"), "another city")
    assert event == DuplicatesSplit(
        pairs=(("north:1", "north:2"), ("north:2", "south:1")), reason="another city"
    )
    assert review.split("north:2") == ("north:1", "north:2")
    assert review.shelf.members[ReportId("north:1")] == ("north:1", "south:1")


def test_a_record_alone_cannot_be_split(review: Review) -> None:
    with pytest.raises(UsageError, match="only record of its report"):
        review.split("north:2")


def test_a_split_outlasts_the_next_run(review: Review) -> None:
    review.dedup()
    review.split("south:1", "two printings")
    review.dedup()
    assert review.shelf.clusters[RecordId("south:1")] == "south:1"


def test_a_join_takes_a_split_back_and_votes_stay_with_their_records(review: Review) -> None:
    from litreview.screening.ballots import Ballot

    review.dedup()
    review.split("south:1")
    review.cast(Ballot(ReportId("south:1"), "titles", "include"))
    review.join(["north:1", "south:1"])
    (vote,) = review.present.screening.of("titles", ReportId("north:1")).votes
    assert (vote.record, vote.report) == ("south:1", "north:1")


@pytest.mark.parametrize(
    "content",
    [
        b"a,b,verdict\nx:1,x:2,unsure\n",
        b"a,b,verdict,score,agree,differ,reason\nx:1,x:2,sure\n",
        b"a,b,verdict,score,agree,differ,reason\nx:1,x:2,sure,high,,,\n",
        b"a,b,verdict,score,agree,differ,reason\nx:1,x:2,sure,1,,,,more\n",
        b"\xff\n",
    ],
)
def test_a_file_of_pairs_that_is_none_is_refused_and_can_be_made_anew(
    review: Review, content: bytes
) -> None:
    """Its hash is right: another program may have written it."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = review.folder.log / f"duplicates-{sha256[:12]}.csv"
    path.write_bytes(content)
    review.append(
        DuplicatesFound(
            file=path.name, sha256=sha256, records=5, sure=0, unsure=1, parameters={}, program="p"
        )
    )
    with pytest.raises(ReviewError, match="this file of pairs cannot be read") as refused:
        _ = review.shelf
    assert refused.value.where == str(path)
    assert "RC102" in [finding.code for finding in review.check()]
    review.dedup()
    assert len(review.shelf.members) == 4
