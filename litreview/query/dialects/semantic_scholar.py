"""Semantic Scholar's bulk search, as in ``(mentor* | "job coach") + youth -nurse``.

``+`` is AND, ``|`` OR, ``-`` NOT; the words AND, OR and NOT are searched for. Several words without
quotation marks must all be found, which inside a list of ``|`` narrows it: they are always quoted.
"""

from __future__ import annotations

from litreview.query.capability import Capability, Nearness
from litreview.query.dialect import Dialect
from litreview.query.dialects import _lucene
from litreview.query.tree import TITLE_ABSTRACT, Near, Scope
from litreview.query.writing import Style

_SCOPES: dict[str, Scope] = {"": TITLE_ABSTRACT}


def _window(node: Near, words: str) -> str:
    return _lucene.slop(node, words, " | ")


DIALECT = Dialect(
    name="semantic-scholar",
    title="Semantic Scholar (bulk search)",
    style=Style(
        and_=" + ",
        or_=" | ",
        not_=" -",
        unsafe=_lucene.UNSAFE,
        reserved=_lucene.RESERVED,
        window=_window,
        mark=_lucene.marks(_SCOPES),
    ),
    capability=Capability(
        kind="api",
        checked="2026-11-24",
        references=(
            "https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data/operation/get_graph_paper_bulk_search",
            "https://github.com/allenai/s2-folks/issues/172",
        ),
        scopes=_SCOPES,
        phrase_wild="none",
        near=Nearness(operands="words", wild=False),
        dates=frozenset(),
        longest=2_000,
        stems="all words are stemmed in English, phrases too; it cannot be kept off",
        stemmed=True,
        remarks=(
            (
                "Titles and abstracts only; no fields. Years go into the parameter"
                " publicationDateOrYear=2010:2020."
            ),
            "The relevance search (/paper/search) takes none of these operators.",
            (
                "not verified: a beginning longer than the stem (studies*) may find nothing, since"
                " stems are what is indexed."
            ),
            (
                "not verified: how long a string may be; 2,000 characters are taken, since it can"
                " only be sent in the address."
            ),
            (
                "not verified: that words in the other order are found within a proximity; both"
                " orders are written."
            ),
        ),
        probe='("job coach" | "coach job"~3) -nurse',
    ),
)
