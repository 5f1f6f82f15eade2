"""What every event has: a time, a link to the line before, and the registers that it sets."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

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
    "value",
    "row-settlement",
    "extracted",
    "labels",
    "ranking",
    "priming",
    "stop",
    "check",
    "reviewer",
    "tool",
    "aside",
    "pooled",
    "correction",
    "seal",
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
