"""Text on a terminal, JSON for other programs, and files where somebody asked for them."""

from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from litreview.cli import say

OBEYED = "\x7f\x85\x9b\u2028\u200e\u202e\u2066\u061c"


@pytest.mark.parametrize("mark", ["\u200c", "\u200d", "\u00a0", "\u00ad", "\ue000"])
def test_a_mark_that_belongs_to_a_word_stays(mark: str) -> None:
    """Persian joins by U+200C, French spaces by U+00A0."""
    assert say.plain(f"a{mark}b") == f"a{mark}b"


@pytest.mark.parametrize("mark", ["\x1b", "\x07", "\x9b", "\u202e", "\udc80"])
def test_what_a_terminal_would_obey_does_not(mark: str) -> None:
    assert say.plain(f"a{mark}b") == "a\N{REPLACEMENT CHARACTER}b"


def test_json_says_the_same_without_a_character_that_a_terminal_would_obey() -> None:
    held = {"title": f"a{OBEYED}b\x1b\ue000é", OBEYED: 1}
    for text in (say.json_text(held), say.json_text(held, indent=2)):
        assert json.loads(text) == held
        assert not set(text) & set(f"{OBEYED}\x1b")
        assert "é" in text
    assert "\n" not in say.json_text(held)


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    for name in ("there", "not-yet"):
        (tmp_path / name).symlink_to(Path("real") / name)
    (tmp_path / "real" / "there").write_bytes(b"old")
    (tmp_path / "real" / "there").chmod(0o600)
    for name in ("there", "not-yet"):
        say.write(tmp_path / name, b"new")
        assert (tmp_path / name).is_symlink()
        assert (tmp_path / "real" / name).read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "real" / "there").stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["not-yet", "real", "there"]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    seen: list[bytes] = []
    reader = threading.Thread(target=lambda: seen.append(path.read_bytes()), daemon=True)
    reader.start()
    say.write(path, b"new")
    reader.join(10)
    assert seen == [b"new"]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_prose_breaks_at_words_on_a_screen_and_a_command_to_copy_never_breaks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    prose = "  to know: " + "understandable " * 9
    say.note(prose)
    assert capsys.readouterr().err == f"{prose}\n"
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    say.note(prose)
    lines = capsys.readouterr().err.splitlines()
    assert max(map(len, lines)) <= 40
    assert {line[:2] for line in lines} == {"  "}
    assert {line[:6] for line in lines[1:]} == {"      "}
    assert " ".join(" ".join(lines).split()) == " ".join(prose.split())
    say.following("litreview " + "search " * 9)
    assert len(capsys.readouterr().err.splitlines()) == 1
