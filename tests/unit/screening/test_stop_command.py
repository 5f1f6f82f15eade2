"""`litreview screen stop`, at a prompt, and what other commands say of a stop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def one_vote(run: Run, ids: list[str], tmp_path: Path) -> list[str]:
    """The four reports of a review in which one vote is enough."""
    assert run("dedup", "run").status == 0
    path = tmp_path / "review" / "review.toml"
    path.write_text(path.read_text().replace("votes = 2", ""))
    return ids


def decide(run: Run, *said: str) -> None:
    decisions = [part for one in said for part in ("--decide", one)]
    assert run("screen", "--stage", "titles", "-r", "ann", *decisions).status == 0


def stop(run: Run, *options: str) -> Any:
    return run("screen", "stop", "-r", "ann", *options)


def test_all_rules_stand_side_by_side_with_what_they_promise(run: Run, one_vote: list[str]) -> None:
    decide(run, f"{one_vote[0]}=include", f"{one_vote[1]}=exclude")
    said = stop(run)
    assert said.status == 1
    assert said.out.startswith("read 2 of 4 · 1 relevant · none in the last 1\n")
    assert "\ncertificate     not met     recall ≥ 95 % with confidence" in said.out
    assert "\nrandom-check    cannot say  not yet" in said.out
    assert "\ncertificate\n  + If the order" in said.out
    assert max(map(len, said.out.splitlines())) <= 78
    assert "review screen --stage titles" in said.err


def test_json_has_the_figures(run: Run, one_vote: list[str]) -> None:
    decide(run, f"{one_vote[0]}=include")
    held = stop(run, "--rule", "row-50", "--json").json
    assert (held["stage"], held["read"], held["unread"], held["rule"]) == ("titles", 1, 3, "row-50")
    assert held["met"] is False
    assert held["stopped"] is None
    assert held["check"] is None
    (row,) = (one for one in held["rules"] if one["rule"] == "row-50")
    assert row["figures"] == {"in_a_row": 0.0, "needed": 50.0}


def test_a_stop_that_is_not_met_says_so_and_everything_after_it_knows(
    run: Run, one_vote: list[str], tmp_path: Path
) -> None:
    decide(run, f"{one_vote[0]}=include", f"{one_vote[1]}=exclude")
    refused = stop(run, "--declare")
    assert refused.status == 2
    assert "rule certificate is not met" in refused.err
    done = stop(run, "--declare", "--note", "the money is spent")
    assert done.status == 0
    assert (
        "stopped by rule certificate, which is not met; 2 reports read, 2 left unread" in done.err
    )
    assert done.err.endswith("review status\n")
    status = run("status")
    assert "1 included, 1 excluded, 2 left unread" in status.out
    assert "reading stopped on" in status.out
    assert run("status", "--json").json["stages"][0]["stopped"]["rule"] == "certificate"
    assert "Next: litreview -C" in status.out
    assert "--stage full" in status.out
    assert (
        'by rule certificate: 2 read, 1 included, 2 left unread ("the money'
        in run("log", "show").out
    )
    assert run("prisma", "--explain", "records_left_unread", "--json").json["n"] == 2
    assert run("report").status == 0
    page = (tmp_path / "review" / "report" / "index.html").read_text(encoding="utf-8")
    assert "by the rule “certificate”, which was not met; it said then: recall ≥ 95 %" in page
    assert "The reason given: the money is spent. 2 reports that nobody read are counted" in page
    again = stop(run)
    assert again.status == 1
    assert "stopped by ann on" in again.out
    assert stop(run, "--declare", "--note", "x").status == 2


def test_reading_goes_on(run: Run, one_vote: list[str]) -> None:
    decide(run, f"{one_vote[0]}=include")
    stop(run, "--declare", "--note", "x")
    assert run("screen", "--stage", "titles", "-r", "bo", "--json").json["open"] == 0
    done = stop(run, "--resume", "--note", "a new theme")
    assert done.status == 0
    assert "read on; 3 reports unread" in done.err
    assert run("screen", "--stage", "titles", "-r", "bo", "--json").json["open"] == 3
    assert stop(run, "--resume").status == 2


def test_without_a_stop_no_box_is_shown_for_it(run: Run, one_vote: list[str]) -> None:
    decide(run, f"{one_vote[0]}=include")
    assert "left unread" not in run("prisma").out + run("status").out


@pytest.mark.parametrize("ranked", [False, True])
def test_a_check_is_listed_first_and_says_when_it_is_read(
    run: Run, one_vote: list[str], tmp_path: Path, ranked: bool
) -> None:
    if ranked:
        path = tmp_path / "review" / "review.toml"
        path.write_text(path.read_text().replace('"none"', '"default"'))
    decide(run, f"{one_vote[0]}=include")
    assert "2 reports drawn at random come first" in stop(run, "--check", "2").err
    again = stop(run, "--check", "2")
    assert again.status == 2
    assert "a random check is open" in again.err
    if ranked:
        told = run("screen", "order", "--stage", "titles", "-r", "bo").err
        assert "2 reports come before these" in told
    queue = run("screen", "--stage", "titles", "-r", "bo", "--json").json["next"]
    assert [one["why"] == "random check" for one in queue] == [True, True, False]
    assert sorted(one["report"] for one in queue) == sorted(one_vote[1:])
    assert "random check: 0 of 2 read" in stop(run).out
    decide(run, *(f"{one['report']}=exclude" for one in queue[:2]))
    said = stop(run)
    assert "random check: 2 of 2 read" in said.out
    assert "2 read at random, 0 relevant" in said.out
    assert "asked for a random check of 2 reports at titles" in run("log", "show").out


@pytest.mark.parametrize(
    "options",
    [
        ("--declare", "--resume"),
        ("--declare", "--check", "2"),
        ("--note", "x"),
        ("--resume", "--rule", "safe"),
        ("--check", "0"),
        ("--rule", "tea"),
        ("--stage", "full"),
        ("--check", "2", "-r", "no/name"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run: Run, one_vote: list[str], options: tuple[str, ...]
) -> None:
    assert one_vote
    assert stop(run, *options).status == 2
