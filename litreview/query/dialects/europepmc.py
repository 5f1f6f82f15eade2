"""Europe PMC, as in ``(TITLE_ABS:mentor* OR KW:mentor*) AND FIRST_PDATE:[2010-01-01 TO ...]``.

Terms without a field are searched in the full text too, so each term has one. ``KW`` looks in the
authors' keywords and in the words of MeSH headings.
"""

from __future__ import annotations

from litreview.query.capability import Capability
from litreview.query.dialect import Dialect
from litreview.query.dialects import _lucene
from litreview.query.tree import ANYWHERE, TITLE_ABSTRACT, Dates, Field, Scope, scope
from litreview.query.writing import Style

_SCOPES: dict[str, Scope] = {
    "TITLE": (Field.TITLE,), "ABSTRACT": (Field.ABSTRACT,), "TITLE_ABS": TITLE_ABSTRACT,
    "KW": scope(Field.KEYWORDS, Field.HEADING), "AUTH": (Field.AUTHOR,),
    "JOURNAL": (Field.VENUE,), "PUB_TYPE": (Field.TYPE,), "": ANYWHERE,
}  # fmt: skip


def _dates(dates: Dates) -> str:
    first, last = _lucene.days(dates)
    return f"FIRST_PDATE:[{first} TO {last}]"


DIALECT = Dialect(
    name="europepmc",
    title="Europe PMC",
    style=Style(
        unsafe=_lucene.UNSAFE,
        reserved=_lucene.RESERVED,
        mark=_lucene.marks(_SCOPES),
        marks_at="term",
        heading=_lucene.heading("MESH", "mesh"),
        dates=_dates,
    ),
    capability=Capability(
        kind="api",
        checked="2026-11-24",
        references=(
            "unverified: https://europepmc.org/searchsyntax was read in notes of others only",
            "https://github.com/ropensci/europepmc/issues/39",
            "https://wiki.nested-knowledge.com/doku.php?id=wiki:autolit:search:europepmc",
        ),
        scopes=_SCOPES,
        ending_after=3,
        phrase_wild="none",
        vocabularies=frozenset({"", "mesh"}),
        days=True,
        stems="synonyms of MeSH and UniProt, unless synonym=false is sent",
        remarks=(
            "Send long strings by POST to /searchPOST.",
            "The date is that of first publication, online or in print.",
            "MESH finds the heading itself, not those below it.",
            'not verified: proximity ("a b"~3) and ? for one letter, which others describe.',
            "not verified: after how many letters an asterisk works; three are taken.",
            "not verified: whether words are stemmed.",
            "not verified: whether MESH finds longer headings too that hold these words.",
            "not verified: LANG, whose codes differ between sources of the records.",
        ),
        probe='TITLE_ABS:mentor* AND MESH:"Mentors"',
    ),
)
