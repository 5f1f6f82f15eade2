"""Several files and folders that appear together: prepared aside, then moved into place."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from litreview.store.disk import UNCHANGED, beside, flush_files, guarded, sync_folder, write_new


class Staging:
    """Everything is written beside its place first; `commit` only renames.

    What can fail for want of space or rights fails before the first rename: then nothing has
    changed. Renames happen in the order in which the parts were added, so that a kill between two
    of them leaves the later ones out.
    """

    def __init__(self) -> None:
        self._moves: list[tuple[Path | None, Path]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for temporary, _ in self._moves:
            if temporary is None:
                continue
            if temporary.is_dir():
                shutil.rmtree(temporary, ignore_errors=True)
            else:
                temporary.unlink(missing_ok=True)

    def file(self, path: Path, content: bytes) -> None:
        """`content` will stand at `path`, in place of what is there."""
        with guarded(path, UNCHANGED):
            temporary = beside(path)
            self._moves.append((temporary, path))
            write_new(temporary, (content,), like=path)

    def folder(self, path: Path) -> Path:
        """A folder to fill now; it will stand at `path`, where nothing is."""
        with guarded(path, UNCHANGED):
            temporary = beside(path)
            self._moves.append((temporary, path))
            temporary.mkdir()
        return temporary

    def removal(self, path: Path) -> None:
        """The file at `path` will be gone."""
        self._moves.append((None, path))

    def commit(self) -> None:
        """Flush the folders, and move all parts into place."""
        for temporary, path in self._moves:
            if temporary is not None and temporary.is_dir():
                with guarded(path, UNCHANGED):
                    flush_files(temporary)
        so = UNCHANGED
        for done, (temporary, path) in enumerate(self._moves, 1):
            with guarded(path, so):
                if temporary is None:
                    path.unlink(missing_ok=True)
                else:
                    temporary.replace(path)
            so = f"{done} of {len(self._moves)} parts are in place, the same command adds the rest"
        for place in {path.parent for _, path in self._moves}:
            sync_folder(place)
        self._moves.clear()
