"""`init`, `unload`, `link`, `fulltext`, `extract`: what they say and what they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from litreview.cli import say

if TYPE_CHECKING:
    from conftest import Decide, Shell

HEAD = "estimate_id,study_id,outcome,effect_value,effect_unit,source_url\n"
ROW = "e1,trial-a,work,4,points,https://example.org\n"


@pytest.mark.parametrize(
    ("n", "noun", "said"),
    [
        (1, "unsure pair", "1 unsure pair"),
        (0, "unsure pair", "0 unsure pairs"),
        (1234, "record", "1,234 records"),
        (1, "study", "1 study"),
        (2, "study", "2 studies"),
        (2, "entry", "2 entries"),
        (2, "day", "2 days"),
    ],
)
def test_counts_have_the_right_number(n: int, noun: str, said: str) -> None:
    assert say.count(n, noun) == said


def test_init_names_the_folder_and_the_next_command(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = shell("init", at=Path("new one"))
    assert said.status == 0
    assert "A review called 'new one' was laid out in the folder new one\n" in said.err
    assert "Next: litreview -C 'new one' load FILE...\n" in said.err
    assert (tmp_path / "new one" / "review.toml").is_file()


def test_init_refuses_a_review_and_changes_nothing(shell: Shell) -> None:
    before = shell.files()
    said = shell("init", "--title", "Another")
    assert said.status == 2
    assert "there is a review here already" in said.err
    assert "litreview status" in said.err
    assert shell.files() == before


def test_init_inside_a_review_warns(shell: Shell) -> None:
    said = shell("init", at=shell.root / "report" / "inner")
    assert said.status == 0
    assert f"note: this folder lies inside another review: {shell.root.resolve()}" in said.err


def test_init_keeps_title_and_question_whatever_their_signs(empty: Shell, tmp_path: Path) -> None:
    title = 'A "quoted" title \\ with = signs\nand lines'
    shell = type(empty)(tmp_path / "second", empty.capsys)
    shell.ok("init", "--title", title, "--question", title)
    assert shell.ok("status", "--json").json["title"] == title


def test_unload_says_what_no_longer_counts(shell: Shell) -> None:
    said = shell.ok("unload", "second", "--because", "twice")
    assert "second: 2 records no longer count" in said.err
    assert "3 records left" in said.err
    assert said.next == "litreview screen --stage title-abstract"
    again = shell("unload", "second", "--because", "twice")
    assert again.status == 2
    assert "use one of: first" in again.err


def test_unload_wants_a_reason(shell: Shell) -> None:
    assert shell("unload", "second").status == 2


def test_links_are_made_listed_and_taken_back(shell: Shell) -> None:
    assert "no report is linked" in shell.ok("link").err
    assert (
        "2 reports now belong to the study 'a'"
        in shell.ok("link", "first:1", "second:1", "--study", "a").err
    )
    listed = shell.ok("link")
    assert listed.out.splitlines() == [
        "a  Example 2015  (not included)",
        "    first:1  Example 2015  Mentors for young job seekers",
        "    first:2  Madeup 2018  Coaching in the third sector",
    ]
    assert "1 study with linked reports" in listed.err
    assert "1 report now belongs to no study" in shell.ok("link", "first:1", "--study", "").err
    assert shell.ok("link", "--json").json == [
        {"study": "a", "label": "Madeup 2018", "included": False, "reports": ["first:2"]}
    ]


@pytest.mark.parametrize(
    "arguments", [("first:1",), ("--study", "a"), ("nowhere:1", "--study", "a")]
)
def test_half_a_link_is_wrong_use(shell: Shell, arguments: tuple[str, ...]) -> None:
    before = shell.files()
    assert shell("link", *arguments).status == 2
    assert shell.files() == before


def test_missing_full_texts_are_noted_listed_and_found(shell: Shell, decide: Decide) -> None:
    decide("first:1=include", "first:2=include")
    said = shell.ok("fulltext", "missing", "second:1", "--because", "no library has it")
    assert "1 report: not retrieved" in said.err
    assert shell.ok("fulltext", "missing").out.startswith("first:2  Madeup 2018")
    assert shell.ok("prisma", "--json").json["counts"]["dbr_notretrieved_reports"] == 1
    shell.ok("fulltext", "missing", "first:2", "--found")
    assert shell.ok("fulltext", "missing", "--json").json["reports"] == []
    assert shell("fulltext", "missing", "--found").status == 2


def test_listing_writes_nothing(shell: Shell) -> None:
    before = shell.files()
    for arguments in (("fulltext", "missing"), ("link",), ("log", "show"), ("prisma",)):
        shell.ok(*arguments)
    assert shell.files() == before


def test_extraction_counts_what_is_new(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(HEAD + ROW + "e2,,work,4,points,x\n", "utf-8")
    said = shell("extract", "import", "estimate", str(tmp_path / "rows.csv"), "--extractor", "ann")
    assert said.status == 1
    assert "rows.csv, line 3: no study: study_id is empty" in said.err
    assert "2 rows in rows.csv: 1 read (1 new), 1 failed" in said.err
    again = shell("extract", "import", "estimate", str(tmp_path / "rows.csv"), "--extractor", "ann")
    assert "1 read (0 new)" in again.err
    assert len(shell.log("ann").read_text("utf-8").splitlines()) == 2, "opening line and one row"


def test_an_extraction_check_has_findings_and_a_status(shell: Shell, tmp_path: Path) -> None:
    nothing = shell("extract", "check")
    assert (nothing.status, "nothing was checked" in nothing.err) == (1, True)
    (tmp_path / "rows.csv").write_text(HEAD + ROW, "utf-8")
    shell.ok("extract", "import", "estimate", str(tmp_path / "rows.csv"))
    said = shell("extract", "check", "--json")
    assert {finding["code"] for finding in said.json["findings"]} >= {"EX112"}
    bad = [one for one in said.json["findings"] if one["severity"] != "note"]
    assert said.status == (1 if bad else 0)
    assert said.json["rows"] == 1


def test_rows_whose_form_is_gone_are_a_finding(shell: Shell, tmp_path: Path) -> None:
    form = shell.root / "forms" / "own.toml"
    own = '[[fields]]\nname = "mood"\nlabel = "Mood"\ngroup = "Own"\ntype = "text"\n'
    form.write_text(f'name = "own"\nextends = "estimate"\n{own}', "utf-8")
    (tmp_path / "rows.csv").write_text(HEAD + ROW, "utf-8")
    shell.ok("extract", "import", "own", str(tmp_path / "rows.csv"))
    form.unlink()
    said = shell("extract", "check", "--json")
    assert said.status == 1
    assert "EX115" in {finding["code"] for finding in said.json["findings"]}


def test_a_broken_form_is_named_by_its_fault_and_not_called_missing(
    shell: Shell, tmp_path: Path
) -> None:
    rows = "estimate_id,study_id,outcome,effect_value,effect_unit,source_url\n"
    (tmp_path / "rows.csv").write_text(
        f"{rows}e1,first:1,work,4,points,https://example.org\n", "utf-8"
    )
    shell.ok("extract", "import", "estimate", str(tmp_path / "rows.csv"))
    (shell.root / "forms" / "estimate.toml").write_text("name = estimate\n", "utf-8")
    of_a_study = ["extract", "check", "--study", "first:1"]
    for command in (["extract", "check"], of_a_study, ["check"], ["status"]):
        said = shell(*command).out
        assert "this is not valid TOML" in said
        assert "does not exist" not in said
