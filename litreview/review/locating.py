"""Open copies of the full texts that are sought: asked for, fetched, kept, and noted."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from litreview.errors import SettingsError, UsageError
from litreview.events import RetrievalNoted
from litreview.model import Record, ReportId
from litreview.review.fulltexts import judges
from litreview.sources import SOURCES
from litreview.sources.access import access, contact, usable
from litreview.sources.download import Downloader
from litreview.sources.http import Sender
from litreview.sources.source import Copy, Fault, Locating, Request
from litreview.store import fulltexts

if TYPE_CHECKING:
    from litreview.review.facade import Review

ASKED = ("unpaywall", "openalex", "europepmc")
"""The sources that are asked where the user names none, in this order."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What became of one report.

    status: found (kept as `file`), closed (no source knows an open copy), failed (a copy is known
    but could not be had), unasked (no source could be asked: no identifier, or none answered).
    tried: each copy and what came of it; pages: where a person may look.
    """

    report: ReportId
    status: str
    file: str = ""
    url: str = ""
    licence: str = ""
    tried: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(slots=True)
class Finder:
    """Asks the sources for one report after another. skipped: a source and why it is not asked."""

    senders: list[tuple[Locating, Sender]]
    downloader: Downloader
    skipped: list[tuple[str, str]] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    """Source -> the failure after which it was not asked any more."""

    def close(self) -> None:
        """Let go of all connections."""
        for _, sender in self.senders:
            sender.close()
        self.downloader.close()

    def find(self, report: ReportId, record: Record, review: Review) -> Sought:
        """Look for one report, and keep the copy that is found."""
        if not (record.doi or record.pmid):
            return Sought(report, "unasked", tried=(("", "it has neither DOI nor PMID"),))
        copies, asked, told = self._copies(record)
        pages = tuple(copy.url for copy in copies if copy.kind == "page")
        tried: list[tuple[str, str]] = [*told]
        for copy in copies:
            if copy.kind != "pdf":
                continue
            with fulltexts.incoming(review.folder) as path:
                got = self.downloader.fetch(copy.url, path)
                if isinstance(got, Fault):
                    tried.append((copy.url, got.what))
                    continue
                name = fulltexts.keep(review.folder, path)
            return Sought(report, "found", name, copy.url, copy.licence, tuple(tried), pages)
        status = "failed" if any(url for url, _ in tried) else "closed" if asked else "unasked"
        return Sought(report, status, tried=tuple(tried), pages=pages)

    def _copies(self, record: Record) -> tuple[list[Copy], bool, list[tuple[str, str]]]:
        """The copies that any source names, each once; whether any answered; what failed."""
        found: dict[str, Copy] = {}
        asked, told = False, []
        for source, sender in self.senders:
            name = source.about.name
            request = source.locate(record.doi or "", record.pmid or "")
            if request is None or name in self.faults:
                continue
            copies = _answered(source, sender, request)
            if isinstance(copies, Fault):
                told.append(("", f"{source.about.title}: {copies.what}"))
                if copies.kind in {"permanent", "budget"}:
                    self.faults[name] = copies.what
                continue
            asked = True
            for copy in copies:
                found.setdefault(copy.url, copy)
        return list(found.values()), asked, told


def _answered(source: Locating, sender: Sender, request: Request) -> tuple[Copy, ...] | Fault:
    """The copies that a source names, asked again where that may help."""
    attempt = 0
    while True:
        attempt += 1
        reply = sender.send(request)
        found = reply if isinstance(reply, Fault) else source.copies(reply)
        if not isinstance(found, Fault) or found.kind not in {"transient", "malformed"}:
            return found
        if attempt >= sender.patience.tries:
            return found
        sender.pause(attempt, found)


def finder(review: Review, names: Sequence[str], environ: Mapping[str, str]) -> Finder:
    """What asks the sources `names` (none: the usual ones).

    Raises UsageError: a source that is named knows no full texts, or none is left to ask.
    """
    senders: list[tuple[Locating, Sender]] = []
    skipped: list[tuple[str, str]] = []
    for name in names or ASKED:
        source = SOURCES.get(name)
        if not isinstance(source, Locating):
            raise UsageError(
                f"{source.about.title} does not know where full texts are",
                remedy=f"use some of: {', '.join(_locating())}",
            )
        try:
            said = review.settings.sources.get(name, {})
            have = contact(usable(source, access(source, said, environ)))
        except SettingsError as error:
            if names:
                raise
            skipped.append((source.about.title, f"{error.what}: {error.remedy}"))
            continue
        senders.append((source, Sender(source, have, now=review.clock)))
    if not senders:
        raise UsageError(
            "no source of full texts can be asked: " + "; ".join(why for _, why in skipped),
            remedy="set what is missing (litreview doctor)",
        )
    local = all(_near(sender.access.base_url) for _, sender in senders)
    email = next((sender.access.email for _, sender in senders if sender.access.email), "")
    return Finder(senders, Downloader(email=email, local=local, now=review.clock), skipped)


def _locating() -> list[str]:
    return [one.about.name for one in SOURCES.all() if isinstance(one, Locating)]


def _near(url: str) -> bool:
    """Whether a base address is on this machine or in its network."""
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost"


def wanted(review: Review, ids: Sequence[str]) -> list[ReportId]:
    """The reports of `ids`; without any, those sought whose full text nobody has had yet."""
    if ids:
        return [review.resolve_id(text) for text in ids]
    flow, retrieval = review.flow(), review.present.retrieval
    held = {report for report, status in retrieval.items() if status == "retrieved"}
    keys = ("dbr_sought_reports", "other_sought_reports")
    sought = (ReportId(id_) for key in keys for id_ in flow[key].ids)
    return [r for r in sought if r not in held and not judges(review.present, r)]


def noted(found: Sought, date: str, sources: Iterable[str]) -> RetrievalNoted | None:
    """The event of what was found, or of what was looked for in vain; None: nothing is known."""
    if found.status == "found":
        return RetrievalNoted(
            record=found.report, status="retrieved", file=found.file, url=found.url,
            licence=found.licence,
        )  # fmt: skip
    if found.status in {"closed", "failed"}:
        why = "no open copy" if found.status == "closed" else "an open copy that cannot be had"
        note = f"{why}, {date}: {', '.join(sources)}"
        return RetrievalNoted(record=found.report, status="not-retrieved", note=note)
    return None


def attach(review: Review, text: str, path: Path) -> tuple[ReportId, str]:
    """Keep a PDF of the user's as the full text of the report `text`; its name in fulltext/."""
    if not path.is_file():
        raise UsageError(
            "there is no such file", where=str(path), remedy="check the name and the folder"
        )
    report = review.resolve_id(text)
    name = fulltexts.take(review.folder, path)
    review.append(RetrievalNoted(record=report, status="retrieved", file=name))
    return report, name
