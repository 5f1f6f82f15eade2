"""A search and the updates of it that count: how far they reach, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from litreview.model import Record, Search
from litreview.review.changes import CLEARED, COMPARED, RETRACTED, Changed, Changes, encode
from litreview.review.changes import is_retracted as retracted
from litreview.review.harvested import Aside, delivered, set_aside
from litreview.review.planning import MOST, OF_A_PLAN
from litreview.sources.harvest import Outcome
from litreview.sources.numbering import Tally
from litreview.sources.source import Limits

if TYPE_CHECKING:
    from litreview.review.facade import Review

_KNOWN = "known"


def limits_of(search: Search) -> tuple[Limits, int | None]:
    """The limits of a harvest, and the most entries that were wanted, as its manifest has them."""
    pairs = search.harvest.limits if search.harvest else ()
    said = dict(pairs)
    options = tuple(pair for pair in pairs if pair[0] not in OF_A_PLAN)
    most = said.get(MOST, "")
    first, last, since = (said.get(name, "") for name in ("first", "last", "since"))
    return Limits(first, last, since, options), int(most) if most.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Lineage:
    """members: the first search, then its updates in force by the time of their beginning."""

    members: tuple[Search, ...]

    @property
    def first(self) -> Search:
        """The search that the others update."""
        return self.members[0]

    def covered(self) -> date | None:
        """The day on which the last run began that left no gap; None: there is none yet.

        A run for what is new counts where it is complete and goes back to a day that is covered;
        one for the whole also where it brought as many as were wanted, as what it left lying is
        not wanted.
        """
        reached = ""
        own, _ = limits_of(self.first)
        for one in self.members:
            began = one.harvest.started[:10] if one.harvest else ""
            since = limits_of(one)[0].since
            if since == own.since:
                gapless = one.complete is True or one.enough
            else:
                gapless = one.complete is True and since <= reached
            reached = max(reached, began) if gapless else reached
        return date.fromisoformat(reached) if reached else None


def lineages(searches: Sequence[Search]) -> dict[str, Lineage]:
    """Id of the first search -> its lineage, for every harvest in force that is no update."""
    found: dict[str, list[Search]] = {
        one.id: [one] for one in searches if one.harvest and not one.harvest.updates
    }
    updates = [one for one in searches if one.harvest and one.harvest.updates in found]
    for one in sorted(updates, key=lambda one: one.harvest.started if one.harvest else ""):
        found[one.harvest.updates if one.harvest else ""].append(one)
    return {name: Lineage(tuple(members)) for name, members in found.items()}


class _Held(NamedTuple):
    """A record of the review, and its fields as they were last delivered, hashed."""

    record: str
    fields: tuple[int, ...]
    retracted: bool


@dataclass(slots=True)
class Known:
    """What a lineage holds, as the judge of what an update brings: see `Job.judges`, `account`.

    what: the lineage without the update. since: what the update is asked for; "": the whole. ids:
    the records of the lineage, which are read when the first entry is judged. Memory: some hundred
    bytes a record held.
    """

    review: Review
    what: Lineage
    since: str
    ids: Sequence[str]
    _held: dict[str, _Held] | None = field(default=None, init=False)
    _fresh: dict[int, tuple[str, bool]] = field(default_factory=dict, init=False)
    _changed: dict[int, Changed] = field(default_factory=dict, init=False)
    """Both by the number of the entry: one that is judged again is there once."""

    def judge(self, record: Record) -> Aside | None:
        """Whether the review has the record already; it is no record of the update then."""
        held = self._records().get(record.accession)
        number = int(record.id.rpartition(":")[2])
        if held is None:
            self._fresh[number] = record.id, retracted(record)
            return None
        changed = tuple(_differences(held, _as_held(record)))
        if changed:
            self._changed[number] = Changed(held.record, changed)
        return Aside(0, record.accession, _KNOWN, held.record, changed)

    def account(self, outcome: Outcome, tally: Tally, aside: Sequence[Aside]) -> bytes:
        """What was found: the file of changes."""
        away = {one.number for one in aside}
        fresh = [told for number, told in self._fresh.items() if number not in away]
        worse = [one.record for one in self._changed.values() if RETRACTED in one.fields]
        held = self._records().items()
        missing = None
        if not self.since and outcome.complete:
            missing = tuple(one.record for key, one in held if key not in tally.seen)
        return encode(
            Changes(
                updates=self.what.first.id,
                since=self.since,
                new=tuple(record for record, _ in fresh),
                changed=tuple(self._changed.values()),
                vanished=missing,
                deleted=tuple(one.record for key, one in held if key in tally.deleted),
                retracted=(*(record for record, gone in fresh if gone), *worse),
            )
        )

    def _records(self) -> dict[str, _Held]:
        if self._held is None:
            self._held = dict(_held(self.review, self.what, self.ids))
        return self._held


def known(review: Review, what: Lineage, since: str) -> Known:
    """The judge of an update of `what`."""
    records = review.shelf.records
    return Known(review, what, since, [id_ for one in what.members for id_ in records[one.id]])


def _held(review: Review, what: Lineage, ids: Sequence[str]) -> Iterator[tuple[str, _Held]]:
    """Accession -> the record, as it was delivered first, then as updates brought it anew."""
    for record in review.index.records(ids):
        yield record.accession, _as_held(record)
    for one in what.members:
        folder = review.folder.records / one.id
        anew = {a.number: a.record for a in set_aside(folder, one) if a.why == _KNOWN and a.changed}
        if not anew:
            continue
        for number, item in enumerate(delivered(folder, one), start=1):
            if number in anew and isinstance(item, Record):
                yield item.accession, _as_held(item)._replace(record=anew[number])


def _as_held(record: Record) -> _Held:
    values = (getattr(record, name) for name in COMPARED)
    fields = tuple(hash(" ".join(str(value or "").split())) for value in values)
    return _Held(record.id, fields, retracted(record))


def _differences(then: _Held, now: _Held) -> Iterator[str]:
    for name, one, other in zip(COMPARED, then.fields, now.fields, strict=True):
        if one != other:
            yield name
    if then.retracted != now.retracted:
        yield RETRACTED if now.retracted else CLEARED
