"""An OQL string as the older ``filter=`` of a URL, where it can be said so.

    works where title/abstract has ("mentor*" or "coach") and year >= (2010)
    title_and_abstract.search.exact:(mentor* OR "coach"),from_publication_date:2010-01-01

Every proxy knows the filter, and it may be asked again by hand in a browser. It holds one boolean
expression a field, and all fields at once; it has no proximity beside OR, and no phrase with a
wildcard. What needs more stays OQL. Cost: linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HEAD = "works where "
_TOKEN = re.compile(r'\s*+(?:("[^"]*+")|([()])|(title/abstract|[a-z]++|<=|>=)|([0-9][0-9-]*+))')
_FIELDS = {
    "title/abstract": "title_and_abstract.search.exact",
    "title": "title.search.exact",
    "abstract": "abstract.search.exact",
}
"""`exact`: without stemming, as a quoted term of OQL; only there do wildcards work."""
_PLAIN = re.compile(r"""["\w\s.'*?-]++""")
"""Letters that mean nothing else in a filter."""
_DATES = {">=": "from_publication_date", "<=": "to_publication_date"}
_WORDS = {"and": " AND ", "or": " OR ", "not": " NOT "}
_DEEPEST = 60
_DAY = len("2010-01-01")


class _Unsayable(Exception):
    """The filter has no words for it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """field: name of the filter. text: its value; single: it needs no brackets."""

    field: str
    text: str
    single: bool = True

    @property
    def inner(self) -> str:
        return self.text if self.single else f"({self.text})"

    @property
    def written(self) -> str:
        """A value that ends in the letters of "and" would lose them in the server."""
        text = f"({self.text})" if self.text[-1:].isalpha() else self.text
        return f"{self.field}:{text}"


def as_filter(oql: str) -> str | None:
    """The value of ``filter=`` that finds the same as `oql`; None: there is none."""
    if not oql.startswith(HEAD):
        return None
    try:
        reader = _Reader(list(_tokens(oql[len(HEAD) :])))
        parts = reader.level(reader.clause)
        reader.end()
    except _Unsayable:
        return None
    return ",".join(part.written for part in parts)


def _tokens(text: str) -> Iterator[str]:
    at, text = 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _Unsayable
        yield found[0].strip()
        at = found.end()


_Parts = tuple[_Part, ...]
"""All of them are asked for."""


class _Reader:
    """Reads one string, token by token."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def end(self) -> None:
        if self.at != len(self.tokens):
            raise _Unsayable

    def level(self, one: Callable[[], _Parts]) -> _Parts:
        """`one`, or several of them with the same operator in between."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _Unsayable
        found, operators = [one()], []
        while operator := self._operator():
            operators.append(operator)
            found.append(one())
        self.depth -= 1
        if not operators:
            return found[0]
        if len(set(operators)) > 1 or (operators[0] == "not" and len(operators) > 1):
            raise _Unsayable  # who binds first is not ours to say
        return _all(found) if operators[0] == "and" else (_one(operators[0], found),)

    def clause(self) -> _Parts:
        """``title has ("a" or "b")``, ``year >= (2010)``, or several in brackets."""
        word = self._next()
        if word == "(":
            found = self.level(self.clause)
        elif word in _FIELDS:
            self._take("has")
            self._take("(")
            (part,) = self.level(self.term)
            found = (_Part(_FIELDS[word], part.text, part.single),)
        elif word in {"year", "date"}:
            return (self._date(),)
        else:
            raise _Unsayable
        self._take(")")
        return found

    def term(self) -> _Parts:
        """A quoted term, or several in brackets."""
        word = self._next()
        if word == "(":
            found = self.level(self.term)
            self._take(")")
            return found
        if not word.startswith('"') or not _PLAIN.fullmatch(word):
            raise _Unsayable
        bare = word.strip('"')
        if "*" in bare or "?" in bare:  # in quotation marks they would be letters
            if not bare or " " in bare:
                raise _Unsayable
            return (_Part("", bare),)
        return (_Part("", word),)

    def _date(self) -> _Part:
        name = _DATES.get(self._next())
        self._take("(")
        day = self._next()
        self._take(")")
        if name is None or len(day) not in {4, _DAY}:
            raise _Unsayable
        end = "-01-01" if name == _DATES[">="] else "-12-31"
        return _Part(name, day if len(day) == _DAY else day + end)

    def _operator(self) -> str:
        """and, or, not (for "and not"); "": none follows."""
        word = self.tokens[self.at] if self.at < len(self.tokens) else ""
        if word not in {"and", "or"}:
            return ""
        self.at += 1
        if word == "and" and self.tokens[self.at : self.at + 1] == ["not"]:
            self.at += 1
            return "not"
        return word

    def _next(self) -> str:
        if self.at >= len(self.tokens):
            raise _Unsayable
        self.at += 1
        return self.tokens[self.at - 1]

    def _take(self, word: str) -> None:
        if self._next() != word:
            raise _Unsayable


def _all(found: list[_Parts]) -> _Parts:
    """All of `found`: those of one field as one expression, dates as they are."""
    by_field: dict[str, list[_Part]] = {}
    for part in (part for parts in found for part in parts):
        by_field.setdefault(part.field, []).append(part)
    whole: list[_Part] = []
    for field, parts in by_field.items():
        whole += parts if field in _DATES.values() or len(parts) == 1 else [_joined("and", parts)]
    return tuple(whole)


def _one(operator: str, found: list[_Parts]) -> _Part:
    """OR and NOT, which stay within one field."""
    parts = [part for parts in found for part in parts]
    fields = {part.field for part in parts}
    if len(parts) > len(found) or len(fields) > 1 or fields & set(_DATES.values()):
        raise _Unsayable
    return _joined(operator, parts)


def _joined(operator: str, parts: list[_Part]) -> _Part:
    return _Part(parts[0].field, _WORDS[operator].join(part.inner for part in parts), single=False)
