"""The journal: what is written is what is read, and a damaged line is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import ReviewError
from litreview.sources.journal import (
    Begun,
    Closed,
    Failed,
    Fetched,
    Line,
    Split,
    Standing,
    decode,
    encode,
)
from litreview.sources.source import OPEN, Limits, Request

REQUEST = Request("find", (("q", "a"), ("at", "2")), form=(("f", "g"),))


def page(window: str = "1", walk: int = 1, **more: object) -> Fetched:
    return Fetched(
        at="", window=window, walk=walk, request=REQUEST, file="page-000001.gz", sha256="ab",
        bytes=3, count=2, seconds=0.1, **more,  # type: ignore[arg-type]
    )  # fmt: skip


LINES: list[Line] = [
    Begun(at="t", program="p", source="s", host="h", strings=("a",), limits=OPEN),
    Begun(at="t", program="p", source="s", host="h", strings=("a", "b"), starts=(REQUEST,),
          limits=Limits(first="2020-01-01", options=(("set", "x"),))),
    page(), page(total=7, exact=False, step=True, next=REQUEST, warnings=("w",)),
    Failed(at="t", window="1", request=REQUEST, fault="budget", what="w", wait=9.5),
    Split(at="t", window="1", total=9, into=(Limits(last="1990-12-31"), OPEN), exact=False),
    Closed(at="t", window="1", distinct=3, total=3, reason="r"),
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=lambda line: type(line).__name__)
def test_a_line_is_read_as_it_was_written(line: Line) -> None:
    assert list(decode([encode(line)], "x")) == [line]
    assert b"\n" not in encode(line)


@given(st.text(st.characters(), max_size=30))
def test_any_text_can_be_written(text: str) -> None:
    line = Failed(at="", window="1", request=Request(text, ((text, text),)), fault="x", what=text)
    (found,) = decode([encode(line)], "x")
    assert isinstance(found, Failed)
    if text.isprintable():
        assert found.what == text


def test_half_a_character_is_replaced() -> None:
    line = Failed(at="", window="1", request=REQUEST, fault="x", what="a\ud800b")
    (found,) = decode([encode(line)], "x")
    assert isinstance(found, Failed)
    assert found.what == "a?b"


@given(st.binary(max_size=60))
def test_what_is_no_line_is_told_with_its_place(content: bytes) -> None:
    with pytest.raises(ReviewError) as error:
        list(decode([encode(LINES[0]), content], "requests-1.jsonl"))
    assert error.value.where == "requests-1.jsonl, line 2"
    assert error.value.remedy


def test_a_page_opens_its_window_again() -> None:
    at = Standing()
    for line in (page(), Closed(at="", window="1", distinct=2), page(walk=2), page(walk=2)):
        at.add(line)
    assert not at.closed
    assert [one.walk for one in at.last_walk("1")] == [2, 2]
    assert len(at.order) == 3
    assert at.last_walk("2") == []


def test_two_sittings_of_one_plan_are_the_same_whatever_their_time_and_program() -> None:
    one = Begun(at="a", program="p", source="s", host="h", strings=("a",), limits=OPEN)
    same = Begun(at="b", program="q", source="s", host="i", strings=("a",), limits=OPEN)
    assert one.same(same)
    for more in ({"source": "x"}, {"strings": ("b",)}, {"limits": Limits(first="2020-01-01")},
                 {"starts": (REQUEST,)}):  # fmt: skip
        other = Begun(**{**{f: getattr(one, f) for f in one.__struct_fields__}, **more})
        assert not one.same(other)
