"""What a database prints around the lines of a search history: a head above, hits behind."""

from __future__ import annotations

import re

from litreview.query.tree import Span

_COLUMNS = frozenset({
    "s", "id", "no", "number", "set", "line", "lines", "search", "searches", "query", "queries",
    "string", "strategy", "history", "result", "results", "hits", "hit", "items", "found", "count",
    "counts", "type", "types", "action", "actions", "details", "detail", "time", "date", "run",
    "last", "via", "limiters", "expanders", "filters", "annotation", "annotations", "sort",
    "download", "saved", "session",
})  # fmt: skip
"""The words that stand over the columns of a history, and over the whole."""
_NAMED = re.compile(
    r"(?:search name|name of search|date(?: of)?(?: run| search(?:ed)?)?|last saved|saved|"
    r"comments?|description|databases?|search strategy|strategy|platform|interface|host|provider|"
    r"vendor|searched (?:by|on)|source)\s*:.*",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-=_*~.\u2013\u2014\s]{3,}")
_COVERAGE = re.compile(r"[^\"/*]*<[^<>]*\b\d{4}\b[^<>]*>\s*")
"""``Ovid MEDLINE(R) <1946 to November 20, 2026>``, where more than one database is named."""
_SESSION = re.compile(r".{0,40}\bsession results\b.{0,40}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")

_ENDS = 200
"""Characters at the end of a line that are looked at, and the most of a row of a head."""
_COUNT = r"(?P<hits>\d{1,3}(?:,\d{3})+|\d+)"
_CELL = re.compile(rf"(?P<gap>[ ]*\t[ \t]*){_COUNT}[ ]*(?:\t[^\t]*)*\Z")
_BEHIND = re.compile(rf"(?P<gap>[ ]+){_COUNT}(?:[ ]+\d{{1,2}} [A-Z][a-z]{{2}} \d{{4}})?[ ]*\Z")
"""With the day on which it was run, as Embase.com prints it."""
_OPEN = re.compile(
    r"(?:(?<![\w.*?$#-])(?:and|or|not|to|from|keep|use|adj\d*|near|next)|(?:and|or)\s*/|[=(,:\-])\s*\Z",
    re.IGNORECASE,
)
"""What a number belongs to that stands behind it."""
_WHOLE = re.compile(
    r"(?:[)\]}/]|\.[a-z_]{2,6}\.|:[a-z]{2}(?:,[a-z]{2,3})*|/(?:exp|mj|de)|all trees|only)\Z"
    r"|(?:\A|[\s({,/]|-)[#S]?\d{1,3}\Z",
    re.IGNORECASE,
)
"""The end of something that takes no number behind it: brackets, a field, a line by its number."""
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_BEFORE = r"(?:(?<![\w.*?$#-])(?:or|and|not)[ ]+|[/,{(][ ]*)[#Ss]?"
"""What stands before the number of a line that is called."""
_RANGE = re.compile(
    rf"{_BEFORE}\d{{1,3}}[ ]?[{_DASHES}][ ]?[#Ss]?\d{{1,3}}(?!\w)"
    rf"|(?<![^\s#Ss])\d{{1,3}}[{_DASHES}][#Ss]?\d{{1,3}}(?=[\s)}},]|\Z)"
    rf"|(?<!\d)(?:1[5-9]|20)\d\d[ ]?[{_DASHES}][ ]?"
    r"(?=(?:(?:1[5-9]|[23]\d)\d\d)(?!\d)|current\b)",
    re.IGNORECASE,
)
"""A range of lines or of years with a dash. What else holds one, such as a name, keeps it."""


def is_head(row: str) -> bool:
    """Whether `row` belongs to a head, as databases print one above the first line."""
    row = row.strip()
    if len(row) > _ENDS:
        return False
    if any(one.fullmatch(row) for one in (_NAMED, _RULE, _SESSION, _COVERAGE)):
        return True
    words = _WORD.findall(row)
    named = bool(words) and all(word.casefold() in _COLUMNS for word in words)
    return named and not re.search(r"[()\[\]*\"]", row)


def hits(line: str, *, counted: bool = False) -> tuple[int, int] | None:
    """Where, in a line of a history, the number of hits stands (start, end); None: nowhere.

    Only where no reading takes the number for a part of the search: behind what is closed, or in
    a column of its own. counted: other lines show that there is such a number behind each.
    """
    from_ = max(len(line) - _ENDS, 0)
    end = line[from_:]
    found = _CELL.search(end) or _BEHIND.search(end)
    if found is None or not found.start():
        return None
    before = end[: found.start()]
    column = counted or len(found["gap"]) > 1 or "\t" in found["gap"]
    if _OPEN.search(before) or not (column or _WHOLE.search(before)):
        return None
    return from_ + found.start("hits"), from_ + found.end("hits")


def hyphened(text: str) -> tuple[str, tuple[Span, ...]]:
    """`text` with the dashes of ranges as hyphens, and their places."""
    places: list[Span] = []
    parts: list[str] = []
    at = 0
    for match in _RANGE.finditer(text):
        dash = next(i for i in range(*match.span()) if text[i] in _DASHES)
        places.append(Span(dash, dash + 1))
        parts += [text[at:dash], "-"]
        at = dash + 1
    return "".join([*parts, text[at:]]), tuple(places)
