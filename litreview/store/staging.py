"""Several files and folders that appear together: prepared aside, then moved into place."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from litreview.store.disk import guarded, sync_folder


class Staging:
    """Everything is written beside its place first; `commit` only renames.

    What can fail for want of space or rights fails before the first rename: then nothing has
    changed. Renames happen in the order in which the parts were added, so that a kill between two
    of them leaves the later ones out.
    """

    def __init__(self) -> None:
        self._moves: list[tuple[Path, Path]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for temporary, _ in self._moves:
            if temporary.is_dir():
                shutil.rmtree(temporary, ignore_errors=True)
            else:
                temporary.unlink(missing_ok=True)

    def file(self, path: Path, content: bytes) -> None:
        """`content` will stand at `path`, in place of what is there."""
        with guarded(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tmp-")
            self._moves.append((Path(name), path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)

    def folder(self, path: Path) -> Path:
        """A folder to fill now; it will stand at `path`, where nothing is."""
        with guarded(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=".tmp-"))
            self._moves.append((temporary, path))
            temporary.chmod(0o755)
        return temporary

    def commit(self) -> None:
        """Move all parts into place."""
        for temporary, path in self._moves:
            with guarded(path):
                temporary.replace(path)
        for place in {path.parent for _, path in self._moves}:
            sync_folder(place)
        self._moves.clear()
