"""Pages, bars and the text of the screening screen, without a screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from litreview.model import Criterion, Doi, Record, RecordId, Report, ReportId, SearchId, Stage
from litreview.outputs.escape import terminal
from litreview.outputs.words import counted
from litreview.screening.ballots import Judgement, Step
from litreview.screening.guide import Item
from litreview.screening.session import Session
from litreview.tui import bars
from litreview.tui.aids import Aids
from litreview.tui.keys import ACTIONS, DEFAULT, PRESETS, preset
from litreview.tui.pages import criteria_page, end_page, keys_page, report_page
from litreview.tui.text import cut, flow, one_line, sides

STAGE = Stage("titles", "Titles", "screening", votes=2)


class _NoDesk:
    def labels(self, _: ReportId) -> tuple[str, ...]:
        return ()

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)


def page_of(**fields: object) -> str:
    return report_page(report(**fields), session(), Aids()).plain


def session(n: int = 3, total: int | None = None, criteria: tuple[Criterion, ...] = ()) -> Session:
    queue = [Item(ReportId(f"r{i}"), "in order") for i in range(n)]
    desk = _NoDesk()
    return Session(desk, STAGE, "ann", criteria, queue, {}, n if total is None else total)  # type: ignore[arg-type]


def report(**fields: object) -> Report:
    record = Record(RecordId("s:1"), SearchId("s"), **fields)  # type: ignore[arg-type]
    return Report(ReportId("s:1"), (RecordId("s:1"), RecordId("s:2")), record)


def test_a_report_has_all_that_a_reader_needs() -> None:
    page = page_of(
        title="A title\nin two lines",
        authors=("Example, A.", "Example-Two, B.", "Corporate Author"),
        year=2016,
        venue="The Venue",
        language="English",
        kind="thesis",
        doi=Doi("10.1000/x"),
        abstract="First.\n\nSecond.",
        keywords=("one", "two"),
    ).split("\n")
    assert page[0] == "A title in two lines"
    assert page[1] == (
        "Example, Example-Two, Corporate Author · 2016 · The Venue · English · thesis"
    )
    assert page[2] == "doi 10.1000/x · s:1 · 2 records"
    assert page[4:] == ["First.", "", "Second.", "", "keywords: one, two"]


def test_what_the_source_left_out_is_said() -> None:
    page = page_of()
    assert "(no title was given by the source)" in page
    assert "(no abstract was given by the source)" in page
    assert "no authors given · no year" in page
    assert "keywords" not in page


def test_many_authors_are_counted() -> None:
    names = tuple(f"Example{n}, A." for n in range(9))
    assert "Example5 and 3 more" in page_of(authors=names)


def test_reasons_that_left_the_plan_are_shown_by_their_code() -> None:
    held = Judgement("exclude", ("gone",))
    assert bars.judged(held, ()) == "x excluded, gone"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (20, "under a minute left"),
        (60, "≈ 1 min left"),
        (59 * 60, "≈ 59 min left"),
        (7800, "≈ 2 h 10 left"),
        (3599, "≈ 1 h 00 left"),
    ],
)
def test_time_left_in_words(seconds: float, words: str) -> None:
    assert bars.duration(seconds) == words


@pytest.mark.parametrize(
    ("read", "total", "words"),
    [(0, 0, "0 %"), (0, 9, "0 %"), (1, 2531, "<1 %"), (2530, 2531, "99 %"), (5, 5, "100 %")],
)
def test_the_share_is_never_rounded_to_nothing_or_to_all(read: int, total: int, words: str) -> None:
    assert bars.share(read, total) == words


def test_the_title_gives_way_first() -> None:
    one = session(3, 1101)
    wide = bars.head(one, "A long title of a review", 100, 24).plain.split("\n")[0]
    assert wide.startswith("A long title of a review · titles · ann")
    assert wide.endswith("0 of 1,101 read   0 %")
    narrow = bars.head(one, "A long title of a review", 34, 24).plain.split("\n")[0]
    assert narrow == "titles · ann       0 of 1,101 read"


def test_long_labels_give_way_to_codes_and_their_keys_stay() -> None:
    criteria = tuple(
        Criterion(
            f"code-{n}", "A label that is far too long for a line " * 2, effect, ("titles",), n
        )
        for effect in ("include", "exclude")
        for n in range(1, 4)
    )
    lines = [line.plain for line in bars.criteria(session(criteria=criteria), 78)]
    assert lines == [
        "include if   code-1   code-2   code-3",
        "exclude      1 code-1   2 code-2   3 code-3",
    ]
    page = criteria_page(session(criteria=criteria), DEFAULT.reasons).plain
    assert page.count("A label that is far too long for a line A label") == 6


def test_too_many_reasons_for_two_lines_say_how_many_more() -> None:
    criteria = tuple(
        Criterion(f"code-{n}", f"Label {n}", "exclude", ("titles",), n) for n in range(1, 41)
    )
    lines = [line.plain for line in bars.criteria(session(criteria=criteria), 78)]
    assert len(lines) == 2
    assert lines[1].endswith("more")
    assert max(map(len, lines)) <= 78


def test_a_stage_without_criteria_says_so() -> None:
    assert "names no criteria" in criteria_page(session(), DEFAULT.reasons).plain
    assert bars.criteria(session(), 78) == []


def test_the_end_names_what_waits_for_others_without_their_votes() -> None:
    text = end_page(session(0, 9), DEFAULT).plain
    assert "9 reports had all votes without yours" in text
    assert "needs 2 votes" in text
    assert "Next: litreview status" in text


def test_the_end_says_why_other_reports_were_not_in_the_queue() -> None:
    held = session(0, 9)
    held.stage = replace(held.stage, allocation="shared")
    assert "9 reports are given to others" in end_page(held, DEFAULT).plain
    held = session(1, 9)
    held.queue[0] = replace(held.queue[0], why="calibration")  # type: ignore[index]
    assert "8 reports come after the calibration sample" in end_page(held, DEFAULT).plain


@pytest.mark.parametrize("name", PRESETS)
def test_every_key_of_the_bar_is_explained(name: str) -> None:
    keymap = preset(name)
    text = keys_page(keymap).plain
    for action in (*bars.FIRST, *bars.SECOND, *bars.AT_THE_END):
        assert f"\n  {keymap.key(action)}" in text
        assert ACTIONS[action].what in text


@given(st.text())
def test_no_character_that_a_terminal_obeys_is_left(text: str) -> None:
    assert not set(terminal(text)) & set("\x00\x07\x08\x1b\x7f\x9b\r\u202a\u202e\u2066\u2069\ud800")
    assert "\n" not in one_line(text)


def test_a_no_break_space_and_a_soft_hyphen_are_text() -> None:
    assert terminal("p\u00a0<\u00a00.05, co\u00adop") == "p\u00a0<\u00a00.05, co\u00adop"


@given(st.text(alphabet="ab 漢é…"), st.text(alphabet="xy 漢"), st.integers(1, 30))
def test_two_sides_fill_a_line_and_never_more(left: str, right: str, width: int) -> None:
    line = sides(Text(left), Text(right), width)
    assert line.cell_len <= width
    assert cell_len(cut(left, width)) <= width


@given(st.lists(st.text(alphabet="ab", min_size=1, max_size=9), max_size=20), st.integers(20, 60))
def test_flow_loses_no_word_and_keeps_the_width(words: list[str], width: int) -> None:
    lines = flow("label  ", map(Text, words), width)
    assert " ".join(line.plain for line in lines).split() == ["label", *words]
    assert all(line.cell_len <= width for line in lines)


def test_one_is_not_many() -> None:
    assert (counted(1, "report"), counted(1234, "report")) == ("1 report", "1,234 reports")


@pytest.mark.parametrize(
    ("why", "most", "lines"),
    [
        ("in order", 1, ["why now: in order", "last: x excluded, 1 Wrong study design (u undo)"]),
        (
            "ranked 1st, learned from 17 decisions",
            1,
            ["why now: ranked 1st, learned from 17 decisions", "last: x 1 Wrong study design"],
        ),
        (
            "ranked 1,204th, learned from 1,297 decisions",
            1,
            ["why now: ranked 1,204th, learned from 1,297 decisions", "last: x 1 Wrong study…"],
        ),
        (
            "ranked 4th in your last sitting, learned from 297 decisions",
            2,
            [
                "why now: ranked 4th in your last sitting, learned from 297 decisions",
                "last: x excluded, 1 Wrong study design (u undo)",
            ],
        ),
    ],
)
def test_why_a_report_is_shown_is_read_whole_beside_the_last_decision(
    why: str, most: int, lines: list[str]
) -> None:
    wrong = Criterion("design", "Wrong study design", "exclude", ("titles",), 1)
    held = session(criteria=(wrong,))
    held._steps.append(Step(ReportId("r0"), Judgement("exclude", ("design",)), None, 1.0))
    held._queue.items[0] = Item(ReportId("r0"), why)
    shown = bars.status(held, DEFAULT, 78, most)
    assert len(shown) == most
    assert " ".join(" ".join(line.plain for line in shown).split()) == " ".join(lines)
    for width in range(1, 120):
        for rows in (1, 2):
            narrow = bars.status(held, DEFAULT, width, rows)
            assert len(narrow) <= rows
            assert all(line.cell_len <= width for line in narrow), width
