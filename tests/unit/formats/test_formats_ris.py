"""RIS as it is met, not as it is specified. All records here are invented."""

from __future__ import annotations

import pytest

from litreview.formats import FORMATS, decode, detect
from litreview.model import Failure, Parsed, Record, Remark, SearchId


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


@pytest.mark.parametrize(
    ("head", "name"),
    [(b"\xef\xbb\xbfTY", "utf-8-sig"), ("æ".encode()[:1], "utf-8"), (b"plain", "utf-8")],
)
def test_the_encoding_is_seen(head: bytes, name: str) -> None:
    assert decode(head) == name


def test_content_decides_the_format_not_the_suffix() -> None:
    assert detect("x.csv", "TY  - JOUR\nTI  - T\n").name == "ris"
    assert detect("x.txt", "title,authors,year\n").name == "csv"
