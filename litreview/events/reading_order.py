"""Events about the order of reading, and about its end."""

from __future__ import annotations

from litreview.events.base import Event, SearchName, Write


class RankingMade(Event, frozen=True, tag="ranking-made", forbid_unknown_fields=True):
    """The unread reports were put in an order for the owner of the log, who reads by it.

    ranking: the first 16 digits of the SHA-256 of the order (a record a line). With recipe, seed,
    parameters and the votes before it, the same order can be made again.
    learned: how many decisions it was learned from; reports: how many were ordered.
    """

    stage: str
    ranking: str
    recipe: str
    seed: int
    learned: int
    reports: int
    parameters: dict[str, float | str]
    program: str

    def writes(self, who: str) -> tuple[Write, ...]:
        """The register of this reviewer, stage and order."""
        return (("ranking", (self.stage, who, self.ranking)),)


class PrimingLoaded(Event, frozen=True, tag="priming-loaded", forbid_unknown_fields=True):
    """Decisions of an earlier review, in ``priming/<name>.csv``, that a ranking may learn from."""

    name: SearchName
    sha256: str
    included: int
    excluded: int

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of its name."""
        return (("priming", (self.name,)),)


class PrimingWithdrawn(Event, frozen=True, tag="priming-withdrawn", forbid_unknown_fields=True):
    """The decisions called `name` are not learned from any more."""

    name: SearchName

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The register of its name."""
        return (("priming", (self.name,)),)


class RandomCheckAsked(Event, frozen=True, tag="random-check-asked", forbid_unknown_fields=True):
    """`reports` of those that nobody has read by now are read next, drawn at random with `seed`.

    Which they are follows from the seed and the log, so that every copy draws the same ones.
    """

    stage: str
    seed: int
    reports: int

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The stage's register: a later check takes the place of the one before."""
        return (("check", (self.stage,)),)


class ScreeningStopped(Event, frozen=True, tag="screening-stopped", forbid_unknown_fields=True):
    """The reports of a stage that nobody has read by now are left unread.

    Reports of searches that are loaded later are not covered. rule: the rule that was relied on;
    evidence: what each rule said at that moment, by ``rule.figure``.
    """

    stage: str
    rule: str
    evidence: dict[str, float | str]
    read: int
    included: int
    unread: int
    """Reports of the stage at that moment."""
    note: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The stage's register."""
        return (("stop", (self.stage,)),)


class ScreeningResumed(Event, frozen=True, tag="screening-resumed", forbid_unknown_fields=True):
    """The stage is read on: an earlier stop counts no more."""

    stage: str
    note: str = ""

    def writes(self, who: str) -> tuple[Write, ...]:  # noqa: ARG002
        """The stage's register."""
        return (("stop", (self.stage,)),)
