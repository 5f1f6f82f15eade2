"""The diagram as Mermaid: text that wikis, notebooks and code hosts draw themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from litreview.outputs.diagram.content import STAGES, Content, Row
from litreview.outputs.diagram.draw import Link
from litreview.outputs.diagram.look import PLAIN, Look
from litreview.outputs.diagram.notes import notes
from litreview.outputs.diagram.rows import rows
from litreview.outputs.diagram.text import one_line
from litreview.outputs.diagram.words import description
from litreview.outputs.diagram.words import title as name
from litreview.outputs.theme import Role
from litreview.prisma import Flow

_PLAIN = re.compile(r"[^\w\s.,()*/:+='\u2019\u00a0-]|_")
"""What Mermaid, Markdown or HTML could take for more than a character."""
_CLASSES: Final[Mapping[str, tuple[Role, Role]]] = {
    "box": ("box", "frame"),
    "waiting": ("box", "waiting"),
    "main": ("title", "frame"),
    "side": ("other-title", "frame"),
}
"""Class -> its ground and its line."""
_COLUMNS = ("dbr", "dbr_out", "other", "other_out")


def mermaid(flow: Flow, *, title: str, link: Link | None = None, look: Look = PLAIN) -> str:
    """A flowchart. link: as in `svg`; a box leads to where its first number does."""
    found = rows(flow, look)
    version = "updated" if flow.updated else "new"
    titles = [("title_dbr", f"{version}_dbr", "main")]
    if flow.other_methods:
        titles.append(("title_other", f"{version}_other", "side"))
    if flow.updated:
        titles.append(("title_previous", "previous", "side"))
    lines = [
        "flowchart TB",
        f"accTitle: {_words(title)}",
        f"accDescr: {_words(description(flow, look.language))}",
        *(
            f'{node}(["{_words(name(flow, key, look.language))}"]):::{kind}'
            for node, key, kind in titles
        ),
        *_boxes(found, look),
        *_edges(found),
        *_links(found, link),
        *(f"classDef {name} {_style(look, *roles)}" for name, roles in _CLASSES.items()),
        *(f"%% {_text(note)}" for note in notes(flow, look)),
    ]
    return "".join(f"{line}\n" for line in lines)


def _words(text: str) -> str:
    """`text` in one line, with everything that is no letter, digit or plain mark as its number."""
    return _PLAIN.sub(lambda found: f"#{ord(found.group())};", one_line(text))


def _text(content: Content) -> str:
    said = " ".join(run.text for entry in content for p in entry.paragraphs for run in p.runs)
    return one_line(said)


def _style(look: Look, ground: Role, line: Role) -> str:
    colours = look.theme.colours
    dash = ",stroke-dasharray:4 3" if line == "waiting" else ""
    return f"fill:{colours[ground]},stroke:{colours[line]},color:{colours['ink']}{dash}"


def _nodes(row: Row, at: int) -> Iterator[tuple[str, Content]]:
    """The id and the words of each box of a row."""
    if row.previous:
        yield "previous", row.previous
    for column, content in zip(_COLUMNS, (*row.dbr, *row.other), strict=True):
        if content:
            yield f"{column}{at}", content


def _boxes(found: Sequence[Row], look: Look) -> Iterator[str]:
    """The boxes; the first of each stage in the flow bears its name.

    A frame around each stage would be drawn beside the others, and the flow across them.
    """
    named = -1
    for at, row in enumerate(found):
        for node, content in _nodes(row, at):
            name = ""
            if node == f"dbr{at}" and row.stage != named:
                named = row.stage
                name = f"<b>{_words(look.language.say('stages', STAGES[named]))}</b><br/>"
            yield f'{node}["{name}{_label(content)}"]:::{_class(content)}'


def _label(content: Content) -> str:
    return "<br/>".join(
        f"{'- ' * paragraph.level}{_words(' '.join(run.text for run in paragraph.runs))}"
        for entry in content
        for paragraph in entry.paragraphs
    )


def _class(content: Content) -> str:
    waiting = any(p.tone == "waiting" for entry in content for p in entry.paragraphs)
    return "waiting" if waiting else "box"


def _edges(found: Sequence[Row]) -> Iterator[str]:
    """The arrows, as in the drawing."""
    ids = [dict(_nodes(row, at)) for at, row in enumerate(found)]
    ends = {row.name: at for at, row in enumerate(found) if row.name}
    for arm in ("dbr", "other"):
        column = [f"{arm}{at}" for at, here in enumerate(ids) if f"{arm}{at}" in here]
        if arm == "other" and column:
            column.append(f"dbr{ends['included']}")
        yield from (f"{above} --> {below}" for above, below in pairwise(column))
        if column:
            yield f"title_{arm} ~~~ {column[0]}"
    if "aside" in ends:
        last = [f"{arm}{at}" for arm in ("dbr", "other") for at in [_last(ids, arm)] if at >= 0]
        yield from (f"{node} --> dbr_out{ends['aside']}" for node in last)
    for at, here in enumerate(ids):  # behind the flow: Mermaid draws what is named first leftmost
        for arm in ("dbr", "other"):
            if f"{arm}{at}" in here and f"{arm}_out{at}" in here:
                yield f"{arm}{at} --> {arm}_out{at}"
    if "previous" in ids[0]:
        yield "title_previous ~~~ previous"
        yield f"previous --> dbr{ends['total']}"


def _last(ids: Sequence[Mapping[str, Content]], arm: str) -> int:
    """The row of the last box of the screening in an arm, -1 without any."""
    found = [at for at, here in enumerate(ids) if f"{arm}{at}" in here and f"{arm}_out{at}" in here]
    return found[-1] if found else -1


def _links(found: Sequence[Row], link: Link | None) -> Iterator[str]:
    for at, row in enumerate(found):
        for node, content in _nodes(row, at):
            key = next((entry.key for entry in content if entry.key), "")
            address = link(key) if link and key else ""
            if address and not set(address) & set('"\\\n '):
                yield f'click {node} href "{address}"'
