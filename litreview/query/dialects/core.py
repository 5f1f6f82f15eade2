"""CORE's API, version 3, as in ``title:"job coach" AND yearPublished>=2010``.

Terms without a field are searched in the full text too, so each term has one.
"""

from __future__ import annotations

from litreview.query.capability import Capability
from litreview.query.dialect import Dialect
from litreview.query.dialects import _lucene
from litreview.query.tree import ANYWHERE, Dates, Field, Scope
from litreview.query.writing import Style

_SCOPES: dict[str, Scope] = {
    "title": (Field.TITLE,), "abstract": (Field.ABSTRACT,), "fullText": (Field.FULLTEXT,),
    "authors": (Field.AUTHOR,), "": ANYWHERE,
}  # fmt: skip


def _dates(dates: Dates) -> str:
    first, last = _lucene.years(dates)
    ends = [f"yearPublished{sign}{year}" for sign, year in ((">=", first), ("<=", last)) if year]
    return f"({' AND '.join(ends)})" if len(ends) > 1 else ends[0]


DIALECT = Dialect(
    name="core",
    title="CORE",
    style=Style(
        wild={},
        unsafe=_lucene.UNSAFE,
        reserved=_lucene.RESERVED,
        mark=_lucene.marks(_SCOPES),
        marks_at="term",
        dates=_dates,
    ),
    capability=Capability(
        kind="api",
        checked="2026-11-24",
        references=("unverified: https://api.core.ac.uk/docs/v3 could not be read",),
        scopes=_SCOPES,
        ending=False,
        phrase_wild="none",
        remarks=(
            "The address ends with a slash: /v3/search/works/. A key is needed for full texts.",
            "More than 10,000 records are had with scroll=true only.",
            (
                "not verified: the documentation could not be read. Fields, AND, OR, brackets,"
                " quotation marks and yearPublished>= are as in clients of others."
            ),
            (
                "not verified: NOT, which is Elasticsearch's; an asterisk and proximity, which are"
                " not written."
            ),
            "not verified: what is searched without a field; everything is taken.",
            'not verified: a body of {"q": ...} by POST, as clients of others send long strings.',
        ),
        probe='(title:mentoring OR abstract:"job coach") AND yearPublished>=2010',
    ),
)
