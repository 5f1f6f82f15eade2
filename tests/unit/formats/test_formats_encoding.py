"""Encodings and foreign files: what is seen from the first bytes."""

from __future__ import annotations

import pytest

from litreview.errors import FileRefused
from litreview.formats import decode, detect, guess

CHINESE = "題名漢字標題"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\xef\xbb\xbfTY", "utf-8-sig"),
        ("TI  - plain".encode("utf-16"), "utf-16"),
        ("TI  - without a mark".encode("utf-16-le"), "utf-16-le"),
        ("TI  - without a mark".encode("utf-16-be"), "utf-16-be"),
        (b"plain", "utf-8"),
        ("æ".encode()[:1], "utf-8"),
        ("Café, Crème and Brûlée".encode("cp1252"), "cp1252"),
        ("ærø ål".encode() + b" and one stray \xe9", "utf-8"),
    ],
)
def test_the_encoding_is_seen(head: bytes, name: str) -> None:
    assert decode(head) == name


def test_runs_of_bytes_are_no_western_text() -> None:
    text = ("TI  - " + CHINESE * 20 + "\n") * 20
    found = guess(text.encode("gb18030"))
    assert text.encode("gb18030").decode(found) == text


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("%PDF-1.7 ...", "PDF"),
        ("PK\x03\x04", "ZIP"),
        ("\n<!DOCTYPE html><html>", "web page"),
        ("<HTML><body>log in", "web page"),
        ('<?xml version="1.0"?><xml>', "XML"),
        ('[{"title": 1}]', "JSON"),
        ("\nPMID- 1\nTI  - A title\nAU  - B\nAB  - C\nFAU - D\n", "MEDLINE"),
        ("FN Clarivate Analytics Web of Science\nPT J\nTI x\n", "Web of Science"),
        ("%0 Journal Article\n%T x\n", "EndNote"),
        ("\x00\x01\x02\x03" * 20, "binary"),
        ("Dear colleague,\nplease find", "none of BibTeX, CSV, RIS"),
    ],
)
def test_a_foreign_file_is_named(head: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        detect("records.ris", head)
    assert refused.value.remedy


def test_content_decides_the_format_not_the_suffix() -> None:
    assert detect("x.csv", "TY  - JOUR\nTI  - T\n").name == "ris"
    assert detect("x.txt", "title,authors,year\n").name == "csv"
    assert detect("x", "\r% made\r@article{a,\r title={T}\r}\r").name == "bibtex"
