"""A file of a search string on its way in: its text, and the notation that it is written in."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from litreview.errors import UsageError
from litreview.query.dialect import Dialect
from litreview.query.findings import Found, in_order
from litreview.query.reading import Parsed
from litreview.query.tree import Span

if TYPE_CHECKING:
    from litreview.query.blocks import Library

_SUFFIXES = {"ovid": "ovid", "pubmed": "pubmed", "wos": "wos", "scopus": "scopus", "eric": "eric",
             "ebsco": "ebscohost", "ebscohost": "ebscohost", "proquest": "proquest",
             "embase": "embase", "cochrane": "cochrane"}  # fmt: skip
"""Endings that say the notation, as in ``medline.ovid`` and ``medline.ovid.txt``."""
_OWN = re.compile(
    rf"(?P<name>[a-z][a-z0-9-]*\.(?!(?:{'|'.join(_SUFFIXES)})\.)[a-z]{{2,3}})(?P<strategy>\.strategy)?\.txt"
)
"""A concept block or a strategy (docs/search-strings.md): a notation is no language."""
_USUAL = frozenset({"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"})
LARGEST = 20_000_000
"""Bytes that are read at most: what is longer is no search string, and is not held in memory."""


class Source(NamedTuple):
    """path: ``-`` is standard input; text: decoded, with one character an end of line."""

    path: Path
    text: str
    dialect: Dialect

    @property
    def name(self) -> str:
        """As it is shown."""
        return str(self.path)


def read(path: Path, syntax: str | None, *, option: str = "--from") -> Source:
    """The string in `path`; raises UsageError where it cannot be read.

    syntax: name of the notation, as `option` gives it; None: by the end of the file's name. Where
    the text is not UTF-8, what it was read as is told.
    """
    from litreview.query.dialects import notation

    dialect = notation(syntax or _by_name(path, option), option=option)
    _ = dialect.reads
    return Source(path, _decoded(_bytes(path), str(path)), dialect)


def text_of(path: Path) -> str:
    """The text of another file beside a string; raises UsageError where it cannot be read."""
    return _decoded(_bytes(path), str(path))


def parsed(source: Source) -> Parsed:
    """`source` as the parser reads it; a block or strategy with the other files of its folder."""
    from litreview.query.blocks import library
    from litreview.query.reading import parse

    own = _OWN.fullmatch(source.path.name)
    if source.dialect.name != "litreview" or own is None:
        return parse(source.text, source.dialect)
    texts = {
        one.name: _decoded(_bytes(one), "" if one.name == source.path.name else str(one))
        for one in sorted(source.path.parent.glob("*.txt"))
        if _OWN.fullmatch(one.name) and one.is_file()
    }
    held = library(texts | {source.path.name: source.text})
    return _with_those_of_blocks(held.parsed(own["name"], whole=True), held, own["name"])


def source_of(parsed: Parsed) -> str:
    """The name that the spans of `parsed` have: that of its block or strategy, else none."""
    return parsed.lines[0].span.source if parsed.lines else ""


def _with_those_of_blocks(made: Parsed, held: Library, name: str) -> Parsed:
    """`made` with the errors of the blocks that it names, told where it names them."""
    place = made.lines[0].span if made.lines else Span(0, 0, name)
    more = [
        Found(one.code, place, f"{held.place(one.span)}: {one.message}", one.remedy)
        for one in held.of(name)
        if one.span.source != name and one.severity == "error"
    ]
    return replace(made, findings=in_order([*made.findings, *more])) if more else made


def _by_name(path: Path, option: str) -> str:
    if _OWN.fullmatch(path.name):
        return "litreview"
    parts = path.name.lower().split(".")[1:]
    for part in reversed(parts):
        if part in _SUFFIXES:
            return _SUFFIXES[part]
    raise UsageError(
        "the notation of this file is not known", where=str(path),
        remedy=f"say which it is: {option} ovid, {option} pubmed ...",
    )  # fmt: skip


def _bytes(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        remedy = "see how it is written; - is standard input"
        raise UsageError("there is no such file", where=str(path), remedy=remedy) from None
    except IsADirectoryError:
        raise UsageError("a folder", where=str(path), remedy="name the files in it") from None
    except OSError as error:
        raise UsageError(
            f"cannot be read ({error.strerror})", where=str(path),
            remedy="see whether you may read it, and whether it is on a disk that is there",
        ) from None  # fmt: skip


def _decoded(content: bytes, name: str) -> str:
    """The text; line ends become one character each, so that rows count as in an editor.

    name: of the file, for what is told where it is not UTF-8; empty: it was told before.
    """
    from litreview.cli import say
    from litreview.formats import decode
    from litreview.query.unseen import not_text

    encoding = decode(content[:100_000])
    text = content.decode(encoding, errors="replace").removeprefix("\ufeff")
    lost = text.count("\ufffd")
    if name and not_text(text) is None and (lost or encoding not in _USUAL):
        bad = f"; {say.count(lost, 'character')} could not be read" if lost else ""
        say.note(f"{say.one_line(name)}: not UTF-8, read as {encoding}{bad}. Save it as UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")
