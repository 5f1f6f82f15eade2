"""What the figure says: the official wording of new reviews, and each box defined in our words."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.outputs.diagram.text import TIE
from litreview.outputs.words import counted
from litreview.prisma import Arm, Box, Flow, Unit

TITLES: Mapping[Arm, str] = {
    "dbr": "Identification of studies via databases and registers",
    "other": "Identification of studies via other methods",
}
UPDATED: Mapping[Arm, str] = {
    "dbr": "Identification of new studies via databases and registers",
    "other": "Identification of new studies via other methods",
}
EARLIER = "Previous studies"
STAGES = ("Identification", "Screening", "Included")
CREDIT = (
    "Layout and wording after the PRISMA 2020 flow diagram for {} systematic reviews: "
    "Page MJ, et al. BMJ 2021;372:n71 (CC BY 4.0)."
)
PER_SOURCE = "* As received from each source, before duplicates were removed."
BY_PEOPLE = (
    "** On title or abstract, by the reviewers. What an automation tool removed is counted "
    "among the records removed before screening."
)
STOPPED = (
    "** On title or abstract, by the reviewers. Screening was stopped before all was read; no "
    "person judged what was left unread."
)
BEFORE = "Other methods, before retrieval:"
NO_BOX = "(PRISMA 2020 has no box for them)."

_ONES: Mapping[Unit, str] = {"records": "record", "reports": "report", "studies": "study"}

DEFINITIONS: Mapping[str, str] = {
    "database_results": "Entries received from bibliographic databases, duplicates included.",
    "register_results": "Entries received from registers of studies, duplicates included.",
    "website_results": "Entries taken from websites.",
    "organisation_results": "Entries obtained from organisations.",
    "citations_results": "Entries found in reference lists or among the works that cite a report.",
    "duplicates": "Entries that describe a document which another entry describes already.",
    "excluded_automatic": "Entries that a program, not a person, ruled out before screening.",
    "excluded_other": "Entries taken out before screening for another reason.",
    "records_screened": "Documents of which title and abstract settled whether they go on.",
    "records_excluded": "Documents ruled out on their title or abstract.",
    "records_left_unread": "Documents that nobody had read when screening was stopped.",
    "pending_screening": "Documents whose title and abstract nobody has settled yet.",
    "dbr_sought_reports": "Documents that passed the screening, so that the full text was wanted.",
    "dbr_notretrieved_reports": "Documents whose full text could not be had.",
    "dbr_assessed": "Documents judged on their full text, and the matter settled.",
    "dbr_excluded": "Documents ruled out on their full text, each under its first reason.",
    "dbr_pending": "Documents whose full text nobody has settled yet.",
    "other_duplicates": "Entries from other methods that describe a document known already.",
    "other_screened": "Documents from other methods whose title and abstract were judged.",
    "other_screened_out": "Documents from other methods ruled out on their title or abstract.",
    "other_left_unread": "Documents from other methods that nobody had read then.",
    "other_pending_screening": "Documents from other methods that wait for their screening.",
    "other_sought_reports": "Documents from other methods whose full text was wanted.",
    "other_notretrieved_reports": "Documents from other methods whose full text was not to be had.",
    "other_assessed": "Documents from other methods judged on their full text.",
    "other_excluded": "Documents from other methods ruled out on their full text, by first reason.",
    "other_pending": "Documents from other methods whose full text nobody has settled yet.",
    "new_reports": "Documents that describe the included studies.",
    "new_studies": "Investigations that met the criteria; one may have several reports.",
    "previous_studies": "Investigations that the previous version of the review included.",
    "previous_reports": "Documents that describe the studies of the previous version.",
    "previous_pending": "Documents of the previous version that nobody has settled yet.",
    "total_studies": "Investigations that the review includes, earlier and new.",
    "total_reports": "Documents that describe all of these studies.",
}
"""Box key -> what the number counts."""


def number(n: int) -> str:
    """``(n = 4,821)``, which no line break divides."""
    return f"(n{TIE}={TIE}{n:,})"


def _counted(box: Box) -> str:
    """``1 record``, ``4,821 records``: what the box counts."""
    return counted(box.n, _ONES[box.unit])


def tooltip(box: Box) -> str:
    """The label, the number and the definition of a box."""
    return f"{box.label}: {box.n:,}. {DEFINITIONS[box.key]}"


def progress(flow: Flow) -> str:
    """What nobody has decided on yet, and what was not received whole; "" of a finished flow."""
    arms = [
        _waiting(flow, "pending_screening", "dbr_pending"),
        _waiting(flow, "other_pending_screening", "other_pending", " from other methods"),
    ]
    if flow.updated and flow["previous_pending"].n:
        arms.append(
            f"{_counted(flow['previous_pending'])} of the previous version to be decided on"
        )
    parts = [f"In progress: {'; '.join(arm for arm in arms if arm)}"] if flow.pending else []
    if flow.unfinished:
        parts.append(f"Not complete: {'; '.join(flow.unfinished)}")
    return ". ".join(parts)


def _waiting(flow: Flow, screening: str, assessment: str, source: str = "") -> str:
    parts = [
        f"{_counted(flow[key])}{source} still to be {what}"
        for key, what in ((screening, "screened"), (assessment, "assessed"))
        if flow[key].n
    ]
    return ", ".join(parts)


def description(flow: Flow) -> str:
    """The whole figure in sentences, for those who do not see it."""
    sentences = [*_earlier(flow), *_databases(flow), *_assessment(flow, "dbr", "")]
    if flow.other_methods:
        sentences += [*_others(flow), *_assessment(flow, "other", ", other methods")]
    studies, reports = flow["new_studies"], flow["new_reports"]
    which = "New studies included" if flow.updated else "Included"
    sentences.append(f"{which}: {_counted(studies)} in {_counted(reports)}")
    if flow.updated:
        studies, reports = flow.included
        sentences.append(f"Included in total: {_counted(studies)} in {_counted(reports)}")
    waiting = progress(flow)
    return " ".join(f"{sentence}." for sentence in (*sentences, waiting) if sentence)


def _earlier(flow: Flow) -> list[str]:
    if not flow.updated:
        return []
    studies, reports = flow["previous_studies"], flow["previous_reports"]
    return [f"Previous version of the review: {_counted(studies)} in {_counted(reports)}"]


def _databases(flow: Flow) -> list[str]:
    removed = [
        f"{flow[key].n:,} {words}"
        for key, words in (
            ("duplicates", "as duplicates"),
            ("excluded_automatic", "by automation tools"),
            ("excluded_other", "for other reasons"),
        )
        if flow[key].n or key == "duplicates"
    ]
    return [
        (
            "Identified via databases and registers: "
            f"{_sources(flow['database_results'], 'databases')}; "
            f"{_sources(flow['register_results'], 'registers')}"
        ),
        f"Records removed before screening: {', '.join(removed)}",
        (
            f"Records screened: {flow['records_screened'].n:,}, "
            f"of which {flow['records_excluded'].n:,} excluded"
            f"{_left(flow, 'records_left_unread')}"
        ),
    ]


def _others(flow: Flow) -> list[str]:
    found = "; ".join(
        _sources(flow[key], words)
        for key, words in (
            ("website_results", "websites"),
            ("organisation_results", "organisations"),
            ("citations_results", "citation searching"),
        )
    )
    return [
        f"Identified via other methods: {found}",
        (
            f"Of these {flow['other_duplicates'].n:,} were duplicates; "
            f"{flow['other_screened'].n:,} were screened, "
            f"of which {flow['other_screened_out'].n:,} excluded on title or abstract"
            f"{_left(flow, 'other_left_unread')}"
        ),
    ]


def _left(flow: Flow, key: str) -> str:
    left = flow[key].n
    return f" and {left:,} left unread when screening stopped" if left else ""


def _sources(box: Box, words: str) -> str:
    """``4,821 records from databases (Scopus 1,200, Web of Science 3,621)``."""
    parts = ", ".join(f"{part.label} {part.n:,}" for part in box.parts)
    return f"{_counted(box)} from {words}{f' ({parts})' if parts else ''}"


def _assessment(flow: Flow, arm: Arm, which: str) -> list[str]:
    reasons = "; ".join(f"{part.label} {part.n:,}" for part in flow[f"{arm}_excluded"].parts)
    return [
        (
            f"Reports sought for retrieval{which}: {flow[f'{arm}_sought_reports'].n:,}, "
            f"of which {flow[f'{arm}_notretrieved_reports'].n:,} not retrieved"
        ),
        (
            f"Reports assessed for eligibility{which}: {flow[f'{arm}_assessed'].n:,}, "
            f"of which {flow[f'{arm}_excluded'].n:,} excluded{f' ({reasons})' if reasons else ''}"
        ),
    ]
