"""`litreview screen order` and `screen prime`, at a prompt."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
EARLIER = (
    "title,abstract,included,doi,year\n"
    "A float of corks,Corks that float on ponds,1,10.5555/a,2001\n"
    "Two,,1,,2016\n"
    "Stones,Stones that sink,0,,\n"
    "Left open,Nobody decided,,,\n"
)


@pytest.fixture
def ranked(run: Run, ids: list[str], tmp_path: Path) -> list[str]:
    """The four reports of a review that ranks."""
    path = tmp_path / "review" / "review.toml"
    path.write_text(path.read_text().replace('"none"', '"default"').replace("votes = 2", ""))
    assert run("screen", "-r", "ann", "--json").status == 0
    return ids


def earlier(tmp_path: Path, text: str = EARLIER) -> str:
    path = tmp_path / "Earlier one.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_script_lists_what_is_next_in_ranked_order(run: Run, ranked: list[str]) -> None:
    held = run("screen", "order", "-r", "ann", "--json").json
    rows = run("screen", "-r", "ann", "--json").json["next"]
    assert [row["report"] for row in rows] == [row["report"] for row in held["order"]]
    assert rows[0]["why"] == "ranked 1st by the criteria's words"
    assert sorted(row["report"] for row in rows) == sorted(ranked)


def test_a_script_does_not_wait_for_very_many(
    run: Run, ranked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("litreview.review.ranking.SCRIPTED", 3)
    said = run("screen", "-r", "ann", "--json")
    assert [row["report"] for row in said.json["next"]] == ranked
    assert "in the order of the files: to rank 4 reports takes longer" in said.err


def test_the_order_is_listed_and_written(run: Run, ranked: list[str], tmp_path: Path) -> None:
    run("screen", "-r", "ann", "--decide", f"{ranked[1]}=include")
    run("screen", "-r", "ann", "--decide", f"{ranked[2]}=exclude")
    said = run("screen", "order", "-r", "ann", "--limit", "1")
    assert "2 reports to read in order" in said.err
    assert "learned from 2 decisions" in said.err
    run("screen", "order", "-r", "ann", "-o", str(tmp_path / "order.csv"))
    with (tmp_path / "order.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["place"] for row in rows] == ["1", "2"]
    assert {row["record_id"] for row in rows} == {ranked[0], ranked[3]}
    assert not list((tmp_path / "review" / "log").glob("*ranking*"))


def test_what_was_decided_is_played_again(run: Run, ranked: list[str], tmp_path: Path) -> None:
    run("screen", "-r", "ann", *(f"--decide={one}=include" for one in ranked[:2]))
    run("screen", "-r", "ann", *(f"--decide={one}=exclude" for one in ranked[2:]))
    path = str(tmp_path / "decided.csv")
    said = run("screen", "order", "--stage", "titles", "--export", path)
    assert "4 decided reports written, 2 of them included" in said.err
    assert f"screen simulate {path}" in said.err
    assert run("screen", "simulate", path, "--json").json["relevant"] == 2


def test_a_log_without_orders_is_verified(run: Run, ranked: list[str]) -> None:
    del ranked
    said = run("screen", "order", "-r", "ann", "--verify")
    assert (said.status, "the log has no order of ann" in said.err) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--verify", "--limit", "2"), "--verify lists"),
        (("--export", "a.csv", "--limit", "2"), "--export writes"),
        (("--json", "-o", "-"), "standard output"),
        (("-r", "a/b"), "name"),
    ],
)
def test_wrong_use_is_refused(
    run: Run, ranked: list[str], arguments: tuple[str, ...], words: str
) -> None:
    del ranked
    said = run("screen", "order", *arguments)
    assert said.status == 2
    assert words in said.err


def test_where_nothing_is_ranked_there_is_no_order(run: Run, ids: list[str]) -> None:
    del ids
    said = run("screen", "order", "-r", "ann")
    assert said.status == 2
    assert "nothing is ranked in this review" in said.err


def test_earlier_decisions_are_learned_from_and_never_shown(
    run: Run, ranked: list[str], tmp_path: Path
) -> None:
    said = run("screen", "prime", earlier(tmp_path))
    assert said.status == 0, said.err
    assert "earlier-one: 3 earlier decisions taken in, 2 of them included" in said.err
    assert "1 work of them is in this review too" in said.err  # Two, of 2016
    copy = tmp_path / "review" / "priming" / "earlier-one.csv"
    assert copy.read_text().splitlines()[0] == "title,abstract,year,doi,included"
    (held,) = run("screen", "prime", "--list", "--json").json["priming"]
    assert (held["included"], held["excluded"]) == (2, 1)
    order = run("screen", "order", "-r", "ann", "--json").json
    assert order["order"][0]["why"] == "ranked 1st, learned from 2 decisions of earlier reviews"
    assert sorted(row["report"] for row in order["order"]) == sorted(ranked)
    assert run("check").status == 0
    copy.write_text(EARLIER)
    found = run("check")
    assert found.status == 1
    assert "RC109" in found.out
    assert run("screen", "order", "-r", "ann").status == 2
    assert run("screen", "prime", "--remove", "earlier-one").status == 0
    assert run("screen", "prime", "--json").json["priming"] == []
    assert "already" in run("screen", "prime", earlier(tmp_path)).err  # the copy still stands


def test_another_review_is_learned_from(run: Run, ranked: list[str], tmp_path: Path) -> None:
    run("screen", "-r", "ann", "--decide", f"{ranked[0]}=include")
    run("screen", "-r", "ann", "--decide", f"{ranked[1]}=exclude")
    import shutil

    shutil.copytree(tmp_path / "review", tmp_path / "older")
    said = run("screen", "prime", str(tmp_path / "older"))
    assert "older: 2 earlier decisions taken in, 1 of them included" in said.err
    assert "2 works of them are in this review too" in said.err
    said = run("screen", "prime", str(tmp_path / "review"), "--name", "own")
    assert (said.status, "the review itself" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("title,abstract\na,b\n", "no column has labels"),
        ("included\n1\n", "no column has titles"),
        ("title,included\na,yes\n", "not 'yes'"),
        ("title,included\na,1\n", "all of it was included"),
        ("title,included\na,\n", "no decision"),
        ('title,included\n"a' + "\n" * 3, "nothing to learn"),
        ("title,included\n\x1b]0;x\x07,2\n", "not '2'"),
        ("title,included\n" + "a" * 10_000_001 + ",1\n", "no table"),
    ],
)
def test_files_that_cannot_be_learned_from_are_refused(
    run: Run, ranked: list[str], tmp_path: Path, text: str, words: str
) -> None:
    del ranked
    said = run("screen", "prime", earlier(tmp_path, text))
    assert said.status == 2
    assert words in said.err
    assert "\x1b" not in said.err
    assert not (tmp_path / "review" / "priming").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.csv",), "no such file"),
        (("--list", "--remove", "x"), "one thing at a time"),
        (("--name", "x"), "goes with a file"),
        (("--remove", "x"), "no earlier decisions called"),
    ],
)
def test_wrong_use_of_prime_is_refused(
    run: Run, ranked: list[str], arguments: tuple[str, ...], words: str
) -> None:
    del ranked
    said = run("screen", "prime", *arguments)
    assert said.status == 2
    assert words in said.err


def test_a_name_leads_nowhere_else(run: Run, ranked: list[str], tmp_path: Path) -> None:
    del ranked
    said = run("screen", "prime", earlier(tmp_path), "--name", "../out")
    assert (said.status, "cannot be a name" in said.err) == (2, True)
