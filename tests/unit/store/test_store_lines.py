"""Reading a log: what was changed, moved, removed or put in by hand is found at its line."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from litreview.errors import LogDamaged, NewerVersion
from litreview.events import FORMAT, LogOpened, VoteCast, encode, line_hash
from litreview.store.lines import Position, Torn, read, seal, unseal, valid_log

AT = "2026-11-24T12:00:0{}.000000Z"


def written(logs: Any, votes: int = 4) -> Path:
    log = logs.writer()
    log.append(*(logs.vote(f"a:{n}") for n in range(1, votes + 1)))
    path: Path = log.path
    return path


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def forged(path: Path, events: Sequence[Any], *, check: bool = True) -> Path:
    """A log with a right chain and right checks, by somebody who knows how they are made."""
    head = ""
    out = []
    for at, event in enumerate(events):
        fields = {name: getattr(event, name) for name in event.__struct_fields__}
        made = type(event)(**(fields | {"prev": head, "at": fields["at"] or AT.format(at)}))
        line = seal(made) if check else encode(made)
        head = line_hash(line)
        out.append(line + b"\n")
    path.write_bytes(b"".join(out))
    return path


def opening(**changes: Any) -> LogOpened:
    given = {"format": FORMAT, "log": "ann.aa", "who": "ann", "review": "r1", "program": "p"}
    return LogOpened(**(given | changes))


def broken(path: Path) -> LogDamaged | NewerVersion:
    with pytest.raises((LogDamaged, NewerVersion)) as caught:
        list(read(path))
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("at", range(5), ids=["opening", "first", "middle", "late", "last"])
def test_a_line_edited_by_hand_is_found_wherever_it_stands(logs: Any, at: int) -> None:
    path = written(logs)
    held = lines(path)
    old, new = (b'"ann"', b'"bob"') if at == 0 else (f'"a:{at}"'.encode(), b'"a:9"')
    assert old in held[at]
    held[at] = held[at].replace(old, new, 1)
    path.write_bytes(b"".join(held))
    error = broken(path)
    assert error.what == "this line was changed by hand"
    assert error.where.endswith(f"line {at + 1}")


@pytest.mark.parametrize("at", range(5))
def test_the_lines_before_a_damaged_one_are_read(logs: Any, at: int) -> None:
    path = written(logs)
    held = lines(path)
    held[at] = held[at].replace(b'"at":"2026', b'"at":"2025')
    path.write_bytes(b"".join(held))
    found = []
    with pytest.raises(LogDamaged):
        found.extend(read(path))
    assert sum(1 for item in found) == at


@pytest.mark.parametrize("at", range(4))
def test_a_deleted_line_is_found_at_the_next_one(logs: Any, at: int) -> None:
    path = written(logs)
    held = lines(path)
    del held[at]
    path.write_bytes(b"".join(held))
    error = broken(path)
    assert "chain of hashes is broken" in error.what
    assert error.where.endswith(f"line {at + 1}")


@pytest.mark.parametrize("at", range(4))
def test_swapped_lines_are_found(logs: Any, at: int) -> None:
    path = written(logs)
    held = lines(path)
    held[at], held[at + 1] = held[at + 1], held[at]
    path.write_bytes(b"".join(held))
    assert "chain of hashes is broken" in broken(path).what


@pytest.mark.parametrize("at", range(1, 5))
def test_a_line_that_stands_twice_is_found(logs: Any, at: int) -> None:
    path = written(logs)
    held = lines(path)
    held.insert(at, held[at])
    path.write_bytes(b"".join(held))
    assert "chain of hashes is broken" in broken(path).what


@pytest.mark.parametrize("raw", [b"\n", b"a note to myself\n", b"\xff\xfe\n", b"[1]\n", b"\0\0\n"])
def test_a_line_that_is_none_is_found(logs: Any, raw: bytes) -> None:
    path = written(logs)
    with path.open("ab") as file:
        file.write(raw)
    assert broken(path).where.endswith("line 6")


def test_a_deep_line_is_damage_not_a_crash(logs: Any) -> None:
    path = written(logs)
    with path.open("ab") as file:
        file.write(b'{"kind":"vote-cast","stage":' + b"[" * 200_000 + b"\n")
    assert broken(path).where.endswith("line 6")


def test_line_ends_that_git_changed_are_named(logs: Any) -> None:
    path = written(logs)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    error = broken(path)
    assert "line ends" in error.what
    assert ".gitattributes" in error.remedy


def test_an_event_of_a_newer_version_is_named(logs: Any) -> None:
    path = written(logs)
    with path.open("a") as file:
        file.write('{"kind":"from-the-future","at":"2026","prev":""}\n')
    assert isinstance(error := broken(path), NewerVersion)
    assert "not known" in error.what


def test_a_known_event_with_a_field_of_a_newer_version_is_named(logs: Any) -> None:
    body = encode(logs.vote("a:1"))[:-1] + b',"certainty":"high"}'
    sealed = b'%s,"check":"%08x"}' % (body[:-1], zlib.crc32(body))
    with pytest.raises(NewerVersion, match="certainty"):
        unseal(sealed, "a log, line 2")


def test_a_log_of_a_newer_format_is_named_by_its_format(tmp_path: Path) -> None:
    path = forged(tmp_path / "ann.aa.jsonl", [opening(format=FORMAT + 1, program="litreview 9.1")])
    assert isinstance(error := broken(path), NewerVersion)
    assert error.what == f"this log has format {FORMAT + 1}; this litreview knows {FORMAT}"


def test_a_log_without_its_opening_line_is_found(tmp_path: Path, logs: Any) -> None:
    path = forged(tmp_path / "ann.aa.jsonl", [logs.vote("a:1")])
    assert "does not begin with its opening line" in broken(path).what


def test_two_logs_in_one_file_are_found(tmp_path: Path, logs: Any) -> None:
    """Otherwise the votes behind the second opening would count for another reviewer."""
    second = opening(log="bo.bb", who="bo")
    path = forged(tmp_path / "ann.aa.jsonl", [opening(), logs.vote("a:1"), second])
    assert "second opening line" in broken(path).what


@pytest.mark.parametrize(
    ("log", "who"),
    [
        ("../../ann.aa", "../../ann"),
        ("ann", "ann"),
        ("bo.aa", "ann"),
        ("ann.aa/../../x", "ann"),
        ("ann.", "ann"),
        (".aa", ""),
        ("ann.aa.jsonl", "ann"),
    ],
)
def test_a_log_name_that_leads_elsewhere_is_damage(tmp_path: Path, log: str, who: str) -> None:
    path = forged(tmp_path / "x.jsonl", [opening(log=log, who=who)])
    assert "cannot be the name of a log" in broken(path).what
    assert not valid_log(log, who)


@pytest.mark.parametrize("at", ["", "yesterday", "2026-13-45T12:00:00.000000Z",
                                "9999-12-31T23:59:59.999999Z", "2026-11-24 12:00"])  # fmt: skip
def test_a_time_that_is_none_is_damage(tmp_path: Path, at: str) -> None:
    line = encode(opening()) if not at else encode(opening(at=at))
    path = tmp_path / "x.jsonl"
    path.write_bytes(line + b"\n")
    assert "is not a time" in broken(path).what


def test_time_that_runs_backwards_is_damage(tmp_path: Path) -> None:
    """The order of a file and the one order of all events must agree."""
    early = VoteCast(stage="t", record="a:1", decision="include", criteria="1", at=AT.format(1))
    path = forged(tmp_path / "x.jsonl", [opening(at=AT.format(2)), early])
    assert broken(path).what == "time runs backwards here"


def test_lines_without_a_check_are_read_and_chained(tmp_path: Path, logs: Any) -> None:
    path = forged(
        tmp_path / "x.jsonl", [opening(), logs.vote("a:1"), logs.vote("a:2")], check=False
    )
    assert logs.records(path) == ["a:1", "a:2"]
    path.write_bytes(path.read_bytes().replace(b'"a:1"', b'"a:9"'))
    assert "chain of hashes" in broken(path).what


def test_a_sealed_line_is_plain_json_and_opens_to_the_same_event(logs: Any) -> None:
    event = logs.vote("a:1", note='quotes " and ,"check":"00000000"} inside')
    line = seal(event)
    assert json.loads(line)["record"] == "a:1"
    assert unseal(line, "") == event


def test_every_single_byte_of_a_line_is_covered_by_its_check(logs: Any) -> None:
    line = seal(logs.vote("a:1"))
    end = len(line) - len(b',"check":"00000000"}')
    for at in range(end):
        changed = line[:at] + bytes([line[at] ^ 1]) + line[at + 1 :]
        with pytest.raises(LogDamaged, match="changed by hand"):
            unseal(changed, "a log, line 2")


def test_reading_goes_on_from_a_position(logs: Any) -> None:
    path = written(logs)
    items = [item for item in read(path) if not isinstance(item, Torn)]
    for at, (_, position) in enumerate(items, 1):
        assert list(read(path, position)) == items[at:]
    assert items[-1][1].offset == path.stat().st_size
    assert items[-1][1].lines == 5


def test_a_position_without_its_time_is_enough(logs: Any) -> None:
    """The index keeps no time: the chain alone goes on."""
    path = written(logs)
    _, at = [item for item in read(path) if not isinstance(item, Torn)][1]
    short = Position(at.offset, at.lines, at.head, at.log, at.who)
    assert sum(1 for _ in read(path, short)) == 3
