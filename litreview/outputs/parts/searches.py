"""The searches as PRISMA-S wants them told, and their strings exactly as run."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.model import Search
from litreview.outputs.by_hand import by_hand
from litreview.outputs.checklists import checklist
from litreview.outputs.checklists.filling import table as filled
from litreview.outputs.escape import clean, markdown
from litreview.outputs.evidence import Evidence
from litreview.outputs.parts import Part, ReportFile
from litreview.outputs.tables.searches import build
from litreview.outputs.words import counted, day
from litreview.outputs.writers.markdown import write

_FENCE = "```"


def files(evidence: Evidence) -> Iterator[ReportFile]:
    """Two files; none before a search is loaded."""
    if not evidence.searches:
        return
    yield ReportFile(
        "search-report.md", _report(evidence), "the searches, by the items of PRISMA-S"
    )
    yield ReportFile("strategies.md", _strategies(evidence), "every search string as it was run")


def _report(evidence: Evidence) -> bytes:
    return write(build(evidence)) + b"\n" + write(filled(checklist("prisma-s"), evidence))


def _strategies(evidence: Evidence) -> bytes:
    parts = "\n".join(map(_strategy, evidence.searches))
    return f"# Search strategies\n\nEach string stands exactly as it was run.\n\n{parts}".encode()


def _strategy(search: Search) -> str:
    when = day(search.searched_on) or "day not known"
    found = f"{search.expected:,} found, " if search.expected is not None else ""
    head = f"## {markdown(search.id)}: {markdown(search.source)}\n\n"
    head += f"{when}; {found}{counted(search.records, 'record')} read.\n\n"
    if not search.query.strip():
        how = by_hand(search) or search.note.strip() or "The string is not known."
        return f"{head}{markdown(how)}\n"
    return f"{head}{_fenced(clean(search.query))}\n"


def _fenced(text: str) -> str:
    """As it stands: the fence is longer than any that the text holds."""
    fence = _FENCE
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"


PART = Part("searches", 30, files)
