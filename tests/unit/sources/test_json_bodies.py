"""JSON bodies: half a character loses no page, and everything else that is no JSON is a fault."""

from __future__ import annotations

import gc
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.sources import _json
from litreview.sources.source import Fault


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"cut off \ud83d", "cut off \ufffd"),
        (r"\uDE00 and \uD83D end", "\ufffd and \ufffd end"),
        (r"\ud83d\uD83D\uDE00", "\ufffd\U0001f600"),
        (r"\ud83d\ude00 \ud83d", "\U0001f600 \ufffd"),
        (r"a path: \\ud83d and \ud83d", "a path: \\ud83d and \ufffd"),
        (r"\\\ud83d\\", "\\\ufffd\\"),
    ],
)
def test_half_a_character_becomes_the_sign_of_a_lost_one(written: str, read: str) -> None:
    assert _json.as_object(f'{{"title": "{written}"}}'.encode()) == {"title": read}


@given(st.text(st.characters()))
def test_any_text_that_another_writer_escapes_is_read(text: str) -> None:
    """Surrogates are among these characters; pairs of them are the character that they mean."""
    found = _json.as_object(json.dumps({"title": text}).encode())
    meant = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert isinstance(found, dict)
    assert found["title"].replace("\ufffd", "") == meant.replace("\ufffd", "")


@pytest.mark.parametrize(
    "body", [b"", b"[" * 100_000, b'{"a": "\\ud83d', b'{"a": "\xff"}', b"{]", b"<html>\\ud83d"]
)
def test_what_is_no_json_is_a_fault(body: bytes) -> None:
    found = _json.as_object(body)
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


@pytest.mark.parametrize("body", [b"{}", b"[", b"\xff"])
@pytest.mark.parametrize("on", [True, False])
def test_python_looks_for_cycles_again_after_a_body(body: bytes, on: bool) -> None:
    try:
        gc.enable() if on else gc.disable()
        _json.as_object(body)
        assert gc.isenabled() is on
    finally:
        gc.enable()


def test_a_mark_of_utf8_in_front_is_passed_over() -> None:
    assert _json.as_object(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
