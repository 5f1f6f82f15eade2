"""Reading the whole log again, from the first byte, and saying what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from litreview.errors import LogDamaged, NewerVersion, StorageError
from litreview.events import LogOpened
from litreview.model import Finding
from litreview.store.lines import Torn, read
from litreview.store.tail import whole_lines


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
    log = ""
    try:
        for item in read(path):
            if isinstance(item, Torn):
                yield _torn(item)
                break
            entry, position = item
            log = position.log
            if isinstance(entry.event, LogOpened) and review not in {"", entry.event.review}:
                yield _stranger(path, entry.event)
    except (LogDamaged, NewerVersion, StorageError) as error:
        yield Finding("LG101", "error", error.what, error.where, error.remedy)
        return
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


def _torn(item: Torn) -> Finding:
    return Finding(
        "LG102",
        "warning",
        "the last line was cut off; it is set aside, the rest is used",
        str(item.path),
        "nothing needs doing: the next decision moves it to a file beside",
    )


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
