"""The sections of the report, in the order of PRISMA 2020."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from litreview.model import Criterion, Finding, Severity, Stage
from litreview.outputs.escape import html
from litreview.outputs.evidence import Evidence
from litreview.outputs.methods import sentences
from litreview.outputs.page.boxes import ALL, Describe, lists
from litreview.outputs.page.figure import figure
from litreview.outputs.table import Table
from litreview.outputs.words import counted, listed, moment
from litreview.outputs.writers import WRITERS
from litreview.outputs.writers.html import fragment
from litreview.prisma import Flow, identities

_CODE = re.compile("`([^`]+)`")
_MORE = (
    "Checked here: whether the boxes of the diagram add up, and what is still to be decided on. "
    "`litreview check` verifies more: the chains of the log, the files received, the forms, and "
    "extracted rows whose study is linked to no report."
)
_EFFECTS = {"include": "Included if", "exclude": "Excluded if, first reason first"}
_SEVERITIES: Mapping[Severity, str] = {"error": "Errors", "warning": "Warnings", "note": "Notes"}
_WAITING = {
    "pending_screening": ("record", "still to be screened"),
    "other_pending_screening": ("record", "from other methods still to be screened"),
    "dbr_pending": ("report", "still to be assessed"),
    "other_pending": ("report", "from other methods still to be assessed"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page. body: safe HTML; count: the number beside it in the contents."""

    id: str
    title: str
    body: str
    count: str = ""
    wide: bool = False


def question(evidence: Evidence) -> Section:
    """What the review asks, and what it lets in."""
    plan = evidence.plan
    text = f'<p class="lead">{html(plan.question)}</p>' if plan.question else ""
    steps = f"<p>{html(_stages(plan.stages))}</p>" if plan.stages else ""
    version = f" (version {html(plan.criteria_version)})" if plan.criteria_version else ""
    criteria = f"<h3>Criteria{version}</h3>{_criteria(plan.criteria)}" if plan.criteria else ""
    return Section("question", "Question", text + steps + criteria)


def _stages(stages: Sequence[Stage]) -> str:
    names = ", then ".join(f"“{stage.label}”" for stage in stages)
    return f"Selection in {counted(len(stages), 'stage')}: {names}."


def _criteria(criteria: Sequence[Criterion]) -> str:
    """The criteria by effect; their order is the rank in which reasons count."""
    parts = []
    for effect, words in _EFFECTS.items():
        chosen = [one for one in criteria if one.effect == effect]
        if chosen:
            items = "".join(f"<li>{html(one.label)}</li>" for one in chosen)
            parts.append(f'<p>{words}:</p><ol class="criteria">{items}</ol>')
    return "".join(parts)


def table_section(id_: str, title: str, text: str, tables: Iterable[Table]) -> Section:
    """Tables under one title, each with the links to its files; the first one is counted."""
    held = list(tables)
    body = f"<p>{html(text)}</p>" if text else ""
    for place, table in enumerate(held):
        body += (f"<h3>{html(table.title)}</h3>" if place else "") + files(table) + fragment(table)
    return Section(id_, title, body, f"{len(held[0].rows):,}", wide=True)


def files(table: Table) -> str:
    """The links to the files of one table."""
    links = " · ".join(
        f'<a href="tables/{html(table.name + writer.suffix)}">{html(writer.label)}</a>'
        for writer in WRITERS.all()
    )
    return f'<p class="files">{counted(len(table.rows), "row")}. This table as {links}</p>'


def flow(evidence: Evidence, describe: Describe) -> Section:
    """The diagram, and behind it the records of every box."""
    when = f", as of {html(moment(evidence.as_of))}" if evidence.as_of else ""
    caption = (
        f'PRISMA 2020 flow diagram{when}. <span class="behind">Click a box for the records behind '
        'its number. As a file: <a href="prisma.svg">SVG</a> · <a href="prisma.pdf">PDF</a> · '
        '<a href="prisma.png">PNG</a> · <a href="prisma.docx">Word</a> · '
        '<a href="prisma.html">HTML</a>; <a href="counts-check.md">the counts checked</a></span>'
    )
    whole = f'<a href="{ALL}">{ALL}</a> has all'
    return Section(
        "flow",
        "Flow of records, reports and studies",
        f"{figure(evidence, caption)}"
        f'<div class="behind"><h3>Behind the numbers</h3><p>Every number of the diagram opens; '
        f'<a href="{ALL}">{ALL}</a> has the whole lists.</p>{lists(evidence, describe, whole)}'
        "</div>",
    )


def findings(evidence: Evidence) -> Section:
    """What is pending, and what the checks found."""
    given = (*identities(evidence.drawn), *evidence.findings)
    held = {(one.code, one.message): one for one in given}
    order = list(_SEVERITIES)
    found = sorted(held.values(), key=lambda one: order.index(one.severity))
    body = f"<p>{html(pending(evidence.flow))}</p><p>{_marked(_MORE)}</p>"
    for severity, group in groupby(found, key=lambda one: one.severity):
        items = "".join(map(_finding, group))
        body += f'<h3>{_SEVERITIES[severity]}</h3><ul class="findings">{items}</ul>'
    if not found:
        body += "<p>These checks found nothing.</p>"
    return Section("findings", "Findings of the checks, and limits", body, f"{len(found):,}")


def pending(found: Flow) -> str:
    """What nobody has decided on yet, in a sentence."""
    waiting = [
        f"{counted(found[key].n, noun)} {words}"
        for key, (noun, words) in _WAITING.items()
        if found[key].n
    ]
    if not found.identified:
        return "No record is loaded yet."
    if not waiting:
        return "Every record is decided on: the counts are final for the searches in force."
    return f"In progress: {listed(waiting)}. The counts will change."


def _finding(one: Finding) -> str:
    where = f" <code>{html(one.where)}</code>" if one.where else ""
    remedy = f"<br><span>To do: {_marked(one.remedy)}</span>" if one.remedy else ""
    return f"<li>{_marked(one.message)}{where} <small>{html(one.code)}</small>{remedy}</li>"


def _marked(text: str) -> str:
    """`text` as HTML, what stands between backticks as code."""
    return _CODE.sub(r"<code>\1</code>", html(text))


def methods(evidence: Evidence) -> Section:
    """The paragraph that a methods section can quote."""
    text = " ".join(sentences(evidence))
    body = f'<p>{html(text)}</p><p class="files">As <a href="methods.md">Markdown</a></p>'
    return Section("methods", "Methods, in one paragraph", body)


def data(paths: Sequence[tuple[str, str]]) -> Section:
    """The files beside the page."""
    items = "".join(
        f'<dt><a href="{html(path)}">{html(path)}</a></dt><dd>{html(what)}</dd>'
        for path, what in paths
    )
    formats = listed(writer.label for writer in WRITERS.all())
    also = f"Each table is there as {formats}; links stand above it."
    return Section("files", "Data files", f'<p>{html(also)}</p><dl class="facts">{items}</dl>')
