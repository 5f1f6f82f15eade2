"""Merging working copies: the union of their log files and of what they received.

review.toml, forms, search strings and full texts are people's files: they are shared by git or by
hand, not here.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from litreview.errors import LogDamaged, StorageError, UsageError
from litreview.events import Entry, LogOpened, line_hash
from litreview.store import settings
from litreview.store.admitted import Admitted, admit
from litreview.store.disk import guarded, locked
from litreview.store.folder import Folder
from litreview.store.lines import Torn, linked
from litreview.store.staging import Staging
from litreview.store.tail import mend, whole_lines


def merge(mine: Folder, theirs: Folder) -> list[str]:
    """Take in what `theirs` has; says line by line what was done. Nothing of `mine` is lost.

    Everything is read and checked before the first change; what cannot be taken is refused whole
    (LogDamaged, NewerVersion, ReviewError, UsageError), and the first change is made when all new
    files lie ready beside their places. Records come before the logs that name them. The logs of
    `theirs` are read once: what its people write there meanwhile is for the next merge.

    A log that both copies continued (a copied folder) is kept twice: the other one under
    ``<log>.fork-<hash>.jsonl``. Events that stand in both count once.
    """
    review = _same_review(mine, theirs)
    with ExitStack() as held, Staging() as staging:
        for name in sorted({path.name for path in (*mine.log_files(), *theirs.log_files())}):
            held.enter_context(locked(mine.log / name, mine.locks))
        ours, other = _contents(mine), _contents(theirs)
        cut = sum(_cut_off(path, ours) for path in other)
        admitted = Admitted.of(_entries(other, review), _entries(ours, review))
        done = admit(admitted, mine, theirs, staging)
        taken = _logs(mine, ours, other)
        for path, new, _ in taken:
            staging.file(path, new)
        for path, _, _ in taken:
            mend(path)
        staging.commit()
    done += [line for _, _, line in taken]
    if cut:
        lines = "1 line that was" if cut == 1 else f"{cut:,} lines that were"
        done.append(
            f"{lines} cut off {'was' if cut == 1 else 'were'} left behind: merge again when that "
            "copy has mended it"
        )
    if mine.settings.read_bytes() != theirs.settings.read_bytes():
        done.append("review.toml differs from the other copy's; it is not merged: compare the two")
    return done


def _same_review(mine: Folder, theirs: Folder) -> str:
    """The id that both reviews have. Raises UsageError."""
    if mine.root.resolve() == theirs.root.resolve():
        raise UsageError(
            "this is the review itself, not another copy of it",
            where=str(theirs.root),
            remedy="name the folder of the other working copy",
        )
    ours, other = settings.load(mine.settings).id, settings.load(theirs.settings).id
    if ours != other:
        raise UsageError(
            f"that is another review ({other}); this one is {ours}",
            where=str(theirs.settings),
            remedy="only copies of one review merge; to use its records, dump and load them",
        )
    return ours


def _contents(folder: Folder) -> dict[Path, bytes]:
    """The whole lines of each log of a copy."""
    found: dict[Path, bytes] = {}
    for path in folder.log_files():
        with guarded(path):
            regular = stat.S_ISREG(path.lstat().st_mode)
        if not regular:
            raise StorageError("this log is no file of its own", where=str(path))
        found[path] = whole_lines(path)
    return found


def _cut_off(path: Path, ours: Mapping[Path, bytes]) -> bool:
    """Whether the log at `path` ends in a line that was cut off, and that no log here has whole."""
    with guarded(path):
        content = path.read_bytes()
    torn = content[content.rfind(b"\n") + 1 :]
    return bool(torn) and not any(old.startswith(content) for old in ours.values())


def _entries(logs: Mapping[Path, bytes], review: str) -> list[Entry]:
    """All events of a copy. Raises LogDamaged or NewerVersion, also for a log of another review."""
    found: list[Entry] = []
    for path, content in logs.items():
        for item in linked(path, io.BytesIO(content)):
            if isinstance(item, Torn):
                break
            found.append(item[0])
            if isinstance(item[0].event, LogOpened) and item[0].event.review != review:
                raise LogDamaged(
                    f"this is a log of another review ({item[0].event.review})",
                    where=str(path),
                    remedy="move the file out of the folder log",
                )
    return found


def _logs(
    mine: Folder, ours: Mapping[Path, bytes], theirs: Mapping[Path, bytes]
) -> list[tuple[Path, bytes, str]]:
    """What the log files of `mine` become: path, content, and the line that says so."""
    held = {path.name: content for path, content in ours.items()}
    before = dict(held)
    for path, new in theirs.items():
        first = next(linked(path, io.BytesIO(new)), None)
        log = "" if first is None or isinstance(first, Torn) else first[1].log
        name = _place(log, new, held) if log else None
        if name:
            held[name] = new
    return [
        (mine.log / name, new, _told(name, new, before.get(name)))
        for name, new in held.items()
        if new != before.get(name)
    ]


def _place(log: str, new: bytes, held: dict[str, bytes]) -> str | None:
    """The name under which `new` is kept; None where all of it stands here already."""
    if any(old.startswith(new) for old in held.values()):
        return None
    shorter = [name for name, old in held.items() if old and new.startswith(old)]
    if shorter:
        return max(shorter, key=lambda name: len(held[name]))
    name, stem = f"{log}.jsonl", f"{log}.fork"
    while held.get(name):
        stem += f"-{_parting(held[name], new)}"
        name = f"{stem}.jsonl"
    return name


def _parting(old: bytes, new: bytes) -> str:
    """A name for the first line of `new` that `old` does not have at its place.

    It stays the same while either goes on, so a fork is continued under one name.
    """
    lines = zip(old.splitlines(), new.splitlines(), strict=False)
    return next(line_hash(line) for known, line in lines if known != line)[:8]


def _told(name: str, new: bytes, old: bytes | None) -> str:
    if old is None and ".fork-" in name:
        log = name.partition(".fork-")[0]
        return f"{log}.jsonl was continued in both copies; the other one is kept as {name}"
    added = new.count(b"\n") - (old or b"").count(b"\n")
    return f"{name}: {added:,} line{'' if added == 1 else 's'} added"
