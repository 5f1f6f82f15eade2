"""`litreview log seal` and what `litreview log verify` says of it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from prompt import Said, status_of
from sealed import Person, exchange, quick, team  # noqa: F401 - a fixture

Run = Callable[..., Said]
Two = tuple[Person, Person]


@pytest.fixture
def two(tmp_path: Path) -> Two:
    """ann and bo, each with a copy, and votes of each."""
    ann, bo = team(tmp_path, "ann", "bo")
    ann.vote("iee")
    bo.vote("iei")
    return ann, bo


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(person: Person, *arguments: str) -> Said:
        capsys.readouterr()
        status = status_of(["-C", str(person.root), *arguments])
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    return call


def test_the_seal_is_printed_and_holds_no_vote(run: Run, two: Two) -> None:
    ann, _ = two
    said = run(ann, "log", "seal", "-r", "ann")
    assert said.status == 0
    assert set(said.json) == {
        "kind", "format", "review", "who", "log", "lines", "head", "sealed_at",
    }  # fmt: skip
    assert said.json["log"] == "ann." + said.json["log"].partition(".")[2]
    assert "include" not in said.out + said.err
    assert "is sealed as far as line" in said.err
    assert "litreview log seal --note FILE" in said.err


def test_seals_change_hands_and_are_verified(run: Run, two: Two, tmp_path: Path) -> None:
    for one, other in (two, two[::-1]):
        file = tmp_path / f"{one.who}.seal"
        assert run(one, "log", "seal", "-r", one.who, "--out", str(file)).out == ""
        said = run(other, "log", "seal", "-r", other.who, "--note", str(file))
        assert said.status == 0
        assert f"{other.who} noted the seal of {one.who}." in said.err
    ann, bo = two
    waiting = run(ann, "log", "verify")
    assert (waiting.status, "LG110" in waiting.out) == (0, True)
    assert run(ann, "log", "merge", str(bo.root)).status == 0
    said = run(ann, "log", "verify")
    assert said.status == 0
    assert said.out.splitlines() == [
        "titles: proved blind 3 of 3 first votes of ann on reports that bo judged too",
        "titles: proved blind 3 of 3 first votes of bo on reports that ann judged too",
    ]
    data = run(ann, "log", "verify", "--json").json
    assert [proof["proved"] for proof in data["proofs"]] == [3, 3]
    assert (data["seals"], data["proofs_missing"]) == (2, "")
    told = run(ann, "log", "show").out
    assert "sealed the log, this copy holding no log of anybody else" in told
    assert "noted the seal of bo." in told


def test_what_is_not_proved_is_said_with_its_reason(run: Run, two: Two) -> None:
    ann, bo = two
    exchange(ann, bo)
    bo.vote("e", 4)
    ann.take(bo)
    ann.vote("e", 4)
    bo.note(ann.seal())
    bo.take(ann)
    lines = run(bo, "log", "verify").out.splitlines()
    assert lines[0].startswith("titles: proved blind 3 of 4 first votes of ann")
    assert "    not proved 1: sealed when the copy of ann held the vote of bo" in lines
    assert "    not proved 1: no seal of bo stands behind the vote" in lines


def test_without_seals_it_says_that_nothing_is_proved(run: Run, two: Two) -> None:
    ann, bo = two
    ann.take(bo)
    said = run(ann, "log", "verify")
    assert (said.status, said.out) == (0, "")
    assert "nobody has noted a seal" in said.err


def test_a_changed_log_ends_with_one(run: Run, two: Two) -> None:
    ann, bo = two
    exchange(ann, bo)
    assert ann.verified().findings == ()
    lines = ann.log.read_bytes().splitlines(keepends=True)
    ann.log.write_bytes(b"".join(lines[:4]))
    said = run(bo, "log", "merge", str(ann.root))
    assert said.status == 0, "bo has all of it"
    assert run(bo, "log", "verify").status == 0
    said = run(ann, "log", "verify")
    assert said.status == 1
    assert "warning LG107" in said.out
    assert "warning LG109" in said.out


def test_a_seal_may_come_in_by_a_pipe(run: Run, two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, bo = two
    seal = run(ann, "log", "seal", "-r", "ann").out.encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(seal)))
    said = run(bo, "log", "seal", "-r", "bo", "--note", "-", "--json")
    assert said.json["noted"] is True
    assert said.json["seal"] == json.loads(seal)


def test_wrong_use_is_three_lines(run: Run, two: Two, tmp_path: Path) -> None:
    ann, _ = two
    (tmp_path / "no.seal").write_text("{", "utf-8")
    said = run(ann, "log", "seal", "-r", "bo", "--note", str(tmp_path / "no.seal"))
    assert (said.status, said.out) == (2, "")
    assert [line.partition(":")[0] for line in said.err.splitlines()] == ["error", "where", "to do"]
    said = run(ann, "log", "seal", "--note", "a", "--out", "b")
    assert said.status == 2
    assert "do one of them" in said.err


def test_a_note_needs_the_name_of_a_reviewer(run: Run, two: Two, tmp_path: Path) -> None:
    ann, bo = two
    file = tmp_path / "ann.seal"
    assert run(ann, "log", "seal", "-r", "ann", "--out", str(file)).status == 0
    said = run(bo, "log", "seal", "-r", "zed", "--note", str(file))
    assert said.status == 2
    assert "'zed' is not a reviewer of this review" in said.err
    settings = (bo.root / "review.toml").read_text("utf-8")
    (bo.root / "review.toml").write_text(settings.replace('reviewers = ["ann", "bo"]', ""), "utf-8")
    said = run(bo, "log", "seal", "--note", str(file))
    assert said.status == 2
    assert "to do: say who with --reviewer" in said.err
    assert run(bo, "log", "seal", "-r", "zed", "--note", str(file)).status == 0
