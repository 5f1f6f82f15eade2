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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from litreview.errors import FileRefused, ReviewError
from litreview.model import Search
from litreview.store.disk import file_sha256, guarded
from litreview.store.harvested import JOURNAL, HarvestFolder, is_harvest, whole_lines
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
    """Whether the records that both have bear the same names in both."""
    return one.pages.items() <= other.pages.items() or other.pages.items() <= one.pages.items()


def joined(last: Held, other: Held, mine: Path, staging: Staging) -> list[str]:
    """Prepare what the folder `mine`, that of `last` or of `other`, lacks; says what.

    last: the one whose manifest holds. Raises FileRefused: a sitting of `mine` was cut off.
    """
    name = last.search.id
    further = _further(last, other)
    if mine == last.place:
        free = not any((mine / one).exists() for one in further)  # else they were added before
        _put(further if free else {}, mine, staging)
        return [_to_go_on(name)] if further and free else []
    new = last.pages.keys() - other.pages.keys()
    held = {one.name: _File(last.place / one.name, one.sha256) for one in last.search.files}
    _own_journals(other, held | further, mine, staging)
    manifest = last.place / MANIFEST
    last_file = {MANIFEST: _File(manifest, file_sha256(manifest))}
    _put(held | further | last_file, mine, staging)
    if new:
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

    None, where they do not follow on: `mine` is gone on with from the pages of `last` then.
    """
    pages = {name: sha for name, sha in other.pages.items() if name not in last.pages}
    common = set(last.journals.values())
    journals = [(name, sha) for name, sha in other.journals.items() if sha not in common]
    told = [page for name, _ in journals for page in _pages_in(other.place / name)]
    if not pages or sorted(told) != sorted(pages):
        return {}
    behind = enumerate(journals, start=len(last.journals) + 1)
    found = {name: _File(other.place / name, sha) for name, sha in pages.items()}
    return found | {
        f"requests-{number}.jsonl": _File(other.place / name, sha)
        for number, (name, sha) in behind
    }  # fmt: skip


class _Line(msgspec.Struct):
    """What is read of a line of a journal: the page that it names, if it names one."""

    file: str = ""


def _pages_in(journal: Path) -> Iterator[str]:
    """The pages that a journal tells of. A line that is none names "", which no page is called."""
    for line in whole_lines(journal):
        try:
            kind = msgspec.json.decode(line, type=dict[str, msgspec.Raw]).get("kind")
            if kind is not None and bytes(kind) == b'"page"':
                yield msgspec.json.decode(line, type=_Line).file
        except (msgspec.MsgspecError, RecursionError):
            yield ""


def _own_journals(other: Held, wanted: Mapping[str, _File], mine: Path, staging: Staging) -> None:
    """Put aside the journals of `mine` that no number is left for.

    Raises FileRefused: one is of a sitting that was cut off, whose pages would be written over.
    """
    kept = {one.sha256 for one in wanted.values()}
    filed = {*other.journals.values(), *kept}
    here = [(path, file_sha256(path)) for path in HarvestFolder(mine).journals()]
    if any(sha256 not in filed for _, sha256 in here):
        raise _cut_off(mine)
    for path, sha256 in here:
        if sha256 not in kept:
            staging.file(path.with_name(f"{path.stem}.{sha256[:8]}.jsonl"), path.read_bytes())
    for path, _ in reversed(here):
        if path.name not in wanted:
            staging.removal(path)


def _put(files: Mapping[str, _File], mine: Path, staging: Staging) -> None:
    """Prepare those that `mine` does not have as they are, the manifest behind all others."""
    for name, file in files.items():
        target = mine / name
        with guarded(target):
            if target.is_file() and file_sha256(target) == file.sha256:
                continue
            staging.file(target, file.path.read_bytes())


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
