"""Two copies of one harvest become one: what both fetched counts once, and is not fetched again.

Records are named by the numbers that they have in the pages, so that two copies can be one where
the pages of the one are those of the other, or its first ones. Their journals and manifests may
differ: each copy may have gone on, or tried in vain. The manifest that the log names last holds,
with the files that it names; journals have the same names in both copies, so those of the other

- come behind them under the next numbers, where they tell of further pages and of no others: run
  again, the harvest goes on from there, and asks nothing that has come;
- are kept as ``requests-N.<hash>.jsonl``, which no harvest reads, in all other cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from litreview.errors import FileRefused, ReviewError
from litreview.model import Search
from litreview.store.disk import file_sha256, guarded
from litreview.store.harvested import JOURNAL, HarvestFolder, is_harvest, number_of, whole_lines
from litreview.store.received import MANIFEST
from litreview.store.staging import Staging


@dataclass(frozen=True, slots=True)
class Held:
    """A harvest as one copy has it: its folder, and what its manifest says."""

    place: Path
    search: Search

    @property
    def pages(self) -> dict[str, str]:
        """Page -> its SHA-256, in the order of their coming."""
        return {one.name: one.sha256 for one in self.search.files if one.encoding == "gzip"}

    @property
    def journals(self) -> dict[str, str]:
        """Journal -> its SHA-256, in order."""
        return {one.name: one.sha256 for one in self.search.files if one.format == JOURNAL}


class _File(NamedTuple):
    """Where a file is to be had, and its SHA-256."""

    path: Path
    sha256: str


_Files = dict[str, _File]


def finished(place: Path) -> None:
    """Raises FileRefused: the folder holds a harvest that was cut off, and has no manifest."""
    if is_harvest(place) and not (place / MANIFEST).exists():
        raise _cut_off(place)


def agree(one: Held, other: Held) -> bool:
    """Whether the records that both have bear the same names in both.

    Reads pages whose files differ: two machines may pack one body in two ways. Raises ReviewError:
    such a page is damaged.
    """
    names = one.pages.keys() & other.pages.keys()
    if names != one.pages.keys() and names != other.pages.keys():
        return False
    return all(_is_same(name, one, other) for name in names)


def _is_same(name: str, one: Held, other: Held) -> bool:
    """Whether both have the same body as the page `name`."""
    hashes = one.pages[name], other.pages[name]
    if hashes[0] == hashes[1] or _is(one.place / name, _File(one.place / name, hashes[1])):
        return True  # the second: a merge that was cut off has put it there
    bodies = (
        HarvestFolder(held.place).body(name, sha256)
        for held, sha256 in zip((one, other), hashes, strict=True)
    )
    return next(bodies) == next(bodies)


def joined(last: Held, other: Held, mine: Path, staging: Staging) -> list[str]:
    """Prepare what the folder `mine`, that of `last` or of `other`, lacks; says what.

    last: the one whose manifest holds. Killed between any two steps, the next merge comes to the
    same. Raises FileRefused: a sitting of `mine` was cut off.
    """
    name = last.search.id
    further = _further(last, other)
    if mine == last.place:
        free = all(not (mine / one).exists() or _is(mine / one, further[one]) for one in further)
        added = free and _put(further, mine, staging)
        return [_to_go_on(name)] if added else []
    held = {one.name: _File(last.place / one.name, one.sha256) for one in last.search.files}
    manifest = last.place / MANIFEST
    _set_aside(other, held | further, mine, staging)
    _put(held | further, mine, staging)
    _remove(held | further, mine, staging)
    _put({MANIFEST: _File(manifest, file_sha256(manifest))}, mine, staging)
    if new := last.pages.keys() - other.pages.keys():
        return [f"{name} went on in the other copy: {len(new):,} pages added"]
    if other.pages.keys() - last.pages.keys():
        return [_to_go_on(name)]
    return [f"{name} was run in both copies, with the same pages: what was said of it last is kept"]


def _to_go_on(name: str) -> str:
    return (
        f"{name}: one copy has more pages than the run that the log names last: run the same "
        "search again, so that they count"
    )


def _further(last: Held, other: Held) -> _Files:
    """The pages of `other` behind those of `last`, and its journals that tell of them alone.

    None, where they do not follow on: the harvest is gone on with from the pages of `last` then.
    """
    common = set(last.journals.values())
    journals = [
        _File(path, sha256)
        for name, sha256 in other.journals.items()
        if sha256 not in common and (path := _found(other.place, name, sha256))
    ]
    pages = {name: sha for name, sha in other.pages.items() if name not in last.pages}
    told = [page for journal in journals for page in _pages_in(journal.path)]
    if not pages or sorted(told) != sorted(pages):
        return {}
    found = {name: _File(other.place / name, sha) for name, sha in pages.items()}
    behind = enumerate(journals, start=len(last.journals) + 1)
    return found | {f"requests-{number}.jsonl": journal for number, journal in behind}


def _found(place: Path, name: str, sha256: str) -> Path | None:
    """Where a journal lies, which a merge that was cut off may have moved to another number."""
    paths = (place / name, *sorted(place.glob("requests-*.jsonl")))
    return next((path for path in paths if _is(path, _File(path, sha256))), None)


class _Line(msgspec.Struct):
    """What is read of a line of a journal: what it tells of, and the page, if it is one."""

    kind: str = ""
    file: str = ""


def _pages_in(journal: Path) -> Iterator[str]:
    """The pages that a journal tells of. A line that is none names "", which no page is called."""
    for line in whole_lines(journal):
        try:
            found = msgspec.json.decode(line, type=_Line)
        except (msgspec.MsgspecError, RecursionError):
            yield ""
        else:
            if found.kind == "page":
                yield found.file


def _numbered(place: Path) -> dict[str, Path]:
    """The journals in a folder that a harvest would read, by name, in order."""
    paths = (path for path in place.glob("requests-*.jsonl") if number_of(path.name))
    return {path.name: path for path in sorted(paths, key=lambda path: number_of(path.name))}


def _set_aside(other: Held, wanted: _Files, mine: Path, staging: Staging) -> None:
    """Keep the journals of `mine` that no number is left for.

    Raises FileRefused: one is of a sitting that was cut off, whose pages would be written over.
    """
    kept = {one.sha256 for one in wanted.values()}
    filed = {*other.journals.values(), *kept}
    for path in _numbered(mine).values():
        sha256 = file_sha256(path)
        if sha256 not in filed:
            raise _cut_off(mine)
        if sha256 not in kept:
            aside = path.with_name(f"{path.stem}.{sha256[:8]}.jsonl")
            _put({aside.name: _File(path, sha256)}, mine, staging)


def _remove(wanted: _Files, mine: Path, staging: Staging) -> None:
    """Take away journals of `mine` behind the last that is wanted, from the end."""
    for name, path in reversed(_numbered(mine).items()):
        if name not in wanted:
            staging.removal(path)


def _put(files: _Files, mine: Path, staging: Staging) -> bool:
    """Prepare those that `mine` does not have as they are; whether there are any.

    Journals come behind the pages that they tell of: first those of new numbers, then in the place
    of others from the end. So there is no gap, and each is written anew before it is written over.
    """
    here = _numbered(mine)
    new = sorted((name for name in files if number_of(name) and name not in here), key=number_of)
    old = sorted((name for name in files if name in here), key=number_of, reverse=True)
    rest = [name for name in files if not number_of(name)]
    lacking = [one for one in (*rest, *new, *old) if not _is(mine / one, files[one])]
    for name in lacking:
        with guarded(mine / name):
            staging.file(mine / name, files[name].path.read_bytes())
    return bool(lacking)


def _is(path: Path, file: _File) -> bool:
    """Whether the file at `path` has that content."""
    return path.is_file() and file_sha256(path) == file.sha256


def _cut_off(place: Path) -> FileRefused:
    return FileRefused(
        f"the harvest {place.name!r} was cut off in this copy, and the other one has filed it",
        where=str(place),
        remedy="run the same search again here, which goes on with it, or move its folder away; "
        "then merge",
    )


def different(name: str, place: Path) -> ReviewError:
    """The error that two searches of one name have different pages."""
    return FileRefused(
        f"both copies ran the search {name!r}, and got different pages",
        where=str(place),
        remedy="take a fresh copy of one of the two, and run there what the other brought, under "
        "another --name",
    )
