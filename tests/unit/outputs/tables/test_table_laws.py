"""What holds for the tables of any review."""

from __future__ import annotations

import runpy
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.outputs.references import study_labels
from litreview.outputs.tables import TABLES

MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "tables" / "made.py"))
FATES = ("included", "full-text", "not-retrieved", "to-assess", "title", "to-screen")
STUDIES = ("", "ALPHA", "BETA", "GAMMA")

fates = st.lists(st.tuples(st.sampled_from(FATES), st.sampled_from(STUDIES)), max_size=14)
extracted = st.lists(st.sampled_from([*STUDIES[1:], "ELSEWHERE", "base:2"]), unique=True)
reviews = st.builds(lambda f, s: MADE["evidence"](tuple(f), studies=tuple(s)), fates, extracted)


@settings(max_examples=50)
@given(reviews)
def test_no_extracted_row_is_lost_or_shown_twice(review: Any) -> None:
    shown = [
        len(TABLES.get(name).build(review).rows)
        for name in ("effects", "cost-benefit", "extracted-elsewhere")
    ]
    assert sum(shown) == len(review.estimates) + len(review.costs)
    included = review.included
    assert shown[0] == sum(row.study in included for row in review.estimates)
    assert shown[1] == sum(row.study in included for row in review.costs)


@settings(max_examples=50)
@given(reviews)
def test_tables_count_what_the_flow_counts(review: Any) -> None:
    def rows(name: str) -> int:
        return len(TABLES.get(name).build(review).rows)

    counts = review.flow.counts()
    assert rows("characteristics") == counts["new_studies"]
    assert rows("included") == counts["new_reports"]
    assert rows("excluded") == counts["dbr_excluded"] + counts["other_excluded"]
    assert rows("searches") == len(review.searches)


@settings(max_examples=50)
@given(reviews)
def test_no_two_studies_share_a_label(review: Any) -> None:
    labels = study_labels(review)
    assert max(Counter(labels.values()).values(), default=1) == 1
    assert review.included <= set(labels)
    assert {row.study for row in (*review.estimates, *review.costs)} <= set(labels)


@settings(max_examples=50)
@given(reviews)
def test_the_order_of_what_comes_in_does_not_matter(review: Any) -> None:
    turned = replace(review, estimates=review.estimates[::-1], costs=review.costs[::-1])
    for name in ("effects", "cost-benefit", "extracted-elsewhere"):
        assert TABLES.get(name).build(turned).rows == TABLES.get(name).build(review).rows


@settings(max_examples=50)
@given(reviews)
def test_a_table_without_rows_says_why(review: Any) -> None:
    for kind in TABLES.all():
        table = kind.build(review)
        assert table.rows or table.empty.endswith(".") or "Next: litreview " in table.empty
