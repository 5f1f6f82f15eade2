"""The flow diagram with the records behind its numbers: for the report, and as a page alone."""

from __future__ import annotations

from litreview.outputs.diagram import svg
from litreview.outputs.escape import html
from litreview.outputs.evidence import Evidence
from litreview.outputs.page.boxes import Describe, anchor, describer, lists
from litreview.outputs.page.document import document
from litreview.outputs.words import moment


def figure(evidence: Evidence, caption: str) -> str:
    """The drawing, each number of which leads to its list. caption: safe HTML."""
    found = evidence.drawn

    def link(key: str) -> str:
        box = found.boxes.get(key)
        return f"#{anchor(box)}" if box is not None and box.n else ""

    drawing = svg(found, title=title(evidence), link=link)
    return f'<figure><div class="paper">{drawing}</div><figcaption>{caption}</figcaption></figure>'


def title(evidence: Evidence) -> str:
    """What a screen reader says first of the diagram."""
    return f"Flow of {evidence.plan.title}"


def page(evidence: Evidence, describe: Describe | None = None) -> str:
    """The diagram as a page that opens from disk, alone: it links to no other file."""
    when = f", as of {html(moment(evidence.as_of))}" if evidence.as_of else ""
    more = "<code>litreview prisma --explain BOX</code> has the whole list"
    body = (
        f'<main class="alone"><h1>{html(evidence.plan.title)}</h1>'
        f"{figure(evidence, f'PRISMA 2020 flow diagram{when}. Click a number to open it.')}"
        f"<h2>Behind the numbers</h2>{lists(evidence, describe or describer(evidence), more)}"
        "</main>"
    )
    return document(title(evidence), body, script="filter.js")
