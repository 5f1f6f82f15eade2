"""What a screen is given: words, full texts, ways to go, a second screen, what a stage hides."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from litreview.errors import SettingsError, UsageError
from litreview.events import RetrievalNoted
from litreview.model import Doi, Record, RecordId, Report, ReportId, SearchId
from litreview.review import Review
from litreview.review.closing import closing
from litreview.review.following import Following
from litreview.review.going import labels_used, places
from litreview.review.marking import Marking
from litreview.review.papers import address, page, paper
from litreview.screening.masking import masked

TITLES = "titles"
SHARED = {"floats*": "include", "sinks": "exclude"}
"""From the labels of the criteria."""
Again = Callable[[], Review]


@pytest.fixture
def second(review: Review) -> Again:
    """The same review, opened once more by the same person."""
    return lambda: Review(review.folder, clock=review.clock, who="ann")


def kinds(marking: Marking) -> dict[str, str]:
    return {word.text: word.kind for word in marking.words}


# -- words ---------------------------------------------------------------------------------------


def test_own_words_are_kept_in_a_file_of_ones_own_and_come_first(review: Review) -> None:
    stage = review.stage(TITLES)
    one = Marking(review, stage, "ann")
    assert kinds(one) == SHARED
    assert one.put("-primary  school") == "primary school: marked as a word to exclude"
    assert one.put("boat*") == "boat*: marked as a word to include"
    assert one.put("=floats*") == "floats*: not marked any more"
    again = Marking(review, stage, "ann")
    own = {"primary school": "exclude", "boat*": "include", "floats*": "plain"}
    assert kinds(again) == SHARED | own
    assert [m.word.kind for m in again.matcher.marks("Boats float in a primary school")] == [
        "include", "exclude",
    ]  # fmt: skip
    assert again.put("+boat*") == "boat*: taken out of your list"
    assert kinds(Marking(review, stage, "bo")) == SHARED
    kept = (review.folder.root / "words" / "ann.txt").read_text("utf-8")
    assert kept.splitlines()[1:] == ["- primary school", "= floats*"]
    for text in ("+", "+ ***", "x" * 300, "a\x1bb"):
        with pytest.raises(UsageError, match="no word to mark"):
            again.put(text)


def test_a_file_of_words_that_cannot_be_read_names_the_line(review: Review) -> None:
    path = review.folder.root / "words" / "ann.txt"
    path.parent.mkdir()
    path.write_text("# mine\n\n+ boat\nboat\n", "utf-8")
    with pytest.raises(SettingsError) as caught:
        Marking(review, review.stage(TITLES), "ann")
    assert caught.value.where == "words/ann.txt, line 4"
    assert "begin each line with +" in caught.value.remedy


def test_search_strings_give_words_and_a_broken_file_of_them_stops_nobody(review: Review) -> None:
    folder = review.folder.root / "search_strings"
    folder.mkdir(exist_ok=True)
    (folder / "boat.en.txt").write_text('boat*\n"paper ship"\n', "utf-8")
    assert {"boat*", "paper ship"} < set(kinds(Marking(review, review.stage(TITLES), "ann")))
    (folder / "boat.en.txt").write_bytes(b"\xff\xfe")
    found = Marking(review, review.stage(TITLES), "ann")
    assert "boat*" not in kinds(found)
    assert "not UTF-8" in found.trouble


# -- full texts and addresses --------------------------------------------------------------------


def test_a_full_text_is_opened_only_where_it_lies_in_the_folder(review: Review) -> None:
    report = review.resolve_id("north:1")
    assert (paper(review, report).status, paper(review, report).path) == ("", None)
    review.note_retrieval([report], "not-retrieved", "not in the library")
    assert paper(review, report).status == "not-retrieved"
    assert paper(review, report).note == "not in the library"
    content = b"%PDF-1.4 invented"
    name = f"{hashlib.sha256(content).hexdigest()}.pdf"
    review.append(RetrievalNoted(record=report, status="retrieved", file=name))
    assert (paper(review, report).path, paper(review, report).elsewhere) == (None, True)
    review.folder.fulltext.mkdir()
    (review.folder.fulltext / name).write_bytes(content)
    assert paper(review, report).path == review.folder.fulltext / name


@pytest.mark.parametrize(
    ("doi", "url", "opened"),
    [
        ("10.5555/a b;$(x)<>#?", "", "https://doi.org/10.5555/a%20b%3B%24%28x%29%3C%3E%23%3F"),
        ("", "https://example.org/a", "https://example.org/a"),
        ("", "javascript:alert(1)", ""),
        ("", "file:///etc/passwd", ""),
        ("", "--help", ""),
        ("", "", ""),
    ],
)
def test_nothing_but_a_doi_or_an_address_is_opened(doi: str, url: str, opened: str) -> None:
    record = Record(RecordId("s:1"), SearchId("s"), doi=Doi(doi) if doi else None, url=url)
    assert address(record) == opened


# -- going ---------------------------------------------------------------------------------------


def test_one_goes_by_number_id_doi_and_title_but_only_where_one_is_asked(review: Review) -> None:
    session = review.screen(TITLES)
    queue = [item.report for item in session.queue]
    assert places(review, session, "2") == [queue[1]]
    assert places(review, session, "0") == places(review, session, "99999999999") == []
    assert places(review, session, " north:3 ") == [review.resolve_id("north:3")]
    assert len(places(review, session, "PAPER boats")) == 2
    assert places(review, session, "sleep  sailors") == [review.resolve_id("south:2")]
    assert places(review, session, "10.5555/none") == places(review, session, "") == []
    for who in ("bo", "cy"):  # it has all its votes then, and is not asked of ann
        other = review.screen(TITLES, reviewer=who)
        other.jump(review.resolve_id("south:2"))
        other.vote("include")
    session = review.screen(TITLES)
    assert places(review, session, "south:2") == places(review, session, "sailors") == []


def test_labels_used_are_ones_own_the_most_used_first(review: Review) -> None:
    session = review.screen(TITLES)
    session.label(["rare", "b", "b", " "])
    session.skip()
    session.label(["b"])
    review.screen(TITLES, reviewer="bo").label(["secret"])
    assert labels_used(review, "ann") == ["b", "rare"]


# -- two screens on one log ----------------------------------------------------------------------


def test_a_second_screen_sees_what_the_first_judged_before_it_replaces_it(
    review: Review, second: Again
) -> None:
    stage = review.stage(TITLES)
    one = review.screen(TITLES)
    one_follows = Following(review, stage, "ann")
    with second() as other_review:
        other = other_review.screen(TITLES)
        other_follows = Following(other_review, stage, "ann")
        first = one.current
        assert first is not None
        one.vote("include")
        assert one_follows.news() == {}  # its own
        news = other_follows.news()
        assert {report: held.decision for report, held in news.items() if held} == {
            first.report: "include"
        }
        assert other.hear(news)
        assert other.standing is not None
        assert other.read == 1
        other.vote("exclude")
        assert other_follows.news() == {}
        assert one.hear(one_follows.news()) is False  # another report is on that screen
        assert one.voted[first.report].decision == "exclude"
        assert one.undo() is False  # what it decided is no longer the latest word
        other.undo()
        assert one_follows.news()[first.report].decision == "include"  # type: ignore[union-attr]
        assert one.left == other.left
    with second() as third:
        (entry,) = third.state.of("vote").values()
        assert entry.event.decision == "include"  # type: ignore[union-attr]
    assert not [found for found in review.check() if found.severity == "error"]


def test_a_vote_taken_back_elsewhere_is_open_again_and_skipped_ones_are_not_shown_twice(
    review: Review, second: Again
) -> None:
    stage = review.stage(TITLES)
    one, follows = review.screen(TITLES), Following(review, stage, "ann")
    with second() as other_review:
        other = other_review.screen(TITLES)
        ids = [item.report for item in other.queue]
        other.skip()
        other.vote("include")  # the second report
        one.hear(follows.news())
        one.vote("exclude")
        assert one.current is not None
        assert one.current.report == ids[2]
        other.undo()
        assert follows.news() == {ids[1]: None}


# -- what a stage hides --------------------------------------------------------------------------


def test_a_masked_stage_is_never_given_what_it_hides(review: Review) -> None:
    path = review.folder.settings
    text = path.read_text("utf-8")
    changed = text.replace(
        'phase = "screening"', 'phase = "screening"\nmasked = ["authors", "venue"]'
    )
    path.write_text(changed, "utf-8")
    with Review(review.folder, clock=review.clock, who="ann") as held:
        session = held.screen(TITLES)
        assert session.current is not None
        record = session.desk.report(session.current.report).record
        assert (record.authors, record.venue, record.year) == ((), "", 2016)
        assert "Example" not in repr(record)
        assert "Invented Results" not in repr(record)
        assert session.narrow("Example") == session.narrow("Invented Results") == 0
        assert session.narrow("paper boats") == 2
        assert page(held, session.current.report) == ""


def test_masking_hides_the_fields_that_name_what_is_hidden() -> None:
    record = Record(
        RecordId("s:1"), SearchId("s"), title="T", authors=("Example, A.",), year=2016,
        venue="V", doi=Doi("10.5555/v.2016"), url="https://example.org/v", isxn="1", publisher="P",
        extra=(("AD", "Somewhere"),),
    )  # fmt: skip
    report = Report(ReportId("s:1"), (RecordId("s:1"),), record)
    assert masked(report, ()) is report
    held = masked(report, ("authors", "venue", "year")).record
    plain = Record(RecordId("s:1"), SearchId("s"), title="T")
    assert held == plain


# -- the end -------------------------------------------------------------------------------------


def test_agreement_is_told_only_when_no_vote_is_to_come(review: Review) -> None:
    stage = review.stage(TITLES)
    session = review.screen(TITLES, reviewer="ann")
    while session.current is not None:
        session.vote("include")
    other = review.screen(TITLES, reviewer="bo")
    other.vote("exclude")
    assert not any("kappa" in line for line in closing(review, stage))
    while other.current is not None:
        other.vote("include")
    lines = closing(review, stage)
    assert any("ann, bo on 5 reports: agreed on 80.0 %" in line for line in lines)


def test_files_of_words_are_no_records_of_anything(review: Review, tmp_path: Path) -> None:
    Marking(review, review.stage(TITLES), "ann").put("boat")
    assert not [found for found in review.check() if "words" in found.where]
    assert not (tmp_path / "words").exists()
