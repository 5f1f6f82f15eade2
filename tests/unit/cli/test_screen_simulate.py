"""`screen simulate`: files as they come, what is printed where, and the exit status."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from prompt import Said, status_of

Run = Callable[..., Said]
TEXTS = ("a coach sets goals with pupils", "bees and nectar in the hive",
         "coach and mentor of peers", "a swarm of bees", "comb and pollen",
         "goals of a mentor", "hive of pollen")  # fmt: skip
INCLUDED = (1, 0, 1, 0, 0, 1, 0)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`litreview screen simulate ...` in a folder without a review."""
    monkeypatch.chdir(tmp_path)
    rows = [f"r{at},{text},{INCLUDED[at]}\n" for at, text in enumerate(TEXTS)]
    Path("set.csv").write_text("record_id,title,included\n" + "".join(rows), "utf-8")

    def call(*arguments: str) -> Said:
        capsys.readouterr()
        status = status_of(["screen", "simulate", *arguments])
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    return call


def test_order_and_measures_agree(run: Run) -> None:
    said = run("set.csv", "--seed", "2", "-o", "order.csv", "--json")
    assert (said.status, said.err) == (0, "")
    data = json.loads(said.out)
    rows = list(csv.DictReader(io.StringIO(Path("order.csv").read_text("utf-8"))))
    assert [row["record_id"] for row in rows if not row["rank"]] == data["priors"]
    assert [row["rank"] for row in rows] == ["", "", "1", "2", "3", "4", "5"]
    assert sorted(row["record_id"] for row in rows) == [f"r{at}" for at in range(7)]
    assert (data["n"], data["relevant"], data["unlabelled"]) == (7, 3, 0)
    labels = [int(row["label"]) for row in rows[2:]]
    below = sum(min(at, 2) - sum(labels[:at]) for at in range(1, 6))
    assert data["metrics"]["loss"] == pytest.approx(below / (2 * 3))
    assert data["learned_prior"]
    assert data["seconds"]["total"] >= data["seconds"]["first_order"] >= data["seconds"]["features"]


def test_a_seed_repeats_an_order_byte_by_byte(run: Run) -> None:
    for name in ("one.csv", "two.csv"):
        assert run("set.csv", "--seed", "5", "--prior", "none", "-o", name).status == 0
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()


def test_a_person_reads_a_table_and_a_line_to_quote(run: Run) -> None:
    said = run("set.csv", "--no-learned-prior", "--prior", "criteria", "--criteria", "coach mentor")
    assert said.status == 0
    assert "WSS@95 " in said.out
    assert "set.csv: recipe default without a learned prior, start criteria, seed 1:" in said.out
    assert "(3 of 7 records relevant)." in said.out


def test_criteria_come_from_a_file_as_from_the_line(run: Run) -> None:
    Path("text.txt").write_text("coach mentor", "utf-8")
    run("set.csv", "--prior", "criteria", "--criteria", "@text.txt", "-o", "one.csv")
    run("set.csv", "--prior", "criteria", "--criteria", "coach mentor", "-o", "two.csv")
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()


def test_other_encodings_and_missing_labels_are_told(run: Run) -> None:
    text = "title,abstract,included\nCafé,Müller führt,1\nBees,hive,0\nOther,hive,\n"
    Path("old.csv").write_bytes(text.encode("cp1252"))
    said = run("old.csv", "--prior", "none")
    assert said.status == 0
    assert "it was read as cp1252" in said.err
    assert "1 row without a label left out" in said.err


def test_labels_that_are_all_alike_end_with_1(run: Run) -> None:
    Path("alike.csv").write_text("title,included\nOne,0\nTwo,0\n", "utf-8")
    said = run("alike.csv", "--prior", "none", "--json")
    assert said.status == 1
    assert json.loads(said.out)["metrics"] is None
    assert "nothing to measure" in said.err


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("nowhere.csv",), "cannot be read"),
        (("set.csv", "--prior", "2"), "is not known"),
        (("set.csv", "--prior", "4+1"), "more than there is"),
        (("set.csv", "--prior", "criteria"), "there is none"),
        (("set.csv", "--recipe", "elas_u5"), "no recipe 'elas_u5'"),
        (("set.csv", "--criteria", "@nowhere.txt"), "cannot be read"),
    ],
)
def test_wrong_use_has_three_parts(run: Run, arguments: tuple[str, ...], what: str) -> None:
    said = run(*arguments)
    assert (said.status, said.out) == (2, "")
    assert what in said.err
    assert "to do: " in said.err


@pytest.mark.parametrize("title", ["", "x", "one"])
def test_records_without_words_are_ranked_or_refused_in_words(run: Run, title: str) -> None:
    Path("bare.csv").write_text(f"record_id,title,included\n1,{title},1\n2,{title},0\n", "utf-8")
    assert run("bare.csv", "--prior", "none", "--criteria", "words").status == 0
    said = run("bare.csv", "--recipe", "elas_u4")
    assert (said.status, said.out) == (2, "")
    assert "finds no word" in said.err


def test_hostile_text_is_shown_and_written_as_text(run: Run) -> None:
    Path("odd.csv").write_text(
        'record_id,title,included\n"\x1b[31m,x",a\u202eb,1\ny,c,0\n', "utf-8"
    )
    said = run("odd.csv", "--prior", "none", "-o", "order.csv")
    assert "\x1b" not in said.out + said.err
    assert '"\x1b[31m,x"' in Path("order.csv").read_text("utf-8")


def test_ids_that_a_spreadsheet_would_run_are_guarded_and_others_stay(run: Run) -> None:
    rows = ["=1+1,a b,1", "-5,c d,0", "@x,e f,0", "plain,g h,1"]
    Path("ids.csv").write_text("record_id,title,included\n" + "\n".join(rows) + "\n", "utf-8")
    assert run("ids.csv", "--prior", "none", "-o", "order.csv").status == 0
    found = csv.DictReader(io.StringIO(Path("order.csv").read_text("utf-8")))
    assert sorted(row["record_id"] for row in found) == ["'=1+1", "'@x", "-5", "plain"]


def test_where_the_start_takes_all_of_one_label_that_is_what_is_said(run: Run) -> None:
    Path("few.csv").write_text("title,included\nOne,1\nTwo,0\nThree,0\n", "utf-8")
    said = run("few.csv")
    assert said.status == 1
    assert "all that is left after the start has one label" in said.err


def test_a_quotation_mark_that_is_never_closed_swallows_no_row(run: Run) -> None:
    text = 'title,included\nOne,1\n"Two,0\nThree,0\nFour,1\n'
    Path("open.csv").write_text(text, "utf-8")
    said = run("open.csv", "--prior", "none")
    assert (said.status, said.out) == (2, "")
    assert "this is no table" in said.err
