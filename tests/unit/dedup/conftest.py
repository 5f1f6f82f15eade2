"""One invented article, and what it takes to vary it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from litreview.dedup.compare import Comparison, compare
from litreview.dedup.normalise import normalise
from litreview.model import Record, RecordId, SearchId, parse_doi, parse_pmid

Make = Callable[..., Record]
Judge = Callable[[Record, Record], Comparison]

ABSTRACT = (
    "Background. Nobody has asked whether paper boats sail better in rain than in sunshine. "
    "Methods. We launched four hundred paper boats on the pond of an invented town. Results. "
    "Boats launched in rain sank sooner, and the difference grew with the size of the drops. "
    "Conclusion. Paper boats ought to be launched in sunshine, wherever a choice exists."
)
OTHER_ABSTRACT = (
    "Objective. To compare the colours of umbrellas in two imaginary cities. Design. A count at "
    "every corner on one wet Tuesday. Findings. Black umbrellas prevail in the north, yellow ones "
    "in the south, and nobody could tell us why. Implications. Further counting is not required."
)
ARTICLE = Record(
    id=RecordId("a:1"),
    search=SearchId("a"),
    title="Paper boats in heavy rain: a randomised trial of sinking",
    authors=("Quillfeather, Anna B.", "Osterbloom, Carl", "Ndlovetree, Dora"),
    year=2011,
    venue="Journal of Imaginary Ponds",
    volume="12",
    issue="3",
    pages="101-110",
)


@pytest.fixture
def make() -> Make:
    """The article with some fields changed; DOI and PubMed number are given as text."""

    def change(number: int = 1, **fields: Any) -> Record:
        if "doi" in fields:
            fields["doi"] = parse_doi(fields["doi"])
        if "pmid" in fields:
            fields["pmid"] = parse_pmid(fields["pmid"])
        return replace(ARTICLE, id=RecordId(f"a:{number}"), **fields)

    return change


@pytest.fixture
def judge() -> Judge:
    """The comparison of two records, the same from both sides."""

    def both(one: Record, other: Record) -> Comparison:
        a, b = normalise(one), normalise(other)
        there, back = compare(a, b), compare(b, a)
        assert there == back
        return there

    return both


@pytest.fixture
def abstract() -> str:
    return ABSTRACT


@pytest.fixture
def other_abstract() -> str:
    return OTHER_ABSTRACT
