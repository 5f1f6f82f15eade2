"""Every RIS, BibTeX and CSV file of the corpus loads; nothing is lost and nothing raises."""

from __future__ import annotations

from pathlib import Path

import pytest

from litreview.errors import FileRefused
from litreview.model import Failure, Record, SearchId
from litreview.store import received

SUFFIXES = {".ris", ".bib", ".csv"}


@pytest.mark.corpus
def test_every_file_is_read_or_refused_with_a_sentence(corpus: Path) -> None:
    files = [p for p in (corpus / "exports").rglob("*") if p.suffix.lower() in SUFFIXES]
    files = [p for p in files if p.name != "INDEX.csv"]
    assert len(files) > 300
    refused = []
    for path in sorted(files):
        try:
            format_name, encoding = received.looks_like(path)
        except FileRefused as error:
            refused.append((path.name, error.remedy))
            continue
        items = list(received.parse(path, format_name, encoding, SearchId("s")))
        records = [item for item in items if isinstance(item, Record)]
        failures = [item for item in items if isinstance(item, Failure)]
        numbers = sorted(
            [int(r.id.rpartition(":")[2]) for r in records] + [f.number for f in failures]
        )
        assert numbers == list(range(1, len(records) + len(failures) + 1)), path.name
    assert all(remedy for _, remedy in refused)
    assert len(refused) < 0.1 * len(files), refused
