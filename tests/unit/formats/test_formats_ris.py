"""RIS as it is met, not as it is specified. All records here are invented."""

from __future__ import annotations

import pytest

from litreview.formats import FORMATS
from litreview.model import Failure, Parsed, Record, RecordId, Remark, SearchId


def read(text: str) -> list[Parsed]:
    return list(FORMATS.get("ris").read(text.splitlines(keepends=True), SearchId("s")))


def only(text: str) -> Record:
    (record,) = read(text)
    assert isinstance(record, Record)
    return record


def test_the_fields_of_a_plain_record() -> None:
    record = only(
        "TY  - JOUR\nTI  - A made-up title\nAU  - Maker, Tia\nPY  - 2020/01/02\nJF  - Journal of"
        " Tests\nVL  - 3\nIS  - 2\nSP  - 10\nEP  - 19\nDO  - https://doi.org/10.1000/ABC.\n"
        "KW  - one; two\nXX  - kept\nER  - \n"
    )
    assert record.id == "s:1"
    assert (record.title, record.year, record.pages) == ("A made-up title", 2020, "10-19")
    assert record.authors == ("Maker, Tia",)
    assert record.doi == "10.1000/abc"
    assert record.keywords == ("one", "two")
    assert record.extra == (("PY", "2020/01/02"), ("XX", "kept"))


@pytest.mark.parametrize("end", ["", "ER  -", "ER  - \n\n"])
def test_a_missing_end_loses_nothing(end: str) -> None:
    assert only(f"TY  - JOUR\nTI  - Last\n{end}").title == "Last"


def test_a_missing_end_before_the_next_record_loses_neither() -> None:
    found = read("TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \n")
    assert [r.title for r in found if isinstance(r, Record)] == ["One", "Two"]


def test_one_space_after_the_tag_is_enough() -> None:
    assert only("TY - JOUR\nTI - One space\nER - \n").title == "One space"


def test_numbering_is_noise_and_other_lines_are_remarks() -> None:
    found = read("12. \nTY  - JOUR\nTI  - T\nER  - \nsearch strategy: x\n")
    assert [type(item) for item in found] == [Record, Remark]


def test_a_line_without_a_tag_continues_the_one_before() -> None:
    assert only("TY  - JOUR\nTI  - T\nAB  - first\nsecond\nER  - \n").abstract == "first\nsecond"


def test_an_entry_without_content_is_a_failure_with_its_place() -> None:
    found = read("TY  - JOUR\nER  - \nTY  - JOUR\nTI  - T\nER  - \n")
    assert isinstance(found[0], Failure)
    assert (found[0].number, found[0].line) == (1, 1)
    assert isinstance(found[1], Record)
    assert found[1].id == "s:2"


def test_a_doi_in_a_link_field_is_found_and_a_pmid_needs_medline() -> None:
    record = only("TY  - JOUR\nTI  - T\nL3  - 10.1000/xyz\nAN  - 123\nDB  - Ovid MEDLINE(R)\n")
    assert (record.doi, record.pmid) == ("10.1000/xyz", "123")
    assert only("TY  - JOUR\nTI  - T\nAN  - 123\nDB  - Embase\n").pmid is None


def test_what_we_write_we_read() -> None:
    ris = FORMATS.get("ris")
    assert ris.write is not None
    record = only("TY  - JOUR\nTI  - T\nAU  - A, B\nPY  - 2001\nAB  - x\nDO  - 10.1000/q\n")
    text = "".join(ris.write([record]))
    again = only(text)
    assert (again.title, again.authors, again.year, again.abstract, again.doi) == (
        record.title,
        record.authors,
        record.year,
        record.abstract,
        record.doi,
    )


def test_a_value_cannot_forge_a_record() -> None:
    ris = FORMATS.get("ris")
    assert ris.write is not None
    record = Record(id="s:1", search=SearchId("s"), title="T\nER  - \nTY  - JOUR\nTI  - forged")  # type: ignore[arg-type]
    assert len(read("".join(ris.write([record])))) == 1


def test_a_wrapped_line_that_looks_like_a_tag_stays_text() -> None:
    record = only("TY  - JOUR\nTI  - T\nAB  - first\nIL-6 rose\nT2-weighted\nER  - \n")
    assert record.abstract == "first\nIL-6 rose\nT2-weighted"


@pytest.mark.parametrize("head", ["TI\t- ", "TI - ", "TI  -", " TI  - ", "TI   - "])
def test_blanks_around_the_hyphen_vary(head: str) -> None:
    assert only(f"TY  - JOUR\n{head}T\nER  - \n").title == "T"


def test_tagged_lines_behind_the_end_are_no_record() -> None:
    found = read(
        "TY  - JOUR\nTI  - T\nER  - \nNL  - x\nC1  - y\n1. \nTY  - JOUR\nTI  - U\nER  - \n"
    )
    assert [type(item).__name__ for item in found] == ["Record", "Remark", "Remark", "Record"]
    assert isinstance(found[3], Record)
    assert found[3].id == "s:2"


def test_a_record_without_its_first_line_is_a_record() -> None:
    assert only("AU  - A, B\nTI  - T\nER  - \n").title == "T"


def test_the_doi_of_another_work_in_a_note_is_not_taken() -> None:
    assert only("TY  - JOUR\nTI  - T\nN1  - Erratum: see https://doi.org/10.1000/x\n").doi is None
    assert only("TY  - JOUR\nTI  - T\nN1  - 10.1000/x\n").doi == "10.1000/x"
    assert only("TY  - JOUR\nTI  - T\nUR  - https://doi.org/10.1000/x\n").doi == "10.1000/x"


@pytest.mark.parametrize(
    "line",
    [
        "AN  - PMID: 123",
        "N1  - Accession Number: 9. PMID: NLM123. More.",
        "UR  - https://pubmed.ncbi.nlm.nih.gov/123/",
        "DB  - PubMed\nAN  - 123",
    ],
)
def test_a_pmid_is_found_where_it_says_so(line: str) -> None:
    assert only(f"TY  - JOUR\nTI  - T\n{line}\n").pmid == "123"


def test_the_second_of_two_values_is_kept_beside() -> None:
    record = only(
        "TY  - JOUR\nTI  - T\nT1  - Another\nJA  - J T\nJF  - Journal\nSN  - 1\nSN  - 2\n"
        "ID  - 5\nAN  - 6\nPY  - in press\nDO  - pending\n"
    )
    assert (record.venue, record.accession, record.year) == ("Journal", "6", None)
    assert set(record.extra) == {
        ("T1", "Another"), ("JA", "J T"), ("SN", "2"), ("ID", "5"), ("PY", "in press"),
        ("DO", "pending"),
    }  # fmt: skip


def test_a_type_and_an_end_in_extra_do_not_end_the_record() -> None:
    ris = FORMATS.get("ris")
    assert ris.write is not None
    extra = (("TY", "PAMP"), ("ER", "x"), ("TY", "JOUR"), ("Note", "y"))
    record = Record(id=RecordId("s:1"), search=SearchId("s"), kind="other", title="T", extra=extra)
    again = only("".join(ris.write([record])))
    assert set(again.extra) == {
        ("TY", "PAMP"),
        ("ID", "litreview:s:1"),
        ("N1", "ER: x"),
        ("N1", "TY: JOUR"),
        ("N1", "Note: y"),
    }


def test_long_lines_and_many_lines_cost_what_they_hold() -> None:
    """Copying what came before for each line would take hours here."""
    blank = " " * 2_000_000
    (record,) = read(f"TY  - JOUR\nTI  - T\nAB  - {'x' * 4_000_000}\n{blank}y\n{blank}\nER  - \n")
    assert isinstance(record, Record)
    assert len(record.abstract) == 4_000_002
    (record,) = read("TY  - JOUR\nTI  - T\nAB  - x\n" + "more of it\n" * 100_000 + "ER  - \n")
    assert isinstance(record, Record)
    assert record.abstract.count("\n") == 100_000
    assert read(f"{blank}y{blank}1.\n")
