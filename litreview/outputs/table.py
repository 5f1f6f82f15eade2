"""The noun that every table, in whatever file format, is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from litreview.errors import UnknownName

if TYPE_CHECKING:
    from pandas import DataFrame

HEADING_WIDTH = 28
"""Of a heading where it is a column as any other."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    key: stable name for CSV and scripts; label: the header that people read;
    width: share of the page that it wants, in characters; 0: it is a heading above the rows that
    share its text, and takes no room. group: a header above several columns.
    verbatim: its texts are quoted, so that an address in one is neither a link nor shortened.
    """

    key: str
    label: str
    align: Literal["left", "right"] = "left"
    width: int = 12
    group: str = ""
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of text, ready to be written; notes stand below it.

    rows: each as long as `columns`. Empty text means: nothing to show.
    empty: the sentence that stands for a table without rows (why it is empty, what to do).
    telling: the keys of the columns that a reader misses first, for where there is little room.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    empty: str = ""
    telling: tuple[str, ...] = ()

    def only(self, keys: Sequence[str]) -> Table:
        """The table with the columns `keys` alone, in that order. Raises UnknownName.

        A heading becomes a column as any other where nothing is chosen that it could stand above.
        """
        places = {column.key: at for at, column in enumerate(self.columns)}
        for key in keys:
            if key not in places:
                raise UnknownName(
                    f"the table {self.name!r} has no column {key!r}",
                    remedy=f"use some of: {', '.join(places)}",
                )
        wanted = [places[key] for key in dict.fromkeys(keys)]
        columns = tuple(self.columns[at] for at in wanted)
        if not any(column.width for column in columns):
            columns = tuple(replace(column, width=HEADING_WIDTH) for column in columns)
        rows = tuple(tuple(row[at] for at in wanted) for row in self.rows)
        return replace(self, columns=columns, rows=rows)

    def to_frame(self) -> DataFrame:
        """The rows as a pandas data frame of text, a column a key."""
        from pandas import DataFrame

        return DataFrame(list(self.rows), columns=[column.key for column in self.columns])
