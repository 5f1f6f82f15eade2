"""What is written is read again; text cannot forge a tag, an entry or a cell.

docs/formats.md says what each format cannot hold: the records here keep to it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.formats import FORMATS
from litreview.model import Doi, Failure, Record, RecordId, Remark, SearchId, parse_doi, parse_pmid

WRITTEN = [name for name in FORMATS.names() if FORMATS.get(name).write is not None]
KINDS = ("article", "book", "chapter", "conference", "dataset", "preprint", "report", "thesis",
         "webpage", "other")  # fmt: skip
OUR_ID = {"ID", "litreview", "record_id"}
"""The tags under which a reader finds the id that the record had in the review."""
TAGS = {
    "ris": st.sampled_from(["AD", "C1", "M1", "N1", "ED", "XX"]),
    "bibtex": st.sampled_from(["note", "month", "M1", "Article Number", "a:b", "eprint"]),
    "csv": st.sampled_from(["note", "Funding Text 1", "M1", "a:b", "ünit"]),
}
SHARP = ["\n", "\r\n", "TY  - JOUR", "ER  - ", "\n@book{x,", "}", "{", "\\", '"', '"\n', ";", ",",
         "=1+1", "'=x", "'", "-", "--", "@", "$5", "%", "&", "#", "_", "^", "~", " and ", "others",
         "\\textbf{x}", "``", "''", "?`", "\x00", "\x1a", "\x85", "\u2028", "\ufeff", "\t", "\x1f",
         "\ud800", "ø", "漢", "a\u200db"]  # fmt: skip
"""What means something to one of the formats."""

hostile = st.lists(st.one_of(st.sampled_from(SHARP), st.text(max_size=5)), max_size=8).map("".join)


def tidy(text: str) -> str:
    """One line without control characters: what every format holds."""
    visible = "".join(c for c in text if c.isprintable() or c.isspace() or c == "\u200d")
    return " ".join(visible.encode("utf-8", "ignore").decode().split())


def doi(text: str) -> Doi | None:
    """A DOI; BibTeX holds none with braces or backslashes."""
    return parse_doi(f"10.1000/x{re.sub('[{}]', '', text)}".replace("\\", ""))


line = hostile.map(tidy)
part = line.map(lambda text: tidy(text.replace(";", " "))).filter(bool)
parts = st.lists(part, max_size=4)


@st.composite
def records(draw: st.DrawFn, name: str = "ris") -> Record:
    """A record that keeps to what the formats hold."""
    extra = draw(st.lists(st.tuples(TAGS[name], line.filter(bool)), max_size=3))
    return Record(
        id=RecordId("s:7"),
        search=SearchId("s"),
        kind=draw(st.sampled_from(KINDS)),
        title=draw(line.filter(bool)),
        authors=tuple(draw(parts)),
        year=draw(st.none() | st.integers(1500, 2099)),
        venue=draw(line),
        volume=draw(line),
        issue=draw(line),
        pages=draw(line),
        abstract=draw(line),
        keywords=tuple(dict.fromkeys(draw(parts))),
        doi=draw(st.none() | part.map(doi)),
        pmid=draw(st.none() | st.integers(1, 10**8).map(lambda number: parse_pmid(str(number)))),
        isxn=draw(line),
        url=draw(st.sampled_from(["", "https://example.org/a_b?c=d&e=%20f#g~h"])),
        language=draw(line),
        publisher=draw(line),
        database=draw(line),
        accession=draw(st.just("") | part.map(lambda text: f"A{text}")),
        extra=tuple(dict.fromkeys(pair for pair in extra if parse_doi(pair[1]) is None)),
    )


def again(name: str, *written: Record) -> list[Record | Failure | Remark]:
    """`written` in the format `name`, read as from a file."""
    chosen = FORMATS.get(name)
    assert chosen.write is not None
    text = "".join(chosen.write(written))
    as_file = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline="")
    return list(chosen.read(as_file, SearchId("s")))


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_is_read_again(name: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(records(name))
    def check(record: Record) -> None:
        (found,) = again(name, record)
        assert isinstance(found, Record)
        plain: Callable[[Record], Record] = lambda r: replace(r, id=RecordId("s:1"), extra=())  # noqa: E731
        assert plain(found) == plain(record)
        more = [pair for pair in found.extra if pair[0] not in OUR_ID]
        assert sorted(more) == sorted(record.extra)
        assert any(text.endswith(record.id) for tag, text in found.extra if tag in OUR_ID)

    check()


@pytest.mark.parametrize("name", WRITTEN)
def test_no_text_forges_an_entry_or_moves_a_field(name: str) -> None:
    """Whatever stands in one field, the other fields and the neighbours are as they were."""

    @settings(max_examples=60, deadline=None)
    @given(hostile, st.sampled_from(["title", "abstract", "venue", "publisher", "pages"]))
    def check(text: str, field: str) -> None:
        before = Record(id=RecordId("s:1"), search=SearchId("s"), title="Before", year=2001)
        plain = Record(
            id=RecordId("s:2"),
            search=SearchId("s"),
            title="Title",
            authors=("A, B", "C, D"),
            year=2002,
            isxn="1234-5678",
            accession="A1",
        )
        changed = replace(
            plain,
            **{field: text},
            authors=(*plain.authors, text),
            extra=(("XX", text), (text, "x")),
        )
        found = again(name, before, changed, before)
        assert [type(item) for item in found if not isinstance(item, Remark)] == [Record] * 3
        kept = [item for item in found if isinstance(item, Record)]
        assert [record.year for record in kept] == [2001, 2002, 2001]
        assert kept[1].authors[:2] == plain.authors
        assert (kept[1].isxn, kept[1].accession) == (plain.isxn, plain.accession)
        assert field == "title" or kept[1].title == "Title"

    check()
