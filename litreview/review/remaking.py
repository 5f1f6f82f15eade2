"""Making the orders of a log again: from the lines before each, by the program and plan of now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from litreview import __version__
from litreview.errors import LitreviewError
from litreview.events import Entry, Fold, RankingMade, VoteCast, VoteWithdrawn
from litreview.model import Decision, RecordId, ReportId, Stage
from litreview.review import ranking
from litreview.review.present import Present, Shelf, moves_the_shelf, shelve
from litreview.screening.known import Known, Sought

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.screening.rank.orders import Orders

_BACK = 500
"""Decisions of the reviewer that an order may not have known of yet when it was taken up."""
_CHANGED = {
    "records": "the reports of the stage, or their texts, are others now",
    "text": "question, criteria, text or search terms were changed since",
    "prior": "the program has learned another prior since",
    "primed": "other decisions of earlier reviews are learned from now",
}


@dataclass(frozen=True, slots=True)
class Remade:
    """An order of the log. why: what keeps it from being made again; "": it came out the same."""

    event: RankingMade
    why: str = ""


@dataclass(slots=True)
class _Past:
    """The log up to a moment, and what one reviewer said there, the latest last."""

    review: Review
    who: str
    state: Fold = field(default_factory=Fold)
    said: list[tuple[str, str, Decision | None]] = field(default_factory=list)
    """Stage, record, and the decision that stood before."""
    shelf: Shelf | None = None
    held: tuple[ranking.Material, Orders] | None = None
    """The latest engine, and what it was made from."""

    def add(self, entry: Entry) -> None:
        """Go on past one line."""
        event = entry.event
        if isinstance(event, VoteCast | VoteWithdrawn) and entry.who == self.who:
            before = self.state.of("vote").get((event.stage, event.record, self.who))
            stood = before.event.decision if before and isinstance(before.event, VoteCast) else None
            self.said.append((event.stage, event.record, stood))
        self.state.add(entry)
        if moves_the_shelf(event):
            self.shelf = None

    def present(self) -> Present:
        """All that followed from it."""
        if self.shelf is None:
            self.shelf = shelve(self.review.folder, self.review.index, self.state)
        return Present(self.state, self.shelf, self.review.plan)

    def engine(self, held: ranking.Material, shelf: Shelf) -> Orders:
        """The engine for `held`; one that was made from the same is taken again."""
        if self.held is None or not _same(self.held[0], held):
            texts = ranking.Texts(self.review.index, shelf)
            self.held = held, ranking.engine(self.review.folder, texts, held)
        return self.held[1]


def _same(one: ranking.Material, other: ranking.Material) -> bool:
    return (one.stage, one.reports, one.sought, one.taught) == (
        other.stage,
        other.reports,
        other.sought,
        other.taught,
    )


def remade(review: Review, who: str, stage: str = "") -> Iterator[Remade]:
    """Each order that `who` went by (at `stage`), made again. Reads the log once, from its start.

    Costs an order each, and features whenever the reports changed in between.
    """
    review.index.catch_up(review.folder.log_files())
    past = _Past(review, who)
    for entry in review.index.events():
        event = entry.event
        if isinstance(event, RankingMade) and entry.who == who and stage in {"", event.stage}:
            try:
                why = _why(past, event)
            except LitreviewError as error:
                why = error.what
            yield Remade(event, why)
        past.add(entry)


def _why(past: _Past, event: RankingMade) -> str:
    """What keeps `event` from being made again; "": nothing."""
    stage = next((s for s in past.review.plan.stages if s.name == event.stage), None)
    if stage is None:
        return f"review.toml names no stage {event.stage!r} any more"
    present = past.present()
    held = ranking.material_of(present, _sought(past.review, stage, event), stage, past.who)
    orders = past.engine(held, present.shelf)
    if whys := [w for name, w in _CHANGED.items() if orders.fixed[name] != _of(event, name)]:
        return "; ".join(whys) + _other_program(event)
    learned = False
    for known in _knowns(past, held, present):
        found = orders(known).ordering if _learned(known, event) else None
        if found is None:
            continue
        learned = True
        ordered = len(found.items) <= event.reports  # a random check may have come before it
        if ordered and (found.ranking, found.learned) == (event.ranking, event.learned):
            return ""
    if not learned:
        return (
            "the votes before it in the log are not those that it was learned from (some came by "
            "a merge later, or the line was changed)"
        )
    return (
        "the same records, votes and settings give another order or number: the line was "
        f"changed, or this machine reckons otherwise{_other_program(event)}"
    )


def _sought(review: Review, stage: Stage, event: RankingMade) -> Sought:
    now = ranking.sought(review, stage)
    prior = bool(event.parameters.get("learned_prior", now.learned_prior))
    return Sought(event.recipe, prior, event.seed, now.criteria)


def _of(event: RankingMade, name: str) -> object:
    return event.parameters.get(name)


def _learned(known: Known, event: RankingMade) -> bool:
    from litreview.screening.rank.orders import labels_digest

    return labels_digest(known.labels) == _of(event, "labels")


def _knowns(past: _Past, held: ranking.Material, present: Present) -> Iterator[Known]:
    """What was known at the moment, and before each of the latest decisions of the reviewer.

    An order is made beside the reading: it was begun some decisions before it was taken up.
    """
    reading, clusters = held.reading, present.shelf.clusters
    inside = frozenset(held.reports)
    yield reading.known()
    for stage, record, before in reversed(past.said[-_BACK:]):
        report: ReportId | None = clusters.get(RecordId(record))
        if stage == held.stage.name and report in inside and report is not None:
            reading.say(report, before)
            yield reading.known()


def _other_program(event: RankingMade) -> str:
    if event.program == __version__:
        return ""
    return f" (it was made by litreview {event.program[:20]}, and this is {__version__})"
