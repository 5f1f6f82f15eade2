"""The page as a whole: masthead, contents, sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from litreview import __version__
from litreview.outputs.escape import html
from litreview.outputs.evidence import Evidence
from litreview.outputs.page import records, sections
from litreview.outputs.page.boxes import anchor, describer
from litreview.outputs.page.checklists import checklists
from litreview.outputs.page.document import document
from litreview.outputs.page.plots import plots as of_plots
from litreview.outputs.page.rescreening import changes
from litreview.outputs.page.sections import Section, table_section
from litreview.outputs.parts import ReportFile
from litreview.outputs.table import Table
from litreview.outputs.words import counted, moment
from litreview.prisma import Flow

PLOTS = "plots/"
"""Where the plots are in the folder."""
_ELSEWHERE = (
    "Nothing that was extracted is hidden: these rows belong to studies outside the review."
)
_FULL_TEXTS = "Full texts excluded, with reasons"


def index(
    evidence: Evidence,
    tables: Mapping[str, Table],
    plots: Sequence[ReportFile],
    files: Sequence[tuple[str, str]],
) -> str:
    """The report's page.

    tables: by name, all of the review's; plots: the files of the folder of plots; files: (path,
    what it is).
    """
    parts = tuple(_sections(evidence, tables, plots, files))
    body = (
        '<a class="skip" href="#question">To the text</a><div class="layout">'
        f"{_masthead(evidence, tables)}{_contents(parts)}"
        f"<main>{''.join(map(_section, parts))}</main>{_footer(evidence)}</div>"
    )
    title = evidence.plan.title
    return document(title, body, "filter.js", "records.js", data=records.data(evidence))


def _sections(
    evidence: Evidence,
    tables: Mapping[str, Table],
    plots: Sequence[ReportFile],
    files: Sequence[tuple[str, str]],
) -> Iterator[Section]:
    """In the order of PRISMA 2020; tables that no section names stand in one of their own."""
    left = dict(tables)

    def shown(id_: str, title: str, *names: str, text: str = "") -> Iterator[Section]:
        held = [left.pop(name) for name in names if name in left]
        if held:
            yield table_section(id_, title, text, held)

    yield sections.question(evidence)
    yield from shown("sources", "Sources and search strings", "searches", "strategies", "prisma-s")
    yield sections.flow(evidence, describer(evidence))
    yield records.records(evidence)
    yield from shown("studies", "Included studies", *_OF_STUDIES)
    yield from shown("summary", "Summary of findings", "summary-of-findings")
    yield from shown("effects", "Effects", "effects")
    yield from shown("costs", "Costs and benefits", "cost-benefit", "costs")
    yield from shown("comparison", "Effects and costs, study by study", "compare")
    yield from shown("bias", "Risk of bias", "bias")
    yield of_plots(plots)
    yield from shown("excluded", _FULL_TEXTS, "excluded", "awaiting")
    yield from shown(
        "elsewhere",
        "Extracted from studies that are not included",
        "extracted-elsewhere",
        text=_ELSEWHERE,
    )
    yield from changes(evidence)
    yield from shown("agreement", "Agreement", "agreement")
    yield from shown("tables", "Further tables", *left)
    yield sections.findings(evidence)
    yield sections.methods(evidence)
    yield checklists(evidence)
    yield sections.data(files)


_OF_STUDIES = ("characteristics", "included", "characteristics-cochrane")


def _masthead(evidence: Evidence, tables: Mapping[str, Table]) -> str:
    state = ""
    if evidence.flow.pending:
        text = html(sections.pending(evidence.flow))
        state = f'<div class="notice" role="note"><p>{text}</p></div>'
    as_of = f"As of {html(moment(evidence.as_of))}" if evidence.as_of else "Nothing is decided yet"
    return (
        f'<header><p class="kicker">Systematic review</p><h1>{html(evidence.plan.title)}</h1>'
        f'<p class="asof">{as_of}</p>{state}{_numbers(evidence.flow, tables)}</header>'
    )


def _numbers(flow: Flow, tables: Mapping[str, Table]) -> str:
    """The counts that a reader asks for first, each a link to what is behind it."""
    shown = (
        (flow.identified, "records identified", "flow"),
        (flow.screened, "records screened", _target(flow, "records_screened", "other_screened")),
        (flow.assessed, "reports assessed", _target(flow, "dbr_assessed", "other_assessed")),
        (flow["new_studies"].n, "studies included", "studies"),
        (len(tables["effects"].rows), "effects", "effects"),
        (len(tables["cost-benefit"].rows), "economic results", "costs"),
    )
    items = "".join(
        f'<li><a href="#{target}"><b>{n:,}</b><span>{what}</span></a></li>'
        for n, what, target in shown
    )
    return f'<ul class="numbers">{items}</ul>{_both_arms(flow)}'


def _target(flow: Flow, *keys: str) -> str:
    """The list behind a number that one box makes alone; else the diagram."""
    filled = [flow[key] for key in keys if flow[key].n]
    return anchor(filled[0]) if len(filled) == 1 else "flow"


def _both_arms(flow: Flow) -> str:
    """PRISMA has no box for the screening of what other methods found: the number here has."""
    other = flow["other_screened"].n
    if not other:
        return ""
    share = "All" if other == flow.screened else f"{other:,} of the"
    return (
        f'<p class="asof">Screened on title and abstract, however found. {share} '
        f"{counted(flow.screened, 'record')} screened came by other methods than databases and "
        "registers; PRISMA 2020 has no box for their screening.</p>"
    )


def _contents(parts: Sequence[Section]) -> str:
    items = "".join(
        f'<li><a href="#{part.id}"><span>{html(part.title)}</span>'
        f"{f'<small>{part.count}</small>' if part.count else ''}</a></li>"
        for part in parts
    )
    return f'<nav class="contents" aria-label="Contents"><h2>Contents</h2><ol>{items}</ol></nav>'


def _section(part: Section) -> str:
    wide = ' class="wide"' if part.wide else ""
    return f'<section id="{part.id}"{wide}><h2>{html(part.title)}</h2>{part.body}</section>'


def _footer(evidence: Evidence) -> str:
    when = f", as of {html(moment(evidence.as_of))}" if evidence.as_of else ""
    return f"<footer>Made by litreview {__version__}{when}. It needs no network.</footer>"
