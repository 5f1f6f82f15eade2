"""Author lists of many databases give the same family names."""

from __future__ import annotations

import pytest

from litreview.dedup.names import families


@pytest.mark.parametrize(
    "authors",
    [
        ("Quill, Anna B.", "Osterbloom, Carl"),
        ("Quill, A B", "Osterbloom, C"),
        ("Quill A. B.", "Osterbloom C."),
        ("Quill AB", "Osterbloom C"),
        ("Anna B. Quill", "Carl Osterbloom"),
        ("A. B. Quill", "C. Osterbloom"),
        ("Quill A. B.Osterbloom C.",),
        ("QuillA.B.OsterbloomC.",),
        ("QuillA.-B.OsterbloomC.-D.",),
        ("Quill AB; Osterbloom C",),
        ("Quill, Anna B. and Osterbloom, Carl",),
        ("Quill AB, Osterbloom C",),
        ("Quill, A.B., Osterbloom, C.",),
        ("Quill", "Osterbloom"),
        ("QUILL, A", "OSTERBLOOM, C"),
    ],
)
def test_formats(authors: tuple[str, ...]) -> None:
    assert families(authors) == ("quill", "osterbloom")


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("van der Pond, Jan", "pond"),
        ("Jan van der Pond", "pond"),
        ("du Pond E. F.", "pond"),
        ("Ölbaum, Ö.", "olbaum"),
        ("Ash-Oak, Mary", "ashoak"),
        ("Pond Jr, J. C.", "pondjr"),
        ("Pond J. C. Jr.", "pond"),
        ("O'Pond, Pat", "opond"),
        ("Na, Example", "na"),
        ("Committee for Invented Ponds", "ponds"),
    ],
)
def test_single_names(name: str, family: str) -> None:
    assert families([name]) == (family,)


@pytest.mark.parametrize(
    "authors", [(), ("",), ("Anonymous",), ("[Anonymous]",), ("et al.",), ("N/A",)]
)
def test_nobody(authors: tuple[str, ...]) -> None:
    assert families(authors) == ()


def test_a_name_is_given_once() -> None:
    assert families(["Quill, A", "Quill, B", "Pond, C"]) == ("quill", "pond")


def test_other_scripts_remain() -> None:
    assert families(["Пруд, Б."]) == ("пруд",)


def test_hostile_lists_are_read_in_time() -> None:
    assert families(["A." * 50_000, "a, " * 50_000, " and " * 50_000]) is not None
