"""`litreview conflicts`: what disagrees, and how it is settled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from litreview.review import open_review

Run = Callable[..., Any]


@pytest.fixture
def disputed(run: Run, ids: list[str]) -> str:
    """A report on which two reviewers disagree."""
    run("screen", "-r", "ann", "--decide", f"{ids[1]}=include", "--note", "local after all")
    run("screen", "-r", "bo", "--decide", f"{ids[1]}=exclude", "--because", "sinks")
    return ids[1]


def test_nothing_to_settle_says_so(run: Run, ids: list[str]) -> None:
    run("screen", "-r", "ann", "--decide", f"{ids[0]}=include")
    said = run("conflicts")
    assert said.status == 0
    assert said.out == ""
    assert said.err == "no conflicts to settle at stage titles\n"


def test_both_votes_are_listed_with_reasons_and_notes(run: Run, disputed: str) -> None:
    said = run("conflicts")
    assert said.status == 1
    assert said.out.split("\n")[:4] == [
        f"{disputed}  Two",
        "    Example · 2016",
        '    ann  include  note: "local after all"',
        "    bo   exclude  sinks",
    ]
    assert "1 conflict at stage titles" in said.err
    (row,) = run("conflicts", "--json").json
    assert [(v["reviewer"], v["decision"], v["reasons"]) for v in row["votes"]] == [
        ("ann", "include", []),
        ("bo", "exclude", ["sinks"]),
    ]


def test_the_command_that_it_names_settles_and_a_new_vote_reopens(run: Run, disputed: str) -> None:
    command = run("conflicts").err.split("Next: litreview ")[1].split("\n")[0]
    said = run(*command.replace("NAME", "cy").split())
    assert said.status == 0
    assert f"{disputed}: include settles the votes" in said.err
    assert run("conflicts").status == 0
    run("screen", "-r", "ann", "--decide", f"{disputed}=maybe")
    assert run("conflicts").status == 1  # the settlement lapsed with the vote that it named


def test_a_settlement_keeps_reason_note_and_name(run: Run, disputed: str, tmp_path: Path) -> None:
    settle = ("--resolve", f"{disputed}=exclude", "--because", "sinks", "--by", "cy")
    assert run("conflicts", *settle, "--note", "talked over").status == 0
    with open_review(tmp_path / "review") as review:
        verdict = review.present.screening.of("titles", review.resolve_id(disputed))
    held = verdict.resolution
    assert held is not None
    assert (held.by, held.reasons, held.note) == ("cy", ("sinks",), "talked over")
    assert (verdict.status, verdict.reason) == ("exclude", "sinks")
    counts = run("prisma", "--json").json["counts"]
    assert counts["records_excluded"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--resolve", "{1}=maybe"), "not a resolution"),
        (("--resolve", "{1}"), "not a resolution"),
        (("--resolve", "{1}=include", "--because", "sinks"), "goes with an exclusion"),
        (("--resolve", "{0}=include"), "nobody has voted"),
        (("--resolve", "{2}=include"), "do not disagree"),
        (("--resolve", "{3}=include"), "waits for another vote"),
        (("--because", "sinks"), "goes with --resolve"),
    ],
)
def test_what_cannot_be_settled_is_refused(
    run: Run, ids: list[str], disputed: str, arguments: tuple[str, ...], words: str
) -> None:
    for who in ("ann", "bo"):
        run("screen", "-r", who, "--decide", f"{ids[2]}=include")
    run("screen", "-r", "ann", "--decide", f"{ids[3]}=include")
    said = run("conflicts", *(text.format(*ids) for text in arguments))
    assert said.status == 2
    assert words in said.err
    assert "to do: " in said.err
    assert [row["report"] for row in run("conflicts", "--json").json] == [disputed]


def test_nothing_is_listed_for_whoever_left(run: Run, disputed: str) -> None:
    """They may settle nothing: no command is named that would be refused."""
    assert disputed in run("conflicts", "--by", "cy").out
    run("screen", "allocate", "--join", "cy")
    run("screen", "allocate", "--leave", "cy")
    said = run("conflicts", "--by", "cy")
    assert (said.status, said.out) == (2, "")
    assert "cy left the review on" in said.err
    assert "to do: " in said.err


def test_what_no_longer_comes_so_far_is_no_conflict(run: Run, ids: list[str]) -> None:
    """As `status` counts it: else a conflict that nobody is asked about would stay for good."""
    for who in ("ann", "bo"):
        run("screen", "-r", who, "--decide", f"{ids[0]}=include")
    run("screen", "-r", "ann", "--stage", "full", "--decide", f"{ids[0]}=include")
    run("screen", "-r", "bo", "--stage=full", f"--decide={ids[0]}=exclude", "--because=asleep")
    assert run("conflicts", "--stage", "full").status == 1
    for who in ("ann", "bo"):
        run("screen", "-r", who, "--stage=titles", f"--decide={ids[0]}=exclude")
    said = run("conflicts", "--stage", "full")
    assert (said.status, said.out) == (0, "")
    counts = [s["counts"]["conflict"] for s in run("status", "--json").json["stages"]]
    assert counts == [0, 0]
    said = run("conflicts", "--stage", "full", "--resolve", f"{ids[0]}=include")
    assert said.status == 2
    assert "has not come as far" in said.err


def test_the_stage_is_the_first_that_has_conflicts(run: Run, ids: list[str]) -> None:
    for who in ("ann", "bo"):
        run("screen", "-r", who, "--decide", f"{ids[0]}=include")
    run("screen", "-r", "ann", "--stage", "full", "--decide", f"{ids[0]}=include")
    run("screen", "-r", "bo", "--stage=full", f"--decide={ids[0]}=exclude", "--because=asleep")
    said = run("conflicts")  # titles has open reports, but no conflict
    assert said.status == 1
    assert "at stage full" in said.err
    assert run("conflicts", "--stage", "titles").status == 0


def test_votes_stay_hidden_while_somebody_has_still_to_vote(
    run: Run, disputed: str, tmp_path: Path
) -> None:
    settings = tmp_path / "review" / "review.toml"
    settings.write_text(settings.read_text("utf-8").replace("votes = 2", "votes = 3"), "utf-8")
    said = run("conflicts", "--stage", "titles")
    assert said.out == ""
    assert not {"ann", "bo", "local"} & set(said.err.split())
    assert run("conflicts", "--resolve", f"{disputed}=include").status == 2
    run("screen", "-r", "cy", "--decide", f"{disputed}=include")
    assert disputed in run("conflicts").out
