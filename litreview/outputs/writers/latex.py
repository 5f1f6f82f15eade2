r"""LaTeX: a document with one longtable (booktabs), on its side where the table is wide.

It is compiled with LuaLaTeX or XeLaTeX, and with pdfLaTeX where its letters are Latin. With the
package docmute a paper takes the whole file in by ``\input``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from urllib.parse import quote

from litreview.outputs.escape import clean, latex
from litreview.outputs.table import Column, Table
from litreview.outputs.writers import Writer
from litreview.outputs.writers._blocks import WIDE, Block, blocks, fitted, missing, shared, spans
from litreview.outputs.writers._links import pieces

_PACKAGES = (
    r"\usepackage{iftex}",
    r"\iftutex\usepackage{fontspec}\else\usepackage[T1]{fontenc}\usepackage{lmodern}\fi",
    r"\usepackage{amssymb,array,booktabs,longtable,xcolor}",
    r"\usepackage[hidelinks]{hyperref}",
)
_SIGNS = str.maketrans({
    "●": r"\ensuremath{\bullet}", "○": r"\ensuremath{\circ}", "▲": r"\ensuremath{\blacktriangle}",
    "▼": r"\ensuremath{\blacktriangledown}", "≤": r"\ensuremath{\leq}", "≥": r"\ensuremath{\geq}",
    "\N{MINUS SIGN}": r"\ensuremath{-}", "\n": r"\newline{}", "\ufffd": r"\ensuremath{\diamond}",
})  # fmt: skip
"""Line ends, and signs of our own tables that not every font has."""
_GREY = "646C75"
_SIZES = (
    (2.5 * WIDE, "tiny", 3.8),
    (2 * WIDE, "scriptsize", 4.5),
    (WIDE, "footnotesize", 4.7),
    (0, "small", 5.0),
)
"""More characters than this side by side: the size of letters, and the points that one is wide."""
_LONG_SIDE, _SHORT_SIDE, _MARGIN = 842, 595, 43
"""A4 and its margin, in points."""
_GAP = 6
"""Points between two columns."""
_MOST_LINES = 24
"""Of a row. A longtable breaks between rows only: a longer text is cut into several rows."""
_LETTERS = 8
_LONG_WORD = re.compile(r"\S{10,}")
"""Where it is not letters alone, which TeX hyphenates, it may be broken after so many signs."""
_AFTER_SIGN = re.compile(r"(?<=[-/.,;:_)=&+>])(?=[^-])")
_IN_ADDRESS = "/:?=#@!*()[]+,;&%~-._"


def write(table: Table) -> bytes:
    """The table as a LaTeX document; without rows the sentence that says why."""
    asked = sum(column.width for column in fitted(table))
    body = _longtable(table, asked) if table.rows else (_text(table.empty),)
    lines = (
        rf"\documentclass{'[landscape]' if asked > WIDE else ''}{{article}}",
        rf"\usepackage[a4paper,margin={_MARGIN}bp]{{geometry}}",
        *_PACKAGES,
        r"\begin{document}",
        *body,
        r"\end{document}",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _longtable(table: Table, asked: int) -> Iterator[str]:
    columns = fitted(table)
    size, letter = next((name, points) for least, name, points in _SIZES if asked > least)
    room = (_LONG_SIDE if asked > WIDE else _SHORT_SIDE) - 2 * _MARGIN
    widths = shared(table, room, letter, _GAP)
    head = [*_groups(columns), _line(rf"\textbf{{{_text(one.label)}}}" for one in columns)]
    yield rf"\begingroup\{size}\setlength{{\tabcolsep}}{{{_GAP / 2:g}bp}}"
    yield r"\setlength{\LTcapwidth}{\linewidth}\raggedright"
    yield rf"\begin{{longtable}}{{@{{}}{''.join(_kinds(columns, widths))}@{{}}}}"
    yield rf"\caption{{{_text(table.title)}}}\label{{tab:{table.name}}}\\"
    yield from (r"\toprule", *head, r"\midrule", r"\endfirsthead")
    yield from (r"\toprule", *head, r"\midrule", r"\endhead")
    yield from (r"\bottomrule", r"\endlastfoot")
    for block in blocks(table):
        yield from _block(block, columns, [int((width - _GAP) / letter) for width in widths])
    yield r"\end{longtable}"
    yield from (rf"\par {_text(note)}" for note in table.notes)
    yield r"\par\endgroup"


def _kinds(columns: Sequence[Column], widths: Sequence[float]) -> Iterator[str]:
    """The columns. TeX breaks the first word of a cell only where something stands before it."""
    for column, width in zip(columns, widths, strict=True):
        side = r"\raggedleft" if column.align == "right" else r"\raggedright"
        yield rf">{{{side}\arraybackslash\hspace{{0pt}}}}p{{{width - _GAP:.1f}bp}}"


def _groups(columns: Sequence[Column]) -> Iterator[str]:
    found = spans(tuple(columns))
    if found:
        cells, rules, at = [], [], 1
        for one in found:
            cells.append(rf"\multicolumn{{{one.columns}}}{{c}}{{{_text(one.label)}}}")
            if one.label:
                rules.append(rf"\cmidrule(lr){{{at}-{at + one.columns - 1}}}")
            at += one.columns
        yield _line(cells) + "".join(rules)


def _block(block: Block, columns: Sequence[Column], characters: Sequence[int]) -> Iterator[str]:
    if block.heading:
        cell = rf"\textbf{{{_text(block.heading, verbatim=True)}}}"
        kind = r"@{}>{\raggedright\arraybackslash}p{\linewidth}@{}"
        yield rf"\multicolumn{{{len(characters)}}}{{{kind}}}{{{cell}}}\\*"
    for row in block.rows:
        parts = [_parts(text, room) for text, room in zip(row, characters, strict=True)]
        for line in zip_longest(*parts, fillvalue=""):
            yield _line(map(_cell, line, columns))
        yield r"\addlinespace"


def _parts(text: str, room: int) -> list[str]:
    """A cell's text in pieces that are no higher than a page, cut at blanks where it has some."""
    most = _MOST_LINES * max(1, room)
    parts, rest = [], clean(text)
    while len(rest) > most:
        at = max(rest.rfind(" ", 0, most), rest.rfind("\n", 0, most))
        at = at if at > most // 2 else most
        parts.append(rest[:at])
        rest = rest[at:].lstrip()
    return [*parts, rest]


def _cell(text: str, column: Column) -> str:
    shown = _text(text, verbatim=column.verbatim)
    return rf"\textcolor[HTML]{{{_GREY}}}{{{shown}}}" if missing(text) else shown


def _line(cells: Iterable[str]) -> str:
    r"""A row. The end of the row before would take a ``[`` or ``*`` at its start as its own."""
    row = " & ".join(cells)
    return rf"{'{}' if row.startswith(('[', '*')) else ''}{row} \\"


def _text(text: str, *, verbatim: bool = False) -> str:
    """`text` as LaTeX: nothing in it is obeyed, long words may be broken, addresses are links."""
    return "".join(
        rf"\href{{{_target(url)}}}{{{_words(shown)}}}" if url else _words(shown)
        for shown, url in pieces(clean(text), verbatim=verbatim)
    ).translate(_SIGNS)


def _words(text: str) -> str:
    """Plain text; `latex` sees whole pieces, since what it escapes is one sign or two alike."""
    at, pieces = 0, []
    for word in _LONG_WORD.finditer(text):
        pieces += [latex(text[at : word.start()]), _broken(word.group())]
        at = word.end()
    return "".join((*pieces, latex(text[at:])))


def _broken(word: str) -> str:
    """A long word with the places at which it may be broken."""
    if word.strip(".,;:()").isalpha():
        return latex(word)
    parts = [
        part[at : at + _LETTERS]
        for part in _AFTER_SIGN.split(word)
        for at in range(0, len(part), _LETTERS)
    ]
    return r"\allowbreak{}".join(map(latex, parts))


def _target(url: str) -> str:
    r"""An address for ``\href``: what TeX would obey is written as its code."""
    safe = quote(url, safe=_IN_ADDRESS)
    return re.sub(r"[#%&_~]", lambda found: f"\\{found.group()}", safe)


WRITER = Writer("latex", ".tex", "LaTeX", write)
