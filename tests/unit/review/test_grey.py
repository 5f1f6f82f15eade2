"""Searches by hand: kept with how they were done, also where nothing was found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invented import review_toml
from living import Days

from litreview.errors import UsageError
from litreview.model import Browsed, Record
from litreview.outputs.by_hand import by_hand
from litreview.outputs.prisma_s import Known, items
from litreview.review import Review
from litreview.review.checking import check
from litreview.review.grey import Entry, Looked, log_search
from litreview.store.folder import Folder, create
from litreview.store.received import load_manifest

SITE = "https://example.org/reports"
CSV = """title,authors,year,url
A report on mentors,"Example, Ada",2019,https://example.org/1
Another report,"Sample, Bo",2020,https://example.org/2
"""


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    create(tmp_path / "review", review_toml(("ann", "bo")), {})
    folder = Folder(tmp_path / "review", draw=lambda: "aaaaaa")
    with Review(folder, clock=Days(), who="ann") as held:
        yield held


def looked(**more: Any) -> Looked:
    how: dict[str, Any] = {"source": "An invented ministry", "kind": "organisation", "url": SITE}
    return Looked(**{**how, **more})


def test_nothing_found_is_kept_with_how_it_was_looked_for(review: Review) -> None:
    found = log_search(review, looked(screened=40, query="mentor", note="all of its reports"))
    assert found.status == "loaded"
    assert found.search is not None
    held, _ = load_manifest(review.folder.records, found.search.id)
    assert held == found.search
    assert held.browsed == Browsed(SITE, 40, "ann")
    assert (held.records, held.files, held.searched_on) == (0, (), "2026-11-01")
    assert (held.kind, held.query, held.note) == ("organisation", "mentor", "all of its reports")
    assert [one.id for one in review.shelf.searches] == [held.id]
    flow = review.flow()
    assert [part.label for part in flow["organisation_results"].parts] == ["An invented ministry"]
    assert flow["organisation_results"].n == 0
    assert check(review) == []


def test_it_is_kept_once(review: Review) -> None:
    first = log_search(review, looked())
    again = log_search(review, looked())
    assert (first.status, again.status) == ("loaded", "known")
    assert len(review.shelf.searches) == 1
    assert log_search(review, looked(screened=3)).status == "loaded", "another search"
    with Review(review.folder, clock=Days(), who="bo") as other:
        assert log_search(other, looked()).status == "loaded", "somebody else looked too"


def test_one_that_was_taken_out_can_be_put_back(review: Review) -> None:
    search = log_search(review, looked()).search
    assert search is not None
    review.withdraw_search(search.id, "by mistake")
    assert review.shelf.searches == ()
    assert log_search(review, looked()).status == "loaded"
    assert [one.id for one in review.shelf.searches] == [search.id]


def test_an_entry_that_is_typed_in_is_a_file_like_any_other(review: Review) -> None:
    work = Entry(
        title="A report\non mentors", authors=("Example, Ada", "Sample, Bo"), year=2019,
        link="https://doi.org/10.5555/report.1",
    )  # fmt: skip
    found = log_search(review, looked(found=work, screened=12))
    assert (found.status, found.search and found.search.records) == ("loaded", 1)
    (record,) = review.index.records()
    assert isinstance(record, Record)
    assert (record.title, record.year) == ("A report on mentors", 2019)
    assert record.authors == ("Example, Ada", "Sample, Bo")
    assert (record.doi, record.url) == ("10.5555/report.1", "https://doi.org/10.5555/report.1")
    assert found.search is not None
    assert record.id == f"{found.search.id}:1"
    assert (review.folder.records / found.search.id / "found.ris").is_file()
    assert log_search(review, looked(found=work, screened=12)).status == "known"


def test_a_file_of_what_was_found(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "site.csv"
    path.write_text(CSV, "utf-8")
    found = log_search(review, looked(kind="website", source="A site", found=path, screened=80))
    assert found.search is not None
    assert (found.search.records, found.search.browsed) == (2, Browsed(SITE, 80, "ann"))
    assert review.flow()["website_results"].n == 2
    assert log_search(review, looked(found=path)).status == "known"


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"kind": "database"}, "a database is not searched by hand"),
        ({"source": "  "}, "the source has no name"),
        ({"url": ""}, "it is not said how the source was searched"),
        ({"day": "24.11.2026"}, "not a day of the calendar"),
        ({"day": "2026-11-03"}, "still to come"),
        ({"found": Entry(title=" ")}, "has no title"),
        ({"found": Entry(title="A"), "screened": 0}, "1 found among 0"),
        ({"note": "\udcff"}, "bytes that are no text"),
        ({"found": Entry(title="A", authors=("\udcff",))}, "bytes that are no text"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    review: Review, more: dict[str, Any], what: str
) -> None:
    with pytest.raises(UsageError, match=what) as told:
        log_search(review, looked(**more))
    assert told.value.remedy
    assert review.shelf.searches == ()
    assert list(review.folder.records.iterdir()) == []


def test_more_found_than_looked_through_is_refused(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "site.csv"
    path.write_text(CSV, "utf-8")
    with pytest.raises(UsageError, match="2 found among 1"):
        log_search(review, looked(found=path, screened=1))
    assert log_search(review, looked(found=path, screened=2)).status == "loaded"


def test_it_may_be_tomorrow_where_they_searched(review: Review) -> None:
    found = log_search(review, looked(day="2026-11-02"))
    assert found.search is not None
    assert found.search.searched_on == "2026-11-02"


def test_the_outputs_say_how_it_was_done(review: Review) -> None:
    log_search(review, looked(screened=40))
    log_search(review, looked(kind="website", source="A site", url="", note="read from a to z"))
    (row, other) = sorted(review.table("searches").rows, key=lambda row: row[2])
    assert "looked through by hand" in row
    assert f"{SITE}, 40 entries looked through, by ann" in row
    assert "by ann; read from a to z" in other
    found = {one.number: one for one in items(Known(review.shelf.searches))}
    assert found[4].status == "filled"
    assert f"An invented ministry ({SITE}, 40 entries looked through, by ann)" in found[4].what
    assert found[8].status == "filled", "how it was done stands for a string"


def test_nobody_counts_as_nobody(review: Review) -> None:
    with Review(review.folder, clock=Days()) as unsigned:
        found = log_search(unsigned, looked())
    assert found.search is not None
    assert found.search.browsed == Browsed(SITE, None, "")
    assert by_hand(found.search) == SITE


def test_a_file_that_is_none_is_refused(review: Review, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        log_search(review, looked(found=tmp_path / "none.ris", screened=3))
    (tmp_path / "empty.ris").write_bytes(b"")
    assert log_search(review, looked(found=tmp_path / "empty.ris")).status == "refused"
    assert review.shelf.searches == ()
