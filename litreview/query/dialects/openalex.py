"""OpenAlex, as in ``works where title/abstract has ("mentor*" or within 3 ("job", "coach*"))``.

Strings are OQL, the query language of its API. The older ``filter=`` of a URL holds one field in
one piece, and drops the wildcard of a phrase beside OR. A quoted term is searched without stemming;
``*`` is any letters, ``?`` exactly one; ``within N`` allows N words between, in either order.
"""

from __future__ import annotations

from collections.abc import Iterator

from litreview.query.capability import Capability, Nearness
from litreview.query.dialect import Dialect
from litreview.query.dialects import _lucene
from litreview.query.tree import (
    ANY_ENDING,
    ONE,
    TITLE_ABSTRACT,
    Dates,
    Field,
    Near,
    Node,
    Scope,
    Term,
    walk,
)
from litreview.query.writing import Style, Unwritable, write

_SOURCE = "https://github.com/ourresearch/openalex-elastic-api/blob/5a6505c"
_MOST_WILD = 2
"""Words with wildcards in one phrase or proximity."""
_LETTERS, _LETTERS_IF_SEVERAL = 3, 4
"""Letters before an asterisk, and before each where two words have wildcards."""
_SCOPES: dict[str, Scope] = {
    "title/abstract": TITLE_ABSTRACT, "title": (Field.TITLE,), "abstract": (Field.ABSTRACT,),
}  # fmt: skip
_NAMES = {fields: name for name, fields in _SCOPES.items()}


class _Oql(Dialect):
    def write(self, node: Node) -> str:
        if _lucene.unscoped(node):
            raise Unwritable("every term needs a field in OpenAlex")
        return f"works where {super().write(node)}"


def _mark(fields: Scope, text: str, node: Node) -> str:
    if fields not in _NAMES:
        raise Unwritable("OpenAlex has no text search in these fields", where=", ".join(fields))
    _lucene.check(node, text, phrase_wild=True)
    for words in _searched_as_one(node):
        _afford(words)
    return f"{_NAMES[fields]} has {text if text.startswith('(') else f'({text})'}"


def _searched_as_one(node: Node) -> Iterator[list[str]]:
    """The words of each term, and of all terms of each proximity."""
    for one in walk(node):
        if isinstance(one, Term | Near):
            yield [word for term in walk(one) if isinstance(term, Term) for word in _words(term)]


def _words(term: Term) -> list[str]:
    return write(term, _STYLE).strip('"').split()


def _afford(words: list[str]) -> None:
    """Raises Unwritable for what the server refuses as too expensive."""
    wild = [word for word in words if "*" in word or "?" in word]
    least = _LETTERS if len(wild) == 1 else _LETTERS_IF_SEVERAL
    if len(wild) > _MOST_WILD:
        raise Unwritable("OpenAlex takes two words with wildcards in a phrase or proximity",
                         where=" ".join(words))  # fmt: skip
    short = [word for word in wild if "*" in word and word.index("*") < least]
    if short:
        raise Unwritable(f"OpenAlex needs {least} letters before an asterisk here", where=short[0])


def _within(node: Near, _words: str) -> str:
    if node.ordered:
        raise Unwritable("OpenAlex has no proximity that keeps the order")
    return f"within {node.between} ({', '.join(write(item, _STYLE) for item in node.items)})"


def _dates(dates: Dates) -> str:
    first, last = _lucene.days(dates)
    name, cut = (
        ("year", 4) if max(len(dates.first), len(dates.last)) <= len("2010") else ("date", 10)
    )
    ends = [f"{name} >= ({first[:cut]})"] if dates.first else []
    ends += [f"{name} <= ({last[:cut]})"] if dates.last else []
    return f"({' and '.join(ends)})" if len(ends) > 1 else ends[0]


_STYLE = Style(
    and_=" and ",
    or_=" or ",
    not_=" and not ",
    wild={ANY_ENDING: "*", ONE: "?"},
    quote_words=True,
    unsafe=_lucene.UNSAFE,
    window=_within,
    mark=_mark,
    dates=_dates,
)
DIALECT = _Oql(
    name="openalex",
    title="OpenAlex",
    style=_STYLE,
    capability=Capability(
        kind="api",
        checked="2026-11-24",
        references=(
            f"{_SOURCE}/docs/oql-spec.md",
            f"{_SOURCE}/docs/oql-api.md",
            f"{_SOURCE}/core/search.py",
            "https://developers.openalex.org/guides/searching",
        ),
        scopes=_SCOPES,
        coded=frozenset({Field.LANGUAGE, Field.TYPE}),
        ending_after=_LETTERS,
        inner=True,
        one=True,
        phrase_wild="any",
        wild_words=_MOST_WILD,
        wild_words_after=_LETTERS_IF_SEVERAL,
        near=Nearness(operands="phrases", wild=True, several=True),
        days=True,
        remarks=(
            (
                'Send it as POST / with {"oql": "..."}, which has no limit of length; a GET line'
                ' ends at 8,190 bytes. {"oqo": ...} takes the same tree as JSON.'
            ),
            (
                "Keywords, topics and the full text are not searched; works without an abstract are"
                " searched by their titles."
            ),
            "Languages and types are codes, added by hand: and language is (en).",
            "At most two words with wildcards in a phrase or proximity, each after four letters.",
            "More than five operators: 1 request a second without a key, 5 with a free one.",
            (
                "not verified: not run against the service; its own parser, as of 7 August 2026,"
                " reads these strings as they are meant."
            ),
        ),
        probe='works where title/abstract has ("psycholog* support" or within 3 ("job", "coach*"))',
    ),
)
