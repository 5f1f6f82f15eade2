"""The flow as the PRISMA2020 package (R, and its web app) reads it: a CSV of 34 rows.

Its first column names the count, `node` and `box` tell the package where it goes. A count that
reads ``NA`` hides its line, and an arm whose counts all do so is left out: so a new review has no
previous studies, no totals and, where there are none, no other methods. Lists in `n` are cut at
semicolons, and each of their labels ends at its first comma: neither may stand in a label.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from litreview.model import DATABASE_KINDS
from litreview.outputs.escape import clean, spreadsheet
from litreview.prisma import Box, Flow, Part
from litreview.prisma.labels import IDENTIFIED

COLUMNS = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")
NOTHING = "NA"

Count: TypeAlias = Callable[[Flow], str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row. node: "" where the package draws no box of its own for it."""

    data: str
    node: str
    box: str
    description: str
    boxtext: str
    count: Count


def write(flow: Flow) -> bytes:
    """The file: UTF-8, one row a count, in the order of the package's template."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(flow))
    return out.getvalue().encode()


def _cells(flow: Flow) -> Iterator[tuple[str, ...]]:
    for row in _ROWS:
        key = row.data or row.box
        tip = row.description if row.node else NOTHING
        url = f"index.html#box-{key}" if key in flow.boxes else NOTHING
        yield (
            row.data or NOTHING,
            row.node or NOTHING,
            row.box,
            row.description,
            row.boxtext,
            tip,
            url,
            row.count(flow),
        )


def label(text: str) -> str:
    """`text` as a label inside a list: in one line, without commas and semicolons."""
    bare = clean(text).replace(",", " ").replace(";", " ")
    return spreadsheet(" ".join(bare.split()))


def _hidden(_flow: Flow) -> str:
    return NOTHING


def _updated(key: str) -> Count:
    """The count of a box of updated reviews; hidden in a new one."""
    return lambda flow: str(flow[key].n) if flow.updated else NOTHING


def _ignored(_flow: Flow) -> str:
    return "0"


def _of(key: str) -> Count:
    """The count of a box."""
    return lambda flow: str(flow[key].n)


def _out(flow: Flow) -> str:
    """What is not sought after the screening: the package has one box for people and programs."""
    return str(flow["records_excluded"].n + flow["records_left_unread"].n)


def _other(key: str) -> Count:
    """The count of a box of the arm for other methods; hidden where there is no such arm."""
    return lambda flow: str(flow[key].n) if flow.other_methods else NOTHING


def _sources(key: str) -> Count:
    """Each source with its count; hidden where there is none."""
    return lambda flow: _list(flow[key].parts) or NOTHING


def _reasons(key: str, *, other: bool) -> Count:
    """Each reason with its count. Without one there is a line that says so: a list is expected."""

    def count(flow: Flow) -> str:
        if other and not flow.other_methods:
            return NOTHING
        box: Box = flow[key]
        return _list(box.parts) or f"No report excluded, {box.n}"

    return count


def _list(parts: Sequence[Part]) -> str:
    return "; ".join(f"{label(part.label) or 'Not named'}, {part.n}" for part in parts)


_DATABASES, _REGISTERS = (IDENTIFIED[kind] for kind in DATABASE_KINDS)
_DBR, _OTHER = "via databases and registers", "via other methods"

_ROWS = (
    _Row("", "node4", "prevstud", "Heading above earlier versions of this review",
         "Previous studies", _ignored),
    _Row("previous_studies", "node5", "box1", "How many studies an earlier version included",
         "Studies included in previous version of review", _updated("previous_studies")),
    _Row("previous_reports", "", "box1", "How many reports those earlier studies had",
         "Reports of studies included in previous version of review",
         _updated("previous_reports")),
    _Row("", "node6", "newstud", f"Heading above what was found {_DBR}",
         "Identification of studies via databases and registers", _ignored),
    _Row("database_results", "node7", "box2", "All records that bibliographic databases gave",
         "Databases", _of(_DATABASES)),
    _Row("database_specific_results", "", "box2", "The records of each database",
         "Specific databases", _sources(_DATABASES)),
    _Row("register_results", "", "box2", "All records that registers gave",
         "Registers", _of(_REGISTERS)),
    _Row("register_specific_results", "", "box2", "The records of each register",
         "Specific registers", _sources(_REGISTERS)),
    _Row("", "node16", "othstud", f"Heading above what was found {_OTHER}",
         "Identification of studies via other methods", _ignored),
    _Row("website_results", "node17", "box11", "Records found on websites",
         "Websites", _other("website_results")),
    _Row("organisation_results", "", "box11", "Records had from organisations",
         "Organisations", _other("organisation_results")),
    _Row("citations_results", "", "box11", "Records found by following citations",
         "Citation searching", _other("citations_results")),
    _Row("duplicates", "node8", "box3", "Records taken out as further copies of a document",
         "Duplicate records", _of("duplicates")),
    _Row("excluded_automatic", "", "box3", "Records that a program ruled out",
         "Records marked as ineligible by automation tools", _of("excluded_automatic")),
    _Row("excluded_other", "", "box3", "Records taken out before screening for other reasons",
         "Records removed for other reasons", _of("excluded_other")),
    _Row("records_screened", "node9", "box4", f"Titles and abstracts judged, found {_DBR}",
         "Records screened", _of("records_screened")),
    _Row("records_excluded", "node10", "box5", "Records ruled out on title and abstract",
         "Records excluded", _out),
    _Row("dbr_sought_reports", "node11", "box6", f"Full texts looked for, found {_DBR}",
         "Reports sought for retrieval", _of("dbr_sought_reports")),
    _Row("dbr_notretrieved_reports", "node12", "box7", "Full texts that could not be had",
         "Reports not retrieved", _of("dbr_notretrieved_reports")),
    _Row("other_sought_reports", "node18", "box12", f"Full texts looked for, found {_OTHER}",
         "Reports sought for retrieval", _other("other_sought_reports")),
    _Row("other_notretrieved_reports", "node19", "box13",
         f"Full texts that could not be had, found {_OTHER}",
         "Reports not retrieved", _other("other_notretrieved_reports")),
    _Row("dbr_assessed", "node13", "box8", f"Full texts judged, found {_DBR}",
         "Reports assessed for eligibility", _of("dbr_assessed")),
    _Row("dbr_excluded", "node14", "box9",
         f"Full texts ruled out, found {_DBR}: each reason and its count",
         "Reports excluded", _reasons("dbr_excluded", other=False)),
    _Row("other_assessed", "node20", "box14", f"Full texts judged, found {_OTHER}",
         "Reports assessed for eligibility", _other("other_assessed")),
    _Row("other_excluded", "node21", "box15",
         f"Full texts ruled out, found {_OTHER}: each reason and its count",
         "Reports excluded", _reasons("other_excluded", other=True)),
    _Row("new_studies", "node15", "box10", "Studies that this review includes",
         "Studies included in review", _of("new_studies")),
    _Row("new_reports", "", "box10", "The reports of those studies",
         "Reports of included studies", _of("new_reports")),
    _Row("total_studies", "node22", "box16", "Studies of this and earlier versions together",
         "Total studies included in review", _updated("total_studies")),
    _Row("total_reports", "", "box16", "The reports of all those studies",
         "Reports of total included studies", _updated("total_reports")),
    _Row("identification", "node1", "identification", "Bar beside what was found",
         "Identification", _ignored),
    _Row("screening", "node2", "screening", "Bar beside what was judged",
         "Screening", _ignored),
    _Row("included", "node3", "included", "Bar beside what is in the review",
         "Included", _ignored),
    _Row("total_studies_ma", "node23", "box17", "Studies whose results were pooled",
         "Total studies included in meta-analysis", _hidden),
    _Row("total_reports_ma", "", "box17", "The reports of the pooled studies",
         "Reports of total included studies in meta-analysis", _hidden),
)  # fmt: skip
"""In the order of the template. Counts are strings: lists and NA stand in the same column."""
