"""`litreview screen` without a terminal: judging by script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from litreview.events import AnyEvent, Entry, VoteCast
from litreview.review import open_review
from litreview.store.log import LogWriter

Run = Callable[..., Any]


def lines_about(folder: Path, report: str) -> list[dict[str, object]]:
    log = [json.loads(t) for f in folder.glob("log/*.jsonl") for t in f.read_text().splitlines()]
    return [line for line in log if line.get("record") == report]


def test_without_a_terminal_it_lists_what_is_next_and_how_to_decide(
    run: Run, ids: list[str]
) -> None:
    said = run("screen", "--reviewer", "ann")
    assert said.status == 0
    assert said.out.split("\n")[0] == f"{ids[0]}  2016  One"
    assert "no terminal to screen on" in said.err
    assert f"--stage titles --reviewer ann --decide {ids[0]}=include" in said.err
    assert said.err.endswith("or =exclude --because CODE\nCodes: sinks, paper\n")
    assert "asleep" not in said.err  # a reason of another stage


def test_the_command_that_it_names_works(run: Run, ids: list[str]) -> None:
    said = run("screen", "--reviewer", "ann")
    command = said.err.split("Next: litreview ")[1].split("\n")[0].split()
    assert run(*command).status == 0
    assert run("screen", "--reviewer", "ann", "--json").json["read"] == 1
    assert ids[0] not in run("screen", "--reviewer", "ann").out


def test_several_decisions_with_reason_and_note(run: Run, ids: list[str], tmp_path: Path) -> None:
    decide = [x for i in ids[:2] for x in ("--decide", f"{i}=exclude")]
    said = run("screen", "-r", "ann", *decide, "--because", "sinks", "--note", "abroad", "--json")
    assert said.json["decided"] == [{"report": i, "decision": "exclude"} for i in ids[:2]]
    assert (said.json["read"], said.json["total"], said.json["open"]) == (2, 4, 2)
    for report in ids[:2]:
        (line,) = lines_about(tmp_path / "review", report)
        assert (line["reasons"], line["note"]) == (["sinks"], "abroad")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--decide", "{1}=include", "--because", "sinks"), "goes with an exclusion"),
        (("--decide", "{0}=exclude", "--decide", "{1}=include", "--because", "sinks"), "exclusion"),
        (("--decide", "{0}=include", "--decide", "nowhere:1=include"), "nowhere:1"),
        (("--decide", "{0}=include", "--decide", "{0}=maybe"), "decided twice"),
        (("--decide", "{0}=include", "--decide", "{1}=yes"), "not a decision"),
        (("--decide", "{0}=exclude", "--because", "asleep"), "no reason 'asleep'"),
        (("--because", "sinks"), "goes with --decide"),
        (("--note", "n"), "goes with --decide"),
        (("--undo", "{0}"), "ann has no vote"),
        (("--decide", "{0}=include", "--undo", "{1}"), "ann has no vote"),
        (("--stage", "full", "--decide", "{0}=include"), "not come as far as"),
        (("--stage", "third"), "no stage 'third'"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_written(
    run: Run, ids: list[str], tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    said = run("screen", "-r", "ann", *(text.format(*ids) for text in arguments))
    assert said.status == 2
    assert words in said.err
    assert "to do: " in said.err
    assert not [line for i in ids for line in lines_about(tmp_path / "review", i)]


def test_a_vote_is_taken_back_by_undo(run: Run, ids: list[str]) -> None:
    run("screen", "-r", "ann", "--decide", f"{ids[0]}=maybe")
    said = run("screen", "-r", "ann", "--undo", ids[0])
    assert said.status == 0
    assert f"{ids[0]}: the vote of ann is withdrawn" in said.err
    assert run("screen", "-r", "ann", "--json").json["read"] == 0


def test_one_vote_is_not_cast_and_taken_back_at_once(run: Run, ids: list[str]) -> None:
    run("screen", "-r", "ann", "--decide", f"{ids[0]}=maybe")
    said = run("screen", "-r", "ann", "--undo", ids[0], "--decide", f"{ids[0]}=include")
    assert said.status == 2
    assert "both cast and taken back" in said.err
    said = run("screen", "-r", "ann", "--undo", ids[0], "--decide", f"{ids[1]}=include", "--json")
    assert (said.json["withdrawn"], said.json["read"]) == ([ids[0]], 1)


def test_labels_are_given_and_taken_away_by_script(
    run: Run, ids: list[str], tmp_path: Path
) -> None:
    label = ("--label", f"{ids[0]}= to discuss,costs,, costs", "--label", f"{ids[1]}=")
    said = run("screen", "-r", "ann", *label, "--decide", f"{ids[1]}=include")
    assert said.status == 0
    assert f"{ids[0]}: to discuss, costs" in said.err
    assert f"{ids[1]}: no labels" in said.err
    (line,) = lines_about(tmp_path / "review", ids[0])
    assert (line["kind"], line["labels"]) == ("labels-set", ["to discuss", "costs"])
    again = run("screen", "-r", "ann", "--label", f"{ids[0]}=costs", "--json")
    assert again.json["labelled"] == [{"report": ids[0], "labels": ["costs"]}]


@pytest.mark.parametrize("label", ["costs", "=costs", "nowhere:1=costs"])
def test_labels_of_nothing_are_refused_and_nothing_is_written(
    run: Run, ids: list[str], tmp_path: Path, label: str
) -> None:
    said = run("screen", "-r", "ann", "--decide", f"{ids[0]}=include", "--label", label)
    assert said.status == 2
    assert not lines_about(tmp_path / "review", ids[0])


def test_nobody_sees_the_vote_of_another(run: Run, ids: list[str], tmp_path: Path) -> None:
    run("screen", "-r", "ann", "--decide", f"{ids[0]}=exclude", "--because", "sinks")
    run("screen", "-r", "ann", "--decide", f"{ids[1]}=maybe", "--note", "secret")
    text, data = run("screen", "-r", "bo"), run("screen", "-r", "bo", "--json")
    assert data.json["read"] == 0
    assert [row["report"] for row in data.json["next"]] == ids
    for said in (text.out + text.err, data.out):
        assert "ann" not in said
        assert "secret" not in said
    with open_review(tmp_path / "review", who="bo") as review:
        session = review.screen("titles")
        assert session.voted == {}
        assert {item.why for item in session.queue} == {"in the order of the files"}


def test_one_vote_is_asked_once_and_two_are_enough(run: Run, ids: list[str]) -> None:
    for who in ("ann", "bo"):
        run("screen", "-r", who, "--decide", f"{ids[0]}=include")
    assert [r["report"] for r in run("screen", "-r", "cy", "--json").json["next"]] == ids[1:]
    said = run("screen", "-r", "cy", "--stage", "full", "--json").json
    assert [row["report"] for row in said["next"]] == [ids[0]]
    assert [reason["code"] for reason in said["reasons"]] == ["sinks", "paper", "asleep"]


def test_the_stage_is_the_first_that_has_something_for_this_reviewer(
    run: Run, ids: list[str]
) -> None:
    run("screen", "-r", "bo", "--decide", f"{ids[0]}=include")
    run("screen", "-r", "ann", *(f"--decide={i}=include" for i in ids))
    assert run("screen", "-r", "ann", "--json").json["stage"] == "full"
    assert run("screen", "-r", "bo", "--json").json["stage"] == "titles"


def test_several_decisions_are_one_append(
    run: Run, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk leaves all of them or none."""
    written: list[int] = []
    real = LogWriter.append

    def append(self: LogWriter, *events: AnyEvent) -> tuple[Entry, ...]:
        written.append(sum(isinstance(event, VoteCast) for event in events))
        return real(self, *events)

    monkeypatch.setattr(LogWriter, "append", append)
    assert run("screen", "-r", "ann", *(f"--decide={i}=include" for i in ids[:3])).status == 0
    assert written == [3]


def test_all_read_names_the_next_command(run: Run, ids: list[str]) -> None:
    said = run("screen", "-r", "ann", *(f"--decide={i}=include" for i in ids))
    assert "0 are open" in said.err
    assert "no terminal" not in run("screen", "-r", "ann").err
    assert re.search(r"Next: litreview (?:-C \S+ )?status$", said.err.rstrip())


def test_escape_sequences_in_titles_stay_text(run: Run, tmp_path: Path) -> None:
    run("init")
    (tmp_path / "x.ris").write_text("TY  - JOUR\nTI  - \x1b[31mred\u202e\nER  - \n", "utf-8")
    run("load", str(tmp_path / "x.ris"))
    said = run("screen")
    assert "[31mred" in said.out
    assert not set(said.out + said.err) & set("\x1b\u202e")
