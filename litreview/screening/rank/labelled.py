"""A labelled set as a table of text: what `screen simulate` reads.

Columns by name, in any order and case: title, abstract, a label (`included`, or one of LABELS), and
if there, record_id, year. Other columns are ignored. A label is 1 or 0; a row with none cannot be
played and is left out, counted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from litreview.errors import FileRefused
from litreview.screening.rank.parts import Labels, Pool

LABELS = ("included", "label_included", "label", "final_included", "included_label",
          "included_final", "included_flag", "include", "asreview_label")  # fmt: skip
"""Names of the column of labels, the first one that is there; ASReview's are among them."""
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "<na>"})
"""Cells that say that there is nothing (as pandas reads them, so ASReview)."""
_ONE, _ZERO, _UNLABELLED = frozenset({"1", "1.0"}), frozenset({"0", "0.0"}), frozenset({"-1"})
_LIMIT = 10_000_000
"""Characters of a cell at most."""
_REMEDY = "write a first row such as: record_id,title,abstract,included,year"


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """The rows with a label, in the order of the file. unlabelled: how many others there are.

    repeated: how many rows have a record_id that an earlier row has.
    """

    pool: Pool
    labels: Labels
    unlabelled: int
    repeated: int


def read(text: str, name: str) -> Labelled:
    """The set in `text`, which came from the file `name`. Raises FileRefused."""
    lines = text.removeprefix("\ufeff")
    if not lines.strip():
        raise FileRefused("the file is empty", where=name, remedy=_REMEDY)
    delimiter = max(",;\t", key=lines.partition("\n")[0].count)
    csv.field_size_limit(_LIMIT)
    rows = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = _columns(next(rows), name)
        return _gathered(_cells(rows, columns), name)
    except csv.Error as error:
        raise FileRefused(
            f"this is no table: {error}",
            where=f"{name}, line {rows.line_num}",
            remedy="save it as CSV, with quotation marks closed",
        ) from None


def _columns(header: list[str], name: str) -> dict[str, int]:
    """What is read -> the number of its column."""
    at: dict[str, int] = {}
    for number, cell in enumerate(header):
        at.setdefault(cell.strip().lower(), number)
    label = next((one for one in LABELS if one in at), None)
    if label is None:
        raise FileRefused(
            "no column has labels", where=f"{name}, first row",
            remedy="name the column of 1 (included) and 0 (excluded): included",
        )  # fmt: skip
    if not {"title", "abstract"} & at.keys():
        raise FileRefused(
            "there is no column title and none abstract, so no text to rank by",
            where=f"{name}, first row", remedy=_REMEDY,
        )  # fmt: skip
    found = {one: at[one] for one in ("record_id", "title", "abstract", "year") if one in at}
    return found | {"label": at[label]}


def _cells(rows: Iterator[list[str]], columns: Mapping[str, int]) -> Iterator[dict[str, str]]:
    """Each row that is not blank, by what is read; a cell that is not there is empty."""
    for row in rows:
        if any(row):
            yield {
                one: row[at] if at < len(row) and row[at].strip().lower() not in MISSING else ""
                for one, at in columns.items()
            }


def _gathered(rows: Iterator[dict[str, str]], name: str) -> Labelled:
    ids: list[str] = []
    texts: list[tuple[str, str]] = []
    years: list[int | None] = []
    labels: list[int] = []
    unlabelled = 0
    for number, row in enumerate(rows, 1):
        label = _label(row["label"].strip().lower(), number, name)
        if label is None:
            unlabelled += 1
            continue
        ids.append(row.get("record_id", "").strip() or str(number))
        texts.append((row.get("title", ""), row.get("abstract", "")))
        years.append(_year(row.get("year", "").strip()))
        labels.append(label)
    if not labels:
        raise FileRefused(
            "no row has a label, so there is nothing to play", where=name,
            remedy="fill the column of labels with 1 (included) and 0 (excluded)",
        )  # fmt: skip
    titles, abstracts = zip(*texts, strict=True)
    pool = Pool(tuple(ids), titles, abstracts, tuple(years))
    return Labelled(pool, np.array(labels, np.int8), unlabelled, len(ids) - len(set(ids)))


def _label(cell: str, number: int, name: str) -> int | None:
    """1, 0, or None where there is none."""
    if cell in _ONE:
        return 1
    if cell in _ZERO:
        return 0
    if not cell or cell in _UNLABELLED:
        return None
    raise FileRefused(
        f"a label is 1 (included) or 0 (excluded), not {cell[:40]!r}",
        where=f"{name}, row of data {number}",
        remedy="change it, or empty the cell to leave the row out",
    )


def _year(cell: str) -> int | None:
    digits = cell.removesuffix(".0")
    return int(digits) if digits.isdecimal() and len(digits) <= len("2000") else None
