"""BibTeX with everything that people do to it. All entries here are invented."""

from __future__ import annotations

from litreview.formats import FORMATS
from litreview.model import Failure, Parsed, Record, Remark, SearchId

BIBTEX = FORMATS.get("bibtex")


def read(text: str) -> list[Parsed]:
    return list(BIBTEX.read(text.splitlines(keepends=True), SearchId("s")))


def test_the_fields_of_an_entry() -> None:
    (record,) = read(
        '@article{key,\n title = {A {Made-up} Title with M{\\"o}hre},\n'
        " author = {Maker, Tia and Doer, Uwe and others},\n year = 2020,\n"
        " journal = {Tests}, pages = {1--9}, doi = {10.1000/XYZ}, note = {kept}\n}\n"
    )
    assert isinstance(record, Record)
    assert record.title == "A Made-up Title with Möhre"
    assert record.authors == ("Maker, Tia", "Doer, Uwe")
    assert (record.year, record.pages, record.doi) == (2020, "1-9", "10.1000/xyz")
    assert record.accession == "key"
    assert ("note", "kept") in record.extra


def test_a_broken_entry_costs_itself_only() -> None:
    found = read(
        "@article{a,\n title = {One}\n}\n@article{b,\n title = {Two\n\n"
        "@book{c,\n title = {Three}\n}\n"
    )
    assert [type(item) for item in found if not isinstance(item, Remark)] == [
        Record,
        Failure,
        Record,
    ]
    assert [r.id for r in found if isinstance(r, Record)] == ["s:1", "s:3"]


def test_a_repeated_key_loses_neither_entry() -> None:
    found = read("@article{a,\n title = {One}\n}\n@article{a,\n title = {Two}\n}\n")
    assert [r.title for r in found if isinstance(r, Record)] == ["One", "Two"]
    assert sum(isinstance(r, Remark) for r in found) == 1


def test_strings_are_resolved_and_unusual_types_kept() -> None:
    (record,) = read('@string{j = "Journal of Tests"}\n@online{a,\n title={T}, journal = j\n}\n')
    assert isinstance(record, Record)
    assert (record.venue, record.kind) == ("Journal of Tests", "webpage")


def test_what_we_write_we_read_and_a_value_cannot_forge_an_entry() -> None:
    assert BIBTEX.write is not None
    record = Record(
        id="s:1",  # type: ignore[arg-type]
        search=SearchId("s"),
        title="T}\n@book{forged, title={x}",
        authors=("Maker, Tia",),
        year=1999,
    )
    (again,) = read("".join(BIBTEX.write([record])))
    assert isinstance(again, Record)
    assert (again.authors, again.year) == (record.authors, 1999)
    assert again.title.startswith("T")
