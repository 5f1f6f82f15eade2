"""Events about seals: what a log said of itself before it was handed over, and who was shown it."""

from __future__ import annotations

import msgspec

from litreview.events.base import Event, Write


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far a log is known: the hash of its line number `lines` stands for all before it."""

    log: str
    lines: int
    head: str


class LogSealed(Event, frozen=True, tag="log-sealed", forbid_unknown_fields=True):
    """The owner of the log closes what stands before this line; its hash is what they hand over.

    salt: drawn at random, so that nobody can try decisions until one gives the hash. holds: how far
    the logs of others lay in this copy then; none: it held nothing of anybody else.
    """

    salt: str
    holds: tuple[Head, ...] = ()

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """Nothing: a seal changes no state."""
        return ()


class SealNoted(Event, frozen=True, tag="seal-noted", forbid_unknown_fields=True):
    """The owner of the log was shown the head of another log, and nothing else of it.

    log: the other log; head: the hash of its line number `lines`; sealed_at: as its owner says.
    holds: how far logs of that owner lay in this copy already: what stands in them was known.
    """

    log: str
    head: str
    lines: int
    sealed_at: str
    holds: tuple[Head, ...] = ()

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this reader and that head."""
        return (("seal", (who, self.log, self.head)),)
