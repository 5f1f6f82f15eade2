"""The checklists on the page: how far each is, and what closes its gaps."""

from __future__ import annotations

from litreview.outputs.checklists import Checklist, checklist, names
from litreview.outputs.checklists.answering import Status
from litreview.outputs.checklists.filling import Filled, counts, fill
from litreview.outputs.escape import html
from litreview.outputs.evidence import Evidence
from litreview.outputs.page.sections import Section

_COLUMNS: tuple[Status, ...] = ("filled", "gap", "for a person", "does not apply")
_HEADS = ("Filled", "Gaps", "For a person", "Does not apply")
_EVERYBODY = ("prisma-2020", "prisma-s")
"""The others are for some reviews, or repeat these."""
_FILES = (("docx", "Word"), ("html", "HTML"), ("md", "Markdown"))
_TEXT = (
    "In our own words, filled from the log. The links lead to the originals, which journals want. "
    "A gap is what a command or a line of review.toml closes."
)


def checklists(evidence: Evidence) -> Section:
    """A row a checklist, and all gaps once."""
    held = [(one, fill(one, evidence)) for one in map(checklist, names())]
    rows = "".join(_row(one, rows) for one, rows in held)
    heads = "".join(f'<th scope="col" class="right">{head}</th>' for head in _HEADS)
    body = (
        f"<p>{html(_TEXT)}</p>"
        '<div class="scroll" role="region" tabindex="0" aria-label="Checklists"><table class="few">'
        f'<thead><tr><th scope="col">Checklist</th>{heads}<th scope="col">Files</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{_gaps(held)}"
    )
    return Section("checklists", "Checklists", body, f"{len(held):,}")


def _row(one: Checklist, rows: tuple[Filled, ...]) -> str:
    found = counts(rows)
    numbers = "".join(f'<td class="number">{found.get(status, 0)}</td>' for status in _COLUMNS)
    links = " · ".join(
        f'<a href="checklists/{html(one.name)}.{suffix}">{label}</a>' for suffix, label in _FILES
    )
    name = f'<a href="{html(one.link)}" rel="noopener noreferrer">{html(one.label)}</a>'
    return f'<tr><th scope="row">{name}</th>{numbers}<td class="links">{links}</td></tr>'


def _gaps(held: list[tuple[Checklist, tuple[Filled, ...]]]) -> str:
    """What is to be done, and the items of `_EVERYBODY` that it closes; each once."""
    wanted: dict[str, list[str]] = {}
    for one, rows in held:
        for row in rows:
            if one.name in _EVERYBODY and row.answer.status == "gap":
                item = f"{one.label} {row.row.item}"
                wanted.setdefault(row.answer.missing, []).append(item)
    if not wanted:
        return "<p>No gap is left that the review could close.</p>"
    items = "".join(
        f"<li>{html(missing)} <small>{html(', '.join(items))}</small></li>"
        for missing, items in wanted.items()
    )
    return f'<h3>Gaps to close</h3><ul class="findings">{items}</ul>'
