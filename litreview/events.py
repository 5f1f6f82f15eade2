"""What happened, one small struct an event, and the fold that makes the present out of it.

Every event is a write to *last-writer-wins registers*: it names the registers that it sets
(`writes`), and the fold keeps for each register the event that is latest in one total order,
``(time, hash)``. Time rises strictly within a log file, so the order agrees with each file's own.
The state is therefore a function of the *set* of events: it depends neither on the order in which
files were merged nor on an event standing in two files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

import msgspec

from litreview.errors import LogDamaged, NewerVersion, UsageError
from litreview.model import Decision

FORMAT = 1
"""The version of the log's format. A reader refuses a higher one."""

Key = tuple[str, ...]
Register = Literal[
    "criteria",
    "search",
    "dedup-run",
    "pair",
    "vote",
    "resolution",
    "retrieval",
    "study",
    "row",
]
Write = tuple[Register, Key]


SearchName: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A[^\W_][\w.-]{0,119}\Z")]
"""The name of a folder in ``records/``: a log from elsewhere must not lead out of the review."""
PairsFile: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\Aduplicates-[0-9a-f]{12,64}\.csv\Z")]
"""The name of a file of pairs in ``log/``."""


FullText: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9a-f]{64}\.pdf)?\Z")]
"""The name of a file in ``fulltext/``, which is its SHA-256; or none."""


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """The part that every event has.

    at: UTC, ``2026-11-24T00:20:31.123456Z``; prev: SHA-256 of the line before, "" on the first.
    Both are set by the log when the event is appended.
    """

    at: str = ""
    prev: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:
        """The registers that this event sets, `who` being the owner of the log."""
        raise NotImplementedError


class LogOpened(Event, frozen=True, tag="log-opened", forbid_unknown_fields=True):
    """The first line of every log: whose it is, in which review, by which program."""

    format: int
    log: str
    who: str
    review: str
    program: str

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002 - the common signature
        """Nothing: a log's existence changes no state."""
        return ()


class CriteriaAdopted(Event, frozen=True, tag="criteria-adopted", forbid_unknown_fields=True):
    """The criteria of one version as they stood when the first vote under them was cast."""

    version: str
    sha256: str
    criteria: tuple[dict[str, str], ...]

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The version's register."""
        return (("criteria", (self.version,)),)


class SearchLoaded(Event, frozen=True, tag="search-loaded", forbid_unknown_fields=True):
    """Received records were admitted to the review."""

    search: SearchName
    manifest: str
    """SHA-256 of ``records/<search>/manifest.json``."""
    records: int
    failures: int

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The search's register."""
        return (("search", (self.search,)),)


class SearchWithdrawn(Event, frozen=True, tag="search-withdrawn", forbid_unknown_fields=True):
    """A search that was loaded by mistake counts no more. Its files stay."""

    search: SearchName
    reason: str

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The search's register."""
        return (("search", (self.search,)),)


class DuplicatesFound(Event, frozen=True, tag="duplicates-found", forbid_unknown_fields=True):
    """One run of the de-duplication: the file of pairs, its hash, parameters and version."""

    file: PairsFile
    sha256: str
    records: int
    sure: int
    unsure: int
    parameters: dict[str, float | str]
    program: str

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The one register of the current run."""
        return (("dedup-run", ()),)


class DuplicatesJoined(Event, frozen=True, tag="duplicates-joined", forbid_unknown_fields=True):
    """A person says that the records `pairs` describe the same document, pair by pair."""

    pairs: tuple[tuple[str, str], ...]
    reason: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """A register a pair."""
        return tuple(("pair", pair) for pair in self.pairs)


class DuplicatesSplit(Event, frozen=True, tag="duplicates-split", forbid_unknown_fields=True):
    """A person says that the records of each pair describe different documents."""

    pairs: tuple[tuple[str, str], ...]
    reason: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """A register a pair."""
        return tuple(("pair", pair) for pair in self.pairs)


class VoteCast(Event, frozen=True, tag="vote-cast", forbid_unknown_fields=True):
    """The owner of the log judged a report, seen as `record`, at a stage."""

    stage: str
    record: str
    decision: Decision
    criteria: str
    reasons: tuple[str, ...] = ()
    note: str = ""
    shown: str = ""
    """Why the report was shown: in order, ranked, maybe again, by name ..."""

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this reviewer, stage and record."""
        return (("vote", (self.stage, self.record, who)),)


class VoteWithdrawn(Event, frozen=True, tag="vote-withdrawn", forbid_unknown_fields=True):
    """The owner of the log takes a vote back (undo)."""

    stage: str
    record: str

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this reviewer, stage and record."""
        return (("vote", (self.stage, self.record, who)),)


class ConflictResolved(Event, frozen=True, tag="conflict-resolved", forbid_unknown_fields=True):
    """The settlement of the votes named in `settles` (hashes of their lines)."""

    stage: str
    record: str
    decision: Decision
    criteria: str
    settles: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    note: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of this stage, this record and these votes.

        A settlement of other votes stands beside it: one that has lapsed hides none that holds.
        """
        return (("resolution", (self.stage, self.record, *sorted(set(self.settles)))),)


class RetrievalNoted(Event, frozen=True, tag="retrieval-noted", forbid_unknown_fields=True):
    """Whether the full text could be had. `open` takes an earlier note back.

    file: where it is kept; url: where it was had; licence: as its source names it.
    """

    record: str
    status: Literal["retrieved", "not-retrieved", "open"]
    note: str = ""
    file: FullText = ""
    url: str = ""
    licence: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The record's register."""
        return (("retrieval", (self.record,)),)


class StudyLinked(Event, frozen=True, tag="study-linked", forbid_unknown_fields=True):
    """The report that holds `record` belongs to `study`; "" takes it out of any."""

    record: str
    study: str

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The record's register."""
        return (("study", (self.record,)),)


class RowExtracted(Event, frozen=True, tag="row-extracted", forbid_unknown_fields=True):
    """One row of an extraction form: an estimate, an economic result ... as entered."""

    form: str
    row: str
    study: str
    values: dict[str, str]

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this form, row and extractor."""
        return (("row", (self.form, self.row, who)),)


class RowWithdrawn(Event, frozen=True, tag="row-withdrawn", forbid_unknown_fields=True):
    """An extracted row was entered by mistake."""

    form: str
    row: str
    reason: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this form, row and extractor."""
        return (("row", (self.form, self.row, who)),)


AnyEvent = (
    LogOpened
    | CriteriaAdopted
    | SearchLoaded
    | SearchWithdrawn
    | DuplicatesFound
    | DuplicatesJoined
    | DuplicatesSplit
    | VoteCast
    | VoteWithdrawn
    | ConflictResolved
    | RetrievalNoted
    | StudyLinked
    | RowExtracted
    | RowWithdrawn
)
_encode = msgspec.json.Encoder().encode
_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in its log: `hash` is the SHA-256 of its line, `who` the owner of the log."""

    event: AnyEvent
    hash: str
    log: str
    who: str

    @property
    def order(self) -> tuple[str, str]:
        """The place in the one total order of all events."""
        return (self.event.at, self.hash)


def encode(event: AnyEvent) -> bytes:
    """The event as one line of JSON, without the line end. Raises UsageError: no text."""
    try:
        return _encode(event)
    except UnicodeEncodeError as error:
        raise UsageError(
            "a note, reason or name holds bytes that are no text",
            remedy="write it again, in UTF-8",
        ) from error


def line_hash(line: bytes) -> str:
    """The SHA-256 of a log line, without its line end, in hex."""
    return hashlib.sha256(line).hexdigest()


def decode(line: bytes, where: str) -> AnyEvent:
    """The event on `line`. Raises NewerVersion or LogDamaged, naming `where`."""
    try:
        return _decoder.decode(line)
    except msgspec.ValidationError as error:
        raise NewerVersion(
            f"this event is not known to this version of litreview ({error})",
            where=where,
            remedy="install the newest litreview; if it is the newest, the line was edited: "
            "restore the file from your version control",
        ) from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise LogDamaged(
            f"this is not a log line ({error})",
            where=where,
            remedy="restore the file from your version control or a colleague's copy",
        ) from error


@dataclass(slots=True)
class Fold:
    """The present: for every register the latest entry. Adding is commutative and idempotent.

    Memory: one reference an occupied register; time: constant an event.
    """

    registers: dict[Register, dict[Key, Entry]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Take one entry into account."""
        for register, key in entry.event.writes(entry.who):
            held = self.registers.setdefault(register, {})
            current = held.get(key)
            if current is None or current.order < entry.order:
                held[key] = entry

    def of(self, register: Register) -> Mapping[Key, Entry]:
        """The current entries of one register."""
        return self.registers.get(register, {})


def fold(entries: Iterable[Entry]) -> Fold:
    """The state after all `entries`, in whatever order they come."""
    state = Fold()
    for entry in entries:
        state.add(entry)
    return state


def votes(state: Fold) -> Iterator[tuple[Entry, VoteCast]]:
    """The votes in force: those not withdrawn."""
    for entry in state.of("vote").values():
        if isinstance(entry.event, VoteCast):
            yield entry, entry.event
