"""A record becomes keys: identifiers, abstracts, registry numbers, drafts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from litreview.dedup.normalise import normalise
from litreview.model import Doi, Record, RecordId, SearchId

Make = Callable[..., Record]


def test_an_empty_record_is_unknown_throughout() -> None:
    keys = normalise(Record(id=RecordId("a:1"), search=SearchId("a")))
    assert not keys.title.key
    assert (keys.authors, keys.venue, keys.volume, keys.abstract) == ((), (), "", "")
    assert (keys.year, keys.pages, keys.doi, keys.pmid) == (None, None, None, None)
    assert keys.issue == keys.registered == frozenset()
    assert not keys.draft


@pytest.mark.parametrize(
    "doi", ["10.1234/s0(99)1", "10.1234/s0%2899%291", "10.1234/S0(99)1", "10.1234/s0&#40;99&#41;1"]
)
def test_one_doi_in_several_dresses(make: Make, doi: str) -> None:
    record = make()
    object.__setattr__(record, "doi", Doi(doi.lower()))
    assert normalise(record).doi == "10.1234/s0(99)1"


def test_stubs_are_no_abstracts(make: Make, abstract: str) -> None:
    assert normalise(make(abstract="No abstract available.")).abstract == ""
    assert normalise(make(abstract=abstract)).abstract.startswith("backgroundnobody")


@pytest.mark.parametrize(
    ("text", "registered"),
    [
        ("Registered as NCT01234567.", {"nct01234567"}),
        ("ISRCTN 12345678", {"isrctn12345678"}),
        ("EudraCT number 2010-123456-12 and NCT 01234567", {"eudract201012345612", "nct01234567"}),
        ("DISTINCT 01234567 spectra", set()),
        ("no trial", set()),
    ],
)
def test_registry_numbers(make: Make, text: str, registered: set[str]) -> None:
    assert normalise(make(abstract=text)).registered == registered


def test_the_accession_number_may_be_a_registry_number(make: Make) -> None:
    assert normalise(make(accession="NCT01234567")).registered == {"nct01234567"}


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "preprint"},
        {"doi": "10.1101/2020.01.02.123456"},
        {"doi": "10.2139/ssrn.1234"},
        {"doi": "10.3386/w1234"},
        {"doi": "10.48550/arXiv.2001.00001"},
        {"venue": "medRxiv"},
        {"venue": "Invented Institute Working Paper"},
        {"venue": "Pond Discussion Papers"},
    ],
)
def test_drafts(make: Make, fields: dict[str, str]) -> None:
    assert normalise(make(**fields)).draft


@pytest.mark.parametrize("fields", [{}, {"doi": "10.1101/gad.1234"}, {"venue": "Paper Science"}])
def test_no_drafts(make: Make, fields: dict[str, str]) -> None:
    assert not normalise(make(**fields)).draft
