"""What happened, one small struct an event, and the fold that makes the present out of it.

Every event is a write to *last-writer-wins registers*: it names the registers that it sets
(`writes`), and the fold keeps for each register the event that is latest in one total order,
``(time, hash)``. Time rises strictly within a log file, so the order agrees with each file's own.
The state is therefore a function of the *set* of events: it depends neither on the order in which
files were merged nor on an event standing in two files.
"""

from __future__ import annotations

from litreview.events.base import Event, FullText, Key, PairsFile, Register, SearchName, Write
from litreview.events.codec import FORMAT, AnyEvent, decode, encode, line_hash
from litreview.events.evidence import (
    How,
    RetrievalNoted,
    RowExtracted,
    RowSettled,
    RowSettlementWithdrawn,
    RowWithdrawn,
    Seen,
    StudyExtracted,
    StudyLinked,
    ValueExtracted,
    ValuesExtracted,
)
from litreview.events.folding import Entry, Fold, fold, votes
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
from litreview.events.sealing import Head, LogSealed, SealNoted

__all__ = [
    "FORMAT",
    "AnyEvent",
    "ConflictResolved",
    "CorrectionWithdrawn",
    "CountCorrected",
    "CriteriaAdopted",
    "DuplicatesFound",
    "DuplicatesJoined",
    "DuplicatesSplit",
    "Entry",
    "Event",
    "Fold",
    "FullText",
    "Head",
    "How",
    "Key",
    "LabelsSet",
    "LogOpened",
    "LogSealed",
    "PairsFile",
    "PrimingLoaded",
    "PrimingWithdrawn",
    "RandomCheckAsked",
    "RankingMade",
    "Register",
    "ReportSetAside",
    "ResolutionWithdrawn",
    "RetrievalNoted",
    "ReviewerJoined",
    "ReviewerLeft",
    "RowExtracted",
    "RowSettled",
    "RowSettlementWithdrawn",
    "RowWithdrawn",
    "ScreeningResumed",
    "ScreeningStopped",
    "SealNoted",
    "SearchLoaded",
    "SearchName",
    "SearchWithdrawn",
    "Seen",
    "StudyExtracted",
    "StudyLinked",
    "StudyPooled",
    "ToolDeclared",
    "ValueExtracted",
    "ValuesExtracted",
    "VoteCast",
    "VoteWithdrawn",
    "Write",
    "decode",
    "encode",
    "fold",
    "line_hash",
    "votes",
]
