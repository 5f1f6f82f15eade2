"""`litreview screen agreement`: first votes and final ones, and what nobody may learn from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from invented import review_toml

Run = Callable[..., Any]
SAID = {"ann": ("include", "exclude", "exclude", "maybe"), "bo": ("include", "exclude", "include")}


def vote(run: Run, who: str, report: str, decision: str, *more: str) -> None:
    assert run("screen", "-r", who, "--decide", f"{report}={decision}", *more).status == 0


@pytest.fixture
def read(run: Run, ids: list[str]) -> list[str]:
    """ann read all four reports, bo three of them."""
    for who, decisions in SAID.items():
        for report, decision in zip(ids, decisions, strict=False):
            vote(
                run,
                who,
                report,
                decision,
                *(("--because", "sinks") if decision == "exclude" else ()),
            )
    return ids


def test_before_anybody_voted_there_is_nothing_to_compare(run: Run, ids: list[str]) -> None:
    said = run("screen", "agreement")
    assert (said.status, said.out) == (0, "")
    assert "no report has all its votes yet, so there is nothing to compare" in said.err
    data = run("screen", "agreement", "--json").json
    assert data["overall"]["figures"]["raw"]["value"] is None
    assert data["overall"]["figures"]["raw"]["why"].startswith("not defined")
    vote(run, "ann", ids[0], "include")
    slip = run("screen", "agreement", "--reviewers", "ann,zed")
    assert slip.status == 2
    assert "'zed' has no vote" in slip.err
    assert len(ids) == 4


def test_the_table_names_figures_intervals_and_reports(run: Run, read: list[str]) -> None:
    said = run("screen", "agreement")
    assert said.status == 0
    lines = said.out.splitlines()
    assert lines[0] == "ann, bo: 3 reports"
    assert "  raw agreement              0.667  (0.208 to 0.939)" in lines
    assert f"  disagree on 1: {read[2]}" in lines
    assert max(map(len, lines[:-1])) <= 80
    assert lines[-1] == (
        "Titles and abstracts, first votes of ann and bo on 3 reports (95 % intervals): "
        "raw agreement 0.67 (0.21 to 0.94), Cohen's kappa 0.40 (-0.37 to 1.00), "
        "prevalence-adjusted kappa 0.33 (-0.58 to 0.88), agreement on include 0.67 (0.17 to 0.95)."
    )
    assert "titles, first votes: 3 reports judged by two or more of ann, bo" in said.err
    assert "1 report left out: another vote is still to be cast" in said.err
    assert "Next: litreview" in said.err
    assert "conflicts --stage titles" in said.err


def test_of_one_person_there_is_no_agreement(run: Run, read: list[str]) -> None:
    said = run("screen", "agreement", "--reviewers", "ann")
    assert (said.status, len(read)) == (0, 4)
    assert "titles, first votes: agreement needs two people, and ann is one" in said.err
    assert "two or more of" not in said.err


def test_json_has_all_of_it(run: Run, read: list[str]) -> None:
    data = run("screen", "agreement", "--json").json
    assert (data["stage"], data["votes"], data["maybe"]) == ("titles", "first", "separate")
    assert (data["reports"], data["waiting"], data["alone"]) == (3, 1, 0)
    (pair,) = data["pairs"]
    assert pair["reviewers"] == ["ann", "bo"]
    assert pair["disagree"] == data["unsettled"] == [read[2]]
    assert pair["figures"]["cohen_kappa"]["value"] == pytest.approx(0.4)
    assert pair["reasons"]["raw"]["value"] == 1.0
    assert data["overall"]["figures"]["krippendorff_alpha"]["n"] == 3


def test_a_vote_that_its_colleague_may_not_see_yet_changes_nothing(
    run: Run, ids: list[str]
) -> None:
    for report in ids[:2]:
        vote(run, "ann", report, "include")
        vote(run, "bo", report, "include")
    before = run("screen", "agreement", "--json").json
    for decision in ("include", "exclude", "maybe"):
        vote(run, "ann", ids[2], decision)
        after = run("screen", "agreement", "--json").json
        assert after == before | {"waiting": 1}


def test_a_report_that_a_newcomer_has_still_to_read_is_left_out(
    run: Run, ids: list[str], tmp_path: Path
) -> None:
    settings = tmp_path / "review" / "review.toml"
    settings.write_text(review_toml().replace("votes = 2\n", "votes = 2\ncalibration = 4\n"))
    for who in ("ann", "bo"):
        for report in ids:
            vote(run, who, report, "exclude")
    assert run("screen", "agreement", "--json").json["reports"] == 4
    assert run("screen", "allocate", "--join", "dee").status == 0
    data = run("screen", "agreement", "--json").json
    assert (data["reports"], data["waiting"]) == (0, 4)
    assert run("screen", "agreement", "--votes", "final", "--json").json["reports"] == 0


def test_votes_of_another_stage_are_not_mixed_in(run: Run, ids: list[str]) -> None:
    for who in ("ann", "bo"):
        vote(run, who, ids[0], "include")
    vote(run, "cy", ids[0], "include", "--stage", "full")
    assert run("screen", "agreement", "--json").json["reviewers"] == ["ann", "bo"]


def test_of_several_reasons_the_one_of_best_rank_is_compared(run: Run, ids: list[str]) -> None:
    vote(run, "ann", ids[0], "exclude", "--because", "paper", "--because", "sinks")
    vote(run, "bo", ids[0], "exclude", "--because", "paper")
    (pair,) = run("screen", "agreement", "--json").json["pairs"]
    assert pair["reasons_differ"] == [ids[0]]
    assert pair["reasons"]["raw"]["value"] == 0.0


def test_first_votes_stay_what_they_were_when_people_have_talked(run: Run, read: list[str]) -> None:
    vote(run, "ann", read[2], "include")
    first = run("screen", "agreement", "--json").json
    assert first["pairs"][0]["disagree"] == [read[2]]
    assert (first["changed_later"], first["unsettled"]) == (1, [])
    final = run("screen", "agreement", "--votes", "final", "--json").json
    assert final["pairs"][0]["disagree"] == []
    assert final["pairs"][0]["figures"]["cohen_kappa"]["value"] == 1.0
    said = run("screen", "agreement")
    assert "1 vote changed or taken back later" in said.err
    assert f"show {read[2]}" in said.err


def test_a_vote_that_was_taken_back_was_still_cast_first(run: Run, read: list[str]) -> None:
    assert run("screen", "-r", "ann", "--undo", read[2]).status == 0
    vote(run, "cy", read[2], "include")
    data = run("screen", "agreement", "--json").json
    assert data["overall"]["disagree"] == [read[2]]
    assert data["reviewers"] == ["ann", "bo", "cy"]
    assert (
        run("screen", "agreement", "--votes", "final", "--json").json["overall"]["disagree"] == []
    )


def test_a_maybe_may_count_as_an_inclusion(run: Run, ids: list[str]) -> None:
    vote(run, "ann", ids[0], "maybe")
    vote(run, "bo", ids[0], "include")
    assert run("screen", "agreement", "--json").json["overall"]["disagree"] == [ids[0]]
    told = run("screen", "agreement", "--maybe", "include", "--json").json
    assert told["overall"]["disagree"] == []


def test_only_some_reviewers_or_one_that_never_voted(run: Run, read: list[str]) -> None:
    vote(run, "cy", read[0], "exclude")
    assert run("screen", "agreement", "--reviewers", "ann,bo", "--json").json["reports"] == 3
    said = run("screen", "agreement", "--reviewers", "ann,di")
    assert (said.status, said.out) == (2, "")
    assert said.err.splitlines() == [
        "error: 'di' has no vote at stage 'titles' on a report that has all its votes",
        "to do: use some of: ann, bo, cy",
    ]


def test_three_people_are_told_together_and_two_by_two(run: Run, read: list[str]) -> None:
    vote(run, "cy", read[0], "exclude")
    heads = [line for line in run("screen", "agreement").out.splitlines() if line[:1].strip()]
    assert "Fleiss' kappa" in heads.pop()
    assert heads == ["ann, bo, cy: 3 reports", "ann, bo: 3 reports", "ann, cy: 1 report",
                     "bo, cy: 1 report"]  # fmt: skip


def test_a_stage_that_is_none_is_named(run: Run, ids: list[str]) -> None:
    said = run("screen", "agreement", "--stage", "nowhere")
    assert said.status == 2
    assert "there is no stage 'nowhere'" in said.err
    assert ids
