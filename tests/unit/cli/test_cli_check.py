"""`litreview check` finds what was changed behind the program's back, and changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Decide, Shell


def codes(shell: Shell, status: int) -> list[str]:
    said = shell("check", "--json")
    assert said.status == status, said.out + said.err
    return [finding["code"] for finding in said.json["findings"]]


def test_a_sound_review_passes_with_notes(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    before = shell.files()
    said = shell.ok("check")
    assert "agree" in said.err
    assert said.out.startswith("note PR12: Records still to be screened: 3\n")
    assert shell.files() == before


def test_it_builds_the_index_anew_when_there_is_none(shell: Shell) -> None:
    for path in (shell.root / ".litreview").glob("index.sqlite*"):
        path.unlink()
    assert "IX101" not in codes(shell, 0)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("records/first/first.ris", "RC101"),
        ("records/first/manifest.json", "RC10"),
        ("log/duplicates-*.csv", "RC102"),
        ("log/reviewer.*.jsonl", "LG101"),
    ],
)
def test_a_changed_file_is_an_error_with_its_place(shell: Shell, file: str, code: str) -> None:
    (path,) = shell.root.glob(file)
    path.write_bytes(path.read_bytes().replace(b"r", b"R", 1))
    said = shell("check")
    assert said.status == 1
    assert f"error {code}" in said.out
    assert path.name in said.out or path.parent.name in said.out
    assert "to do: restore" in said.out


def test_what_follows_from_a_damaged_log_is_not_looked_at(shell: Shell) -> None:
    path = shell.log()
    path.write_bytes(path.read_bytes().replace(b"first", b"frist", 1))
    found = codes(shell, 1)
    assert found == ["LG101", "CK100"]


def test_an_index_that_tells_another_story_is_found(shell: Shell) -> None:
    with sqlite3.connect(shell.root / ".litreview" / "index.sqlite") as link:
        link.execute("update records set body = replace(body, 'Wages', 'Pages')")
    link.close()
    said = shell("check")
    assert said.status == 1
    assert "error IX101: the index does not hold the records" in said.out
    assert "delete the folder .litreview" in said.out


def test_decisions_that_the_index_lost_are_found(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    shell.ok("status")
    with sqlite3.connect(shell.root / ".litreview" / "index.sqlite") as link:
        link.execute("delete from events where who = 'ann'")
    link.close()
    assert "IX101" in codes(shell, 1)


def test_criteria_changed_under_the_same_version(shell: Shell, decide: Decide) -> None:
    decide("first:1=include")
    toml = shell.root / "review.toml"
    toml.write_text(toml.read_text("utf-8").replace('"Wrong outcome"', '"No outcome"'), "utf-8")
    assert codes(shell, 1)[0] == "CR101"
    toml.write_text(toml.read_text("utf-8").replace('version = "1"', 'version = "2"'), "utf-8")
    assert "CR101" not in codes(shell, 0)


def test_a_form_that_cannot_be_read(shell: Shell) -> None:
    (shell.root / "forms" / "own.toml").write_text("name = ", "utf-8")
    (shell.root / "forms" / "bytes.toml").write_bytes(b"\xff\xfe")
    assert codes(shell, 1)[:2] == ["FM101", "FM101"]


def test_decisions_that_count_for_nothing_are_said(shell: Shell, decide: Decide) -> None:
    decide("second:2=exclude", because="outcome")
    shell.ok("unload", "second", "--because", "by mistake")
    toml = shell.root / "review.toml"
    text = toml.read_text("utf-8").replace('"outcome"', '"effect"').replace('"1" ', '"2" ')
    toml.write_text(text, "utf-8")
    assert {"VT101", "VT103"} <= set(codes(shell, 0))
    toml.write_text(text.replace('name = "title-abstract"', 'name = "titles"'), "utf-8")
    assert "VT102" in codes(shell, 1)


def test_rows_of_unknown_studies_are_one_note(shell: Shell) -> None:
    path = shell.root / "rows.csv"
    path.write_text(
        "estimate_id,study_id,outcome,effect_value,effect_unit,source_url\n"
        "e1,nowhere,work,4,points,https://example.org\n"
        "e2,elsewhere,work,4,points,https://example.org\n"
        "e3,first:1,work,4,points,https://example.org\n",
        "utf-8",
    )
    shell.ok("extract", "import", "estimate", str(path))
    said = shell.ok("check")
    assert "note EX112: extracted rows name 2 studies that no report is linked to" in said.out
    assert codes(shell, 0).count("EX112") == 1


def test_a_folder_that_no_log_admits_is_a_note(shell: Shell) -> None:
    (shell.root / "records" / "stray").mkdir()
    assert "RC104" in codes(shell, 0)


@pytest.mark.parametrize(
    ("content", "words"), [(None, "is missing"), (b'{"id":', "is damaged"), (b"[1]", "is damaged")]
)
def test_a_manifest_is_named_in_plain_words_and_by_one_path(
    shell: Shell, content: bytes | None, words: str
) -> None:
    path = shell.root / "records" / "first" / "manifest.json"
    path.unlink() if content is None else path.write_bytes(content)
    said = shell("prisma")
    assert said.status == 2
    assert f"error: the manifest of search 'first' {words}" in said.err
    assert said.err.count("manifest.json") == 1
    assert not [word for word in ("Errno", "Input data", "msgspec") if word in said.err]


def test_votes_under_criteria_that_review_toml_lacks_are_a_note(
    shell: Shell, decide: Decide, tmp_path: Path
) -> None:
    """A merge takes in votes under a raised version, but not the review.toml that raised it."""

    def raised(root: Path) -> None:
        path = root / "review.toml"
        path.write_text(path.read_text("utf-8").replace('version = "1" ', 'version = "2" '))

    other = tmp_path / "other"
    shutil.copytree(shell.root, other)
    raised(other)
    shell("screen", "--reviewer", "bo", "--decide", "first:1=include", at=other)
    assert "CR103" not in [f["code"] for f in shell("check", "--json", at=other).json["findings"]]
    shell.ok("log", "merge", str(other))
    words = "votes were cast under criteria version '2'; this review.toml has '1'"
    assert f"note CR103: {words}" in shell.ok("check").out
    assert words in shell.ok("status").out
    decide("first:2=include")
    assert words in shell.ok("status").out, "also where a vote under the old one came later"
    raised(shell.root)
    assert "CR103" not in codes(shell, 0)


def test_a_load_that_was_cut_off_is_gone_on_with_as_the_note_says(shell: Shell) -> None:
    place = shell.root / "records" / "stray"
    place.mkdir()
    (place / "stray.ris").write_text("TY  - JOUR\nTI  - One\nER  -\n", "utf-8")
    assert "load FILE --name stray" in shell.ok("check").out
    shell.ok("load", str(place / "stray.ris"), "--name", "stray")
    assert "RC104" not in codes(shell, 0)
    assert shell.ok("status", "--json").json["records"] == 6


def test_entries_that_could_not_be_read_are_named_by_their_lines(
    shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "torn.ris").write_text("TY  - JOUR\nTI  - One\nER  -\nTY  - JOUR\nER  -\n", "utf-8")
    loaded = shell("load", str(tmp_path / "torn.ris"), "--name", "torn", "--json").json[0]
    assert loaded["n_failures"] == 1
    out = shell.ok("check").out
    assert "note RC105: 1 entry of search torn could not be read (line 4: " in out
