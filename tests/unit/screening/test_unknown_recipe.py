"""A `[ranking] recipe` that does not exist is told before anything is judged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from litreview.review import open_review

Run = Callable[..., Any]


@pytest.fixture
def misnamed(ids: list[str], tmp_path: Path) -> str:
    """A report of a review whose recipe nobody knows."""
    path = tmp_path / "review" / "review.toml"
    text = path.read_text(encoding="utf-8")
    assert 'recipe = "none"' in text
    path.write_text(text.replace('recipe = "none"', 'recipe = "best"'), encoding="utf-8")
    return ids[0]


@pytest.mark.parametrize("how", ["--decide", "--plain"])
def test_no_sitting_and_no_script_begins(run: Run, misnamed: str, tmp_path: Path, how: str) -> None:
    said = run("screen", "-r", "ann", how, *([f"{misnamed}=include"] if how == "--decide" else []))
    assert said.status == 2
    assert "there is no recipe 'best'" in said.err
    assert "review.toml, [ranking] recipe" in said.err
    assert "name one of: default, elas_u4, none" in said.err
    with open_review(tmp_path / "review") as review:
        assert not review.state.of("vote")


def test_a_check_finds_it(run: Run, misnamed: str) -> None:
    said = run("check", "--json")
    assert said.status == 1
    (found,) = [one for one in said.json["findings"] if one["code"] == "CR105"]
    assert found["severity"] == "error"
    assert found["where"].endswith("review.toml, [ranking] recipe")
    assert misnamed
