"""arXiv's API, as in ``(ti:mentor* OR abs:mentor*) ANDNOT ti:nurse``.

A missing operator means OR, and ``_`` joins words to a phrase: several words are always quoted.
"""

from __future__ import annotations

from litreview.query.capability import Capability
from litreview.query.dialect import Dialect
from litreview.query.dialects import _lucene
from litreview.query.tree import ANYWHERE, Dates, Field, Scope
from litreview.query.writing import Style

_NOTES = "https://github.com/arXiv/arxiv-search/blob/22a1f78/search/domain/classic_api"
_SCOPES: dict[str, Scope] = {
    "ti": (Field.TITLE,), "abs": (Field.ABSTRACT,), "au": (Field.AUTHOR,), "jr": (Field.VENUE,),
    "all": ANYWHERE,
}  # fmt: skip


def _dates(dates: Dates) -> str:
    first, last = (day.replace("-", "") for day in _lucene.days(dates))
    return f"submittedDate:[{first}0000 TO {last}2359]"


DIALECT = Dialect(
    name="arxiv",
    title="arXiv",
    style=Style(
        not_=" ANDNOT ",
        unsafe=_lucene.UNSAFE.replace("`", "_`"),
        reserved=_lucene.RESERVED,
        mark=_lucene.marks(_SCOPES),
        marks_at="term",
        dates=_dates,
    ),
    capability=Capability(
        kind="api",
        checked="2026-11-24",
        references=(
            "https://info.arxiv.org/help/api/user-manual.html",
            "https://github.com/romazu/arxivql",
            f"{_NOTES}/README_classic_search_query.md",
        ),
        scopes=_SCOPES,
        phrase_wild="none",
        days=True,
        stems="titles and abstracts are stemmed in English; it cannot be kept off",
        stemmed=True,
        remarks=(
            "Send long strings by POST.",
            "Compare the title of the answer with the string: an unknown field becomes all:.",
            "Dates are those of the first submission.",
            "A tilde behind a phrase changes nothing: there is no proximity.",
            (
                "not verified: an asterisk in titles and abstracts; users show it for authors"
                " and categories. A beginning longer than the stem (studies*) may find nothing."
            ),
            "not verified: ? for one letter beyond names of authors.",
        ),
        probe='(ti:econom* OR abs:"labor market") ANDNOT ti:network',
    ),
)
