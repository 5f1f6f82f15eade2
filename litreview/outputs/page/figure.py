"""The flow diagram with the records behind its numbers: for the report, and as a page alone."""

from __future__ import annotations

from litreview.outputs.diagram import svg
from litreview.outputs.diagram.look import PLAIN, Look
from litreview.outputs.escape import html
from litreview.outputs.evidence import Evidence
from litreview.outputs.page.boxes import Describe, anchor, describer, lists, opens
from litreview.outputs.page.document import document


def figure(evidence: Evidence, caption: str, look: Look = PLAIN) -> str:
    """The drawing, each number of which leads to its list. caption: safe HTML."""
    found = evidence.drawn

    def link(key: str) -> str:
        box = found.boxes.get(key)
        return f"#{anchor(box)}" if box is not None and opens(box) else ""

    drawing = svg(found, title=title(evidence, look), link=link, look=look)
    return f'<figure><div class="paper">{drawing}</div><figcaption>{caption}</figcaption></figure>'


def title(evidence: Evidence, look: Look = PLAIN) -> str:
    """What a screen reader says first of the diagram."""
    return look.language.say("page", "title", title=evidence.plan.title)


def page(evidence: Evidence, describe: Describe | None = None, look: Look = PLAIN) -> str:
    """The diagram as a page that opens from disk, alone: it links to no other file."""
    say = look.language.say
    at = evidence.as_of[:16].replace("T", " ")
    when = say("page", "as_of", moment=f"{at} UTC") if at else ""
    caption = html(say("page", "caption", as_of=when))
    more = say("page", "whole_list", command="<code>litreview prisma --explain BOX</code>")
    known = describe or describer(evidence, look.language)
    body = (
        f'<main class="alone"><h1>{html(evidence.plan.title)}</h1>'
        f"{figure(evidence, caption, look)}"
        f"<h2>{html(say('page', 'behind'))}</h2>{lists(evidence, known, more, look.language)}"
        "</main>"
    )
    name = title(evidence, look)
    return document(name, body, "filter.js", language=look.language.code)
