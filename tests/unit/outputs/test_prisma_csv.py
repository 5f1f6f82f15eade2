"""The CSV of the PRISMA2020 package: all its rows, and counts that it reads as we mean them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from litreview.outputs.prisma_csv import COLUMNS, label, write
from litreview.prisma import LABELS, Box, Flow, Part

KEYS = (
    "previous_studies previous_reports database_results database_specific_results "
    "register_results register_specific_results website_results organisation_results "
    "citations_results duplicates excluded_automatic excluded_other records_screened "
    "records_excluded dbr_sought_reports dbr_notretrieved_reports other_sought_reports "
    "other_notretrieved_reports dbr_assessed dbr_excluded other_assessed other_excluded "
    "new_studies new_reports total_studies total_reports identification screening included "
    "total_studies_ma total_reports_ma"
)
HIDDEN = (
    "previous_studies previous_reports database_specific_results register_specific_results "
    "website_results organisation_results citations_results other_sought_reports "
    "other_notretrieved_reports other_assessed other_excluded total_studies total_reports "
    "total_studies_ma total_reports_ma"
)
TITLES = ["prevstud", "newstud", "othstud"]


def flow(counts: Mapping[str, int], parts: Mapping[str, Mapping[str, int]] | None = None) -> Flow:
    """A flow whose boxes have so many ids."""
    boxes = {}
    for key, (name, unit) in LABELS.items():
        ids = tuple(f"{key}:{at}" for at in range(counts.get(key, 0)))
        held = (parts or {}).get(key, {})
        shares = tuple(Part(name, ids[:n]) for name, n in held.items())
        boxes[key] = Box(key, name, unit, ids, shares)
    return Flow(boxes, ())


def rows(found: Flow) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write(found).decode("utf-8"))))


def counts(found: Flow) -> dict[str, str]:
    return {row["data"]: row["n"] for row in rows(found)}


def as_the_package_reads(text: str) -> list[tuple[str, int]]:
    """A list cut at semicolons; the label ends at the first comma, the count begins at the last."""
    pieces = [piece.strip() for piece in text.split(";")]
    return [(piece.partition(",")[0], int(piece.rpartition(",")[2])) for piece in pieces]


def test_what_was_left_unread_is_in_the_one_box_for_people_and_programs() -> None:
    found = counts(flow({"records_screened": 9, "records_excluded": 4, "records_left_unread": 3}))
    assert (found["records_screened"], found["records_excluded"]) == ("9", "7")


def test_all_rows_of_the_template_in_its_columns() -> None:
    found = rows(flow({}))
    assert tuple(found[0]) == COLUMNS
    assert len(found) == 34
    assert sorted(row["data"] for row in found if row["data"] != "NA") == sorted(KEYS.split())
    assert [row["box"] for row in found if row["data"] == "NA"] == TITLES


def test_every_node_stands_once_and_every_row_has_its_box() -> None:
    found = rows(flow({}))
    nodes = [row["node"] for row in found if row["node"] != "NA"]
    assert sorted(nodes) == sorted(f"node{at}" for at in range(1, 24))
    boxes = {row["box"] for row in found}
    assert {f"box{at}" for at in range(1, 18)} <= boxes


def test_the_counts_are_those_of_the_flow() -> None:
    found = counts(flow({"database_results": 4821, "duplicates": 1493, "records_screened": 3633}))
    assert found["database_results"] == "4821", "without thousands: a number, not a text"
    assert (found["duplicates"], found["records_screened"]) == ("1493", "3633")


def test_a_new_review_hides_what_it_has_not() -> None:
    found = counts(flow({"database_results": 3}))
    hidden = [key for key, n in found.items() if n == "NA"]
    assert hidden == HIDDEN.split()


def test_the_other_arm_is_whole_as_soon_as_one_source_gave_something() -> None:
    found = counts(flow({"website_results": 2}))
    assert (found["website_results"], found["organisation_results"]) == ("2", "0")
    assert found["other_sought_reports"] == "0"
    assert found["other_excluded"] == "No report excluded, 0"


@pytest.mark.parametrize(
    "reason",
    ["Wrong population, adults only", "a; b", "=1+1", "two\nlines", "  ", "\u202eback", 'a "b"'],
)
def test_a_reason_survives_the_way_the_package_cuts_lists(reason: str) -> None:
    found = flow({"dbr_excluded": 5}, {"dbr_excluded": {reason: 2, "Other": 3}})
    read = as_the_package_reads(counts(found)["dbr_excluded"])
    assert [n for _, n in read] == [2, 3]
    assert read[1][0] == "Other"
    assert read[0][0] == (label(reason) or "Not named")


def test_words_of_a_label_are_kept_without_its_commas() -> None:
    assert label("Wrong population, adults only; or none") == "Wrong population adults only or none"


def test_sources_are_listed_each_with_its_count() -> None:
    found = flow({"database_results": 5}, {"database_results": {"Base A": 3, "Base, B": 2}})
    assert counts(found)["database_specific_results"] == "Base A, 3; Base B, 2"


def test_the_same_flow_gives_the_same_bytes() -> None:
    one = flow({"database_results": 5})
    assert write(one) == write(replace(one))
    assert b"\r" not in write(one)


@pytest.mark.corpus
def test_rows_nodes_and_boxes_are_those_of_the_template(corpus: Path) -> None:
    """The package finds its rows by these three columns; words and addresses are ours."""
    text = (corpus.parent / "anchors" / "prisma" / "PRISMA_template.csv").read_text("utf-8")
    template = list(csv.DictReader(io.StringIO(text)))
    for ours, theirs in zip(rows(flow({})), template, strict=True):
        for name in ("data", "node", "box"):
            assert ours[name] == (theirs[name] or "NA")
