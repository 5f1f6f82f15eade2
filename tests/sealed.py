"""Reviewers who work apart in copies of an invented review, and seal. Imported by its bare name."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from invented import review_toml

from litreview.events import AnyEvent, line_hash
from litreview.model import Decision, ReportId
from litreview.review import Review, sealing
from litreview.review.loading import Origin
from litreview.review.sealing import Verified
from litreview.screening.ballots import Ballot
from litreview.screening.blindness import Proof
from litreview.store.folder import Folder, create
from litreview.store.lines import read, seal, unseal
from litreview.store.seals import Seal

ENTRY = "TY  - JOUR\nTI  - Paper boat number {}\nAU  - Example, A.\nPY  - 2016\nER  - \n"
WORDS: dict[str, Decision] = {"i": "include", "e": "exclude", "m": "maybe"}
EARLY = datetime(2026, 11, 24, tzinfo=UTC)
_opened: list[Review] = []


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No power cut comes here: flushing only takes time. For modules that import it."""
    monkeypatch.setattr("os.fsync", lambda _handle: None)
    yield
    while _opened:
        _opened.pop().close()


@dataclass
class Person:
    """One reviewer in one working copy. The clock of each copy goes by itself."""

    who: str
    root: Path
    drawn: str
    at: datetime = EARLY
    seals: list[Seal] = field(default_factory=list)
    review: Review | None = None

    def clock(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    @property
    def folder(self) -> Folder:
        return Folder(self.root, draw=lambda: self.drawn)

    @property
    def log(self) -> Path:
        return self.root / "log" / f"{self.who}.{self.drawn}.jsonl"

    def open(self) -> Review:
        """The review, which stays open until the test ends."""
        if self.review is None:
            self.review = Review(self.folder, clock=self.clock, who=self.who)
            _opened.append(self.review)
        return self.review

    def vote(self, decisions: str, first: int = 1) -> None:
        """A letter a report, from number `first` on; a dot passes one over."""
        self.open().cast(
            *(
                Ballot(ReportId(f"boats:{number}"), "titles", WORDS[letter])
                for number, letter in enumerate(decisions, first)
                if letter != "."
            )
        )

    def seal(self) -> Seal:
        salts = itertools.count(1)
        self.seals.append(sealing.seal(self.open(), lambda: f"{next(salts):032x}"))
        return self.seals[-1]

    def note(self, shown: Seal) -> bool:
        return sealing.note(self.open(), shown, "a seal")

    def take(self, *others: Person) -> None:
        """Merge the copies of others."""
        for other in others:
            self.open().merge(other.root)

    def verified(self) -> Verified:
        """As a program says that is started now."""
        with Review(self.folder, clock=self.clock, who=self.who) as review:
            return sealing.verified(review)

    def proof(self, one: str, other: str) -> Proof:
        """Of the votes of `one` towards those of `other`."""
        (found,) = [p for p in self.verified().proofs if (p.reviewer, p.towards) == (one, other)]
        return found


def team(tmp_path: Path, *names: str, reports: int = 6) -> list[Person]:
    """A review with so many reports, at whose first stage two vote; a copy for each of `names`."""
    first, *others = names
    create(tmp_path / first, review_toml(names), {})
    (tmp_path / "boats.ris").write_text("\n".join(ENTRY.format(n + 1) for n in range(reports)))
    people = [Person(first, tmp_path / first, "aaaaaa")]
    people[0].open().load(tmp_path / "boats.ris", Origin(name="boats"))
    people[0].open().close()  # so that its index may be copied
    for drawn, name in zip(("bbbbbb", "cccccc", "dddddd"), others, strict=False):
        shutil.copytree(tmp_path / first, tmp_path / name)
        people.append(Person(name, tmp_path / name, drawn))
    return people


def exchange(one: Person, other: Person) -> None:
    """Seals, both ways, and then logs."""
    first, second = one.seal(), other.seal()
    one.note(second)
    other.note(first)
    one.take(other)
    other.take(one)


def rewritten(path: Path, change: Callable[[int, AnyEvent], AnyEvent | None]) -> None:
    """Change events of a log (None: leave the line out) and close its chain again, as a cheat does.

    change: line number and event -> event.
    """
    lines: list[bytes] = []
    head = ""
    for number, raw in enumerate(path.read_bytes().splitlines(), 1):
        event = change(number, unseal(raw, str(path)))
        if event is None:
            continue
        line = seal(msgspec.structs.replace(event, prev=head))
        head = line_hash(line)
        lines.append(line + b"\n")
    path.write_bytes(b"".join(lines))
    assert list(read(path)), "it reads as a log like any other"
