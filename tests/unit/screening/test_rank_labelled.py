"""Labelled files as they come."""

from __future__ import annotations

import pytest

from litreview.errors import FileRefused
from litreview.screening.rank.labelled import read

HEAD = "record_id,title,abstract,included,year\n"


def test_columns_in_any_order_case_and_separator() -> None:
    held = read("\ufeffYear; Label_Included ;TITLE\n2019.0;1.0;Coaches\n;0;Bees\n", "x.csv")
    assert held.pool.titles == ("Coaches", "Bees")
    assert held.pool.abstracts == ("", "")
    assert held.pool.ids == ("1", "2")
    assert held.pool.years == (2019, None)
    assert held.labels.tolist() == [1, 0]


def test_rows_without_a_label_are_counted_and_short_rows_are_read() -> None:
    held = read(
        HEAD + "a,One,N/A,1,x\nb,Two,text,,\n\nc,Three\nd,Four,t,-1,1\na,Five,null,0,\n", "x"
    )
    assert (held.pool.ids, held.unlabelled, held.repeated) == (("a", "a"), 3, 1)
    assert held.pool.abstracts == ("", "")


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("", "empty", "x.csv"),
        (" \n\n", "empty", "x.csv"),
        ("title,abstract\na,b\n", "no column has labels", "first row"),
        ("record_id,included\n1,1\n", "no text to rank by", "first row"),
        (HEAD, "no row has a label", "x.csv"),
        (HEAD + "1,t,a,,\n", "no row has a label", "x.csv"),
        (HEAD + "1,t,a,0,\n2,t,a,2,\n", "not '2'", "row of data 2"),
        (HEAD + "1,t,a,0,\n2,t,a,perhaps,\n", "not 'perhaps'", "row of data 2"),
        (HEAD + "1,t," + "a" * 10_000_001 + ",0,\n", "no table", "line 2"),
    ],
)
def test_what_cannot_be_played_is_refused_in_three_parts(text: str, what: str, where: str) -> None:
    with pytest.raises(FileRefused, match=what) as caught:
        read(text, "x.csv")
    assert where in caught.value.where
    assert caught.value.remedy


def test_long_and_odd_text_is_kept_as_it_is() -> None:
    odd = "\x1b[31m\u202e🐝" + "word " * 40_000
    assert read(f"title,included\n{odd},1\n", "x").pool.titles == (odd,)
