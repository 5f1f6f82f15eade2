"""What an update reports is what set algebra over two states of a source says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from litreview.model import Harvested, Record, RecordId, Search, SearchId
from litreview.review.changes import Changes
from litreview.review.harvested import Aside
from litreview.review.lineage import Known, Lineage
from litreview.sources.harvest import Outcome
from litreview.sources.numbering import Tally

State = Mapping[int, tuple[str, int | None, bool]]
"""Number of a work -> its title, year, and whether it is retracted."""
STATES = st.dictionaries(
    st.integers(1, 9),
    st.tuples(st.sampled_from(["", "Boats", "Ponds"]), st.sampled_from([None, 2019, 2020]),
              st.booleans()),
)  # fmt: skip
FIRST = Search(SearchId("a"), "X", "database", 0, 0, 0, (), harvest=Harvested("x", ("q",)))


@dataclass
class Held:
    """As much of an index as is asked for."""

    records_: list[Record]

    def records(self, ids: Iterable[str]) -> Iterator[Record]:
        wanted = set(ids)
        return (one for one in self.records_ if one.id in wanted)


def records(state: State, search: str) -> list[Record]:
    return [
        Record(
            RecordId(f"{search}:{at}"), SearchId(search), title=title, year=year,
            accession=f"W{number}", extra=(("retracted", "yes"),) if retracted else (),
        )
        for at, (number, (title, year, retracted)) in enumerate(sorted(state.items()), 1)
    ]  # fmt: skip


def updated(
    before: State, after: State, *, since: str, complete: bool
) -> tuple[Changes, list[Aside]]:
    held = records(before, "a")
    review: Any = SimpleNamespace(index=Held(held), folder=SimpleNamespace(records=Path("nowhere")))
    known = Known(review, Lineage((FIRST,)), since, [one.id for one in held])
    came = records(after, "u")
    aside = [found for one in came if (found := known.judge(one))]
    tally = Tally(seen={one.accession for one in came})
    outcome = Outcome(len(came), True, len(came), len(came), complete)
    return msgspec.json.decode(known.account(outcome, tally, aside), type=Changes), aside


def names(numbers: Iterable[int], state: State, search: str) -> set[str]:
    places = {number: at for at, number in enumerate(sorted(state), 1)}
    return {f"{search}:{places[number]}" for number in numbers}


@given(STATES, STATES, st.booleans(), st.booleans())
def test_an_update_says_what_sets_say(
    before: State, after: State, whole: bool, complete: bool
) -> None:
    changes, aside = updated(before, after, since="" if whole else "2026-10-25", complete=complete)
    both = before.keys() & after.keys()
    assert set(changes.new) == names(after.keys() - before.keys(), after, "u")
    assert {one.record for one in changes.changed} == names(
        (number for number in both if before[number] != after[number]), before, "a"
    )
    if whole and complete:
        assert set(cast("tuple[str, ...]", changes.vanished)) == names(
            before.keys() - after.keys(), before, "a"
        )
    else:
        assert changes.vanished is None
    retracted = {number for number, (_, _, now) in after.items() if now}
    assert set(changes.retracted) == names(retracted - before.keys(), after, "u") | names(
        (n for n in both & retracted if not before[n][2]), before, "a"
    )
    assert {one.key for one in aside} == {f"W{number}" for number in both}
    assert len(changes.new) + len(aside) == len(after), "each entry is one or the other"


@given(STATES)
def test_the_same_again_is_nothing(state: State) -> None:
    changes, aside = updated(state, state, since="", complete=True)
    assert changes == Changes(updates="a", since="", vanished=())
    assert not any(one.changed for one in aside)
