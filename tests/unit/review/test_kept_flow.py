"""The numbers of a large review's flow are kept, and never found when they are out of date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import litreview as lr
from litreview.review import kept_flow
from litreview.screening.ballots import Ballot

RIS = "TY  - JOUR\nTI  - An invented title {}\nER  -\n"


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> lr.Review:
    monkeypatch.setattr(kept_flow, "MANY", 2)
    (tmp_path / "a.ris").write_text("".join(map(RIS.format, range(3))), "utf-8")
    with lr.create(tmp_path / "review", title="Kept") as held:
        held.load(tmp_path / "a.ris", source="Base")
    return lr.open(tmp_path / "review")


def numbers(review: lr.Review) -> tuple[object, ...]:
    """All that a figure shows of the flow."""
    found = kept_flow.kept(review)
    assert found is not None
    boxes = [(b.key, b.n, [(p.label, p.n) for p in b.parts]) for b in found.boxes.values()]
    return boxes, found.corrections, found.unfinished


def test_what_is_kept_is_what_was_counted(review: lr.Review) -> None:
    assert kept_flow.kept(review) is None, "nothing was kept yet"
    counted = kept_flow.drawn(review)
    boxes = [(b.key, b.n, [(p.label, p.n) for p in b.parts]) for b in counted.boxes.values()]
    assert numbers(review) == (boxes, counted.corrections, counted.unfinished)
    with lr.open(review.folder.root) as again:
        assert numbers(again) == numbers(review)


def vote(review: lr.Review) -> None:
    stage = review.plan.stages[0].name
    report = next(iter(review.shelf.members))
    review.cast(Ballot(report, stage, "include"), reviewer="ann")


def plan(review: lr.Review) -> None:
    path = review.folder.settings
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def spoil(review: lr.Review) -> None:
    path = review.folder.cache / "flow.json"
    path.write_bytes(path.read_bytes()[:-5])


@pytest.mark.parametrize("change", [vote, plan, spoil])
def test_what_is_out_of_date_or_spoilt_is_counted_anew(
    review: lr.Review, change: Callable[[lr.Review], None]
) -> None:
    kept_flow.keep(review)
    change(review)
    assert kept_flow.kept(review) is None
    assert kept_flow.drawn(review).counts() == review.flow().counts()


def test_a_flow_that_is_older_than_the_logs_is_not_kept(review: lr.Review) -> None:
    """Another program votes between the counting of a flow and its keeping."""
    with lr.open(review.folder.root) as one:
        assert one.present.drawn
        with lr.open(review.folder.root) as other:
            vote(other)
        kept_flow.keep(one)
    with lr.open(review.folder.root) as later:
        assert kept_flow.kept(later) is None
        assert kept_flow.drawn(later)["records_screened"].n == 1


def test_check_finds_numbers_that_are_not_those_of_the_log(review: lr.Review) -> None:
    kept_flow.keep(review)
    assert "IX101" not in {finding.code for finding in review.check()}
    path = review.folder.cache / "flow.json"
    path.write_bytes(path.read_bytes().replace(b'"records",3,', b'"records",4,'))
    assert "IX101" in {finding.code for finding in review.check()}
