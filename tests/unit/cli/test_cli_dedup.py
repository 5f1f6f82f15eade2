"""`litreview dedup`: unsure pairs are shown, answered, and the answers stay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from litreview.cli.beside import pair_lines
from litreview.model import Record, RecordId, SearchId

if TYPE_CHECKING:
    import pytest
    from conftest import Decide, Shell


def reports(shell: Shell) -> int:
    return int(shell.ok("status", "--json").json["reports"])


def test_an_unsure_pair_stands_side_by_side_with_what_differs(shell: Shell) -> None:
    out = shell.ok("dedup", "unsure").out
    lines = out.splitlines()
    assert lines[0].startswith("1 of 1  same title; same authors")
    (venue,) = [line for line in lines if line.startswith("* venue")]
    assert "Journal of Invented Results" in venue
    assert "| Papers of a Conference" in venue
    assert any(line.startswith("  title") for line in lines)
    assert "if joined: 1 more duplicate (second:2 from Other Base), 3 reports left" in out


def test_both_answers_are_there_to_be_copied(shell: Shell) -> None:
    lines = [line.split() for line in shell.ok("dedup", "unsure").out.splitlines()]
    answers = [words[3:] for words in lines if words[:2] == ["litreview", "-C"]]
    assert [words[1] for words in answers] == ["join", "split"]
    for words in answers:
        assert shell.ok(*words)
        assert "no unsure pair waits" in shell.ok("dedup", "unsure").err


def test_no_is_an_answer_that_a_second_run_keeps(shell: Shell) -> None:
    shell.ok("dedup", "split", "first:1", "second:2")
    assert shell.ok("dedup", "run", "--json").json["unsure"] == 0
    assert shell.ok("status", "--json").json["unsure"] == 0
    assert reports(shell) == 4


def test_a_join_says_its_effect_first_and_can_be_tried(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    decide("second:2=exclude", reviewer="bo")
    before = shell.files()
    tried = shell.ok("dedup", "join", "first:1", "second:2", "--dry-run")
    assert "1 more duplicate (second:2 from Other Base), 3 reports left; 2 votes" in tried.err
    assert shell.files() == before
    done = shell.ok("dedup", "join", "first:1", "second:2", "--json")
    assert done.json["report"] == "first:1"
    assert done.json["effect"]["removed"] == [{"record": "second:2", "source": "Other Base"}]
    assert reports(shell) == done.json["effect"]["reports"] == 3


def test_the_latest_word_counts(shell: Shell) -> None:
    for _ in range(2):
        shell.ok("dedup", "split", "first:1", "second:2")
        assert reports(shell) == 4
        shell.ok("dedup", "join", "first:1", "second:2")
        assert reports(shell) == 3


def test_a_split_of_one_takes_it_out_of_its_report(shell: Shell) -> None:
    said = shell.ok("dedup", "split", "second:1")
    assert "2 reports now: first:2, second:1" in said.err
    assert reports(shell) == 5


def test_what_cannot_be_joined_or_split(shell: Shell) -> None:
    before = shell.files()
    for arguments, words in (
        (("join", "first:1", "nowhere:9"), "there is no report 'nowhere:9'"),
        (("join", "first:1"), "a join takes two records"),
        (("join", "first:2", "second:1"), "one report already"),
        (("split", "first:3"), "nothing to split"),
        (("split", "first:3", "first:3"), "another document than itself"),
        (("split", "first:3", "nowhere:9"), "there is no report 'nowhere:9'"),
    ):
        said = shell("dedup", *arguments)
        assert (said.status, words in said.err, said.out) == (2, True, ""), said.err
    assert shell.files() == before


def test_a_lost_file_of_pairs_is_made_anew(shell: Shell) -> None:
    (path,) = (shell.root / "log").glob("duplicates-*.csv")
    content = path.read_bytes()
    path.unlink()
    said = shell("status")
    assert said.status == 2
    assert "litreview dedup run" in said.err
    shell.ok("dedup", "run")
    assert path.read_bytes() == content
    assert reports(shell) == 4


def test_the_limit_says_how_many_more(shell: Shell) -> None:
    assert shell("dedup", "unsure", "--limit", "0").status == 2
    pairs = shell.ok("dedup", "unsure", "--limit", "1", "--json").json
    assert [pair["if_joined"]["reports"] for pair in pairs] == [3]


def test_over_no_records_nothing_is_compared(empty: Shell) -> None:
    said = empty("dedup", "run", "--json")
    assert said.status == 1
    assert json.loads(said.out) == {"records": 0, "reports": 0, "sure": 0, "unsure": 0}
    assert said.next == "litreview load FILE..."


def record(number: int, **fields: object) -> Record:
    return Record(RecordId(f"s:{number}"), SearchId("s"), **fields)  # type: ignore[arg-type]


def test_lines_stay_within_the_columns_whatever_the_text() -> None:
    long = record(1, title="word " * 40, authors=("A" * 90,), abstract="text " * 200)
    for columns in (60, 80, 140):
        lines = list(pair_lines(long, record(2, title="word"), columns))
        assert max(map(len, lines)) <= columns
    assert len(list(pair_lines(long, record(2), 80))) < 24


def test_case_and_signs_are_no_difference() -> None:
    lines = list(pair_lines(record(1, title="A Trial."), record(2, title="a trial"), 80))
    assert [line[0] for line in lines] == [" ", " "]


def test_control_characters_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    del capsys
    lines = list(pair_lines(record(1, title="red \x1b[31m"), record(2, title="red"), 80))
    assert "\x1b" not in "".join(lines)
