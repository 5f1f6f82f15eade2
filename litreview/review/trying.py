"""The tests of `search_strings/tests.toml`, run: studies found and lost, hits that drifted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from litreview.errors import SettingsError, UnknownName
from litreview.model import Finding, Record
from litreview.query.blocks import Library
from litreview.query.gold import GoldSet, completed, keys_of
from litreview.query.trial import InSource, Judged, Recall, Recorded, Test, Trial, in_source, recall
from litreview.query.trial.plan import OWN, Plan
from litreview.review import strings

if TYPE_CHECKING:
    from litreview.review.facade import Review

_WHERE = f"{strings.FOLDER}/{strings.PLAN}"


@dataclass(frozen=True, slots=True)
class Tried:
    """A strategy on one gold set. findings: why it does not pass; empty where it does."""

    strategy: str
    gold: str
    judged: tuple[Judged, ...]
    sources: tuple[InSource, ...]
    least: float | None
    findings: tuple[Finding, ...]

    @property
    def recall(self) -> Recall:
        """Of the whole set, whatever a source holds."""
        return recall(self.judged)


@dataclass(frozen=True, slots=True)
class Hits:
    """Hits as recorded beside those of now. now: None where nothing newer was recorded.

    unknown: records of the review that might be hits, had they an abstract.
    """

    recorded: Recorded
    now: int | None
    date: str = ""
    unknown: int = 0

    @property
    def drifted(self) -> bool:
        """Whether the number moved further than is allowed."""
        return self.now is not None and self.recorded.drifted(self.now)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that was tried. findings: those of the gold sets, and every reason not to pass."""

    tried: tuple[Tried, ...]
    hits: tuple[Hits, ...]
    findings: tuple[Finding, ...]

    @property
    def passes(self) -> bool:
        """Whether no study was lost and no number drifted."""
        return not any(one.severity == "error" for one in self.findings)


def try_strategies(root: Path, review: Review | None, wanted: Sequence[str] = ()) -> Outcome:
    """Run the tests of the strategies `wanted` (none named: of all).

    Raises SettingsError, UnknownName, UsageError: no plan, no such strategy, one with an error.
    """
    held, asked = strings.read_strings(root), _plan(root)
    tests, recorded = _chosen(held, asked, wanted)
    named = [*(one.strategy for one in tests), *(one.strategy for one in recorded)]
    trials = {name: Trial(held, held.strategy(name).name) for name in dict.fromkeys(named)}
    texts = strings.by_key(review) if review is not None and tests else {}
    names = dict.fromkeys(name for test in tests for name in test.gold)
    gold = {
        one.name: completed(strings.read_gold(root, one), texts)
        for one in asked.gold
        if one.name in names
    }
    indexes = {one.source: strings.read_index(root, one, review) for one in asked.indexes if tests}
    tried = tuple(one for test in tests for one in _try(test, trials[test.strategy], gold, indexes))
    hits = _hits(recorded, trials, strings.read_counts(root), review)
    told = [
        *(finding for one in gold.values() for finding in one.findings),
        *(finding for one in tried for finding in one.findings),
        *(_drift(one) for one in hits if one.drifted),
    ]
    return Outcome(tried, hits, tuple(dict.fromkeys(told)))


def _plan(root: Path) -> Plan:
    found = strings.read_plan(root)
    if found is None and not any((root / strings.FOLDER).glob("*.strategy.txt")):
        raise SettingsError(
            "there is no strategy to try", where=str(root / strings.FOLDER),
            remedy=strings.FIRST_STRATEGY,
        )  # fmt: skip
    if found is None:
        raise SettingsError(
            "there is no plan of tests", where=str(root / strings.FOLDER / strings.PLAN),
            remedy="write one: docs/search-strings.md has the shortest",
        )  # fmt: skip
    return found


def _chosen(
    held: Library, asked: Plan, wanted: Sequence[str]
) -> tuple[tuple[Test, ...], tuple[Recorded, ...]]:
    names = {held.strategy(name).name for name in wanted}
    tests = tuple(one for one in asked.tests if not names or one.strategy in names)
    hits = tuple(one for one in asked.hits if not names or one.strategy in names)
    untested = names - {one.strategy for one in tests} - {one.strategy for one in hits}
    if untested:
        raise UnknownName(
            f"nothing is tested of {', '.join(sorted(untested))}", where=_WHERE,
            remedy="add a [[test]] that names it",
        )  # fmt: skip
    return tests, hits


def _try(
    test: Test, trial: Trial, gold: Mapping[str, GoldSet], indexes: Mapping[str, frozenset[str]]
) -> Iterable[Tried]:
    sets = {name: tuple(trial.judge(study) for study in gold[name].studies) for name in test.gold}
    lost = _lost(test, [one for judged in sets.values() for one in judged])
    for name, judged in sets.items():
        sources = tuple(in_source(judged, source, keys) for source, keys in indexes.items())
        low = _too_low(test, name, recall(judged))
        yield Tried(test.strategy, name, judged, sources, test.recall_at_least, (*low, *lost))
        lost = []


def _too_low(test: Test, gold: str, found: Recall) -> list[Finding]:
    least = test.recall_at_least
    if least is None:
        return []
    if found.value is None:
        what = f"{test.strategy}: no study of {gold} has text enough to be judged"
        return [Finding("GS106", "error", what, _WHERE, "add abstracts, or take the threshold out")]
    if found.value >= least:
        return _not_shown(test, gold, found, least)
    what = (
        f"{test.strategy} finds {found.retrieved} of {found.decided} of {gold}: recall "
        f"{found.value:.2f}, wanted at least {least:.2f}"
    )
    return [Finding("GS107", "error", what, _WHERE, "see which block each missed study fails")]


def _not_shown(test: Test, gold: str, found: Recall, least: float) -> list[Finding]:
    """A study without abstract is judged only if its title matches: that flatters the recall."""
    if found.bounds[0] >= least:
        return []
    open_ = found.unknown + found.no_text
    what = (
        f"{test.strategy} on {gold}: a recall of at least {least:.2f} is not shown, as {open_} of "
        f"{found.total} cannot be judged"
    )
    return [Finding("GS111", "warning", what, _WHERE, "add their abstracts to the gold set")]


def _lost(test: Test, judged: Sequence[Judged]) -> list[Finding]:
    """The studies that must be found, and are not, or are not in the gold sets at all."""
    known = {key: one for one in judged for key in keys_of(one.study.record)}
    found = []
    for key in test.must_find:
        one = known.get(key)
        if one is None:
            what = f"{key}, which {test.strategy} must find, stands in none of its gold sets"
            found.append(Finding("GS109", "error", what, _WHERE, "add it to one of them"))
        elif one.outcome != "retrieved":
            found.append(_not_found(test.strategy, key, one))
    return found


def _not_found(strategy: str, key: str, one: Judged) -> Finding:
    parts = ", ".join(failing.part for failing in one.failing)
    how = {
        "missed": f"is lost: it fails {parts}",
        "unknown": f"is no longer surely found: its text lacks {parts}, and it has no abstract",
        "no text": "has no text: it is not in the review",
    }[one.outcome]
    remedy = "mend the block, or take the study out of must_find"
    return Finding("GS108", "error", f"{key}, which {strategy} must find, {how}",
                   one.study.place, remedy)  # fmt: skip


def _hits(
    recorded: Sequence[Recorded],
    trials: Mapping[str, Trial],
    counts: Sequence[strings.Counted],
    review: Review | None,
) -> tuple[Hits, ...]:
    own = {one.strategy for one in recorded if one.source == OWN}
    now = _own(own, trials, strings.records_of(review) if review is not None and own else ())
    found = []
    for one in recorded:
        if one.source == OWN:
            yes, unknown = now[one.strategy]
            found.append(Hits(one, yes if review is not None else None, "", unknown))
            continue
        newest = max(
            (c for c in counts if (c.strategy, c.source) == (one.strategy, one.source)
             and c.date > one.date), key=lambda c: c.date, default=None,
        )  # fmt: skip
        found.append(Hits(one, newest.hits, newest.date) if newest else Hits(one, None))
    return tuple(found)


def _own(
    names: set[str], trials: Mapping[str, Trial], records: Iterable[Record]
) -> dict[str, tuple[int, int]]:
    """Of each strategy: how many `records` it finds, and of how many nobody knows. One pass."""
    yes, unknown = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for record in records:
        for name in names:
            verdict = trials[name].verdict(record)
            yes[name] += verdict == "yes"
            unknown[name] += verdict == "unknown"
    return {name: (yes[name], unknown[name]) for name in names}


def _drift(one: Hits) -> Finding:
    was = one.recorded
    when = f" on {was.date}" if was.date else ""
    what = f"{was.strategy} in {was.source}: {one.now:,} hits, {was.hits:,}{when}"
    remedy = "find out why; if it is right, record the new number"
    return Finding("GS110", "error", what, _WHERE, remedy)
