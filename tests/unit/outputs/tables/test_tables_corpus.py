"""Tables and references over real material, read in place."""

from __future__ import annotations

import csv
import io
import runpy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from litreview.extraction.forms import default_forms, parse_form
from litreview.extraction.importing import read_rows
from litreview.extraction.nouns import estimates
from litreview.extraction.rows import Row
from litreview.formats import FORMATS
from litreview.model import Estimate, Record, SearchId
from litreview.outputs.references import reference, study_label
from litreview.outputs.table import Table
from litreview.outputs.tables import TABLES
from litreview.outputs.writers import WRITERS

MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "tables" / "made.py"))
CODED = "topic/coded_effects.csv"


def coded(corpus: Path) -> tuple[Estimate, ...]:
    form = parse_form(default_forms()["estimate"], "estimate")
    text = (corpus / CODED).read_text("utf-8")
    if "estimate_id" not in text.splitlines()[0]:
        form = replace(form, row_id="")
    found = read_rows(form, io.StringIO(text, newline=""), CODED)
    assert found.n_in == len(found.rows) > 150
    return estimates(
        Row(form.name, row.row, row.study, row.values, "kim", "", "") for row in found.rows
    )


def review(rows: tuple[Estimate, ...], *, included: bool) -> Any:
    """A review in which every study of `rows` is included, or none."""
    studies = list(dict.fromkeys(row.study for row in rows))
    fate = "included" if included else "title"
    made = MADE["evidence"](tuple((fate, study) for study in studies))
    return replace(made, estimates=rows, costs=())


def cells(table: Table, key: str) -> list[str]:
    at = [column.key for column in table.columns].index(key)
    return [row[at] for row in table.rows]


@pytest.mark.corpus
def test_every_coded_effect_is_shown_as_printed(corpus: Path) -> None:
    rows = coded(corpus)
    table = TABLES.get("effects").build(review(rows, included=True))
    assert sorted(cells(table, "row")) == sorted(row.id for row in rows)
    shown = dict(zip(cells(table, "row"), cells(table, "effect"), strict=True))
    assert shown == {row.id: row.value.text.strip() for row in rows}
    assert len(TABLES.get("characteristics").build(review(rows, included=True)).rows) == len(
        {row.study for row in rows}
    )


@pytest.mark.corpus
def test_every_coded_effect_is_shown_elsewhere_if_its_study_is_not_included(corpus: Path) -> None:
    rows = coded(corpus)
    evidence = review(rows, included=False)
    table = TABLES.get("extracted-elsewhere").build(evidence)
    assert sorted(cells(table, "row")) == sorted(row.id for row in rows)
    assert set(cells(table, "status")) == {"Excluded on title or abstract"}
    assert TABLES.get("effects").build(evidence).rows == ()


@pytest.mark.corpus
def test_real_tables_come_back_from_csv_and_excel(corpus: Path) -> None:
    from openpyxl import load_workbook

    table = TABLES.get("effects").build(review(coded(corpus), included=True))
    read = list(csv.reader(io.StringIO(WRITERS.get("csv").write(table).decode())))
    assert len(read) == len(table.rows) + 1
    sheet = load_workbook(io.BytesIO(WRITERS.get("xlsx").write(table)))["effects"]
    numbers = [cell.value for cell in sheet["G"][1:] if cell.data_type == "n"]
    assert numbers == [float(text) for text in cells(table, "effect")]
    assert sheet["G"][0].value == "As printed: Effect"


def exported(corpus: Path) -> Iterator[Record]:
    read = FORMATS.get("ris").read
    for path in sorted((corpus / "exports").rglob("*.ris")):
        text = path.read_text("utf-8", errors="replace")
        for item in read(io.StringIO(text), SearchId("corpus")):
            if isinstance(item, Record):
                yield item


@pytest.mark.corpus
def test_every_exported_record_has_a_reference_in_one_line(corpus: Path) -> None:
    records = list(exported(corpus))
    for record in records:
        line = reference(record)
        assert len(line.splitlines()) == 1
        assert study_label(record).strip()
        assert not record.title.strip() or " ".join(record.title.split())[:40] in line
    assert len(records) > 500
