"""ERIC's API (api.ies.ed.gov), as in ``title:mentoring AND subject:"Job Training"``.

It is a Solr index; the fields are those of its records. ``subject`` holds ERIC's descriptors.
"""

from __future__ import annotations

from litreview.query.capability import Capability
from litreview.query.dialect import Dialect
from litreview.query.dialects import _lucene
from litreview.query.tree import ANYWHERE, Field, Scope
from litreview.query.writing import Style

_SCOPES: dict[str, Scope] = {
    "title": (Field.TITLE,), "description": (Field.ABSTRACT,), "subject": (Field.HEADING,),
    "author": (Field.AUTHOR,), "source": (Field.VENUE,), "": ANYWHERE,
}  # fmt: skip

DIALECT = Dialect(
    name="eric-api",
    title="ERIC (API)",
    style=Style(
        wild={},
        unsafe=_lucene.UNSAFE,
        reserved=_lucene.RESERVED,
        mark=_lucene.marks(_SCOPES),
        marks_at="term",
        heading=_lucene.heading("subject", "eric"),
    ),
    capability=Capability(
        kind="api",
        checked="2026-11-24",
        references=("unverified: https://eric.ed.gov/?api could not be read",),
        scopes=_SCOPES,
        ending=False,
        phrase_wild="none",
        vocabularies=frozenset({"", "eric"}),
        dates=frozenset(),
        longest=2_000,
        remarks=(
            "No key is needed; up to 2,000 records in an answer.",
            "There is no field for authors' keywords; subject holds the descriptors.",
            (
                "not verified: the documentation could not be read. Fields, AND, OR, NOT, brackets"
                " and quotation marks are as in answers and clients of others."
            ),
            (
                "not verified: an asterisk and proximity; none is written. Others measured that a"
                " range of publicationdateyear works: a search by the API is limited by years with"
                " one, a string is not."
            ),
            "not verified: what is searched without a field; everything is taken.",
            "not verified: what words side by side mean; AND and OR are always written.",
            "not verified: whether subject finds longer headings too that hold these words.",
            "not verified: how long a string may be; 2,000 characters are taken.",
        ),
        probe='title:mentoring AND subject:"Mentors"',
    ),
)
