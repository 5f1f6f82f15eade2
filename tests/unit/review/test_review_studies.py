"""Studies and the names that they may have."""

from __future__ import annotations

import pytest

from litreview.errors import UsageError
from litreview.review import Review


@pytest.mark.parametrize("linked", [["north:1"], ["north:1", "north:2"]])
def test_the_id_of_another_report_is_no_name_of_a_study(review: Review, linked: list[str]) -> None:
    """A report that is linked to nothing is a study under its id: two studies would be one."""
    with pytest.raises(UsageError, match="'north:2' is the id of a record") as caught:
        review.link(linked, "north:2")
    assert "--study NAME" in caught.value.remedy
    assert not review.present.studies


def test_a_report_may_bear_its_own_id_or_a_name(review: Review) -> None:
    review.link(["north:1"], "north:1")
    review.link(["north:2", "north:3"], "trial-a")
    assert review.present.studies == {
        "north:1": "north:1", "north:2": "trial-a", "north:3": "trial-a",
    }  # fmt: skip
