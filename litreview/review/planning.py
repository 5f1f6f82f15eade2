"""What a harvest will ask, before anything is asked: a wish of the user's as a job."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from litreview.errors import UsageError
from litreview.model import Search, SearchId, SourceKind
from litreview.review import strings
from litreview.review.harvested import Aside
from litreview.review.judging import Judge, years_told
from litreview.review.vault import FolderVault
from litreview.sources.access import access, contact, table_of, usable
from litreview.sources.compile import Compiled, compiled, tree_of, verbatim
from litreview.sources.harvest import Outcome, Plan, Tell, silence
from litreview.sources.http import Patience, Sender
from litreview.sources.named import source_named
from litreview.sources.numbering import Tally
from litreview.sources.source import OPEN, Access, Limits, Searchable
from litreview.sources.walk import Walk
from litreview.store import received
from litreview.store.disk import locked
from litreview.store.received import MANIFEST, load_manifest

if TYPE_CHECKING:
    from litreview.review.facade import Review

Account = Callable[[Outcome, Tally, Sequence[Aside]], bytes]
"""What is told of a harvest in a file beside its pages, once all its entries have been judged."""
LOCK_PATIENCE = 1.0
"""Seconds that another program at the same harvest is waited for."""
MOST = "most"
"""Under this name a manifest says how many entries were wanted, among what narrows a plan."""
OF_A_PLAN = ("first", "last", "since", MOST)
"""What a manifest keeps so, besides the options of the source."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user asks for: a strategy of the review, or a query.

    native: the query is in the source's own notation and is sent as it stands. filtered: what comes
    is judged by the query where it had to be asked more widely. most: the most entries. name: of
    the search; "": made of source and query.
    """

    source: str
    strategy: str = ""
    query: str = ""
    native: bool = False
    allow_loss: bool = False
    filtered: bool = False
    limits: Limits = OPEN
    most: int | None = None
    name: str = ""


@dataclass(slots=True)
class Job:
    """A harvest that is ready to be walked. known: it was complete before, so it is not."""

    id: SearchId
    source: Searchable
    access: Access
    compiled: Compiled
    plan: Plan
    place: Path
    locks: Path
    now: Callable[[], datetime]
    strategy: str = ""
    updates: str = ""
    kind: SourceKind | None = None
    known: Search | None = None
    judges: tuple[Judge, ...] = ()
    account: Account | None = None

    def walk(self, tell: Tell = silence, sender: Sender | None = None) -> Outcome:
        """Bring the pages. Raises ReviewError, StorageError; where the source fails, none."""
        if self.known is not None:
            return _as_before(self.known)
        sender = sender or Sender(
            self.source,
            self.access,
            now=self.now,
            patience=Patience(chance=random.SystemRandom().random),
        )
        with locked(self.place, self.locks, LOCK_PATIENCE), closing(FolderVault(self.place)) as v:
            try:
                return Walk(self.source, self.plan, v, sender, tell).run()
            finally:
                sender.close()


def prepare(review: Review, wanted: Wanted, environ: Mapping[str, str]) -> Job:
    """What will be asked. Raises UsageError, SettingsError, UnknownName."""
    source, have = reached(review, wanted.source, environ)
    made = _compiled(review, wanted, source)
    made = replace(made, remarks=(*made.remarks, *years_told(source, wanted.limits)))
    plan = Plan(made.strings, source.settled(wanted.limits), wanted.most)
    name = wanted.name or f"{source.about.name}-{wanted.strategy or 'query'}"
    job = job_of(review, source, have, made, plan, name=name, exact=bool(wanted.name))
    job.strategy = wanted.strategy
    return job


def reached(review: Review, name: str, environ: Mapping[str, str]) -> tuple[Searchable, Access]:
    """The source `name`, and how it is reached. Raises UsageError, SettingsError, UnknownName."""
    said = table_of(review.settings.sources, name)
    source = source_named(name, said)
    if not isinstance(source, Searchable):
        raise UsageError(
            f"{source.about.title} cannot be searched: it answers about single documents",
            remedy="use it with harvest --cite or fulltext find (litreview doctor lists sources)",
        )
    return source, contact(usable(source, access(source, said, environ)))


def job_of(  # noqa: PLR0913 - by keyword, what identifies a harvest
    review: Review, source: Searchable, have: Access, made: Compiled, plan: Plan, *, name: str,
    exact: bool = False,
) -> Job:  # fmt: skip
    """The job for a plan. Raises UsageError: the name is another search's.

    The same source, meaning, strings and limits have the same name, however many entries are
    wanted: a harvest that was cut off is found, and one that had enough goes on where more are
    wanted. The meaning counts beside the strings, as what comes may be judged by it.
    """
    starts = () if plan.strings else plan.starts  # strings say it, whatever fields are asked for
    judged = made.sift is not None
    what = [source.about.name, plan.strings, plan.limits, made.meant, judged, starts]
    sha256 = hashlib.sha256(msgspec.json.encode(what)).hexdigest()
    search = received.search_id(name, sha256, exact=exact)
    place = review.folder.records / search
    filed = admitted(review, search)  # this also puts a manifest in its place that a kill left out
    known = None
    if (place / MANIFEST).exists():
        held, _sha256 = load_manifest(review.folder.records, search)
        if not _asks(held, source, plan, made):
            raise UsageError(
                f"there is a search called {search!r} already, of something else",
                where=str(place), remedy="choose another --name",
            )  # fmt: skip
        known = held if held.complete and filed else None
    return Job(
        id=search, source=source, access=have, compiled=made, plan=plan, place=place,
        locks=review.folder.locks / "harvests", now=review.clock, known=known,
    )  # fmt: skip


def _asks(held: Search, source: Searchable, plan: Plan, made: Compiled) -> bool:
    """Whether a search is that of `plan`; how many entries are wanted may have changed."""
    proof = held.harvest
    if proof is None or (proof.source, proof.strings) != (source.about.name, plan.strings):
        return False
    if (proof.meant, proof.sifted) != (made.meant, made.sift is not None):
        return False
    asked = {pair for pair in proof.limits if pair[0] != MOST}
    return asked == {pair for pair in limits_of(plan) if pair[0] != MOST}


def limits_of(plan: Plan) -> tuple[tuple[str, str], ...]:
    """What narrows a plan, as a manifest says it."""
    limits = plan.limits
    values = (limits.first, limits.last, limits.since, str(plan.most or ""))
    given = [*zip(OF_A_PLAN, values, strict=True), *limits.options]
    return tuple(pair for pair in given if pair[1])


def admitted(review: Review, search: str) -> bool:
    """Whether the log admits the search."""
    return any(one.id == search for one in review.shelf.searches)


def _compiled(review: Review, wanted: Wanted, source: Searchable) -> Compiled:
    if wanted.native:
        return verbatim(wanted.query, source)
    if wanted.strategy:
        tree, remark = strings.read_strings(review.folder.root).usable(wanted.strategy), ""
    elif wanted.query:
        tree, remark = tree_of(wanted.query)
    elif source.about.dialect:
        raise UsageError(
            "it is not said what is to be searched for",
            remedy="give --strategy NAME, a strategy of search_strings/, or --query TEXT",
        )
    else:
        return verbatim("", source)
    made = compiled(tree, source, allow_loss=wanted.allow_loss, filtered=wanted.filtered)
    return replace(made, remarks=(remark, *made.remarks)) if remark else made


def _as_before(search: Search) -> Outcome:
    """The outcome of a harvest that was complete before."""
    proof = search.harvest
    repeated = proof.repeated if proof else 0
    return Outcome(
        expected=search.expected, exact=proof.exact if proof else True, received=search.received,
        distinct=search.received - repeated, complete=True,
    )  # fmt: skip
