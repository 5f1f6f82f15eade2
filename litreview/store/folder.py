"""The review folder: where everything stands, and which log this working copy writes to."""

from __future__ import annotations

import hashlib
import platform
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from litreview import __version__
from litreview.errors import NotAReview, StorageError, UsageError
from litreview.store.disk import guarded, write_atomically
from litreview.store.log import Clock, LogWriter, log_files, valid_name
from litreview.store.money_tables import FOLDER

PROGRAM = f"litreview {__version__}"
_GITIGNORE = ".litreview/\nreport/\nfulltext/\n"
_GITATTRIBUTES = """# The log and what was received are kept byte for byte: no change of line ends.
log/** -text
records/** -text
priming/** -text
"""
_COPY = re.compile(r"[0-9a-z]{4,40}")


def _draw() -> str:
    return secrets.token_hex(3)


@dataclass(frozen=True, slots=True)
class Folder:
    """The places of a review whose root is `root`. draw: a new name for a working copy."""

    root: Path
    draw: Callable[[], str] = field(default=_draw, compare=False, repr=False)

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
    def money(self) -> Path:
        """Tables that amounts of money are converted with."""
        return self.root / FOLDER

    @property
    def fulltext(self) -> Path:
        """Full texts, each named by its hash. Not for version control: they are publishers'."""
        return self.root / "fulltext"

    @property
    def cache(self) -> Path:
        """Derived files: the index, locks, this copy's name. Disposable."""
        return self.root / ".litreview"

    @property
    def locks(self) -> Path:
        """Lock files."""
        return self.cache / "locks"

    def log_files(self) -> tuple[Path, ...]:
        """The log files, by name."""
        return log_files(self.log)

    def writer(self, who: str, review: str, clock: Clock) -> LogWriter:
        """The log of `who` in this working copy."""
        log = f"{valid_name(who)}.{self.copy()}"
        return LogWriter(
            path=self.log / f"{log}.jsonl",
            log=log,
            who=who,
            review=review,
            program=PROGRAM,
            locks=self.locks,
            clock=clock,
        )

    def copy(self) -> str:
        """The name that this working copy drew for itself.

        It is bound to the machine and the folder: a copied folder draws a new one, so that two
        copies never append to one file. Machines that work in one shared folder keep a name each.
        """
        path = self.cache / "copy.json"
        seen = f"{platform.node()}\n{self.root.resolve()}"
        place = hashlib.sha256(seen.encode(errors="surrogateescape")).hexdigest()[:16]
        held = _copies(path)
        if place not in held:
            held[place] = self._drawn()
            write_atomically(path, msgspec.json.encode(held))
        return held[place]

    def others(self) -> bool:
        """Whether a log here is of another working copy."""
        return bool(self._copies_here() - {self.copy()})

    def _copies_here(self) -> set[str]:
        return {path.name.split(".")[1] for path in self.log_files()}

    def _drawn(self) -> str:
        """A name that no log here bears: one drawn before may stand in the log of another copy."""
        taken = self._copies_here()
        for _ in range(100):
            drawn = self.draw()
            if drawn not in taken:
                return drawn
        raise StorageError("no free name for this working copy was found", where=str(self.log))


def _copies(path: Path) -> dict[str, str]:
    """Place -> the name of its working copy; empty where the file is missing or is none."""
    try:
        with guarded(path):
            held = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except msgspec.MsgspecError:
        return {}
    except StorageError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        return {}
    return {place: name for place, name in held.items() if _COPY.fullmatch(name)}


def find(start: Path) -> Folder:
    """The review in `start` or in a folder above it. Raises NotAReview."""
    with guarded(start):
        here = start.resolve()
        for folder in (here, *here.parents):
            if (folder / "review.toml").is_file():
                return Folder(folder)
    raise NotAReview(
        "there is no review here",
        where=str(start),
        remedy="make one with `litreview init`, or name its folder with -C",
    )


def other(start: Path) -> Folder:
    """The review in `start` or above it, as another copy of a known one. Raises NotAReview."""
    try:
        return find(start)
    except NotAReview as error:
        raise NotAReview(
            "there is no review there",
            where=error.where,
            remedy="name the folder of the other copy: the one that holds its review.toml",
        ) from error


def create(root: Path, settings: str, forms: dict[str, str]) -> Folder:
    """Lay out a new review. Raises UsageError where there is one already."""
    folder = Folder(root)
    with guarded(root):
        if folder.settings.exists():
            raise UsageError(
                "there is a review here already",
                where=str(folder.settings),
                remedy="go on with it: `litreview status`",
            )
        for place in (folder.records, folder.log, folder.forms, root / "search_strings"):
            place.mkdir(parents=True, exist_ok=True)
    for name, text in forms.items():
        if not (folder.forms / f"{name}.toml").exists():
            write_atomically(folder.forms / f"{name}.toml", text.encode())
    for name, text in ((".gitignore", _GITIGNORE), (".gitattributes", _GITATTRIBUTES)):
        if not (root / name).exists():
            write_atomically(root / name, text.encode())
    write_atomically(folder.settings, settings.encode())
    return folder
