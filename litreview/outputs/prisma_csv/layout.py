"""The 34 rows of the template: where each count goes, and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

COLUMNS = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")
NOTHING = "NA"

Kind = Literal["title", "count", "list", "bar"]
"""A title has no key in the column `data`; the bars have one; neither is a count."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row. node: "" where the package draws no box of its own for it.

    key: the box of the flow that its count is of, "" for titles and bars. updated: its words in an
    updated review, where those are others.
    """

    data: str
    node: str
    box: str
    description: str
    boxtext: str
    kind: Kind = "count"
    key: str = ""
    updated: str = ""

    @property
    def name(self) -> str:
        """What it is called: its key, or of a title its box."""
        return self.data or self.box

    def words(self, *, updated: bool) -> str:
        """Its official words, of a new or of an updated review."""
        return self.updated if self.updated and updated else self.boxtext


_DBR, _OTHER = "via databases and registers", "via other methods"

ROWS = (
    Row("", "node4", "prevstud", "Heading above earlier versions of this review",
        "Previous studies", "title"),
    Row("previous_studies", "node5", "box1", "How many studies an earlier version included",
        "Studies included in previous version of review", key="previous_studies"),
    Row("previous_reports", "", "box1", "How many reports those earlier studies had",
        "Reports of studies included in previous version of review", key="previous_reports"),
    Row("", "node6", "newstud", f"Heading above what was found {_DBR}",
        "Identification of studies via databases and registers", "title",
        updated="Identification of new studies via databases and registers"),
    Row("database_results", "node7", "box2", "All records that bibliographic databases gave",
        "Databases", key="database_results"),
    Row("database_specific_results", "", "box2", "The records of each database",
        "Specific databases", "list", key="database_results"),
    Row("register_results", "", "box2", "All records that registers gave",
        "Registers", key="register_results"),
    Row("register_specific_results", "", "box2", "The records of each register",
        "Specific registers", "list", key="register_results"),
    Row("", "node16", "othstud", f"Heading above what was found {_OTHER}",
        "Identification of studies via other methods", "title",
        updated="Identification of new studies via other methods"),
    Row("website_results", "node17", "box11", "Records found on websites",
        "Websites", key="website_results"),
    Row("organisation_results", "", "box11", "Records had from organisations",
        "Organisations", key="organisation_results"),
    Row("citations_results", "", "box11", "Records found by following citations",
        "Citation searching", key="citations_results"),
    Row("duplicates", "node8", "box3", "Records taken out as further copies of a document",
        "Duplicate records", key="duplicates"),
    Row("excluded_automatic", "", "box3", "Records that a program ruled out",
        "Records marked as ineligible by automation tools", key="excluded_automatic"),
    Row("excluded_other", "", "box3", "Records taken out before screening for other reasons",
        "Records removed for other reasons", key="excluded_other"),
    Row("records_screened", "node9", "box4", f"Titles and abstracts judged, found {_DBR}",
        "Records screened", key="records_screened"),
    Row("records_excluded", "node10", "box5", "Records ruled out on title and abstract",
        "Records excluded", key="records_excluded"),
    Row("dbr_sought_reports", "node11", "box6", f"Full texts looked for, found {_DBR}",
        "Reports sought for retrieval", key="dbr_sought_reports"),
    Row("dbr_notretrieved_reports", "node12", "box7", "Full texts that could not be had",
        "Reports not retrieved", key="dbr_notretrieved_reports"),
    Row("other_sought_reports", "node18", "box12", f"Full texts looked for, found {_OTHER}",
        "Reports sought for retrieval", key="other_sought_reports"),
    Row("other_notretrieved_reports", "node19", "box13",
        f"Full texts that could not be had, found {_OTHER}",
        "Reports not retrieved", key="other_notretrieved_reports"),
    Row("dbr_assessed", "node13", "box8", f"Full texts judged, found {_DBR}",
        "Reports assessed for eligibility", key="dbr_assessed"),
    Row("dbr_excluded", "node14", "box9",
        f"Full texts ruled out, found {_DBR}: each reason and its count",
        "Reports excluded", "list", key="dbr_excluded"),
    Row("other_assessed", "node20", "box14", f"Full texts judged, found {_OTHER}",
        "Reports assessed for eligibility", key="other_assessed"),
    Row("other_excluded", "node21", "box15",
        f"Full texts ruled out, found {_OTHER}: each reason and its count",
        "Reports excluded", "list", key="other_excluded"),
    Row("new_studies", "node15", "box10", "Studies that this review includes",
        "Studies included in review", key="new_studies",
        updated="New studies included in review"),
    Row("new_reports", "", "box10", "The reports of those studies",
        "Reports of included studies", key="new_reports",
        updated="Reports of new included studies"),
    Row("total_studies", "node22", "box16", "Studies of this and earlier versions together",
        "Total studies included in review", key="total_studies"),
    Row("total_reports", "", "box16", "The reports of all those studies",
        "Reports of total included studies", key="total_reports"),
    Row("identification", "node1", "identification", "Bar beside what was found",
        "Identification", "bar"),
    Row("screening", "node2", "screening", "Bar beside what was judged",
        "Screening", "bar"),
    Row("included", "node3", "included", "Bar beside what is in the review",
        "Included", "bar"),
    Row("total_studies_ma", "node23", "box17", "Studies whose results were pooled",
        "Total studies included in meta-analysis", key="total_studies_ma"),
    Row("total_reports_ma", "", "box17", "The reports of the pooled studies",
        "Reports of total included studies in meta-analysis", key="total_reports_ma"),
)  # fmt: skip
"""In the order of the template."""

BY_NAME: Mapping[str, Row] = {row.name: row for row in ROWS}
