"""What the logs of two copies name: received records and files of pairs, checked before a merge."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from litreview.errors import FileRefused, ReviewError
from litreview.events import DuplicatesFound, Entry, SearchLoaded, fold
from litreview.model import Search
from litreview.store.disk import copy_hashed, file_sha256, guarded
from litreview.store.folder import Folder
from litreview.store.harvested import JOURNAL
from litreview.store.received import MANIFEST, load_manifest, read_checked
from litreview.store.staging import Staging


@dataclass(frozen=True, slots=True)
class Admitted:
    """searches: name -> manifest as admitted last; runs: file of pairs -> its hash.

    needed: the names of both that count after the merge; without them nothing can be computed.
    """

    searches: dict[str, str]
    runs: dict[str, str]
    needed: frozenset[str]

    @classmethod
    def of(cls, theirs: Iterable[Entry], ours: Iterable[Entry]) -> Admitted:
        """What the events of `theirs` name, as it stands in sight of `ours`."""
        other, own = list(theirs), list(ours)
        state = fold([*other, *own])
        named = [entry.event for entry in sorted([*other, *own], key=lambda e: e.order)]
        last = {e.search: e.manifest for e in named if isinstance(e, SearchLoaded)}
        known = {e.event.search for e in other if isinstance(e.event, SearchLoaded)}
        needed = {
            event.search if isinstance(event, SearchLoaded) else event.file
            for register in ("search", "dedup-run")
            for event in (entry.event for entry in state.of(register).values())
            if isinstance(event, SearchLoaded | DuplicatesFound)
        }
        return cls(
            searches={name: manifest for name, manifest in last.items() if name in known},
            runs={
                entry.event.file: entry.event.sha256
                for entry in other
                if isinstance(entry.event, DuplicatesFound)
            },
            needed=frozenset(needed),
        )


def admit(admitted: Admitted, mine: Folder, theirs: Folder, staging: Staging) -> list[str]:
    """Prepare what `mine` lacks of it; says what. Raises ReviewError where it cannot be had."""
    done = []
    for name, manifest in sorted(admitted.searches.items()):
        done += _search(name, manifest, (mine, theirs), staging, needed=name in admitted.needed)
    for name, sha256 in sorted(admitted.runs.items()):
        if (mine.log / name).exists():
            continue
        try:
            content = read_checked(theirs.log / name, sha256)
        except ReviewError:
            if name in admitted.needed:
                raise
            continue
        staging.file(mine.log / name, content)
    return done


def _search(
    name: str, manifest: str, copies: tuple[Folder, Folder], staging: Staging, *, needed: bool
) -> list[str]:
    mine, theirs = copies
    target = mine.records / name
    held = load_manifest(mine.records, name) if target.exists() else None
    if held is not None:
        _same_files(name, held[0], theirs)
        if held[1] == manifest:
            return []
    try:
        search = _received(theirs, name, manifest)
    except ReviewError:
        if needed:
            raise
        return []
    if held is None:
        _copy(theirs.records / name, staging.folder(target), search, manifest)
        return [f"records of {name} added"]
    new = _new_files(held[0], search)
    place = theirs.records / name
    with guarded(target):
        for file in (*new, MANIFEST):
            staging.file(target / file, (place / file).read_bytes())
    if new and search.harvest is not None:
        return [f"{name} went on in the other copy: {len(new):,} files added"]
    return [f"{name} was loaded in both copies: what was said of it last is kept"]


def _new_files(held: Search, search: Search) -> list[str]:
    """The files of `search` that `held` lacks: a harvest goes on, and only adds to them."""
    known = {file.name for file in held.files}
    return [file.name for file in search.files if file.name not in known]


def _same_files(name: str, held: Search, theirs: Folder) -> None:
    """Refuse two searches of one name: votes name their records by it.

    Of a harvest one copy may have gone on: its files are those of the other, and more.
    """
    if not (theirs.records / name).exists():
        return
    other, _ = load_manifest(theirs.records, name)
    if held.harvest is not None and other.harvest is not None:
        ours, others = _came(held), _came(other)
        if not (ours <= others or others <= ours):
            raise FileRefused(
                f"both copies went on with the harvest {name!r}, each by itself",
                where=str(theirs.records / name),
                remedy="take a fresh copy of one of the two, and harvest there what the other "
                "brought, under another --name",
            )
    elif {file.sha256 for file in held.files} != {file.sha256 for file in other.files}:
        raise FileRefused(
            f"both copies hold a search called {name!r}, with different files",
            where=str(theirs.records / name),
            remedy="take a fresh copy of one of the two, and load the file of the other there "
            "under another --name",
        )


def _came(search: Search) -> set[tuple[str, str]]:
    """The pages and journals of a harvest: what its records and their numbers come from."""
    kept = (f for f in search.files if f.encoding == "gzip" or f.format == JOURNAL)
    return {(file.name, file.sha256) for file in kept}


def _received(theirs: Folder, name: str, manifest: str) -> Search:
    """The search as `theirs` holds it, its files checked. Raises ReviewError."""
    search, found = load_manifest(theirs.records, name)
    place = theirs.records / name
    if found != manifest or search.id != name:
        raise FileRefused(
            f"the manifest of search {name!r} is not the one that was loaded",
            where=str(place / MANIFEST),
            remedy="restore that folder, or merge from the copy that loaded it",
        )
    for file in search.files:
        path = place / file.name
        if not _plain(path):
            raise FileRefused(
                f"search {name!r} names a file that is none in its folder: {file.name[:80]!r}",
                where=str(place / MANIFEST),
                remedy="restore that folder, or merge from the copy that loaded it",
            )
        if file_sha256(path) != file.sha256:
            raise FileRefused(
                f"the file of search {name!r} is not the one that was loaded",
                where=str(path),
                remedy="restore that file, or merge from the copy that loaded it",
            )
    return search


def _plain(path: Path) -> bool:
    """Whether a file stands at `path` itself: no folder, no link that leads elsewhere."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _copy(source: Path, target: Path, search: Search, manifest: str) -> None:
    """The manifest and the files that it names, and nothing else that lies there."""
    wanted = {MANIFEST: manifest} | {file.name: file.sha256 for file in search.files}
    for name, sha256 in wanted.items():
        if copy_hashed(source / name, target / name)[0] != sha256:
            raise FileRefused(
                "this file changed while it was read",
                where=str(source / name),
                remedy="merge again when nothing else writes to it",
            )
