"""Merging working copies: the union of their log files and of what they received."""

from __future__ import annotations

import shutil
from pathlib import Path

from litreview.errors import LogDamaged
from litreview.events import line_hash
from litreview.store.disk import guarded, new_folder, write_atomically
from litreview.store.folder import Folder
from litreview.store.verify import verify


def merge(mine: Folder, theirs: Folder) -> list[str]:
    """Take in what `theirs` has; says line by line what was done. Nothing of `mine` is lost.

    A log that both copies continued (a copied folder) is kept twice: the other one under
    ``<log>.fork-<hash>.jsonl``. Events that stand in both count once.
    """
    done: list[str] = []
    broken = [finding for finding in verify(theirs.log_files()) if finding.severity == "error"]
    if broken:
        raise LogDamaged(broken[0].message, where=broken[0].where, remedy=broken[0].remedy)
    for folder in sorted(path for path in theirs.records.glob("*") if path.is_dir()):
        if not folder.name.startswith(".") and not (mine.records / folder.name).exists():
            with new_folder(mine.records / folder.name) as new, guarded(new):
                shutil.copytree(folder, new, dirs_exist_ok=True)
            done.append(f"records of {folder.name} added")
    for path in sorted(theirs.log.glob("duplicates-*.csv")):
        if not (mine.log / path.name).exists():
            write_atomically(mine.log / path.name, path.read_bytes())
    for path in theirs.log_files():
        done += _take_log(path, mine.log / path.name)
    return done


def _take_log(theirs: Path, mine: Path) -> list[str]:
    new = theirs.read_bytes()
    new = new[: new.rfind(b"\n") + 1]
    old = mine.read_bytes() if mine.exists() else b""
    old = old[: old.rfind(b"\n") + 1]
    if old.startswith(new):
        return []
    if new.startswith(old):
        write_atomically(mine, new)
        added = new.count(b"\n") - old.count(b"\n")
        return [f"{mine.name}: {added} lines added"]
    fork = mine.with_name(f"{mine.stem}.fork-{line_hash(new)[:8]}.jsonl")
    if fork.exists():
        return []
    write_atomically(fork, new)
    return [f"{mine.name} was continued in both copies; the other one is kept as {fork.name}"]
