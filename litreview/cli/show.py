"""`litreview show`."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.model import Report, ReportId, Stage, Vote

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.screening.state import Verdict

_LABEL = 14
_MOST = 100


@click.command()
@click.argument("report")
@say.as_json
@click.pass_obj
def command(folder: Path, report: str, as_json: bool) -> None:
    """One report: its fields and where each comes from, its records, votes and study.

    REPORT is its id, or that of any of its records. Votes of others are shown when the stage is
    settled for the report: until then only your own (LITREVIEW_REVIEWER).
    """
    with opened(folder) as review:
        data = _data(review, review.resolve_id(report))
    if as_json:
        say.out(data)
    else:
        _tell(data)


def _data(review: Review, id_: ReportId) -> dict[str, Any]:
    """All of it, as JSON holds it."""
    report, present = review.report(id_), review.present
    sources: dict[str, str] = {search.id: search.source for search in present.shelf.searches}
    held = set(report.records)
    origin = {
        record: sources[search]
        for search, records in present.shelf.records.items()
        for record in held.intersection(records)
    }
    study = present.studies.get(id_)
    return {
        "report": id_,
        "fields": _fields(report),
        "records": [{"id": record, "source": origin.get(record, "")} for record in report.records],
        "stages": [
            _stage(review, stage, present.screening.of(stage.name, id_))
            for stage in present.plan.stages
        ],
        "full_text": present.retrieval.get(id_, ""),
        "full_text_file": kept.file if (kept := present.full_texts.get(id_)) else "",
        "set_aside": present.aside.get(id_, ""),
        "study": study or "",
        "study_reports": [r for r, held in present.studies.items() if study and held == study],
    }


def _fields(report: Report) -> list[dict[str, Any]]:
    """Every filled field with its value and the record that it was taken from."""
    origin: dict[str, str] = dict(report.provenance)
    found: list[dict[str, Any]] = []
    for name in (
        *("title", "authors", "year", "venue", "volume", "issue", "pages", "kind", "language"),
        *("publisher", "isxn", "doi", "pmid", "url", "database", "accession", "keywords"),
        *("abstract",),
    ):
        value = getattr(report.record, name)
        if value:
            source = origin.get(name) or origin.get(f"{name}[0]", "")
            found.append({"name": name, "value": value, "from": source})
    return found


def _stage(review: Review, stage: Stage, verdict: Verdict) -> dict[str, Any]:
    """What stands at a stage, as far as this reviewer may know it."""
    seen = [v for v in verdict.votes if verdict.open_to(stage, review.who, v.reviewer)]
    told = verdict.as_told_to(review.who)
    resolution = told.resolution
    return {
        "name": stage.name,
        "label": stage.label,
        "status": told.status,
        "reasons": told.reasons,
        "votes": [_vote(vote) for vote in seen],
        "hidden": len(verdict.votes) - len(seen),
        "settled_by": resolution.by if resolution else "",
    }


def _vote(vote: Vote) -> dict[str, Any]:
    return {
        "reviewer": vote.reviewer,
        "decision": vote.decision,
        "reasons": vote.reasons,
        "note": vote.note,
        "criteria": vote.criteria,
        "at": vote.at,
    }


def _tell(data: dict[str, Any]) -> None:
    several = len(data["records"]) > 1
    for field in data["fields"]:
        value = field["value"]
        text = "; ".join(value) if isinstance(value, tuple) else str(value)
        _line(field["name"], text)
        if several and field["from"]:
            say.out_lines(f"{'':{_LABEL}}  from {field['from']}")
    say.out_lines("")
    for at, record in enumerate(data["records"]):
        label = say.count(len(data["records"]), "record") if not at else ""
        _line(label, f"{record['id']}  {record['source']}")
    for stage in data["stages"]:
        _verdict(stage)
    if data["full_text"]:
        kept = data["full_text_file"]
        where = f", fulltext/{kept}" if kept else ""
        _line("full text", f"{data['full_text'].replace('-', ' ')}{where}")
    if data["set_aside"]:
        words = {"ongoing": "of an ongoing study", "awaiting": "awaits classification"}
        _line("set aside", words[data["set_aside"]])
    if data["study"]:
        others = [report for report in data["study_reports"] if report != data["report"]]
        more = f", with {', '.join(others)}" if others else ""
        _line("study", f"{data['study']}{more}")


def _verdict(stage: dict[str, Any]) -> None:
    because = f" ({', '.join(stage['reasons'])})" if stage["reasons"] else ""
    by = f", settled by {stage['settled_by']}" if stage["settled_by"] else ""
    _line(stage["name"], f"{stage['status']}{because}{by}")
    for vote in stage["votes"]:
        reasons = f" ({', '.join(vote['reasons'])})" if vote["reasons"] else ""
        note = f'  "{vote["note"]}"' if vote["note"] else ""
        when = f"{vote['at'][:10]}, criteria {vote['criteria']}"
        _line("", f"{vote['reviewer']}: {vote['decision']}{reasons}, {when}{note}")
    if stage["hidden"]:
        _line("", f"{say.count(stage['hidden'], 'vote')} of others, shown when all are cast")


def _line(label: str, text: str) -> None:
    """A label and its text, wrapped beside it. The text has no line ends of its own."""
    columns = max(20, min(say.width(), _MOST) - _LABEL - 2)
    for at, line in enumerate(textwrap.wrap(say.one_line(text), columns) or [""]):
        say.out_lines(f"{(label if not at else ''):{_LABEL}}  {line}".rstrip())
