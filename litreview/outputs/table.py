"""The noun that every table, in whatever file format, is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    key: stable name for CSV and scripts; label: the header that people read;
    width: share of the page that it wants, in characters; group: a header above several columns.
    """

    key: str
    label: str
    align: Literal["left", "right"] = "left"
    width: int = 12
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of text, ready to be written; notes stand below it.

    rows: each as long as `columns`. Empty text means: nothing to show.
    empty: the sentence that stands for a table without rows (why it is empty, what to do).
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    empty: str = ""
