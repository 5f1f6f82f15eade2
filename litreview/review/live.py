"""Hits of a strategy in a source, asked while somebody waits, and kept in ``counts/``."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from litreview.errors import LitreviewError, SettingsError, UsageError
from litreview.query.blocks import Library
from litreview.query.counting import Question, questions
from litreview.review.strings import COUNTS, FOLDER, Counted, text_of
from litreview.sources.compile import Compiled, compiled
from litreview.sources.http import Patience, Sender
from litreview.sources.source import OPEN, Access, Fault, Page, Searchable
from litreview.store.disk import write_atomically

_OF_THE_QUERY = frozenset({400, 413, 414, 422})
"""Statuses that say something of one string, not of the source."""


class Live:
    """A source that is asked for numbers (`query.counting.LiveCount`).

    asked: requests so far; cost: US dollars that they took; exact: whether the last number was a
    count, not an estimate.
    """

    def __init__(self, source: Searchable, access: Access, sender: Sender | None = None) -> None:
        self.about = source.about
        self.source = source.about.name
        self.asked, self.cost, self.exact = 0, 0.0, True
        self._source = source
        patience = Patience(chance=random.SystemRandom().random)
        self._sender = sender or Sender(source, access, patience=patience)

    def hits(self, string: str) -> int:
        """How many records it has for `string`. Raises NoNumber."""
        found = self._page(string)
        if isinstance(found, Fault):
            raise NoNumber(found)
        self.cost += found.cost
        self.exact = found.exact
        if found.total is None:
            raise NoNumber(Fault("permanent", "it does not say how many"))
        return found.total

    def _page(self, string: str) -> Page | Fault:
        request = self._source.counting(self._source.ask(string, self._source.settled(OPEN)))
        before = self._sender.sent
        found = self._sender.asked(request, lambda reply: self._source.read(request, reply))
        self.asked += self._sender.sent - before
        return found

    def close(self) -> None:
        """Let go of the connections."""
        self._sender.close()


class NoNumber(LitreviewError):
    """A source gives no number. of_the_query: another string may have one."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what, remedy=fault.remedy)
        self.of_the_query = fault.kind == "permanent" and fault.status in {0, *_OF_THE_QUERY}


@dataclass(frozen=True, slots=True)
class Planned:
    """A line and how it would be asked; made None: it cannot be, and `reason` says why."""

    question: Question
    made: Compiled | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A line and its hits; None: `reason` says why there is no number."""

    question: Question
    hits: int | None
    label: str = ""
    exact: bool = True
    reason: str = ""


def planned(held: Library, strategy: str, source: Searchable) -> tuple[Planned, ...]:
    """Every line of a strategy as `source` would be asked for it, the whole last.

    Raises UnknownName, UsageError: the strategy has errors, or the source no boolean search.
    """
    if not source.about.dialect:
        raise UsageError(
            f"{source.about.title} has no boolean search: it cannot count what a string finds",
            remedy="count in another source, or among the records of the review, without --source",
        )
    return tuple(_planned(one, source) for one in questions(held, strategy))


def _planned(question: Question, source: Searchable) -> Planned:
    """One that finds less is asked, too: a number loses no record, and its label is told."""
    try:
        made = compiled(question.tree, source, allow_loss=True)
    except UsageError as error:
        return Planned(question, None, error.what)
    if len(made.strings) > 1:
        much = f"it takes {len(made.strings):,} strings, whose hits overlap"
        return Planned(question, None, much)
    return Planned(question, made)


def ask(plans: Sequence[Planned], live: Live) -> Iterator[Heard]:
    """The hits of each line, the whole first. Once the source fails the others are not asked."""
    failed = ""
    for one in [plans[-1], *plans[:-1]]:
        if one.made is None or failed:
            yield Heard(one.question, None, reason=one.reason or failed)
            continue
        try:
            hits = live.hits(one.made.strings[0])
        except NoNumber as error:
            yield Heard(one.question, None, one.made.label, reason=error.what)
            failed = "" if error.of_the_query else f"not asked, as before: {error.what}"
        else:
            yield Heard(one.question, hits, one.made.label, live.exact)


def counted(
    found: Sequence[Heard], plans: Sequence[Planned], source: str, day: str
) -> Counted | None:  # fmt: skip
    """What is kept of the answers; None: the whole has no number. source: its title."""
    whole = next(one for one in found if one.question.kind == "strategy")
    made = plans[-1].made
    if whole.hits is None or made is None:
        return None
    lines = {
        one.question.name: one.hits
        for one in found
        if one.hits is not None and one.question.kind in {"term", "block"}
    }
    return Counted(
        strategy=whole.question.name, source=source, date=day, hits=whole.hits,
        string=made.strings[0], lines=lines,
    )  # fmt: skip


def keep(root: Path, name: str, one: Counted) -> Path:
    """Put counts into ``counts/<day>-<source>.json``, in the place of earlier ones of that day.

    name: of the source, its own and no other that it has. Raises SettingsError: the file that is
    there cannot be read.
    """
    path = root / FOLDER / COUNTS / f"{one.date}-{name}.json"
    held: list[Counted] = []
    if path.exists():
        try:
            read = msgspec.json.decode(text_of(path), type=Counted | list[Counted])
        except msgspec.MsgspecError as error:
            raise SettingsError(
                f"these counts cannot be read: {error}", where=path.name,
                remedy="mend the file, or move it away",
            ) from error  # fmt: skip
        held = read if isinstance(read, list) else [read]
    kept = [*(old for old in held if old.strategy != one.strategy), one]
    path.parent.mkdir(parents=True, exist_ok=True)
    content = msgspec.json.encode(sorted(kept, key=lambda old: old.strategy))
    write_atomically(path, msgspec.json.format(content, indent=2) + b"\n")
    return path
