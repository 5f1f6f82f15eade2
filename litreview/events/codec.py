"""An event as a line of a log, and back."""

from __future__ import annotations

import hashlib

import msgspec

from litreview.errors import LogDamaged, NewerVersion, UsageError
from litreview.events.evidence import (
    RetrievalNoted,
    RowExtracted,
    RowSettled,
    RowSettlementWithdrawn,
    RowWithdrawn,
    StudyExtracted,
    StudyLinked,
    ValueExtracted,
    ValuesExtracted,
)
from litreview.events.judging import (
    ConflictResolved,
    CriteriaAdopted,
    LabelsSet,
    ResolutionWithdrawn,
    ReviewerJoined,
    ReviewerLeft,
    VoteCast,
    VoteWithdrawn,
)
from litreview.events.reading_order import (
    PrimingLoaded,
    PrimingWithdrawn,
    RandomCheckAsked,
    RankingMade,
    ScreeningResumed,
    ScreeningStopped,
)
from litreview.events.records import (
    DuplicatesFound,
    DuplicatesJoined,
    DuplicatesSplit,
    LogOpened,
    SearchLoaded,
    SearchWithdrawn,
)
from litreview.events.reporting import (
    CorrectionWithdrawn,
    CountCorrected,
    ReportSetAside,
    StudyPooled,
    ToolDeclared,
)
from litreview.events.sealing import LogSealed, SealNoted

FORMAT = 1
"""The version of the log's format. A reader refuses a higher one."""

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
    | ResolutionWithdrawn
    | RetrievalNoted
    | StudyLinked
    | RowExtracted
    | RowWithdrawn
    | ValueExtracted
    | ValuesExtracted
    | RowSettled
    | RowSettlementWithdrawn
    | StudyExtracted
    | LabelsSet
    | RankingMade
    | PrimingLoaded
    | PrimingWithdrawn
    | RandomCheckAsked
    | ScreeningStopped
    | ScreeningResumed
    | ReviewerJoined
    | ReviewerLeft
    | ToolDeclared
    | StudyPooled
    | ReportSetAside
    | CountCorrected
    | CorrectionWithdrawn
    | LogSealed
    | SealNoted
)
_NOTHING = b":null"
_encode = msgspec.json.Encoder().encode
_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


def encode(event: AnyEvent) -> bytes:
    """The event as one line of JSON, without the line end.

    Raises UsageError: no text, or a number that is not finite, which JSON has no way to write.
    """
    try:
        line = _encode(event)
    except UnicodeEncodeError as error:
        raise UsageError(
            "a note, reason or name holds bytes that are no text",
            remedy="write it again, in UTF-8",
        ) from error
    if _NOTHING in line:  # what a number that is not finite becomes
        try:
            _decoder.decode(line)
        except msgspec.ValidationError as error:
            raise UsageError(
                "a number of this event is not finite, so it could not be read again",
                remedy="leave it out, or give it another value",
            ) from error
    return line


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
