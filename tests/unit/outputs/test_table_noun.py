"""What a table can do by itself: choose columns, become a data frame."""

from __future__ import annotations

import pytest

from litreview.errors import UnknownName
from litreview.outputs.table import HEADING_WIDTH, Column, Table

TABLE = Table(
    "t",
    "T",
    (Column("head", "Head", width=0), Column("name", "Name"), Column("n", "n", "right", width=6)),
    (("First", "one", "1"), ("First", "two", "02")),
)


def test_columns_are_chosen_in_the_order_asked_for() -> None:
    table = TABLE.only(["n", "head", "n"])
    assert [column.key for column in table.columns] == ["n", "head"]
    assert table.rows == (("1", "First"), ("02", "First"))
    assert [column.width for column in table.columns] == [6, 0]


def test_a_heading_chosen_alone_takes_room() -> None:
    assert TABLE.only(["head"]).columns == (Column("head", "Head", width=HEADING_WIDTH),)


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownName, match="no column 'nonsense'") as caught:
        TABLE.only(["nonsense"])
    assert "head, name, n" in caught.value.remedy


def test_a_frame_has_the_keys_and_the_text_as_printed() -> None:
    frame = TABLE.to_frame()
    assert list(frame.columns) == ["head", "name", "n"]
    assert frame["n"].tolist() == ["1", "02"]


def test_a_frame_of_no_rows_has_its_columns() -> None:
    frame = Table("t", "T", TABLE.columns, ()).to_frame()
    assert (len(frame), list(frame.columns)) == (0, ["head", "name", "n"])
