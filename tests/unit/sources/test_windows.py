"""Windows: both halves make up the whole, and dividing ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.sources.source import Limits
from litreview.sources.windows import days, halves

TODAY = date(2026, 11, 24)
_DAY = st.dates(date(1600, 1, 1), date(2100, 12, 31)).map(date.isoformat)
_LIMITS = st.builds(Limits, first=st.just("") | _DAY, last=st.just("") | _DAY)


@given(_LIMITS, st.sampled_from(["year", "day"]))
def test_halves_meet_and_leave_no_day_out(limits: Limits, finest: Literal["year", "day"]) -> None:
    found = halves(limits, finest, TODAY)
    first, last = days(limits, TODAY)
    if found is None:
        assert first >= last or (finest == "year" and first.year == last.year)
        return
    early, late = found
    assert (early.first, late.last) == (limits.first, limits.last)
    assert date.fromisoformat(early.last) + timedelta(1) == date.fromisoformat(late.first)
    if finest == "year":
        assert early.last.endswith("-12-31")


@given(_LIMITS, st.sampled_from(["year", "day"]), st.lists(st.booleans(), min_size=60, max_size=60))
def test_dividing_ends(limits: Limits, finest: Literal["year", "day"], sides: list[bool]) -> None:
    for late in sides:
        found = halves(limits, finest, TODAY)
        if found is None:
            return
        limits = found[late]
    pytest.fail("it can be divided for ever")


def test_a_source_without_dates_is_not_divided() -> None:
    assert halves(Limits(), "", TODAY) is None


def test_an_open_beginning_is_divided_first_where_databases_begin() -> None:
    assert halves(Limits(), "day", TODAY) == (
        Limits(last="1990-12-31"), Limits(first="1991-01-01"),
    )  # fmt: skip
    assert halves(Limits(first="2020-03-05", last="2020-03-05"), "day", TODAY) is None


def test_options_go_into_both_halves() -> None:
    found = halves(Limits(options=(("set", "a"),)), "day", TODAY)
    assert found is not None
    assert {half.options for half in found} == {(("set", "a"),)}
