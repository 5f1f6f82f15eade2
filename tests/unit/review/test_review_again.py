"""What was taken out can come back, and what does not exist cannot be judged."""

from __future__ import annotations

from pathlib import Path

import pytest

import litreview as lr
from litreview.errors import ReviewError, UnknownName, UsageError
from litreview.screening.ballots import Ballot
from litreview.store.received import load_manifest

RIS = "TY  - JOUR\nTI  - A made-up trial\nER  -\n"
OTHER = RIS.replace("trial", "survey")


@pytest.fixture
def review(tmp_path: Path) -> lr.Review:
    (tmp_path / "a.ris").write_text(RIS, "utf-8")
    (tmp_path / "b.ris").write_text(OTHER, "utf-8")
    return lr.create(tmp_path / "review", title="Again")


def test_a_search_that_was_taken_out_is_loaded_again(review: lr.Review, tmp_path: Path) -> None:
    first = review.load(tmp_path / "a.ris", source="Invented Base")
    assert first.search is not None
    review.withdraw_search(first.search.id, "the wrong source")
    assert review.shelf.total == 0
    again = review.load(tmp_path / "a.ris", source="Another Base")
    assert (again.status, again.search and again.search.id) == ("loaded", first.search.id)
    assert [search.source for search in review.shelf.searches] == ["Another Base"]
    assert review.shelf.total == 1
    assert [finding.code for finding in review.check()] == ["PR12"], "it waits to be screened"


def test_a_name_that_is_taken_by_another_file_is_refused(review: lr.Review, tmp_path: Path) -> None:
    from litreview.review import Origin

    assert review.load(tmp_path / "a.ris", Origin(name="base")).status == "loaded"
    with pytest.raises(UsageError, match="'base' already, with another file"):
        review.load(tmp_path / "b.ris", Origin(name="base"))
    assert review.shelf.total == 1
    assert [record.title for record in review.index.records()] == ["A made-up trial"]


def test_a_vote_on_a_record_that_is_not_there_is_refused(review: lr.Review) -> None:
    with pytest.raises(UnknownName, match="there is no report 'nowhere:1'"):
        review.cast(Ballot("nowhere:1", "title-abstract", "include"))  # type: ignore[arg-type]
    assert not list(review.folder.log.glob("*.jsonl"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"a.ris"', '"../../review.toml"', "outside its folder"),
        ('"id": "base"', '"id": "other"', "of a search called 'other'"),
        ("{", "[" * 5000, "is damaged"),
    ],
)
def test_a_manifest_that_leads_elsewhere_is_refused(
    review: lr.Review, tmp_path: Path, old: str, new: str, said: str
) -> None:
    from litreview.review import Origin

    review.load(tmp_path / "a.ris", Origin(name="base"))
    path = review.folder.records / "base" / "manifest.json"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ReviewError, match=said):
        load_manifest(review.folder.records, "base")
