"""What a ranking keeps in ``.litreview/ranking``: features and orders. Disposable, made anew.

Each file is named by what it was made from, so that one that is out of date is never found; the
oldest are let go. What cannot be read or written is as good as not there: it only takes longer.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from litreview import __version__
from litreview.errors import StorageError
from litreview.model import ReportId
from litreview.screening.known import digest, name_of
from litreview.store.disk import write_atomically
from litreview.store.folder import Folder

if TYPE_CHECKING:
    from litreview.screening.rank.matrix import Matrix
    from litreview.screening.rank.parts import Features, Pool

MANY = 2_000
"""Records from which on features are kept: for fewer they are made in less than a second."""
_ORDERS, _MATRICES = 12, 2
"""How many files of each kind are kept."""
_NAME = re.compile(r"[0-9a-f]{16}")


def _place(folder: Folder) -> Path:
    return folder.cache / "ranking"


def keep_order(folder: Folder, ranking: str, order: Sequence[ReportId]) -> None:
    """Keep an order, so that the next sitting can begin with it at once."""
    path = _place(folder) / f"{ranking}.txt"
    with suppress(StorageError):
        write_atomically(path, "".join(f"{one}\n" for one in order).encode())
        _sweep(path.parent, "*.txt", _ORDERS)


def kept_order(folder: Folder, ranking: str) -> tuple[ReportId, ...]:
    """The order of that name; () where it is not kept, or is not what its name says."""
    if not _NAME.fullmatch(ranking):
        return ()
    try:
        text = (_place(folder) / f"{ranking}.txt").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ()
    order = tuple(ReportId(line) for line in text.splitlines())
    return order if name_of(order) == ranking else ()


def keeping(folder: Folder, name: str) -> Features:
    """The features of the recipe called `name`, kept where there are many records."""
    from litreview.screening.rank.recipes import recipe

    return _Kept(_place(folder), name, recipe(name, learned_prior=False).features)


@dataclass(frozen=True, slots=True)
class _Kept:
    """See `parts.Features`; what was made before of the same texts is read."""

    place: Path
    name: str
    made: Features

    def __call__(self, pool: Pool, extra: tuple[str, ...] = ()) -> Matrix:
        if len(pool) < MANY:
            return self.made(pool, extra)
        texts = zip(pool.titles, pool.abstracts, strict=True)
        lines = (self.name, __version__, *map("\t".join, texts), "", *extra)
        path = self.place / f"{digest(lines)}.npz"
        held = _read(path)
        if held is None:
            held = self.made(pool, extra)
            _write(path, held)
        return held


def _read(path: Path) -> Matrix | None:
    import numpy as np

    from litreview.screening.rank.matrix import Matrix

    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            return Matrix(held["data"], held["indices"], held["indptr"], int(held["columns"]))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _write(path: Path, matrix: Matrix) -> None:
    import numpy as np

    temporary = path.with_name(f"{path.stem}.tmp.npz")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(
            temporary,
            data=matrix.data,
            indices=matrix.indices,
            indptr=matrix.indptr,
            columns=np.int64(matrix.columns),
        )
        temporary.replace(path)
        _sweep(path.parent, "*.npz", _MATRICES)


def _sweep(folder: Path, pattern: str, most: int) -> None:
    """Let the oldest go."""
    with suppress(OSError):
        held = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns)
        for path in held[:-most]:
            path.unlink(missing_ok=True)
