"""`litreview log`: read by people, followed through duplicates, merged between copies."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from litreview.cli.told import Teller
from litreview.events import AnyEvent, Entry, RankingMade
from litreview.review import open_review

if TYPE_CHECKING:
    from conftest import Decide, Shell

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  [a-z]+ +\S")


def test_every_line_has_time_person_and_words(shell: Shell, decide: Decide) -> None:
    decide("first:3=exclude", because="design")
    out = shell.ok("log", "show").out
    assert all(LINE.match(line) for line in out.splitlines())
    assert "search first loaded: 3 records" in out
    assert "searched 5 records for duplicates: 1 sure pair, 1 unsure" in out
    last = out.splitlines()[-1]
    assert "ann       exclude (design) at title-abstract: first:3 Fiction 2019 Wages" in last


def test_each_kind_of_event_is_told(shell: Shell, decide: Decide, tmp_path: Path) -> None:
    decide("first:1=include", "first:3=include")
    shell.ok("screen", "--reviewer", "ann", "--undo", "first:3")
    shell.ok("dedup", "join", "first:1", "second:2", "--because", "one trial")
    shell.ok("dedup", "split", "first:1", "second:2")
    shell.ok("link", "first:1", "--study", "trial-a")
    shell.ok("link", "first:1", "--study", "")
    shell.ok("fulltext", "missing", "first:1", "--because", "no library has it")
    shell.ok("fulltext", "missing", "first:1", "--found")
    (tmp_path / "rows.csv").write_text(
        "estimate_id,study_id,outcome,effect_value,effect_unit,source_url\n"
        "e1,trial-a,work,4,points,https://example.org\n"
    )
    shell.ok("extract", "import", "estimate", str(tmp_path / "rows.csv"))
    shell.ok("unload", "second", "--because", "twice")
    out = shell.ok("log", "show", "--last", "50").out
    for words in (
        "first vote under criteria version 1: question, population",
        "took the vote back at title-abstract: first:3",
        'joined first:1 + second:2 ("one trial")',
        "kept apart first:1 + second:2",
        "linked to study trial-a: first:1",
        "taken out of its study: first:1",
        'full text not retrieved ("no library has it"): first:1',
        "full text sought again: first:1",
        "row e1 of form estimate, study trial-a: work",
        'search second taken out ("twice")',
    ):
        assert words in out, words


def test_orders_and_earlier_decisions_are_told(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old.csv").write_text("title,abstract,included\nOne,Floats,1\nTwo,Sinks,0\n")
    shell.ok("screen", "prime", str(tmp_path / "old.csv"), "--name", "earlier")
    shell.ok("screen", "prime", "--remove", "earlier")
    with open_review(shell.root, who="ann") as review:
        made = RankingMade(
            stage="title-abstract", ranking="0123456789abcdef", recipe="default", seed=7,
            learned=3, reports=2, parameters={}, program="0.1.0",
        )  # fmt: skip
        review.append(made)
    out = shell.ok("log", "show", "--last", "50").out
    assert "earlier decisions earlier are learned from: 1 included, 1 excluded" in out
    assert "earlier decisions earlier are learned from no more" in out
    assert "put 2 unread reports in order at title-abstract\n" in out
    monkeypatch.setenv("LITREVIEW_REVIEWER", "ann")
    own = "learned from 3 decisions (recipe default, seed 7): 0123456789abcdef"
    assert own in shell.ok("log", "show", "--last", "50").out


def test_no_kind_of_event_is_without_words(shell: Shell) -> None:
    """Each kind that a log may hold is told; an empty line would be a gap nobody sees."""
    entries = [Entry(_invented(kind), hash="", log="ann.x", who="ann") for kind in _kinds()]
    with open_review(shell.root) as review:
        said = Teller(review, entries)
        assert [said.kind(one) for one in entries if not said.words(one)] == []


def _kinds() -> list[type[msgspec.Struct]]:
    return [*get_args(AnyEvent)]


def _invented(kind: type[msgspec.Struct]) -> Any:
    """An event of this kind that says as little as it can."""
    hints = get_type_hints(kind)
    needed = {f.name: hints[f.name] for f in msgspec.structs.fields(kind) if f.required}
    return kind(**{name: _least(hint) for name, hint in needed.items()})


def _least(hint: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _least(args[0])
    if origin is Literal:
        return args[0]
    return (origin or hint)() if (origin or hint) in {str, int, float, bool, dict, tuple} else None


def test_about_a_report_follows_all_its_records(shell: Shell, decide: Decide) -> None:
    """The vote names the first record, the question the other one."""
    decide("first:2=include")
    decide("first:3=include")
    out = shell.ok("log", "show", "--about", "second:1").out
    assert "include at title-abstract: first:2" in out
    assert "first:3" not in out


def test_about_a_study_follows_its_reports(shell: Shell, decide: Decide) -> None:
    decide("first:2=include")
    shell.ok("link", "first:2", "--study", "trial-a")
    out = shell.ok("log", "show", "--about", "trial-a").out
    assert "include at title-abstract: first:2" in out
    assert "linked to study trial-a" in out


def test_about_something_unknown(shell: Shell) -> None:
    said = shell("log", "show", "--about", "third:1")
    assert said.status == 2
    assert "nothing in the log concerns 'third:1'" in said.err


def test_the_latest_events_and_how_many_there_are(shell: Shell) -> None:
    said = shell.ok("log", "show", "--last", "1")
    assert len(said.out.splitlines()) == 1
    assert "the latest 1 of 3 events" in said.err


def test_a_vote_of_another_is_hidden_until_all_are_cast(shell: Shell, decide: Decide) -> None:
    shell.votes(2)
    decide("first:1=exclude", reviewer="ann", because="design")
    hidden = shell.ok("log", "show").out
    assert "voted at title-abstract (shown when the stage is settled): first:1" in hidden
    assert "exclude" not in hidden
    assert "exclude" not in shell.ok("log", "show", "--json").out
    decide("first:1=include", reviewer="bo")
    assert "exclude (design) at title-abstract: first:1" in shell.ok("log", "show").out


def test_export_gives_every_event_with_its_owner(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    lines = [json.loads(line) for line in shell.ok("log", "export").out.splitlines()]
    assert [line["kind"] for line in lines] == [
        "search-loaded", "search-loaded", "duplicates-found", "criteria-adopted", "vote-cast",
    ]  # fmt: skip
    assert [line["who"] for line in lines] == ["reviewer"] * 3 + ["ann"] * 2
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    assert shell.ok("log", "export", "--json").out == shell.ok("log", "export").out


def test_verify_counts_files_and_findings(shell: Shell) -> None:
    assert "1 log file read, 0 findings" in shell.ok("log", "verify").err
    shell.log().write_bytes(shell.log().read_bytes().replace(b"first", b"frist", 1))
    said = shell("log", "verify")
    assert (said.status, "1 finding\n" in said.err) == (1, True)


def test_merging_says_what_was_added_and_what_comes_next(
    shell: Shell, decide: Decide, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(shell.root, other)
    assert shell("screen", "--reviewer", "bo", "--decide", "first:1=include", at=other).status == 0
    decide("first:1=exclude", reviewer="ann")
    said = shell.ok("log", "merge", str(other))
    assert "bo." in said.err
    assert said.next == "litreview status"
    assert shell.ok("status", "--json").json["stages"][0]["counts"]["conflict"] == 1
    again = shell.ok("log", "merge", str(other))
    assert "Nothing is new there" in again.err


def test_a_review_is_not_merged_with_itself(shell: Shell) -> None:
    before = shell.files()
    said = shell("log", "merge", str(shell.root / "log"))
    assert said.status == 2
    assert "this is the review itself" in said.err
    assert shell.files() == before


def test_two_reviews_are_not_mixed(shell: Shell, empty_other: Path) -> None:
    before = shell.files()
    said = shell("log", "merge", str(empty_other))
    assert said.status == 2
    assert "another review" in said.err
    assert shell.files() == before


def test_a_folder_that_is_no_review_is_not_merged(shell: Shell, exports: Path) -> None:
    said = shell("log", "merge", str(exports))
    assert (said.status, "there is no review there" in said.err) == (2, True)
    assert "name the folder of the other copy" in said.err
    assert "init" not in said.err


def test_a_log_that_was_emptied_is_told_by_every_command(shell: Shell, decide: Decide) -> None:
    decide("first:1=include", "first:2=include", reviewer="ann")
    path = shell.log("ann")
    path.write_bytes(b"")
    said = shell("status")
    words = "3 events that this copy had read are no longer in log/ann."
    assert words in said.out
    assert "to do: if nobody took them out on purpose, restore the file" in said.out
    for command in ("log verify", "check"):
        said = shell(*command.split())
        assert said.status == 1
        assert "warning LG106" in said.out
    assert "is empty" in shell("status").out
    assert words not in shell("status").out, "the present follows the files"


@pytest.mark.parametrize("arguments", ["show first:1", "show nothing", "check", "status --json"])
def test_a_line_that_was_cut_off_whole_is_told_even_beside_an_error(
    shell: Shell, decide: Decide, arguments: str
) -> None:
    decide("first:1=include", reviewer="ann")
    decide("first:2=include", reviewer="ann")
    path = shell.log("ann")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    said = shell(*arguments.split())
    assert "1 event that this copy had read is no longer in log/ann." in said.out + said.err
    assert "no longer in log" not in shell("check").out + shell("status").out


def test_a_log_under_another_name_is_told_by_status(shell: Shell) -> None:
    path = shell.log()
    (path.parent / "copy.jsonl").write_bytes(path.read_bytes())
    found = shell.ok("status", "--json").json["findings"]
    assert [finding["code"] for finding in found] == ["LG103"]
