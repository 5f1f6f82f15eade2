"""Events about records: logs, searches and duplicates."""

from __future__ import annotations

from litreview.events.base import Event, PairsFile, SearchName, Write


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
