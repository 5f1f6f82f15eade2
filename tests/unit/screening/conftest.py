"""An invented review on disk, and its command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from invented import review_toml
from prompt import Said, status_of

Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`litreview -C <the review> ...` in this process."""
    monkeypatch.delenv("LITREVIEW_REVIEWER", raising=False)

    def call(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["litreview", "-C", str(tmp_path / "review"), *arguments])
        status = status_of()
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    return call


@pytest.fixture
def ids(run: Run, tmp_path: Path) -> list[str]:
    """The four reports of the review, titled One to Four, by id."""
    assert run("init").status == 0
    (tmp_path / "review" / "review.toml").write_text(review_toml(), encoding="utf-8")
    entries = [
        f"TY  - JOUR\nTI  - {title}\nAU  - Example, A.\nPY  - 2016\nER  - \n"
        for title in ("One", "Two", "Three", "Four")
    ]
    (tmp_path / "four.ris").write_text("\n".join(entries), encoding="utf-8")
    assert run("load", str(tmp_path / "four.ris")).status == 0
    return [row["report"] for row in run("screen", "--json").json["next"]]
