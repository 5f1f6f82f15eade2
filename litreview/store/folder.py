"""The review folder: where everything stands, and which log this working copy writes to."""

from __future__ import annotations

import hashlib
import platform
import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from litreview import __version__
from litreview.errors import NotAReview, UsageError
from litreview.store.disk import guarded, write_atomically
from litreview.store.log import Clock, LogWriter, valid_name

PROGRAM = f"litreview {__version__}"
_GITIGNORE = ".litreview/\nreport/\n"


class _Copy(msgspec.Struct):
    id: str
    place: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The places of a review whose root is `root`."""

    root: Path

    @property
    def settings(self) -> Path:
        """review.toml."""
        return self.root / "review.toml"

    @property
    def records(self) -> Path:
        """What was received."""
        return self.root / "records"

    @property
    def log(self) -> Path:
        """The append-only log."""
        return self.root / "log"

    @property
    def forms(self) -> Path:
        """Extraction forms."""
        return self.root / "forms"

    @property
    def cache(self) -> Path:
        """Derived files: the index, locks, this copy's name. Disposable."""
        return self.root / ".litreview"

    def log_files(self) -> tuple[Path, ...]:
        """The log files, by name."""
        return tuple(sorted(self.log.glob("*.jsonl")))

    def writer(self, who: str, review: str, clock: Clock) -> LogWriter:
        """The log of `who` in this working copy."""
        log = f"{valid_name(who)}.{self._copy()}"
        return LogWriter(
            path=self.log / f"{log}.jsonl",
            log=log,
            who=who,
            review=review,
            program=PROGRAM,
            locks=self.cache / "locks",
            clock=clock,
        )

    def _copy(self) -> str:
        """The name that this working copy drew for itself.

        It is bound to the machine and the folder: a copied folder draws a new one, so that two
        copies never append to one file.
        """
        path = self.cache / "copy.json"
        seen = f"{platform.node()}\n{self.root.resolve()}"
        place = hashlib.sha256(seen.encode()).hexdigest()[:16]
        try:
            held = msgspec.json.decode(path.read_bytes(), type=_Copy)
            if held.place == place:
                return held.id
        except (FileNotFoundError, msgspec.MsgspecError):
            pass
        drawn = _Copy(id=secrets.token_hex(3), place=place)
        write_atomically(path, msgspec.json.encode(drawn))
        return drawn.id


def find(start: Path) -> Folder:
    """The review in `start` or in a folder above it. Raises NotAReview."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "review.toml").is_file():
            return Folder(folder)
    raise NotAReview(
        "there is no review here",
        where=str(start),
        remedy="make one with `litreview init`, or name its folder with -C",
    )


def create(root: Path, settings: str, forms: dict[str, str]) -> Folder:
    """Lay out a new review. Raises UsageError where there is one already."""
    folder = Folder(root)
    if folder.settings.exists():
        raise UsageError(
            "there is a review here already",
            where=str(folder.settings),
            remedy="go on with it: `litreview status`",
        )
    with guarded(root):
        for place in (folder.records, folder.log, folder.forms, root / "search_strings"):
            place.mkdir(parents=True, exist_ok=True)
    for name, text in forms.items():
        if not (folder.forms / f"{name}.toml").exists():
            write_atomically(folder.forms / f"{name}.toml", text.encode())
    if not (root / ".gitignore").exists():
        write_atomically(root / ".gitignore", _GITIGNORE.encode())
    write_atomically(folder.settings, settings.encode())
    return folder
