"""Reading the whole log again, from the first byte, and saying what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from litreview.errors import LogDamaged, NewerVersion, StorageError
from litreview.events import LogOpened
from litreview.model import Finding
from litreview.store.lines import Lost, Torn, read, unseal
from litreview.store.tail import first_line, whole_lines


def verify(files: Iterable[Path], review: str = "") -> tuple[Finding, ...]:
    """Findings over the log files: broken chains, strangers, copies under another name, torn lines.

    review: the id that every log must have been opened with ("": any).
    """
    return tuple(finding for path in files for finding in _file(path, review))


def named_for(path: Path, log: str) -> bool:
    """Whether a file of that name may hold `log`: itself, or a fork of it that a merge kept."""
    return (
        re.fullmatch(rf"{re.escape(log)}(\.fork(-[0-9a-f]{{8}})+)?\.jsonl", path.name) is not None
    )


def _file(path: Path, review: str) -> Iterator[Finding]:
    log, torn = "", False
    try:
        for item in read(path):
            if isinstance(item, Torn):
                torn = True
                yield cut_off(item)
                break
            entry, position = item
            log = position.log
            if isinstance(entry.event, LogOpened) and review not in {"", entry.event.review}:
                yield _stranger(path, entry.event)
    except (LogDamaged, NewerVersion, StorageError) as error:
        yield Finding("LG101", "error", error.what, error.where, error.remedy)
        return
    if not log and not torn:
        yield _empty(path)
    if log and not named_for(path, log):
        yield _copy(path, log)
    for kept in sorted(path.parent.glob(f"{path.name}.torn-*")):
        yield Finding(
            "LG105",
            "note",
            f"{kept.stat().st_size:,} bytes of a write that was cut off were set aside",
            str(kept),
            "see what was being decided, decide it again if it is missing, and remove the file",
        )


def cut_off(item: Torn) -> Finding:
    """A last line without its end, and who moves it aside."""
    return Finding(
        "LG102",
        "warning",
        f"{item.path.name} ends in a line that was cut off ({len(item.raw):,} bytes)",
        str(item.path),
        "everything before it is used. The copy that writes this log moves the line to a file "
        "beside it with its next decision; if that copy is another one, take its log again then",
    )


def _empty(path: Path) -> Finding:
    """A log without its opening line: no program leaves one behind."""
    return Finding(
        "LG106",
        "warning",
        f"{path.name} is empty: what stood in it does not count",
        str(path),
        "restore it from your version control or a colleague's copy; if it never held anything, "
        "remove it",
    )


def gone(lost: Lost, folder: Path) -> Finding:
    """Events that had been read from a log in `folder` and stand in none any more."""
    events = "1 event that this copy had read is" if lost.events == 1 else (
        f"{lost.events:,} events that this copy had read are"
    )  # fmt: skip
    return Finding(
        "LG107",
        "warning",
        f"{events} no longer in log/{lost.log}.jsonl",
        str(folder / f"{lost.log}.jsonl"),
        "if nobody took them out on purpose, restore the file from your version control or a "
        "colleague's copy; until then they do not count, and this is said only now",
    )


def glance(files: Iterable[Path]) -> Iterator[Finding]:
    """What size and first line of the log files tell, where a whole verification is too slow."""
    for path in files:
        if not path.stat().st_size:
            yield _empty(path)
        with suppress(LogDamaged, NewerVersion):  # to say more of it is not for a glance
            opened = unseal(first_line(path), str(path))
            if isinstance(opened, LogOpened) and not named_for(path, opened.log):
                yield _copy(path, opened.log)


def _stranger(path: Path, opened: LogOpened) -> Finding:
    return Finding(
        "LG104",
        "error",
        f"this is a log of another review ({opened.review})",
        str(path),
        "move the file out of the folder log",
    )


def _copy(path: Path, log: str) -> Finding:
    """A log under a name that is not its own: what is to become of the file."""
    own = path.with_name(f"{log}.jsonl")
    if not own.exists():
        what, remedy = f"this file is {own.name} under another name", "give it its own name back"
    elif whole_lines(own).startswith(whole_lines(path)):
        what, remedy = f"this file is a copy of {own.name}", "remove the copy"
    else:
        what = f"this file is a copy of {own.name} that was continued by itself"
        remedy = f"keep it, under the name {log}.fork-00000000.jsonl"
    return Finding("LG103", "warning", f"{what}; its events are counted once", str(path), remedy)
