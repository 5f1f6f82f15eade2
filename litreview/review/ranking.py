"""What a ranking may know: from the review, a stage and a reviewer to an order of the unread.

A reviewer's order is learned from their own votes, and from verdicts that are decided and open to
them. Votes that they may not see have no part in it: an order must not tell them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litreview.errors import LitreviewError, UnknownName
from litreview.events import PrimingLoaded
from litreview.model import Plan, Report, ReportId, Stage, Vote
from litreview.review import priming, random_check, voting
from litreview.review.strings import read_strings
from litreview.screening.calibration import CALIBRATION
from litreview.screening.glossary import terms_of
from litreview.screening.guide import Item
from litreview.screening.known import AGAIN, RECIPES, Known, Reading, Sought, Taught
from litreview.screening.masking import masked
from litreview.screening.state import DECIDED, Verdict
from litreview.store.folder import Folder

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.review.present import Present, Shelf
    from litreview.screening.rank.orders import Ordered, Orders
    from litreview.screening.rank.parts import Pool
    from litreview.store.index import Index

NO_RANKING = "none"
"""The recipe that leaves the order of the files."""
SCRIPTED = 20_000
"""Reports up to which a script waits for an order: about ten seconds, where nothing is kept yet."""
_PART = 1_000
"""Reports that are read at a time."""
Queued = tuple[Sequence[Item], Mapping[ReportId, Vote]]
"""Reports to show, and the reviewer's own votes: what `voting.queue` gives."""
Going = Callable[[], bool]
"""Whether to go on: asked now and then by what takes long."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Where the texts of reports are read."""

    index: Index
    shelf: Shelf


class Ended(Exception):
    """The work was given up because nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that an order of `stage` is made from, but for the texts, which are read later.

    taught: the earlier decisions in force, by name.
    """

    stage: Stage
    reports: tuple[ReportId, ...]
    sought: Sought
    taught: Mapping[str, PrimingLoaded]
    reading: Reading

    def known(self) -> Known:
        """What is known now."""
        return self.reading.known()


def ranks(plan: Plan) -> bool:
    """Whether anything is ranked here at all."""
    return plan.ranking.recipe != NO_RANKING


def known_recipe(plan: Plan, where: str) -> None:
    """Whether the recipe of review.toml, which is at `where`, exists. Raises UnknownName."""
    recipe = plan.ranking.recipe
    if recipe not in RECIPES:
        raise UnknownName(
            f"there is no recipe {recipe!r}",
            where=f"{where}, [ranking] recipe",
            remedy=f"name one of: {', '.join(RECIPES)}",
        )


def material(review: Review, stage: Stage, who: str, queue: Queued | None = None) -> Material:
    """What the order of `who` at `stage` is made from now. Linear in the reports and votes.

    queue: what is shown of it, where that is known already.
    """
    wanted, taught = sought(review, stage), priming.events_in_force(review.state)
    held = reading(review.present, stage, who, queue)
    return Material(stage, tuple(held.reports), wanted, taught, held)


def material_of(present: Present, wanted: Sought, stage: Stage, who: str) -> Material:
    """The same of any moment."""
    held = reading(present, stage, who)
    taught = priming.events_in_force(present.state)
    return Material(stage, tuple(held.reports), wanted, taught, held)


def reading(present: Present, stage: Stage, who: str, queue: Queued | None = None) -> Reading:
    """What `who` knows at `stage`, and has still to read."""
    items, own = queue or voting.queue(present, stage, who, whole=True)
    reports = present.eligible(stage)
    verdicts = present.screening.verdicts[stage.name]
    labels: dict[ReportId, bool] = {}
    for report in reports:
        verdict = verdicts.get(report)
        if verdict is None:
            continue
        vote = own.get(report)
        if _open_to(verdict, stage, who):
            labels[report] = verdict.status == "include"
        elif vote is not None and vote.decision != "maybe":
            labels[report] = vote.decision == "include"
    apart = frozenset(random_check.drawn(present, stage))
    unread = {item.report for item in items if item.report not in own and not set_first(item)}
    again = {item.report for item in items if item.report in own}
    return Reading(reports, labels, unread, again, apart)


def set_first(item: Item) -> bool:
    """Whether the queue puts it first for a reason of its own, such as a random check."""
    return not item.ranking and item.why not in {voting.IN_ORDER, AGAIN, CALIBRATION}


def _open_to(verdict: Verdict, stage: Stage, who: str) -> bool:
    """Whether `who` may know what was decided: of a report that waits for them they may not."""
    told = verdict.as_told_to(who)
    return told.status in DECIDED and all(
        verdict.open_to(stage, who, vote.reviewer) for vote in verdict.votes
    )


def sought(review: Review, stage: Stage) -> Sought:
    """Recipe, seed, and the text that a relevant report would resemble."""
    plan = review.plan
    parts = (
        plan.title,
        plan.question,
        plan.ranking.text,
        *(c.label for c in plan.criteria if c.effect == "include" and stage.name in c.stages),
        "\n".join(_terms(review)),
    )
    return Sought(
        recipe=plan.ranking.recipe,
        learned_prior=plan.ranking.learned_prior,
        seed=plan.ranking.seed,
        criteria="\n".join(part.strip() for part in parts if part.strip()),
    )


def _terms(review: Review) -> Iterator[str]:
    """The terms of the search strings, each once; none where the folder cannot be read."""
    try:
        held = read_strings(review.folder.root)
    except LitreviewError:
        return  # a check finds it, and what is sought stands in question and criteria too
    trees = (held.trees.get(name) for name in held.strategies or held.blocks)
    found = (term for tree in trees if tree is not None for term in terms_of(tree))
    yield from dict.fromkeys(term.replace("*", "").replace("?", "").strip() for term in found)


def reports_of(
    texts: Texts, ids: Sequence[ReportId], going: Going = lambda: True
) -> Iterator[Report]:
    """The reports one after another, so that all need not fit into memory. Raises Ended."""
    from litreview.review.reading import merged

    for at in range(0, len(ids), _PART):
        if not going():
            raise Ended
        yield from merged(texts.index, texts.shelf, ids[at : at + _PART])


def pool_of(
    folder: Folder, texts: Texts, held: Material, going: Going = lambda: True
) -> tuple[Pool, Taught]:
    """The texts of what is ranked, and the earlier decisions on other works.

    Raises Ended; FileRefused, StorageError: earlier decisions are not as they were loaded.
    """
    from litreview.screening.rank.parts import Pool

    taught = priming.loaded(folder, held.taught)
    titles, abstracts, years = [], [], []
    works = priming.Works() if taught.held else None
    for report in reports_of(texts, held.reports, going):
        record = report.record
        if works is not None:
            works.add(record.doi, record.title, record.year)
        shown = masked(report, held.stage.masked).record
        titles.append(shown.title)
        abstracts.append(shown.abstract)
        years.append(shown.year)
    pool = Pool(tuple(held.reports), tuple(titles), tuple(abstracts), tuple(years))
    return pool, taught.without(works) if works is not None else Taught()


def engine(folder: Folder, texts: Texts, held: Material, going: Going = lambda: True) -> Orders:
    """What makes the orders. Takes long where there are many reports: see bench/ranking.md.

    Raises UnknownName: there is no such recipe; StorageError; Ended.
    """
    from litreview.review.ranking_cache import keeping
    from litreview.screening.rank.orders import Orders

    pool, taught = pool_of(folder, texts, held, going)
    if not going():
        raise Ended
    try:
        return Orders(pool, taught, held.sought, keeping(folder, held.sought.recipe))
    except UnknownName as error:
        where = f"{folder.settings}, [ranking] recipe"
        raise UnknownName(error.what, where=where, remedy=f"{error.remedy}, {NO_RANKING}") from None


def order_now(review: Review, stage: Stage, who: str) -> Ordered:
    """The order of what `who` has still to read at `stage`, made while one waits."""
    held = material(review, stage, who)
    return engine(review.folder, Texts(review.index, review.shelf), held)(held.known())


def scripted(review: Review, stage: Stage, who: str) -> tuple[Sequence[Item], str]:
    """The order for a script, and what is to be said of it; no items: that of the files holds."""
    if not ranks(review.plan):
        return (), ""
    queue, _ = voting.queue(review.present, stage, who)
    if not queue or queue[0].why == CALIBRATION:
        return (), ""
    many = len(review.present.eligible(stage))
    if many > SCRIPTED:
        return (), (
            f"in the order of the files: to rank {many:,} reports takes longer than a script waits "
            "for (litreview screen order makes the order)"
        )
    return order_now(review, stage, who).ordering.items, ""


def labelled(review: Review, stage: Stage) -> Iterator[tuple[Report, bool]]:
    """The reports of `stage` that are decided, each with whether it was included."""
    held = review.present.screening
    status = {r: held.of(stage.name, r).status for r in review.present.eligible(stage)}
    decided = [report for report, one in status.items() if one in DECIDED]
    for report in reports_of(Texts(review.index, review.shelf), decided):
        yield report, status[report.id] == "include"
