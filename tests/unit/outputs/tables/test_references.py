"""References in one line, and labels for studies."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.model import Record, RecordId, SearchId, parse_doi
from litreview.outputs.references import (
    MOST_AUTHORS,
    address,
    family,
    letters,
    reference,
    sort_key,
    study_label,
)

FULL = Record(
    RecordId("base:1"),
    SearchId("base"),
    title="Made-up title",
    authors=("Moss, Ada", "Fern, Bo"),
    year=2011,
    venue="Journal of Made-up Towns",
    volume="4",
    issue="2",
    pages="12-19",
    doi=parse_doi("10.99999/made.1"),
    url="https://example.org/made",
)


def test_a_full_reference() -> None:
    assert reference(FULL) == (
        "Moss, Ada; Fern, Bo (2011). Made-up title. Journal of Made-up Towns 4(2), 12-19. "
        "https://doi.org/10.99999/made.1"
    )


def test_the_link_can_be_left_to_a_column_of_its_own() -> None:
    assert reference(FULL, link=False).endswith("12-19.")
    assert address(replace(FULL, doi=None)) == "https://example.org/made"
    assert address(replace(FULL, doi=None, url="")) == ""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"authors": ()}, "Made-up title (2011). Journal of Made-up Towns 4(2), 12-19."),
        ({"year": None}, "Moss, Ada; Fern, Bo (n.d.). Made-up title. Journal of"),
        ({"title": "Does it help?"}, "Moss, Ada; Fern, Bo (2011). Does it help? Journal of"),
        ({"title": "In\n two  lines"}, "Moss, Ada; Fern, Bo (2011). In two lines. Journal of"),
        (
            {"volume": "", "issue": ""},
            "Moss, Ada; Fern, Bo (2011). Made-up title. Journal of Made-up Towns, 12-19.",
        ),
        (
            {"issue": ""},
            "Moss, Ada; Fern, Bo (2011). Made-up title. Journal of Made-up Towns 4, 12",
        ),
        ({"authors": (" ", "Moss, Ada")}, "Moss, Ada (2011)."),
    ],
)
def test_what_is_not_known_leaves_no_gap(changes: dict[str, object], expected: str) -> None:
    assert reference(replace(FULL, **changes)).startswith(expected)  # type: ignore[arg-type]


def test_a_book_has_its_publisher_where_a_venue_would_be() -> None:
    book = Record(
        RecordId("b:1"),
        SearchId("b"),
        title="A book",
        authors=("Moss, A",),
        year=2000,
        publisher="Made-up Press",
    )
    assert reference(book) == "Moss, A (2000). A book. Made-up Press."


def test_an_empty_record_still_has_a_line() -> None:
    assert reference(Record(RecordId("b:1"), SearchId("b"))) == "Untitled (n.d.)."


def test_long_lists_of_authors_keep_the_first_and_the_last() -> None:
    authors = tuple(f"Name{at}, A" for at in range(40))
    shown = reference(replace(FULL, authors=authors))
    assert shown.startswith("Name0, A; ")
    assert "Name18, A; … Name39, A (2011)" in shown
    assert "Name19, A" not in shown
    assert "…" not in reference(replace(FULL, authors=authors[:MOST_AUTHORS]))


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Moss, Ada", "Moss"),
        ("van der Heide, Eva", "van der Heide"),
        ("Ada Moss", "Moss"),
        ("Ada B. Moss", "Moss"),
        ("Moss AB", "Moss"),
        ("Stone F.", "Stone"),
        ("Eva van der Heide", "van der Heide"),
        ("de Lake", "de Lake"),
        ("Åkerblad", "Åkerblad"),
        ("Ministry of Work", "Ministry of Work"),
        ("Made-up University", "Made-up University"),
        ("Hands for a Job", "Hands for a Job"),
        ("Fonden Example", "Fonden Example"),
        ("A.B. Sample Fonden", "A.B. Sample Fonden"),
        ("Sample Stiftung UK", "Sample Stiftung UK"),
        ("ada moss", "moss"),
        ("Omar al Sample", "al Sample"),
        ("Moss et al.", "Moss"),
        ("Moss, Fern and others", "Moss"),
        ("", ""),
    ],
)
def test_family_names(author: str, name: str) -> None:
    assert family(author) == name


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        (("Moss Fern", "Reed"), "Moss Fern 2011"),
        (("Ada Moss", "Bo Reed"), "Moss 2011"),
        (("Moss AB", "Reed"), "Moss 2011"),
        (("Ada Moss",), "Moss 2011"),
        (("", "Moss et al."), "Moss 2011"),
    ],
)
def test_a_double_family_name_stays_whole_beside_bare_ones(
    authors: tuple[str, ...], label: str
) -> None:
    assert study_label(replace(FULL, authors=authors)) == label


def test_labels_without_an_author_start_with_the_title() -> None:
    assert study_label(replace(FULL, authors=())) == "Made-up title 2011"
    long = replace(FULL, authors=(), title="One two three four, five")
    assert study_label(long) == "One two three four… 2011"
    assert study_label(Record(RecordId("b:7"), SearchId("b"))) == "b:7 n.d."


def test_letters_go_on_after_z() -> None:
    assert [letters(n) for n in (0, 25, 26, 27, 701, 702)] == ["a", "z", "aa", "ab", "zz", "aaa"]
    assert max(Counter(map(letters, range(2000))).values()) == 1


def test_names_sort_without_accents() -> None:
    assert sorted(["Öberg", "Zorn", "obel", "Olsen"], key=sort_key) == [
        "obel",
        "Öberg",
        "Olsen",
        "Zorn",
    ]


@given(
    st.builds(
        Record,
        st.just(RecordId("b:1")),
        st.just(SearchId("b")),
        title=st.text(),
        authors=st.lists(st.text(), max_size=3).map(tuple),
        year=st.none() | st.integers(1, 3000),
        venue=st.text(),
        volume=st.text(max_size=3),
        url=st.just(""),
    )
)
def test_any_record_has_a_reference_in_one_line_and_a_label(record: Record) -> None:
    assert "  " not in " ".join(reference(replace(record, volume="")).split())
    assert len(reference(replace(record, volume="")).splitlines()) == 1
    assert study_label(record).strip()
