"""The hash of the criteria, and what they say of the version before, which is no part of it."""

from __future__ import annotations

import pytest
from invented import review_toml

from litreview.errors import SettingsError
from litreview.events import CriteriaAdopted, Entry, fold
from litreview.review.voting import adopted
from litreview.store.settings import criteria_hash, criteria_text, parse

TEXT = review_toml()
SAID = TEXT.replace('label = "It sinks"', 'label = "It sinks"\nchange = "wider"')


def test_the_hash_is_the_one_that_older_logs_hold() -> None:
    """Pinned: computed by the version of the program that knew no `change`."""
    pinned = "f9eeb1d3f43e8f4a691bec6b89531d3bb73c280ed2fbf6a40ada43ebcc315bd7"
    assert criteria_hash(parse(TEXT, "").plan) == pinned
    assert criteria_hash(parse(SAID, "").plan) == pinned


def test_what_is_said_of_the_version_before_goes_into_the_log_and_may_be_added_later() -> None:
    plain, said = parse(TEXT, "").plan, parse(SAID, "").plan
    assert all("change" not in one for one in criteria_text(plain))
    assert [one.get("change", "") for one in criteria_text(said)] == ["", "wider", "", ""]
    (first,) = adopted(plain, fold([]), "")
    state = fold([Entry(first, "1", "ann.a", "ann")])
    assert adopted(plain, state, "") == ()
    (second,) = adopted(said, state, "")
    assert isinstance(second, CriteriaAdopted)
    assert (second.version, second.sha256) == (first.version, first.sha256)


def test_a_word_that_is_none_is_refused_by_its_line() -> None:
    with pytest.raises(SettingsError) as caught:
        parse(SAID.replace('"wider"', '"widest"'), "review.toml")
    assert "change cannot be 'widest'" in caught.value.what
    assert caught.value.where == "review.toml, line 29"
    assert "wider, narrower, wording" in caught.value.remedy
