"""What a report may say of how the review was done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import litreview as lr
from litreview.events import VoteCast
from litreview.outputs.parts.decisions import files
from litreview.review.conducting import with_conduct
from litreview.screening.ballots import Ballot

RIS = "".join(f"TY  - JOUR\nTI  - Invented study {n}\nPY  - 2020\nER  -\n" for n in range(3))


@pytest.fixture
def review(tmp_path: Path) -> lr.Review:
    made = lr.create(tmp_path / "made", title="Made")
    settings = tmp_path / "made" / "review.toml"
    text = settings.read_text("utf-8").replace("votes = 1 ", "votes = 2 ", 1)
    settings.write_text(text.replace("# reviewers = ", "reviewers = "), "utf-8")
    (tmp_path / "made.ris").write_text(RIS, "utf-8")
    made.close()
    opened = lr.open(tmp_path / "made")
    opened.load(tmp_path / "made.ris")
    return opened


def vote(review: lr.Review, who: str, place: int, decision: str) -> None:
    report = list(review.shelf.members)[place]
    stage = review.plan.stages[0].name
    review.cast(Ballot(report, stage, decision), reviewer=who)  # type: ignore[arg-type]


def test_a_judgement_that_waits_for_a_colleague_is_in_no_list_of_decisions(
    review: lr.Review,
) -> None:
    """Whoever reads the report could be the colleague."""
    vote(review, "ann", 0, "include")
    vote(review, "ann", 1, "exclude")
    vote(review, "bo", 0, "include")
    with review:
        evidence = with_conduct(review)
    (file,) = files(evidence)
    lines = [json.loads(line) for line in file.content.splitlines()]
    votes = [line for line in lines if line["kind"] == "vote-cast"]
    assert {line["who"] for line in votes} == {"ann", "bo"}
    assert {line["record"] for line in votes} == {next(iter(review.shelf.members))}
    assert evidence.conduct.hidden == 1
    assert "1 that wait" in file.what
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    hashes = {entry.hash for entry in evidence.conduct.decisions}
    assert {line["hash"] for line in lines} == hashes


def test_programs_and_searches_for_duplicates_are_told(review: lr.Review) -> None:
    with review:
        assert with_conduct(review).conduct.run is None
        review.dedup()
        held = with_conduct(review).conduct
    assert held.run is not None
    assert held.run.records == 3
    assert held.programs == (f"litreview {lr.__version__}",)
    assert not any(isinstance(entry.event, VoteCast) for entry in held.decisions)
