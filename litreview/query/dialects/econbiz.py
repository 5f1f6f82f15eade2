"""EconBiz's API (ZBW), as in ``title:mentoring OR subject:"Labour market policy"``.

Close to Lucene. Its records have titles, descriptors of the STW, and rarely abstracts, which have
no field of their own: what is looked for in abstracts is looked for everywhere.
"""

from __future__ import annotations

from litreview.query.capability import Capability
from litreview.query.dialect import Dialect
from litreview.query.dialects import _lucene
from litreview.query.tree import ANYWHERE, Field, Scope
from litreview.query.writing import Style

_SCOPES: dict[str, Scope] = {
    "title": (Field.TITLE,), "subject": (Field.HEADING,), "person": (Field.AUTHOR,), "": ANYWHERE,
}  # fmt: skip

DIALECT = Dialect(
    name="econbiz",
    title="EconBiz",
    style=Style(
        wild={},
        unsafe=_lucene.UNSAFE,
        reserved=_lucene.RESERVED,
        mark=_lucene.marks(_SCOPES),
        marks_at="term",
        heading=_lucene.heading("subject", "stw"),
    ),
    capability=Capability(
        kind="api",
        checked="2026-11-24",
        references=("unverified: https://api.econbiz.de/doc could not be read",),
        scopes=_SCOPES,
        ending=False,
        phrase_wild="none",
        vocabularies=frozenset({"", "stw"}),
        dates=frozenset(),
        longest=2_000,
        remarks=(
            (
                "not verified: the documentation could not be read. The fields are those that"
                " clients of others use; /v1/fields?scope=search lists them."
            ),
            "not verified: AND, OR, NOT, brackets and quotation marks, which are Lucene's.",
            "not verified: an asterisk, proximity and ranges of date; none is written.",
            "not verified: what is searched without a field; everything is taken.",
            "not verified: whether subject finds longer headings too that hold these words.",
            "not verified: how long a string may be; 2,000 characters are taken.",
        ),
        probe='title:mentoring AND NOT subject:"Labour market policy"',
    ),
)
