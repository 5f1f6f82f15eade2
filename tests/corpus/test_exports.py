"""Every RIS, BibTeX and CSV file of the corpus loads; nothing is lost and nothing raises.

The numbers of entries are compared with those of the corpus index, which were counted by
pattern; where they differ, the reason stands here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from litreview.errors import FileRefused
from litreview.model import Failure, Record, SearchId
from litreview.store import received

SUFFIXES = {".ris", ".bib", ".csv", ".tsv", ".tab"}
WIDE = "jabref_bib/org_jabref_logic_importer_fileformat_"
DIFFERENCES = {
    # file -> (entries here, why the index says something else)
    "jabref/RisImporterCorrupted.ris": (1, "its one record has no TY, by which the index counts"),
    f"{WIDE}encoding_utf_16BE_without_header.bib": (1, "the index does not read UTF-16"),
    f"{WIDE}tiny_BE_noBOM.bib": (1, "the index does not read UTF-16"),
    f"{WIDE}tiny_BE_withBOM.bib": (1, "the index does not read UTF-16"),
    f"{WIDE}tiny_LE_noBOM.bib": (1, "the index does not read UTF-16"),
    f"{WIDE}tiny_LE_withBOM.bib": (1, "the index does not read UTF-16"),
    "bibtex_ruby/decoret.bib": (6, "one of the seven stands indented inside an @comment"),
    "bibtex_ruby/entry.bib": (4, "@commentary, no type that the index knows, is a failure here"),
}
REFUSED = {
    "rispy/example_wos.ris": "Web of Science's plain text",
    "jabref_bib/org_jabref_logic_importer_encodingWithoutNewline.bib": "looks like none",
    f"{WIDE}MedlineImporterTestMinimalEntry.bib": "looks like none",
    "bibtex_ruby/empty.bib": "empty",
    "bibtex_ruby/no_bibtex.bib": "looks like none",
}
"""Files without any entry, by the index too."""
FAILED = {
    "asreview/baseline_reference_types.ris": 2,  # a TY and an ER, nothing between
    "jabref/RisImporterTest1.ris": 8,  # TY lines that follow each other
    "bibtex_ruby/entry.bib": 1,
    "bibtex_ruby/errors.bib": 1,  # a string that is never closed
}


@dataclass(frozen=True)
class Read:
    """A file of the corpus, and what became of it. expected: what the index says."""

    name: str
    expected: str
    records: int = 0
    failures: int = 0
    numbers: tuple[int, ...] = ()
    refused: str = ""
    remedy: str = ""


@pytest.fixture(scope="module")
def files(corpus: Path) -> list[Read]:
    folder = corpus / "exports"
    with (folder / "INDEX.csv").open(encoding="utf-8", newline="") as index:
        rows = [row for row in csv.DictReader(index) if _wanted(row["file"])]
    return [_read(folder, row["file"], row["n_records"]) for row in rows]


def _wanted(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES


def _read(folder: Path, name: str, expected: str) -> Read:
    path = folder / name
    try:
        format_name, encoding = received.looks_like(path)
    except FileRefused as error:
        return Read(name, expected, refused=error.what, remedy=error.remedy)
    items = list(received.parse(path, format_name, encoding, SearchId("s")))
    records = [int(i.id.rpartition(":")[2]) for i in items if isinstance(i, Record)]
    failures = [item.number for item in items if isinstance(item, Failure)]
    assert all(item.raw and item.reason for item in items if isinstance(item, Failure)), name
    numbers = tuple(sorted(records + failures))
    return Read(name, expected, len(records), len(failures), numbers)


def _opened(files: list[Read]) -> Iterator[Read]:
    return (file for file in files if not file.refused)


@pytest.mark.corpus
def test_every_entry_is_a_record_or_a_failure(files: list[Read]) -> None:
    kinds = {suffix: sum(f.name.lower().endswith(suffix) for f in files) for suffix in SUFFIXES}
    print(f"{len(files)} files: {kinds}")  # noqa: T201 - how many cases ran
    assert len(files) == 362
    assert sum(file.records for file in files) > 6_700
    for file in _opened(files):
        assert file.numbers == tuple(range(1, file.records + file.failures + 1)), file.name


@pytest.mark.corpus
def test_as_many_entries_as_the_index_says_or_a_reason(files: list[Read]) -> None:
    unlike = {
        file.name: file.records + file.failures
        for file in _opened(files)
        if file.expected and str(file.records + file.failures) != file.expected
    }
    assert unlike == {name: entries for name, (entries, _) in DIFFERENCES.items()}


@pytest.mark.corpus
def test_only_what_is_broken_fails(files: list[Read]) -> None:
    failed = {file.name: file.failures for file in _opened(files) if file.failures}
    assert failed == {name: n for name, n in FAILED.items() if n}


@pytest.mark.corpus
def test_what_is_refused_holds_nothing_and_says_what_to_do(files: list[Read]) -> None:
    refused = {file.name: file for file in files if file.refused}
    assert set(refused) == set(REFUSED)
    for name, words in REFUSED.items():
        assert words in refused[name].refused
        assert refused[name].remedy
        assert refused[name].expected == "0"


@pytest.mark.corpus
def test_no_medline_file_passes_for_ris(corpus: Path) -> None:
    """Its tags look like those of RIS, but all its records would become one."""
    found = [
        path for path in (corpus / "exports").rglob("*") if path.suffix in {".nbib", ".medline"}
    ]
    assert len(found) >= 10
    for path in found:
        with pytest.raises(FileRefused, match="MEDLINE"):
            received.looks_like(path)
