"""The rows of a block or strategy file: header, remarks, terms with their marks. Offsets stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from litreview.query.findings import Found
from litreview.query.grammar import QUOTED
from litreview.query.tree import Span

KEYS = ("concept", "strategy", "language", "status", "fields", "purpose", "notation", "marks",
        "databases", "title", "authors", "date", "source", "licence", "remark")  # fmt: skip
"""What a header may say of itself; a remark with another word before a colon stays a remark."""
_KEY = re.compile(rf"#[ \t]*(?P<key>{'|'.join(KEYS)}):[ \t]*(?P<value>.*)", re.IGNORECASE)
_GOES_ON = re.compile(r"#[ \t]{3,}(?P<value>\S.*)")
_REMARK = re.compile(r"[ \t]*#(?![\d\w])")
_MARKS = re.compile(rf"{QUOTED}|(?<=[ \t])\[[^\[\]\"]*\]|(?<=[ \t])#(?=[ \t]|\Z)")
_SEEN = re.compile(r"seen:\s*(?P<sources>\S.*)", re.IGNORECASE)

Mark = Literal["", "seen", "candidate"]


class Said(NamedTuple):
    """A value of the header and its place."""

    text: str
    span: Span


Header = Mapping[str, Said]
"""What the remarks above the first term say, by key."""


class Row(NamedTuple):
    """A row with a term. span: of the term alone; mark: where the term comes from."""

    row: int
    span: Span
    mark: Mark = ""
    sources: tuple[str, ...] = ()
    remark: str = ""
    found: tuple[Found, ...] = ()


def lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Row from 1, offset, and the text of each line without its end."""
    at = 0
    for row, line in enumerate(text.splitlines(keepends=True), 1):
        yield row, at, line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        at += len(line)


def header(text: str, source: str) -> Header:
    """The keys of the remarks above the first term; an indented remark goes on with the one above.

    The first of two namesakes counts.
    """
    found: dict[str, Said] = {}
    key = ""
    for _, at, line in lines(text):
        if line.strip() and not _REMARK.match(line):
            break
        match = _KEY.match(line)
        if match:
            key = match["key"].lower()
            place = Span(at + match.start("value"), at + len(line.rstrip()), source)
            found.setdefault(key, Said(match["value"].strip(), place))
        elif key and (more := _GOES_ON.match(line)):
            said = found[key]
            found[key] = Said(f"{said.text} {more['value'].strip()}", said.span)
        else:
            key = ""
    return found


def rows(text: str, source: str) -> Iterator[Row]:
    """The rows with terms. Cost: one pass."""
    for row, at, line in lines(text):
        if line.strip() and not _REMARK.match(line):
            yield _row(row, at, line, source)


def _row(row: int, at: int, line: str, source: str) -> Row:
    start = len(line) - len(line.lstrip())
    mark, remark = _ends(line)
    ends = [match.start() for match in (mark, remark) if match]
    end = len(line[: min(ends, default=len(line))].rstrip())
    span = Span(at + start, at + max(end, start), source)
    said = line[remark.end() :].strip() if remark else ""
    if mark is None:
        return Row(row, span, remark=said)
    inner = mark[0][1:-1].strip()
    seen = _SEEN.fullmatch(inner)
    if seen:
        sources = tuple(part.strip() for part in seen["sources"].split(",") if part.strip())
        return Row(row, span, "seen", sources, said)
    if inner.lower() == "candidate":
        return Row(row, span, "candidate", (), said)
    place = Span(at + mark.start(), at + mark.end(), source)
    what = f"the mark {mark[0]} is neither [seen: SOURCE, ...] nor [candidate]"
    told = Found("LR101", place, what, "write one of the two, or a remark behind ` # `")
    return Row(row, span, "", (), said, (told,))


def _ends(line: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """The mark and the remark at the end of a line; neither is looked for between quotes."""
    mark = remark = None
    for match in _MARKS.finditer(line):
        if match[0] == "#":
            remark = match
            break
        mark = match if match[0].startswith("[") else mark
    end = remark.start() if remark else len(line)
    if mark is not None and line[mark.end() : end].strip():
        mark = None
    return mark, remark


def without_remarks(text: str) -> str:
    """`text` with its remarks as blanks, so that places stay what they are."""
    parts = []
    for _, at, line in lines(text):
        _, remark = _ends(line)
        cut = 0 if _REMARK.match(line) else remark.start() if remark else len(line)
        parts.append((at + cut, at + len(line)))
    kept = []
    done = 0
    for start, end in parts:
        kept.append(text[done:start])
        kept.append(" " * (end - start))
        done = end
    return "".join([*kept, text[done:]])
