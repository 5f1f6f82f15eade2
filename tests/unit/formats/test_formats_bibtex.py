"""BibTeX with everything that people do to it. All entries here are invented."""

from __future__ import annotations

import pytest

from litreview.formats import FORMATS
from litreview.formats._latex import to_text
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


@pytest.mark.parametrize(
    "text",
    [
        "@article{\n title = {T},\n year = {2001}\n}\n",
        "@article{key\n title = {T},\n year = {2001}\n}\n",
        '@article{key,\n title = "T"\n year = 2001\n}\n',
        "@article{key,\n title = {T}\n year = {2001}\n}\n",
        "@article{key, title = {T}, , year = {2001}}\n",
        "@article(key,\n title = {T},\n year = {2001}\n)\n",
    ],
)
def test_usual_mistakes_cost_nothing(text: str) -> None:
    (record,) = read(text)
    assert isinstance(record, Record)
    assert (record.title, record.year) == ("T", 2001)


def test_two_entries_on_one_line_are_two_records() -> None:
    found = read("@article{a, title={One}} @book{b, title={Two}}\n")
    assert [r.title for r in found if isinstance(r, Record)] == ["One", "Two"]


def test_an_entry_is_parsed_with_the_strings_that_it_names_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All of them before each entry would take time by the square of the file."""
    from bibtexparser import entrypoint

    handed: list[str] = []
    parse = entrypoint.parse_string
    monkeypatch.setattr(entrypoint, "parse_string", lambda text: handed.append(text) or parse(text))
    strings = "".join(f"@string{{s{n} = {{Journal {n}}}}}\n" for n in range(9))
    strings += '@string{Both = s3 # " and more"}\n'
    (one, other) = read(
        f"{strings}@article{{a,\n title={{T}}, journal = S7\n}}\n"
        "@article{b,\n title={T}, note = both\n}\n"
    )
    assert isinstance(one, Record)
    assert isinstance(other, Record)
    assert one.venue == "Journal 7"
    assert [text.count("@string") for text in handed] == [1, 2]
    assert "s3 = {Journal 3}" in handed[1]


def test_a_string_that_is_defined_again_counts_from_there_on() -> None:
    first, second = read(
        "@string{j = {One}}\n@article{a,\n title={T}, journal = j\n}\n"
        "@string{J = {Two}}\n@article{b,\n title={T}, journal = j\n}\n"
    )
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.venue, second.venue) == ("One", "Two")


def test_a_string_without_a_name_is_named_and_spoils_no_entry() -> None:
    found = read("@string{= {One}}\n@article{a,\n title={T}, journal = j\n}\n")
    assert [type(item) for item in found] == [Remark, Record]


def test_a_string_that_is_not_closed_spoils_no_other_entry() -> None:
    found = read('@string{j = "open{"\n@article{a,\n title = {T}\n}\n')
    assert [r.title for r in found if isinstance(r, Record)] == ["T"]
    assert any(isinstance(item, Remark) and "@string" in item.reason for item in found)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{\\'E}t{\\'e} in {\\AA}s", "Été in Ås"),
        ("R\\&D & pay, 50% of US$5 or US$6", "R&D & pay, 50% of US$5 or US$6"),
        ("costs $5 and $6", "costs $5 and $6"),
        ("{A {Nested} Title}", "A Nested Title"),
        ("never } \\ closed {", "never   closed"),
    ],
)
def test_latex_becomes_text_and_prices_stay_prices(value: str, text: str) -> None:
    assert to_text(value) == text


def test_fields_of_one_meaning_lose_nothing() -> None:
    (record,) = read(
        "@article{a, title={T}, year=2001, date={2001-05}, issn={1}, isbn={2}, doi={none}}\n"
    )
    assert isinstance(record, Record)
    assert (record.year, record.isxn) == (2001, "1")
    assert set(record.extra) == {("date", "2001-05"), ("isbn", "2"), ("doi", "none")}


@pytest.mark.parametrize(
    "value",
    [
        "{x}" + "\n" * 100_000 + "y",
        "\\& $" + "_" * 100_000,
        "\\& " + "word " * 100_000,
        "\\& " + "{" * 20_000 + "x" + "}" * 20_000,
    ],
    ids=["line ends", "a dollar", "words", "braces"],
)
def test_a_long_value_costs_what_it_holds(value: str) -> None:
    """Where time grows as the square of the length, this takes minutes or hours."""
    found = read(f"@article{{a,\n title = {{{value}}},\n year = {{2001}}\n}}\n")
    assert [item.year for item in found if isinstance(item, Record)] == [2001]
