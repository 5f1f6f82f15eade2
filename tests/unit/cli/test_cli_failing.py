"""Bad input and bad luck, through the command line: a sentence, a remedy, a status, no half work.

The cases are those of the project's list of bad input; no traceback may reach a user.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from litreview.cli import failing, group, main

if TYPE_CHECKING:
    from conftest import Decide, Said, Shell


def refused(said: Said, *words: str, status: int = 2) -> None:
    """One to three lines: what, where, to do."""
    assert said.status == status, said.err
    lines = said.err.splitlines()
    assert len([line for line in lines if line.startswith("error: ")]) == 1
    assert "to do: " in said.err
    assert len(lines) <= 3
    assert not said.out
    for word in words:
        assert word in said.err, said.err


# -- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
        ("empty.ris", b""),
        ("prose.txt", b"Dear reader, this is a letter.\n" * 20),
        ("page.html", b"<!doctype html><html><body>Log in first</body></html>"),
    ],
)
def test_a_foreign_file_is_refused_and_nothing_is_loaded(
    shell: Shell, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    before = shell.files()
    said = shell("load", str(tmp_path / name))
    assert said.status == 1
    assert name in said.err
    assert shell.files() == before
    assert shell.ok("status", "--json").json["records"] == 5


def test_a_good_file_beside_a_bad_one_is_loaded(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "bad.ris").write_bytes(b"")
    (tmp_path / "good.ris").write_text("TY  - JOUR\nTI  - Another\nER  -\n")
    said = shell("load", str(tmp_path / "bad.ris"), str(tmp_path / "good.ris"), "--json")
    assert (said.status, [one["status"] for one in said.json]) == (1, ["refused", "loaded"])


def test_a_missing_file_is_wrong_use(shell: Shell) -> None:
    said = shell("load", "nowhere.ris")
    assert said.status == 2
    assert "nowhere.ris" in said.err


def test_a_file_loaded_twice_adds_nothing(shell: Shell, exports: Path) -> None:
    before = shell.files()
    said = shell("load", str(exports / "first.ris"))
    assert said.status == 1
    assert "loaded already, as first" in said.err
    assert shell.files() == before


def test_a_record_without_a_title_is_kept_and_said(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "untitled.ris").write_text("TY  - JOUR\nAU  - Nobody, Nil\nPY  - 2001\nER  -\n")
    said = shell("load", str(tmp_path / "untitled.ris"), "--name", "untitled")
    assert "1 record has no title (untitled:1); it is kept and counted" in said.err
    assert shell.ok("status", "--json").json["records"] == 6
    assert "Nobody" in shell.ok("show", "untitled:1").out


# -- votes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("first:1=exclude", "--because", "colour"),
            ("no reason 'colour'", "use one of: population"),
        ),
        (
            ("first:1=exclude", "--because", "population,design"),
            ("one reason at a time: --because population --because design",),
        ),
        (("first:1=exclude", "--because", "population,colour"), ("no reason 'population,colour'",)),
        (("nowhere:1=include",), ("there is no report 'nowhere:1'",)),
        (("first:1=perhaps",), ("'first:1=perhaps' is not a decision",)),
        (("first:1=include", "--stage", "third"), ("there is no stage 'third'", "title-abstract")),
        (("first:1=include", "--stage", "full-text"), ("has not come as far",)),
    ],
)
def test_a_vote_that_cannot_be(
    shell: Shell, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    before = shell.files()
    refused(shell("screen", "--decide", *arguments), *words)
    assert shell.files() == before


def test_the_same_person_on_two_machines(shell: Shell, decide: Decide, tmp_path: Path) -> None:
    """Both votes are kept; the later one counts, whichever copy takes the other in."""
    other = tmp_path / "laptop"
    shutil.copytree(shell.root, other)
    decide("first:1=include", reviewer="ann")
    arguments = ("screen", "--reviewer", "ann", "--decide", "first:1=exclude")
    assert shell(*arguments, at=other).status == 0
    assert shell("log", "merge", str(other)).status == 0
    assert shell("log", "merge", str(shell.root), at=other).status == 0
    here, there = shell("status", "--json"), shell("status", "--json", at=other)
    assert here.json["stages"] == there.json["stages"]
    assert here.json["stages"][0]["counts"]["exclude"] == 1
    assert len(list((shell.root / "log").glob("ann.*.jsonl"))) == 2


# -- the log -----------------------------------------------------------------------------------


def test_a_hand_edited_log_line_stops_with_its_place(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    path = shell.log("ann")
    path.write_text(path.read_text("utf-8").replace('"include"', '"exclude"'), "utf-8")
    shutil.rmtree(shell.root / ".litreview")
    before = shell.files()
    with path.open("a", encoding="utf-8") as file:
        file.write("{}\n")
    after = shell.files()
    refused(shell("status"), f"{path.name}, line ", "restore the file")
    refused(shell("screen", "--decide", "first:3=include"), path.name)
    assert shell.files() == after != before
    assert shell("check").status == shell("log", "verify").status == 1


def test_a_log_file_copied_under_another_name_counts_once(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    path = shell.log("ann")
    shutil.copy(path, path.with_name("cleo.123456.jsonl"))
    assert shell.ok("status", "--json").json["stages"][0]["counts"]["include"] == 1
    said = shell("check")
    assert said.status == 1
    assert "warning LG103" in said.out
    assert "remove the copy" in said.out


def test_a_review_made_by_a_newer_version(shell: Shell) -> None:
    toml = shell.root / "review.toml"
    toml.write_text(toml.read_text("utf-8").replace("format = 1", "format = 99"), "utf-8")
    refused(shell("status"), "format 99", "install the newest litreview")


def test_an_event_of_a_newer_version(shell: Shell) -> None:
    path = shell.log()
    with path.open("a", encoding="utf-8") as file:
        file.write('{"kind":"vote-by-telepathy","at":"2026-01-01T00:00:00.000000Z"}\n')
    refused(shell("status"), path.name, "newest litreview")


@pytest.mark.parametrize("text", ["", "format = ", "[review]\nid = 1\n", "\x00"])
def test_a_broken_settings_file(shell: Shell, text: str) -> None:
    (shell.root / "review.toml").write_text(text, "utf-8")
    refused(shell("status"), "review.toml")


def test_no_review_at_all(shell: Shell, tmp_path: Path) -> None:
    refused(shell("status", at=tmp_path), "there is no review here", "litreview init")


def test_a_folder_that_is_not_there_is_not_the_review_above_it(shell: Shell) -> None:
    refused(shell("status", at=shell.root / "typo"), "there is no such folder", "typo")
    assert shell("status", at=shell.root / "log").status == 0


# -- the disk ----------------------------------------------------------------------------------


def full_disk(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")


@pytest.mark.parametrize(
    "arguments",
    [
        ("screen", "--decide", "first:3=include"),
        ("dedup", "join", "first:1", "second:2"),
        ("link", "first:1", "--study", "a"),
        ("report",),
        ("prisma", "--svg", "flow.svg"),
    ],
)
def test_a_full_disk_leaves_everything_as_it_was(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    shell.ok("status")
    monkeypatch.chdir(tmp_path)
    before = shell.files()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full_disk)
        said = shell(*arguments)
    assert said.status == 2
    assert "error: the disk is full" in said.err
    assert "free some space" in said.err
    assert shell.files() == before
    assert not list(tmp_path.glob("flow*"))
    assert shell("check").status == 0


def test_a_load_onto_a_full_disk_leaves_no_search(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "more.ris").write_text("TY  - JOUR\nTI  - Another\nER  -\n")
    before = shell.files()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full_disk)
        said = shell("load", str(tmp_path / "more.ris"))
    assert said.status in {1, 2}
    assert "disk is full" in said.err
    assert shell.files() == before


def test_a_place_that_may_not_be_written_to(shell: Shell, tmp_path: Path) -> None:
    """A file stands where a folder would have to be made: no permission could help."""
    (tmp_path / "taken").write_text("", "utf-8")
    refused(shell("prisma", "--svg", str(tmp_path / "taken" / "flow.svg")), "taken")
    refused(shell("prisma", "--svg", str(tmp_path)), "this is a folder")


def test_no_permission_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    error = OSError(errno.EACCES, os.strerror(errno.EACCES), "review/log")
    with pytest.raises(SystemExit) as stop:
        failing.refused(error)
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("error: this place may not be written to")
    assert "where: review/log" in said
    assert "to do: change the permissions" in said


def test_an_index_is_not_built_from_a_file_that_was_changed(shell: Shell) -> None:
    path = shell.root / "records" / "first" / "first.ris"
    path.write_bytes(path.read_bytes().replace(b"Wages", b"Pages"))
    assert shell("show", "first:3").status == 0, "the index holds what was loaded"
    shutil.rmtree(shell.root / ".litreview")
    said = shell("show", "first:3")
    refused(said, "the file of search first is not the one that was loaded", "first.ris")
    assert "error RC101" in shell("check").out
    path.write_bytes(path.read_bytes().replace(b"Pages", b"Wages"))
    assert "Wages" in shell.ok("show", "first:3").out


def test_a_garbled_index_is_built_again(shell: Shell) -> None:
    wanted = shell.ok("status", "--json").json
    for path in (shell.root / ".litreview").glob("index.sqlite*"):
        path.unlink()
    (shell.root / ".litreview" / "index.sqlite").write_bytes(b"no database at all\n" * 99)
    assert shell.ok("status", "--json").json == wanted


def test_an_index_that_somebody_holds_is_a_sentence(shell: Shell) -> None:
    """What the index's library raises reaches nobody as it is."""
    shell.ok("status")
    said = _raising(lambda: (_ for _ in ()).throw(_database_error()), shell)
    refused(said, "the index cannot be used (locked)", "delete the folder .litreview")


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, 8 | 3 << 8]
)
def test_an_index_that_may_not_be_written_is_copied_not_deleted(
    code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    error = _database_error()
    error.orig.sqlite_errorcode = code  # type: ignore[attr-defined]
    with pytest.raises(SystemExit):
        failing.unindexed(error)
    said = " ".join(capsys.readouterr().err.split())
    assert "to do: copy the review to a place where you may write" in said
    assert "delete" not in said


def _database_error() -> Exception:
    from sqlalchemy.exc import OperationalError

    return OperationalError("select", {}, sqlite3.OperationalError("locked"))


# -- the command line itself -------------------------------------------------------------------


def _raising(act: Callable[[], object], shell: Shell) -> Said:
    """`litreview raise`, whose only deed is `act`."""

    @click.command("raise")
    def command() -> None:
        act()

    held = group.get_command
    group.get_command = lambda ctx, name: command if name == "raise" else held(ctx, name)  # type: ignore[method-assign]
    try:
        return shell("raise")
    finally:
        group.get_command = held  # type: ignore[method-assign]


def test_ctrl_c_keeps_what_was_decided(shell: Shell) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    said = _raising(interrupt, shell)
    assert (said.status, said.err.strip()) == (2, "stopped; what was decided before is kept")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nonsense",), "no such command 'nonsense'"),
        (("status", "--nonsense"), "no such option"),
        (("prisma", "--at", "yesterday"), "'yesterday'"),
        (("load",), "missing argument"),
        (("table", "nonsense"), "no table called 'nonsense'"),
        (("dump", "--format", "nonsense"), "nonsense"),
    ],
)
def test_wrong_use_is_a_sentence_and_a_way_on(
    shell: Shell, arguments: tuple[str, ...], words: str
) -> None:
    said = shell(*arguments)
    assert (said.status, said.out) == (2, "")
    assert words in said.err.lower()
    assert "to do: " in said.err
    assert "python" not in said.err


@pytest.mark.parametrize(
    ("command", "broken", "status"),
    [
        ("log export", False, 0),
        ("check", False, 0),
        ("check", True, 1),
        ("log verify", True, 1),
        ("prisma", False, 0),
        ("status", False, 0),
        ("load nothing.ris", False, 1),
    ],
)
def test_a_reader_that_goes_away_changes_no_status(
    shell: Shell, command: str, broken: bool, status: int
) -> None:
    """Nobody reads the pipe from the start: `litreview log export | head` in the extreme."""
    if broken:
        (shell.root / "log" / "ann.aaaaaa.jsonl").touch()
    (shell.root / "nothing.ris").touch()
    words = command.replace("nothing", str(shell.root / "nothing")).split()
    arguments = [sys.executable, "-m", "litreview", "-C", str(shell.root), *words]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        said = running.stderr.read()
    assert (running.returncode, b"rror" in said) == (status, False)


def test_text_that_the_terminal_cannot_show_is_escaped(shell: Shell) -> None:
    shell.ok("link", "first:1", "--study", "Łódź")
    done = subprocess.run(
        [sys.executable, "-m", "litreview", "-C", str(shell.root), "link"],
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        encoding="latin-1",
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.startswith("\\u0141ód\\u017a  Example 2015  (not included)")


def test_control_characters_of_an_argument_are_not_obeyed(shell: Shell) -> None:
    said = shell("show", "\x1b[31mred")
    assert (said.status, "\x1b" in said.err) == (2, False)


def test_main_takes_its_arguments_from_the_prompt(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["anything", "-C", str(shell.root), "status"])
    shell.capsys.readouterr()
    main()
    assert "An invented review" in shell.capsys.readouterr().out
