"""What the query languages of the APIs have in common: field marks, quoting, dates.

Most of them are close to Lucene's. A term is written so that none of its characters is an operator
there: whatever parts words in the source anyway becomes a blank, and several words are quoted.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from functools import cache

from litreview.query.tree import (
    And,
    Dates,
    Heading,
    Near,
    Node,
    Not,
    Scope,
    Scoped,
    Term,
    children,
    walk,
)
from litreview.query.writing import MarkField, Unwritable

UNSAFE = r"[\x00-\x1f\x7f-\x9f!-&(-\-/:-@\[-^`{-~\u201c-\u201f\uff02]"
"""Every ASCII sign but the apostrophe, the full stop and the underscore; control characters;
double quotation marks, which some servers take for straight ones."""
RESERVED = frozenset({"and", "or", "not", "andnot", "to"})
FIRST_DAY, LAST_DAY = "1000-01-01", "3000-12-31"
"""The ends of an open range, for notations that need both."""
_UNSAFE = re.compile(UNSAFE)
_LETTER = re.compile(r"[^\W_]")
_QUOTED = re.compile(r'"[^"*?]*"|("[^"]*")')
"""What stands in quotation marks; as a group where a wildcard is in it."""


def marks(written: Mapping[str, Scope], *, phrase_wild: bool = False) -> MarkField:
    """A writer of ``name:text``; several fields become an OR in brackets.

    written: the record's scopes; the name "" needs no mark. phrase_wild: whether wildcards may
    stand in quotation marks. Raises Unwritable for fields that no marks make up exactly.
    """
    by_size = sorted(written.items(), key=lambda item: -len(item[1]))

    @cache
    def cover(fields: Scope) -> tuple[str, ...]:
        found: list[str] = []
        left = set(fields)
        for name, covered in by_size:
            if set(covered) <= set(fields) and left & set(covered):
                found.append(name)
                left -= set(covered)
        if left:
            raise Unwritable("this notation has no mark for these fields", where=", ".join(fields))
        return tuple(found)

    def mark(fields: Scope, text: str, node: Node) -> str:
        check(node, text, phrase_wild=phrase_wild)
        names = cover(fields)
        if (
            len(names) > 1
            and not isinstance(node, Term)
            and any(isinstance(one, And | Not) for one in walk(node))
        ):
            raise Unwritable("each part needs fields of its own", where=", ".join(fields))
        parts = [f"{name}:{text}" if name else text for name in names]
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

    return mark


def check(node: Node, text: str, *, phrase_wild: bool = False) -> None:
    """Raises Unwritable for what a server would read as something else, without a word.

    That is a term without a letter or a digit, and a wildcard in quotation marks where it is a sign
    like any other.
    """
    for one in (node,) if isinstance(node, Term) else walk(node):
        if isinstance(one, Term) and not _LETTER.search(_fixed(one)):
            raise Unwritable("a term without a letter or a digit", where=_fixed(one))
    found = None if phrase_wild else next((one for one in _QUOTED.finditer(text) if one[1]), None)
    if found:
        raise Unwritable("a wildcard means nothing in quotation marks here", where=found[0])


def _fixed(term: Term) -> str:
    if len(term.pieces) == 1 and isinstance(term.pieces[0], str):
        return term.pieces[0]
    return "".join(piece for piece in term.pieces if isinstance(piece, str))


def quoted(name: str) -> str:
    """The name of a heading as a phrase."""
    return f'"{" ".join(_UNSAFE.sub(" ", name).split())}"'


def heading(field: str, vocabulary: str) -> Callable[[Heading], str]:
    """A writer of ``field:"name"``: a heading of `vocabulary` without those below it."""

    def write(one: Heading) -> str:
        if one.vocabulary not in ("", vocabulary):
            raise Unwritable(f"the headings here are those of {vocabulary}", where=one.name)
        if one.explode or one.major or one.subheadings:
            raise Unwritable("only a heading by itself can be searched here", where=one.name)
        return f"{field}:{quoted(one.name)}"

    return write


def slop(node: Near, words: str, either: str = " OR ") -> str:
    """Two words with at most `between` words between, as ``("a b"~3 OR "b a"~3)``.

    Lucene's distance is the number of moves that make a phrase of the words. In the order that is
    written this is the number of words between; the other order costs two more, hence both.
    """
    if node.ordered or len(node.items) != 2 or len(words.split()) != 2:  # noqa: PLR2004 - a pair
        raise Unwritable("a proximity of two single words in either order is all there is here")
    one, other = words.split()
    near = node.between
    return f'("{one} {other}"~{near}{either}"{other} {one}"~{near})'


def days(dates: Dates) -> tuple[str, str]:
    """The first and the last day of a range, ``2010-05-31``; raises Unwritable."""
    if dates.kind != "publication":
        raise Unwritable("only the date of publication can be searched", where=dates.kind)
    if not (dates.first or dates.last):
        raise Unwritable("a range of dates without an end")
    return _day(dates.first or FIRST_DAY, last=False), _day(dates.last or LAST_DAY, last=True)


def years(dates: Dates) -> tuple[str, str]:
    """The first and the last year of a range, empty where it is open; raises Unwritable."""
    days(dates)
    year = len("2010")
    if len(dates.first) > year or len(dates.last) > year:
        raise Unwritable("only years can be searched", where=f"{dates.first}..{dates.last}")
    return dates.first, dates.last


def _day(text: str, *, last: bool) -> str:
    try:
        year, month, day = [*map(int, text.split("-")), 0, 0][:3]
        month = month or (12 if last else 1)
        day = day or (monthrange(year, month)[1] if last else 1)
        return dt.date(year, month, day).isoformat()
    except ValueError as error:
        raise Unwritable("this is no date", where=text) from error


def unscoped(node: Node) -> bool:
    """Whether a term of `node` stands outside of every field."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Term):
            return True
        if not isinstance(current, Scoped):
            waiting.extend(children(current))
    return False
