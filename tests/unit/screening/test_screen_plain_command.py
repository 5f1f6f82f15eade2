"""`litreview screen --plain`, and what the command gives a screen."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from litreview.cli.screen import _aids

Run = Callable[..., Any]


@pytest.fixture
def typed(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`litreview screen --plain` with these lines on standard input."""

    def call(text: str, *arguments: str) -> Any:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        return run("screen", "--plain", "--reviewer", "ann", *arguments)

    return call


def test_lines_are_judged_and_the_end_of_the_input_ends_the_sitting(
    typed: Run, run: Run, ids: list[str]
) -> None:
    said = typed("i\nexclude sinks\nu\nlabels x\nwords -one\nwhat\n\xff\n")
    assert said.status == 0
    assert "decision> saved: included" in said.out
    assert "decision> saved: excluded, 1 It sinks" in said.out
    assert "labels of this report: x; used before: x" in said.out
    assert "one: marked as a word to exclude" in said.out
    assert "'what' is no command here" in said.out
    assert "1 judged in this sitting (1 include); 1 of 4 read" in said.err
    assert "screen --stage titles --reviewer ann\n" in said.err
    assert "\x1b" not in said.out
    assert run("screen", "--reviewer", "ann", "--json").json["read"] == 1
    assert ids[0] not in run("screen", "--reviewer", "ann").out


def test_plain_and_a_script_are_two_things(run: Run, ids: list[str]) -> None:
    said = run("screen", "--plain", "--decide", f"{ids[0]}=include")
    assert said.status == 2
    assert "--plain asks, and a script answers" in said.err


def test_keys_that_cannot_be_read_are_an_error_of_three_lines(
    typed: Run, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ids
    monkeypatch.setenv("LITREVIEW_KEYS", "rayan")
    said = typed("i\n")
    assert said.status == 2
    assert "there are no keys called 'rayan'" in said.err
    assert "use one of: litreview, rayyan, asreview" in said.err
    monkeypatch.setenv("LITREVIEW_KEYS", "asreview")
    assert "saved: included" in typed("r\n").out


def test_a_masked_stage_hides_in_scripts_and_lines_alike(
    typed: Run, run: Run, ids: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "review" / "review.toml"
    text = path.read_text("utf-8")
    masked = 'phase = "screening"\nmasked = ["authors", "year"]'
    path.write_text(text.replace('phase = "screening"', masked, 1), "utf-8")
    (first, *_) = run("screen", "--json").json["next"]
    assert (first["report"], first["authors"], first["year"]) == (ids[0], [], None)
    said = typed("o\n")
    assert "authors, year masked" in said.out
    assert "Example" not in said.out
    assert "2016" not in said.out


@pytest.mark.parametrize(
    ("target", "desktop", "opened"),
    [
        ("https://doi.org/10.5555/x", True, True),
        ("https://doi.org/10.5555/x", False, False),
        ("--help", True, False),
        ("x.desktop", True, False),
    ],
)
def test_the_opener_starts_no_shell_and_only_where_there_is_a_desktop(
    monkeypatch: pytest.MonkeyPatch, target: str, desktop: bool, opened: bool
) -> None:
    calls: list[tuple[list[str], dict[str, object]]] = []
    monkeypatch.setattr(_aids.sys, "platform", "linux")
    monkeypatch.setattr(_aids.shutil, "which", lambda name: f"/invented/{name}")
    monkeypatch.setattr(_aids.subprocess, "Popen", lambda args, **how: calls.append((args, how)))
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    if desktop:
        monkeypatch.setenv("DISPLAY", ":0")
    assert _aids.opened(target) is opened
    assert len(calls) == opened
    for args, how in calls:
        assert args == ["/invented/xdg-open", target]
        assert "shell" not in how
