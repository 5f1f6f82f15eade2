"""`search filter`: what came back is judged by what was meant, and every record is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from prompt import status_of

RIS = """TY  - JOUR
TI  - Job coaches for young people
AB  - A text.
ER  -
TY  - JOUR
TI  - Coaches of teams
AB  - They have no job.
ER  -
TY  - JOUR
TI  - Job coaches
ER  -
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "back.ris").write_text(RIS, "utf-8")
    (tmp_path / "meant.ovid").write_text("(job coach* adj3 young).ti,ab.", "utf-8")
    return tmp_path


def test_every_record_is_counted_and_written_to_one_of_two_files(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["search", "filter", "meant.ovid", "back.ris", "--kept", "kept.ris"]
    assert status_of([*arguments, "--left-out", "out.ris", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "records": 3, "matching": 1, "unknown": 1, "without_abstract": 1, "left_out": 1,
    }  # fmt: skip
    assert (folder / "kept.ris").read_text("utf-8").count("TY  - ") == 2
    assert "Coaches of teams" in (folder / "out.ris").read_text("utf-8")
    assert (folder / "back.ris").read_text("utf-8") == RIS


def test_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001
    assert status_of(["search", "filter", "meant.ovid", "back.ris"]) == 0
    assert capsys.readouterr().err == (
        "3 records: 1 match, 1 kept as they cannot be judged (1 without abstract), 1 left out\n"
    )


def test_a_string_with_an_error_judges_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "meant.ovid").write_text("(job coach*.ti,ab.", "utf-8")
    assert status_of(["search", "filter", "meant.ovid", "back.ris"]) == 2
    assert "to do: see them with `litreview search lint`" in capsys.readouterr().err
