"""`litreview status`: counts that add up, who has something to do, and the right next command."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Decide, Shell

ROWS = (
    "estimate_id,study_id,outcome,effect_value,effect_unit,source_url\n"
    "e1,first:1,work,4,points,https://example.org\n"
)


def test_the_counts_of_each_line_add_up(shell: Shell, decide: Decide) -> None:
    decide("first:1=include", "second:2=maybe")
    decide("first:3=exclude", because="design")
    now = shell.ok("status", "--json").json
    assert (now["records"], now["reports"], now["duplicates"]) == (5, 4, 1)
    titles, texts = now["stages"]
    assert titles["counts"] == {
        "include": 1, "exclude": 1, "maybe": 1, "conflict": 0, "waiting": 0, "unread": 1, "left": 0,
    }  # fmt: skip
    assert sum(titles["counts"].values()) == titles["reports"] == now["reports"]
    assert sum(texts["counts"].values()) == texts["reports"] == titles["counts"]["include"]


def test_one_screen_in_words(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    lines = shell.ok("status").out.splitlines()
    assert lines[0] == "An invented review"
    assert len(lines) <= 24
    assert " reports             4  1 duplicate, 1 unsure pair" in lines
    assert " Title and abstract  4  1 included, 3 unread" in lines
    assert lines[-1].startswith("Next: litreview ")


def test_a_full_text_that_could_not_be_had_stands_between_the_stages(
    shell: Shell, decide: Decide
) -> None:
    decide("first:1=include", "first:2=include")
    shell.ok("fulltext", "missing", "first:2")
    out = shell.ok("status").out
    assert " full texts sought   2  1 not retrieved\n Full text           1  1 unread" in out


def test_the_next_command_leads_from_nothing_to_the_report(
    empty: Shell, exports: Path, tmp_path: Path
) -> None:
    """Each step is the command that status named, with its placeholders filled."""
    shell = empty
    assert shell.ok("status").next == "litreview load FILE..."
    shell.ok("load", str(exports / "first.ris"), "--name", "first")
    assert shell.ok("status").next == "litreview dedup run"
    assert shell.ok("dedup", "run").next == "litreview screen --stage title-abstract"
    shell.ok("load", str(exports / "second.ris"), "--name", "second")
    assert shell.ok("status").next == "litreview dedup run", "what is new was not compared"
    assert shell.ok("dedup", "run").next == "litreview dedup unsure"
    shell.ok("dedup", "split", "first:1", "second:2")
    assert shell.ok("status").next == "litreview screen --stage title-abstract"
    ids = ("first:1", "first:2", "first:3", "second:2")
    shell.ok("screen", *(word for id_ in ids for word in ("--decide", f"{id_}=include")))
    assert shell.ok("status").next == "litreview screen --stage full-text"
    for at, id_ in enumerate(ids):
        more = () if at else ("--stage", "full-text")
        said = ("=include",) if not at else ("=exclude", "--because", "design")
        shell.ok("screen", *more, "--decide", f"{id_}{said[0]}", *said[1:])
    assert shell.ok("status").next == "litreview extract import estimate FILE.csv"
    (tmp_path / "rows.csv").write_text(ROWS, "utf-8")
    shell.ok("extract", "import", "estimate", str(tmp_path / "rows.csv"))
    assert shell.ok("status").next == "litreview report"
    shell.ok("report")
    assert shell.ok("status").next == "litreview prisma", "the report shows what is now"
    shell.ok("screen", "--stage", "full-text", "--decide", "first:1=include", "--note", "again")
    assert shell.ok("status").next == "litreview report", "it does no more"


def test_the_next_command_holds_where_it_is_read(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With -C from elsewhere, without it in the folder itself."""
    assert f"\nNext: litreview -C {shell.root} dedup unsure\n" in shell.ok("status").out
    monkeypatch.chdir(shell.root)
    assert "\nNext: litreview dedup unsure\n" in shell("status", at=Path()).out


def test_nothing_is_called_done_over_no_records(empty: Shell) -> None:
    out = empty.ok("status").out.partition("Next: ")[0]
    assert "done" not in out
    assert "complete" not in out
    assert empty.ok("status").next == "litreview load FILE..."


def test_when_all_were_excluded_the_flow_comes_next(shell: Shell, decide: Decide) -> None:
    decide(*(f"{id_}=exclude" for id_ in ("first:1", "first:2", "first:3", "second:2")))
    assert shell.ok("status").next == "litreview prisma"


def test_the_one_who_screened_goes_on_under_that_name(shell: Shell, decide: Decide) -> None:
    decide("first:1=include", reviewer="ann")
    assert shell.ok("status").next == "litreview screen --stage title-abstract --reviewer ann"


@pytest.mark.parametrize("who", ["", "ann"])
def test_two_votes_ask_for_a_second_person(
    shell: Shell, decide: Decide, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    shell.votes(2)
    first = shell.ok("dedup", "split", "first:1", "second:2").next
    assert first == "litreview screen --stage title-abstract --reviewer NAME"
    decide("first:1=include", "first:2=include", "first:3=include", "second:2=include")
    if who:
        monkeypatch.setenv("LITREVIEW_REVIEWER", who)
    now = shell.ok("status")
    assert now.next == "litreview screen --stage title-abstract --reviewer NAME"
    assert "4 waiting for a vote" in now.out
    assert "ann  4 read, 0 to read" in now.out
    assert "another reviewer: 4 to read" in now.out


def test_who_has_how_much_to_read(shell: Shell, decide: Decide) -> None:
    shell.votes(2, '["ann", "bo"]')
    decide("first:1=include", "first:2=include", reviewer="ann")
    now = shell.ok("status")
    assert "ann  2 read, 2 to read" in now.out
    assert "bo   0 read, 4 to read" in now.out
    assert now.next == "litreview screen --stage title-abstract --reviewer ann"
    decide("first:3=include", "second:2=include", reviewer="ann")
    assert shell.ok("status").next == "litreview screen --stage title-abstract --reviewer bo"
    assert shell.ok("status", "--json").json["stages"][0]["to_read"] == {"bo": 4}


def test_reports_that_need_one_vote_are_not_counted_for_each_reader(
    shell: Shell, decide: Decide
) -> None:
    shell.votes(1, '["ann", "bo"]')
    decide("first:1=include", "first:2=maybe", reviewer="ann")
    out = shell.ok("status").out
    assert "to read: 3, by ann or bo" in out
    assert "ann 3" not in out


def test_a_conflict_is_no_hint_before_all_votes_are_cast(shell: Shell, decide: Decide) -> None:
    shell.votes(3)
    decide("first:1=include", reviewer="ann")
    decide("first:1=exclude", reviewer="bo")
    counts = shell.ok("status", "--json").json["stages"][0]["counts"]
    assert (counts["conflict"], counts["waiting"]) == (0, 1)
    decide("first:1=exclude", reviewer="cleo")
    counts = shell.ok("status", "--json").json["stages"][0]["counts"]
    assert (counts["conflict"], counts["waiting"]) == (1, 0)


def test_conflicts_come_when_everything_is_read(shell: Shell, decide: Decide) -> None:
    shell.votes(2)
    ids = ("first:1", "first:2", "first:3", "second:2")
    decide(*(f"{id_}=include" for id_ in ids), reviewer="ann")
    decide(*(f"{id_}=include" for id_ in ids[1:]), "first:1=exclude", reviewer="bo")
    assert shell.ok("status").next == "litreview conflicts --stage title-abstract"
    assert shell("conflicts", "--resolve", "first:1=include", "--by", "ann").status == 0
    assert shell.ok("status").next.startswith("litreview screen --stage full-text")


def test_what_is_wrong_is_said_and_blocks_the_rest(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    toml = shell.root / "review.toml"
    toml.write_text(toml.read_text("utf-8").replace('"Wrong outcome"', '"No outcome"'), "utf-8")
    (shell.root / "records" / "first" / "first.ris").unlink()
    now = shell.ok("status")
    assert "error: the file of search first is missing" in now.out
    assert "error: the criteria were changed, but still call themselves version '1'" in now.out
    assert now.next == "litreview check"
    assert shell("check").status == 1


def test_a_torn_line_is_said_once_and_blocks_nothing(shell: Shell) -> None:
    with shell.log().open("ab") as file:
        file.write(b'{"kind":"vote-c')
    now = shell.ok("status")
    assert now.out.count("cut off (15 bytes)") == 1
    assert not now.err
    assert now.next == "litreview dedup unsure"


def test_more_votes_than_reviewers_is_an_error_that_says_so(shell: Shell) -> None:
    shell.votes(2, '["ann"]')
    assert "asks for 2 votes, but there is 1 in `reviewers`" in shell.ok("status").out


def test_the_next_command_can_be_run_as_it_stands(shell: Shell, decide: Decide) -> None:
    for _ in range(2):
        words = shlex.split(shell.ok("status").next)[1:]
        assert shell(*words).status == 0
        decide("first:1=include", "first:2=include", "first:3=include", "second:2=include")
