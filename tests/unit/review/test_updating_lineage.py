"""A living review: what runs cover, what updates are called and belong to; without a server."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from living import FIRST

from litreview.model import Harvested, Search, SearchId
from litreview.review.lineage import Lineage, lineages
from litreview.review.updating import named
from litreview.store.received import search_id


def member(
    name: str, day: int, *, since: str = "", complete: bool = True, enough: bool = False
) -> Search:
    limits = (("since", since),) if since else ()
    proof = Harvested("eric", ("x",), limits=limits, started=f"2026-11-{day:02}T00:00:00Z",
                      updates="" if name == FIRST else FIRST, enough=enough)  # fmt: skip
    return Search(SearchId(name), "ERIC", "database", 1, 1, 0, (), complete=complete, harvest=proof)


def test_a_gap_is_not_covered() -> None:
    first = member(FIRST, 1)
    late = member("late", 20, since="2026-11-13")
    assert str(Lineage((first, late)).covered()) == "2026-11-01", "from 1 to 13 nobody looked"
    bridge = member("bridge", 14, since="2026-10-25")
    assert str(Lineage((first, bridge, late)).covered()) == "2026-11-20"
    assert Lineage((member(FIRST, 1, complete=False),)).covered() is None
    plenty = member(FIRST, 1, complete=False, enough=True)
    assert str(Lineage((plenty,)).covered()) == "2026-11-01"


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 28), st.booleans()), max_size=6))
def test_covered_is_never_beyond_what_complete_runs_reach(
    runs: list[tuple[int, int, bool]],
) -> None:
    members = [member(FIRST, 1, complete=False)] + [
        member(f"u{at}", day, since=f"2026-11-{back:02}" if back else "", complete=complete)
        for at, (day, back, complete) in enumerate(sorted(runs))
    ]
    reached = Lineage(tuple(members)).covered()
    whole = [day for day, back, complete in runs if complete and not back]
    assert (reached is None) == (not whole)
    if reached is not None:
        for day in range(min(whole) + 1, reached.day):
            assert any(complete and (back or 0) <= day <= ran for ran, back, complete in runs), (
                "each day before it was looked at by some complete run"
            )


@given(st.text("abcdefghij-", min_size=1, max_size=48), st.booleans())
def test_names_of_updates_fit_and_differ(first: str, full: bool) -> None:
    one = named(first, date(2026, 11, 20), full=full)
    assert len(one) <= 48
    assert one != named(first, date(2026, 11, 21), full=full)
    other = named(first, date(2026, 11, 20), "12ab", full=full)
    assert other not in {one, named(first, date(2026, 11, 20), "12ac", full=full)}
    assert len(other) <= 48
    plain = search_id(first, "", exact=True)
    name = named(plain, date(2026, 11, 20), full=full)
    assert search_id(name, "", exact=True) == name, "it is taken as it stands"


def test_lineages_leave_out_updates_of_what_is_gone() -> None:
    assert list(lineages([member("u", 2)])) == []
    assert [len(one.members) for one in lineages([member("u", 2), member(FIRST, 1)]).values()] == [
        2
    ]
