"""DOAJ's search of articles, as in ``bibjson.title:(mentor OR "job coach")``.

The string goes through DOAJ's own filter before Elasticsearch reads it: wildcards, fuzzy words and
proximity are refused. A colon that no AND or OR stands before is taken for text, which is why NOT
is written as AND NOT.
"""

from __future__ import annotations

from litreview.query.capability import Capability
from litreview.query.dialect import Dialect
from litreview.query.dialects import _lucene
from litreview.query.tree import ANYWHERE, Dates, Field, Scope
from litreview.query.writing import Style

_SOURCE = "https://github.com/DOAJ/doaj/blob/c2b70bc5a"
_SCOPES: dict[str, Scope] = {
    "bibjson.title": (Field.TITLE,), "bibjson.abstract": (Field.ABSTRACT,),
    "bibjson.keywords": (Field.KEYWORDS,), "bibjson.author.name": (Field.AUTHOR,),
    "bibjson.journal.title": (Field.VENUE,), "": ANYWHERE,
}  # fmt: skip


def _dates(dates: Dates) -> str:
    first, last = _lucene.years(dates)
    return f"bibjson.year:[{first or '1000'} TO {last or '3000'}]"


DIALECT = Dialect(
    name="doaj",
    title="DOAJ",
    style=Style(
        not_=" AND NOT ",
        wild={},
        unsafe=_lucene.UNSAFE,
        reserved=_lucene.RESERVED,
        mark=_lucene.marks(_SCOPES),
        dates=_dates,
    ),
    capability=Capability(
        kind="api",
        checked="2026-11-24",
        references=(
            "https://doaj.org/api/v4/docs",
            f"{_SOURCE}/portality/api/current/discovery.py",
            f"{_SOURCE}/portality/settings.py",
        ),
        scopes=_SCOPES,
        ending=False,
        phrase_wild="none",
        longest=2_000,
        remarks=(
            "The string is a part of the path of the address: encode it whole, also the slash.",
            (
                "No more than the first 1,000 records are given out; for more take the data dump or"
                " OAI-PMH and search it here."
            ),
            "Words are not stemmed; accents are folded in titles and abstracts.",
            "not verified: how long a string may be; 2,000 characters are taken.",
            "not verified: a range of years, which are text in its index.",
        ),
        probe='bibjson.title:(mentoring OR "job coach") AND NOT bibjson.title:nurse',
    ),
)
