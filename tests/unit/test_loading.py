"""`litreview load`: what becomes of each file, whatever it is. All records are invented."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import litreview as lr
from litreview.cli import group
from litreview.errors import LitreviewError, UsageError
from litreview.review import Origin

ENTRY = "TY  - JOUR\nTI  - {}\nAB  - An abstract\nPY  - 2001\nER  - \n"
GOOD = "".join(ENTRY.format(f"Title {n}") for n in range(3))
Load = Callable[..., Result]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lr.create(tmp_path / "review").close()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def load(here: Path) -> Load:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(group, ["-C", str(here / "review"), "load", *arguments])

    return run


def results(done: Result) -> list[dict[str, Any]]:
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def write(path: Path, text: str = GOOD) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_says_what_was_read(here: Path, load: Load) -> None:
    write(here / "a.ris")
    write(here / "b.csv", "title,year\nOne,2001\nTwo,\n,2003\nFour, and,2004\n")
    done = load("a.ris", "b.csv")
    assert done.exit_code == 1, "one row failed"
    rows = {line.split()[0]: line.split() for line in done.stdout.splitlines() if line.split()}
    assert rows["a.ris"][1:7] == ["ris", "utf-8", "3", "3", "0", "0"]
    assert rows["b.csv"][1:7] == ["csv", "utf-8", "4", "3", "1", "0"]
    assert rows["b.csv"][7:12] == ["67%", "0%", "67%", "0%", "0%"]
    assert rows["all"][2:7] == ["files", "7", "6", "1", "0"]
    assert "b.csv: 1 record has no title (b-" in done.stderr
    assert "b.csv, line 5: 3 cells under 2 column names" in done.stderr
    assert done.stderr.strip().endswith(" dedup run")


def test_failures_are_kept_with_their_text(here: Path) -> None:
    path = write(here / "a.ris", f"TY  - JOUR\nER  - \n{GOOD}")
    with lr.open(here / "review") as review:
        loaded = review.load(path)
        assert loaded.search is not None
        assert (loaded.search.received, loaded.search.records, loaded.search.failures) == (4, 3, 1)
        (failure,) = review.index.failures(loaded.search.id)
    assert failure == loaded.failures[0]
    assert (failure.line, failure.raw) == (1, "TY  - JOUR")


def test_loading_fills_the_index_and_a_rebuilt_one_is_the_same(here: Path) -> None:
    path = write(here / "a.ris", f"TY  - JOUR\nER  - \n{GOOD}")
    with lr.open(here / "review") as review:
        search = review.load(path).search
        assert search is not None
        assert review.index.record_ids()[search.id] == [f"{search.id}:{n}" for n in (2, 3, 4)]
        before = list(review.index.records())
    for file in (here / "review" / ".litreview").glob("index.sqlite*"):
        file.unlink()
    with lr.open(here / "review") as review:
        assert review.shelf.total == 3
        assert list(review.index.records()) == before


def test_a_refused_file_leaves_no_trace(here: Path, load: Load) -> None:
    write(here / "a.ris", "TY  - JOUR\nER  - \n")
    done = load("a.ris", "--json")
    assert done.exit_code == 1
    (found,) = results(done)
    assert (found["status"], found["search"]) == ("refused", None)
    assert (found["n_in"], found["n_records"], found["n_failures"]) == (1, 0, 1)
    assert list((here / "review" / "records").iterdir()) == []
    with lr.open(here / "review") as review:
        assert list(review.index.records()) == []


def test_a_file_loaded_twice_adds_nothing(here: Path, load: Load) -> None:
    write(here / "a.ris")
    write(here / "same content.ris")
    assert load("a.ris").exit_code == 0
    done = load("same content.ris", "--json")
    assert done.exit_code == 1
    (found,) = results(done)
    assert found["status"] == "known"
    assert found["search"].startswith("a-")
    assert found["search"] in found["message"]
    assert found["n_in"] == found["n_records"] + found["n_failures"] == 3


def test_a_missing_file_keeps_no_other_from_being_loaded(here: Path, load: Load) -> None:
    write(here / "a.ris")
    done = load("nowhere.ris", "a.ris", "--json")
    assert done.exit_code == 1
    assert [found["status"] for found in results(done)] == ["refused", "loaded"]
    assert "no such file" in results(done)[0]["message"]


def test_nothing_but_missing_files_is_wrong_use(load: Load) -> None:
    done = load("nowhere.ris", "nothing.ris")
    assert isinstance(done.exception, UsageError)
    assert done.exception.where == "nowhere.ris"


def test_a_pattern_that_the_shell_left_alone_is_expanded(here: Path, load: Load) -> None:
    write(here / "b.RIS")
    write(here / "a.ris", ENTRY.format("Another"))
    (here / "c.ris").mkdir()
    found = results(load("*.RIS", "*.ris", "--json"))
    assert [Path(one["file"]).name for one in found] == ["a.ris", "b.RIS"]
    done = load("*.nbib")
    assert isinstance(done.exception, UsageError)
    assert done.exception.what == "no file has such a name"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.ris", b"", "this file is empty; export it again"),
        ("a.pdf", b"%PDF-1.4", "this is a PDF"),
        ("a.zip", b"PK\x03\x04", "a ZIP archive or an Office file"),
        ("page.ris", b"<!DOCTYPE html><p>log in", "a web page"),
        ("noise.ris", bytes(range(256)) * 9, "a binary file"),
        ("letter.ris", b"Dear colleague", "looks like none of BibTeX, CSV, RIS"),
        ("header.csv", b"title,year\n", "no record could be read from this csv file"),
    ],
)
def test_what_holds_no_records_gets_one_sentence(
    here: Path, load: Load, name: str, content: bytes, words: str
) -> None:
    (here / name).write_bytes(content)
    done = load(name)
    assert done.exit_code == 1
    (said,) = [line for line in done.stderr.splitlines() if line.startswith(name)]
    assert words in said
    assert ";" in said, "what to do stands behind what it is"
    assert "Next" not in done.stderr


def test_a_folder_is_no_file(here: Path, load: Load) -> None:
    (here / "folder").mkdir()
    done = load("folder")
    assert done.exit_code == 1
    assert "folder: this is a folder" in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
def test_a_pipe_is_refused_and_nobody_is_waited_for(here: Path, load: Load) -> None:
    os.mkfifo(here / "pipe.ris")
    (found,) = results(load(str(here / "pipe.ris"), "--json"))
    assert found["status"] == "refused"
    assert found["message"].startswith("this is no file but a pipe or a device; write what")


def test_lines_aside_are_counted_by_their_reason(here: Path, load: Load) -> None:
    stray = "Link to the full text\n"
    write(here / "a.ris", GOOD.replace("ER  - \n", f"ER  - \n{stray}"))
    done = load("a.ris")
    assert done.exit_code == 0
    assert "a.ris, line 6: a line outside any record, 3 times: Link to the" in done.stderr


def test_a_source_controls_no_terminal(here: Path, load: Load) -> None:
    write(here / "a.ris", f"{GOOD}\x1b[2Jhostile\n")
    done = load("a.ris")
    assert "hostile" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout


def test_a_narrow_terminal_gets_two_tables(
    here: Path, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here / "a-rather-long-name-of-a-file-from-a-database.ris")
    monkeypatch.setattr("litreview.cli.say.width", lambda: 80)
    done = load("a-rather-long-name-of-a-file-from-a-database.ris")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "records with" in done.stdout
    assert "100%" in done.stdout


def test_a_name_is_for_one_search(here: Path, load: Load) -> None:
    write(here / "a.ris")
    write(here / "b.ris", ENTRY.format("Another"))
    assert isinstance(load("a.ris", "b.ris", "--name", "mine").exception, UsageError)
    assert results(load("a.ris", "--name", "mine", "--json"))[0]["search"] == "mine"
    assert isinstance(load("b.ris", "--name", "mine").exception, UsageError)


def test_an_encoding_that_is_known_better(here: Path, load: Load) -> None:
    (here / "a.ris").write_bytes(ENTRY.format("Łódź").encode("cp1250"))
    assert load("a.ris", "--encoding", "cp1250").exit_code == 0
    with lr.open(here / "review") as review:
        assert [record.title for record in review.index.records()] == ["Łódź"]
    assert isinstance(load("a.ris", "--encoding", "nonsense").exception, LitreviewError)


@pytest.mark.parametrize("name", ["manifest.json", os.fsdecode(b"\xe9.ris")])
def test_a_file_of_any_name_is_loaded_and_checks_out(here: Path, load: Load, name: str) -> None:
    write(here / name)
    assert load(name, "--json").exit_code == 0
    with lr.open(here / "review") as review:
        assert [finding.code for finding in review.check()] == ["PR12"]
        (search,) = review.shelf.searches
    assert search.origin == name.encode(errors="replace").decode().replace("?", "\ufffd")


def test_what_is_known_of_a_source_is_written_down(here: Path) -> None:
    path = write(here / "a.ris", GOOD.replace("PY", "DB  - Invented Abstracts\nPY"))
    with lr.open(here / "review") as review:
        named = review.load(path).search
        assert named is not None
        assert named.source == "Invented Abstracts"
        other = write(here / "b.ris", ENTRY.format("Another"))
        origin = Origin(source="A register", kind="register", searched_on="2026-11-24")
        told = review.load(other, origin).search
    assert told is not None
    assert (told.source, told.kind, told.searched_on) == ("A register", "register", "2026-11-24")


@pytest.mark.parametrize(
    "day",
    ["24.11.2026", "2026-02-30", "2026-11", "20261124", "2026-W48-2", " "],
)
def test_a_day_that_is_none_loads_nothing(here: Path, load: Load, day: str) -> None:
    """The report sorts and names searches by it."""
    path = write(here / "a.ris")
    with lr.open(here / "review") as review:
        with pytest.raises(UsageError, match="not a day") as caught:
            review.load(path, Origin(searched_on=day))
        assert "2026-11-24" in caught.value.remedy
        assert review.shelf.searches == ()
    assert isinstance(load("a.ris", "--date", day).exception, UsageError)


def test_the_first_records_without_a_title_are_named(here: Path, load: Load) -> None:
    entry = "TY  - JOUR\nAU  - Nobody, Nil\nPY  - 2001\nER  -\n"
    write(here / "a.ris", GOOD + entry * 7)
    done = load("a.ris", "--name", "a")
    assert "7 records have no title (a:4, a:5, a:6, a:7, a:8, ...); they are kept" in done.stderr


def test_sources_named_after_their_files_are_told_once(here: Path, load: Load) -> None:
    write(here / "a.ris")
    write(here / "b.ris", ENTRY.format("Another"))
    write(here / "c.ris", ENTRY.format("Third").replace("PY", "DB  - Invented Abstracts\nPY"))
    write(here / "d.ris", ENTRY.format("Fourth"))
    many = load("a.ris", "b.ris", "c.ris").stderr
    assert many.count("sources are named after their files; name one with --source") == 1
    assert "named after" not in load("d.ris", "--source", "A register").stderr
    assert "named after" not in load("d.ris").stderr, "loaded before"
