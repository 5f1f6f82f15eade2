"""Verification says what is wrong with each log, and passes over nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from litreview.store.verify import glance, named_for, verify


def codes(path: Path, review: str = "") -> list[str]:
    return [finding.code for finding in verify([path], review)]


def test_a_sound_log_has_no_findings(logs: Any) -> None:
    log = logs.writer()
    log.append(logs.vote("a:1"))
    assert verify([log.path], "r1") == ()


def test_each_damaged_log_is_named_and_the_others_are_read_too(logs: Any) -> None:
    ann, bo, cy = (logs.writer(who, copy) for who, copy in
                   (("ann", "aa"), ("bo", "bb"), ("cy", "cc")))  # fmt: skip
    for log in (ann, bo, cy):
        log.append(logs.vote("a:1"))
    for log in (ann, cy):
        log.path.write_bytes(log.path.read_bytes().replace(b"include", b"exclude"))
    found = verify([ann.path, bo.path, cy.path])
    assert [(f.code, f.severity) for f in found] == [("LG101", "error")] * 2
    assert [f.where for f in found] == [f"{ann.path}, line 2", f"{cy.path}, line 2"]
    assert all(f.remedy for f in found)


def test_a_torn_line_is_a_warning_and_what_was_set_aside_a_note(logs: Any) -> None:
    log = logs.writer()
    log.append(logs.vote("a:1"))
    with log.path.open("ab") as file:
        file.write(b'{"kind":')
    assert codes(log.path) == ["LG102"]
    log.append(logs.vote("a:2"))
    (note,) = verify([log.path])
    assert (note.code, note.severity) == ("LG105", "note")
    assert note.message.startswith("8 bytes")
    Path(note.where).unlink()
    assert codes(log.path) == []


def test_a_log_of_another_review_is_an_error_where_the_review_is_known(logs: Any) -> None:
    log = logs.writer(review="r2")
    log.append(logs.vote("a:1"))
    assert codes(log.path) == []
    (found,) = verify([log.path], "r1")
    assert (found.code, found.severity) == ("LG104", "error")
    assert "r2" in found.message


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "ann.aa.jsonl").mkdir()
    assert codes(tmp_path / "ann.aa.jsonl") == ["LG101"]
    assert codes(tmp_path / "missing.jsonl") == ["LG101"]


def test_an_empty_log_is_a_warning_until_it_is_removed_or_written_to(logs: Any) -> None:
    log = logs.writer()
    log.path.parent.mkdir()
    log.path.touch()
    (found,) = verify([log.path])
    assert (found.code, found.severity) == ("LG106", "warning")
    assert "never held anything" in found.remedy
    log.append(logs.vote("a:1"))
    assert codes(log.path) == []


def test_a_glance_sees_an_empty_log_and_one_under_another_name(logs: Any) -> None:
    log = logs.writer()
    log.append(logs.vote("a:1"))
    empty, copy, torn = (log.path.with_name(f"{name}.jsonl") for name in ("bo.bb", "copy", "cy.c"))
    empty.touch()
    shutil.copy(log.path, copy)
    torn.write_bytes(b'{"kind":')
    found = list(glance([log.path, empty, copy, torn]))
    assert [(one.code, one.where) for one in found] == [
        ("LG106", str(empty)),
        ("LG103", str(copy)),
    ]


def test_a_copy_is_to_be_removed_only_where_nothing_is_lost(logs: Any) -> None:
    log = logs.writer()
    log.append(logs.vote("a:1"))
    copy = log.path.with_name("copy.jsonl")
    shutil.copy(log.path, copy)
    (found,) = verify([copy])
    assert found.remedy == "remove the copy"
    log.append(logs.vote("a:2"))
    assert verify([copy])[0].remedy == "remove the copy", "a shorter copy holds nothing more"
    shutil.copy(log.path, copy)
    log.path.write_bytes(b"".join(log.path.read_bytes().splitlines(keepends=True)[:2]))
    (found,) = verify([copy])
    assert found.remedy.startswith("keep it")
    log.path.unlink()
    (found,) = verify([copy])
    assert found.remedy == "give it its own name back"


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("ann.aa.jsonl", True),
        ("ann.aa.fork-0123abcd.jsonl", True),
        ("ann.aa.fork-0123abcd-89ab4567.jsonl", True),
        ("ann.aab.jsonl", False),
        ("ann-aa.jsonl", False),
        ("ann.aa.fork-.jsonl", False),
        ("ann.aa (1).jsonl", False),
        ("ann.aa.conflict.jsonl", False),
    ],
)
def test_a_log_bears_its_own_name_or_that_of_a_fork(name: str, may: bool) -> None:
    assert named_for(Path(name), "ann.aa") is may
