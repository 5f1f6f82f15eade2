"""Open copies of the full texts that are sought: asked for, fetched, kept, and noted."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from litreview.errors import SettingsError, UsageError
from litreview.events import RetrievalNoted
from litreview.model import Record, ReportId
from litreview.review.fulltexts import judges
from litreview.sources import SOURCES
from litreview.sources.access import access, contact, table_of, usable
from litreview.sources.download import Downloader
from litreview.sources.http import Sender
from litreview.sources.named import source_named
from litreview.sources.source import Copy, Fault, Locating
from litreview.store import fulltexts

if TYPE_CHECKING:
    from litreview.review.facade import Review

ASKED = ("unpaywall", "openalex", "europepmc")
"""The sources that are asked where the user names none, in this order."""
_OF_WHO_ASKS = frozenset({401, 402, 403, 407})
"""Statuses that say something of the user, not of the document."""


_FAILING = 3
"""Documents in a row for which a source was out of order, after which it is not asked any more."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What became of one report.

    status: found (kept as `file`), closed (every source that was asked answered, and none knows an
    open copy), failed (a copy is known but could not be had), unasked (not known: no identifier, or
    a source that was to be asked gave no answer). answered: the titles of the sources that did;
    silent: of those that did not. tried: each copy and what came of it; pages: where a person may
    look.
    """

    report: ReportId
    status: str
    file: str = ""
    url: str = ""
    licence: str = ""
    tried: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


@dataclass(slots=True)
class _Heard:
    """What the sources said of one report. told: the failures, as `Sought.tried` has them."""

    copies: dict[str, Copy] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Finder:
    """Asks the sources for one report after another. skipped: a source and why it is not asked."""

    senders: list[tuple[Locating, Sender]]
    downloader: Downloader
    skipped: list[tuple[str, str]] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    """Source -> the failure after which it was not asked any more."""
    failing: dict[str, int] = field(default_factory=dict)
    """Source -> for how many documents in a row it was out of order."""

    def close(self) -> None:
        """Let go of all connections."""
        for _, sender in self.senders:
            sender.close()
        self.downloader.close()

    def find(self, report: ReportId, record: Record, review: Review) -> Sought:
        """Look for one report, and keep the copy that is found."""
        if not (record.doi or record.pmid):
            return Sought(report, "unasked", tried=(("", "it has neither DOI nor PMID"),))
        heard = self._heard(record)
        copies = list(heard.copies.values())
        sought = Sought(
            report, "unasked", pages=tuple(copy.url for copy in copies if copy.kind == "page"),
            answered=tuple(heard.answered), silent=tuple(heard.silent),
        )  # fmt: skip
        tried: list[tuple[str, str]] = [*heard.told]
        for copy in copies:
            if copy.kind != "pdf":
                continue
            with fulltexts.incoming(review.folder) as path:
                got = self.downloader.fetch(copy.url, path)
                if isinstance(got, Fault):
                    tried.append((copy.url, got.what))
                    continue
                name = fulltexts.keep(review.folder, path)
            return replace(sought, status="found", file=name, url=copy.url, licence=copy.licence,
                           tried=tuple(tried))  # fmt: skip
        if any(url for url, _ in tried):
            return replace(sought, status="failed", tried=tuple(tried))
        known = heard.answered and not heard.silent
        return replace(sought, status="closed" if known else "unasked", tried=tuple(tried))

    def _heard(self, record: Record) -> _Heard:
        """What every source says that can be asked for such a record; each copy once."""
        heard = _Heard()
        for source, sender in self.senders:
            title = source.about.title
            request = source.locate(record.doi or "", record.pmid or "")
            if request is None:
                continue
            if source.about.name in self.faults:
                heard.silent.append(title)
                continue
            copies = sender.asked(request, source.copies)
            if isinstance(copies, Fault):
                heard.told.append(("", f"{title}: {copies.what}"))
                heard.silent.append(title)
                name = source.about.name
                passing = copies.kind in {"transient", "malformed"}
                self.failing[name] = self.failing.get(name, 0) + 1 if passing else 0
                if _holds_for_all(copies) or self.failing[name] >= _FAILING:
                    self.faults[name] = copies.what
                continue
            self.failing[source.about.name] = 0
            heard.answered.append(title)
            for copy in copies:
                heard.copies.setdefault(copy.url, copy)
        return heard


def _holds_for_all(fault: Fault) -> bool:
    """Whether a source would fail so for every document: what it says is not of this one alone.

    It is about who asks (a key, an e-mail address), about how long (a budget), or about the way
    there (a certificate, an address), where there is something for the user to set right.
    """
    if fault.kind == "budget" or fault.status in _OF_WHO_ASKS:
        return True
    if fault.kind != "permanent":
        return False
    return bool(fault.remedy) if not fault.status else "mail" in fault.what.lower()


def finder(review: Review, names: Sequence[str], environ: Mapping[str, str]) -> Finder:
    """What asks the sources `names` (none: the usual ones).

    Raises UsageError: a source that is named knows no full texts, or none is left to ask.
    """
    senders: list[tuple[Locating, Sender]] = []
    skipped: list[tuple[str, str]] = []
    for name in names or ASKED:
        said = table_of(review.settings.sources, name)
        source = source_named(name, said)
        if not isinstance(source, Locating):
            raise UsageError(
                f"{source.about.title} does not know where full texts are",
                remedy=f"use some of: {', '.join(_locating())}",
            )
        try:
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


def noted(found: Sought, date: str) -> RetrievalNoted | None:
    """The event of what was found, or of what was looked for in vain; None: nothing is known.

    Where a source gave no answer it may know a copy, so that nothing is in vain yet.
    """
    if found.status == "found":
        return RetrievalNoted(
            record=found.report, status="retrieved", file=found.file, url=found.url,
            licence=found.licence,
        )  # fmt: skip
    if found.status in {"closed", "failed"} and not found.silent:
        why = "no open copy" if found.status == "closed" else "an open copy that cannot be had"
        note = f"{why}, {date}: {', '.join(found.answered)}"
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
