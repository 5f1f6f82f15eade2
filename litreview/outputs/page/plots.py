"""The plots of the review inside the page."""

from __future__ import annotations

from collections.abc import Sequence

from litreview.outputs.escape import html
from litreview.outputs.page.sections import Section
from litreview.outputs.parts import ReportFile

_SVG, _PAGE = ".svg", ".html"
_EMPTY = "There is nothing to draw yet. Next: litreview extract next"
_DATA, _END = "<metadata", "</metadata>"


def plots(files: Sequence[ReportFile]) -> Section:
    """Each plot folded under its name, with its files. files: those of the folder of plots."""
    drawn = [file for file in files if file.path.endswith(_SVG)]
    pages = {file.path for file in files if file.path.endswith(_PAGE)}
    text = (
        "<p>Each plot shows what the tables hold; what it leaves out, it says below.</p>"
        if drawn
        else f'<p class="empty">{html(_EMPTY)}</p>'
    )
    return Section(
        "plots", "Plots", text + "".join(_plot(file, pages) for file in drawn), f"{len(drawn):,}"
    )


def _plot(file: ReportFile, pages: set[str]) -> str:
    name = file.path.rpartition("/")[2].removesuffix(_SVG)
    page = file.path.removesuffix(_SVG) + _PAGE
    links = [f'<a href="{html(file.path)}">SVG</a>']
    if page in pages:
        links.append(f'<a href="{html(page)}">a page to filter</a>')
    return (
        f'<details class="plot" id="plot-{html(name)}"><summary>{html(file.title)} '
        f"<small>{html(file.what)}</small></summary>"
        f'<p class="files">As {" · ".join(links)}</p>'
        f'<div class="paper">{_bare(file.content.decode())}</div></details>'
    )


def _bare(svg: str) -> str:
    """The drawing without the data in it, whose id would stand in the page many times."""
    before, start, rest = svg.partition(_DATA)
    return before + rest.partition(_END)[2] if start else svg
