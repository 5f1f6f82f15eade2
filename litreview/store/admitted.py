"""What the logs of two copies name: received records and files of pairs, checked before a merge."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from litreview.errors import FileRefused, ReviewError
from litreview.events import DuplicatesFound, Entry, PrimingLoaded, SearchLoaded, fold
from litreview.model import Search
from litreview.store import harvest_copies
from litreview.store.disk import copy_hashed, file_sha256, guarded
from litreview.store.folder import Folder
from litreview.store.harvest_copies import Held, joined
from litreview.store.received import MANIFEST, load_manifest, read_checked
from litreview.store.staging import Staging


@dataclass(frozen=True, slots=True)
class Admitted:
    """searches: name -> manifest as admitted last; runs: file of pairs -> its hash.

    needed: the names of both that count after the merge; without them nothing can be computed.
    primed: name of earlier decisions -> their hash; an order can be made without them.
    """

    searches: dict[str, str]
    runs: dict[str, str]
    needed: frozenset[str]
    primed: dict[str, str]

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
            primed={e.name: e.sha256 for e in named if isinstance(e, PrimingLoaded)},
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
    for name, sha256 in sorted(admitted.primed.items()):
        place = Path("priming") / f"{name}.csv"
        if (mine.root / place).exists():
            continue
        try:
            content = read_checked(theirs.root / place, sha256)
        except ReviewError:  # a check names what is missing
            continue
        staging.file(mine.root / place, content)
    return done


def _search(
    name: str, manifest: str, copies: tuple[Folder, Folder], staging: Staging, *, needed: bool
) -> list[str]:
    mine, theirs = copies
    target, place = mine.records / name, theirs.records / name
    harvest_copies.finished(target)
    held = load_manifest(mine.records, name) if target.exists() else None
    other = load_manifest(theirs.records, name) if held and place.exists() else None
    if held is not None and other is not None:
        _same(Held(target, held[0]), Held(place, other[0]))
        if held == other:
            return []
    stays = held is not None and held[1] == manifest
    try:
        search = _received(theirs, name, "" if stays else manifest)
    except ReviewError:
        if needed and not stays:
            raise
        return []
    if held is None:
        _copy(place, staging.folder(target), search, manifest)
        return [f"records of {name} added"]
    ours, others = Held(target, held[0]), Held(place, search)
    if _is_harvest(held[0], search):
        last, rest = (ours, others) if stays else (others, ours)
        return joined(last, rest, target, staging)
    if stays:
        return []
    with guarded(target):
        staging.file(target / MANIFEST, (place / MANIFEST).read_bytes())
    return [f"{name} was loaded in both copies: what was said of it last is kept"]


def _is_harvest(one: Search, other: Search) -> bool:
    return one.harvest is not None and other.harvest is not None


def _same(ours: Held, others: Held) -> None:
    """Refuse two searches of one name: votes name their records by it."""
    one, other = ours.search, others.search
    if _is_harvest(one, other):
        if not harvest_copies.agree(ours, others):
            raise harvest_copies.different(one.id, others.place)
    elif {file.sha256 for file in one.files} != {file.sha256 for file in other.files}:
        raise FileRefused(
            f"both copies hold a search called {one.id!r}, with different files",
            where=str(others.place),
            remedy="take a fresh copy of one of the two, and load the file of the other there "
            "under another --name",
        )


def _received(theirs: Folder, name: str, manifest: str) -> Search:
    """The search as `theirs` holds it, its files checked. Raises ReviewError.

    manifest: the SHA-256 that its manifest has; "": whichever.
    """
    search, found = load_manifest(theirs.records, name)
    place = theirs.records / name
    if (manifest and found != manifest) or search.id != name:
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
