"""What a status and its headers mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from litreview.sources.faults import PATIENCE, common, moment, retry_after
from litreview.sources.source import Fault, Page, Reply

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def fault(status: int, body: bytes = b"", **headers: str) -> Fault | None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return common(Reply(status, named, body), NOON)


def test_what_a_server_says_is_fit_to_be_shown() -> None:
    said = Fault("permanent", "it says \x1b[31mno\u202e\ud800\nor\xa0so")
    assert said.what == "it says \ufffd[31mno\ufffd\ufffd or so"
    page = Page(0, 0, None, echo="a\x07b", warnings=("c\x9bd", "e"))
    assert (page.echo, page.warnings) == ("a\ufffdb", ("c\ufffdd", "e"))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((s, "permanent") for s in (304, 400, 401, 402, 403, 404, 405, 410, 413, 414, 418, 422)),
        *((s, "transient") for s in (408, 425, 429, 500, 502, 503, 504, 520, 599)),
    ],
)  # fmt: skip
def test_a_status_has_a_kind(status: int, kind: str) -> None:
    found = fault(status)
    assert found is not None
    assert (found.kind, found.status) == (kind, status)
    assert str(status) in found.what


@pytest.mark.parametrize("status", [200, 201, 203])
def test_good_is_no_fault(status: int) -> None:
    assert fault(status) is None


@pytest.mark.parametrize("status", [429, 503])
def test_more_than_can_be_waited_for_is_a_budget(status: int) -> None:
    found = fault(status, retry_after="54000")
    assert found is not None
    assert (found.kind, found.wait) == ("budget", 54_000)
    found = fault(status, retry_after=str(int(PATIENCE)))
    assert found is not None
    assert (found.kind, found.wait) == ("transient", PATIENCE)


def test_a_date_is_read_by_the_clock_of_the_server() -> None:
    """The clock here is half a year behind: that is no budget."""
    found = fault(429, retry_after="Mon, 24 May 2027 12:00:09 GMT",
                  date="Mon, 24 May 2027 12:00:00 GMT")  # fmt: skip
    assert found is not None
    assert (found.kind, found.wait) == ("transient", 9.0)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0), (" 7 ", 7.0), ("7.9", 7.0), ("0", 0.0), ("", None), ("soon", None),
        ("-5", None), ("\u00b2", None), ("\u0663", None), ("nan", None), ("inf", None),
        ("9" * 400, 1e9), ("Tue, 24 Nov 2026 12:01:00 GMT", 60.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0), ("Tue, 24 Nov 2026 13:01:00 +0100", 60.0),
        ("Tue, 24 Nov 9999 25:00:00 GMT", None),
    ],
)  # fmt: skip
def test_seconds_or_a_date_or_no_word(text: str, seconds: float | None) -> None:
    assert retry_after(text, NOON) == seconds


_PARTS = st.sampled_from([*"0123456789:,.+-() ", "Tue", "Nov", "2026", "GMT", "\u00b2", "x"])


@given(st.one_of(st.text(max_size=60), st.lists(_PARTS, max_size=30).map("".join)))
@example("Tue, 24 Nov 2026 12:00:00 +9999")
@example("Mon, 01 Jan 0001 00:00:00 +2359")
def test_any_header_is_read_without_an_error(text: str) -> None:
    found = retry_after(text, NOON)
    assert found is None or 0 <= found < 1e12
    then = moment(text)
    assert then is None or then - NOON != timedelta.max


def test_what_is_said_is_shown_short_and_without_what_a_terminal_obeys() -> None:
    found = fault(500, b"oh \x1b[2J no\n" + b"x" * 5_000)
    assert found is not None
    assert "\x1b" not in found.what
    assert found.what.startswith("it is out of order (500: oh ")
    assert len(found.what) < 300
    assert fault(502, b"<HTML><body>gateway</body>").what == "it is out of order (502)"  # type: ignore[union-attr]


@pytest.mark.parametrize("status", [204, 205, 206])
def test_a_part_of_an_answer_is_none(status: int) -> None:
    found = common(Reply(status, {}, b"{}"), datetime(2026, 11, 24, tzinfo=UTC))
    assert found is not None
    assert found.kind == "malformed"
