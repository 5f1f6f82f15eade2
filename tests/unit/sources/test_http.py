"""Sending: rates, waits, keys, and what is made of what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from firing import Invented
from hypothesis import given
from hypothesis import strategies as st
from replaying import Answer, Asked, Server, as_json

from litreview.sources._secrets import HIDDEN, writings
from litreview.sources.http import Pace, Patience, Sender, address, interval
from litreview.sources.source import Access, Fault, Reply, Request


@dataclass
class Clock:
    """Time that passes by sleeping only."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def __call__(self) -> float:
        return self.now


def test_requests_keep_their_distance() -> None:
    clock = Clock()
    pace = Pace(0.5, sleep=clock.sleep, clock=clock)
    starts = []
    for work in (0.0, 0.1, 3.0, 0.2):
        pace.wait()
        starts.append(clock.now)
        clock.now += work
    gaps = [b - a for a, b in pairwise(starts)]
    assert min(gaps) >= 0.5
    assert gaps == pytest.approx([0.5, 0.5, 3.0])


@given(st.lists(st.floats(0, 10), max_size=20), st.floats(0, 5))
def test_no_two_requests_are_nearer_than_the_rate(works: list[float], wanted: float) -> None:
    clock = Clock()
    pace = Pace(wanted, sleep=clock.sleep, clock=clock)
    last = None
    for work in works:
        pace.wait()
        assert last is None or clock.now - last >= wanted - 1e-9
        last = clock.now
        clock.now += work


def test_waits_double_up_to_a_bound_and_the_source_goes_first() -> None:
    patience = Patience()
    fault = Fault("transient", "")
    assert [patience.before(n, fault) for n in range(1, 9)] == [0.5, 1, 2, 4, 8, 16, 20, 20]
    assert patience.before(1, Fault("transient", "", wait=7)) == 7
    assert patience.before(1, Fault("transient", "", wait=0)) == 0.5
    assert patience.before(1, Fault("transient", "", wait=-3)) == 0.5
    assert patience.before(1, Fault("transient", "", wait=9e9)) == 120
    assert Patience(chance=lambda: 1.0).before(1, fault) == 0.625


@pytest.mark.parametrize(
    ("access", "seconds"),
    [
        (Access("https://api.example.org"), 1.0),
        (Access("https://api.example.org", key="mine"), 0.1),
        (Access("https://api.example.org", rate=4.0), 0.25),
        (Access("http://127.0.0.1:8000"), 0.0),
        (Access("http://localhost/", rate=2.0), 0.5),
    ],
)
def test_the_rate_is_that_of_the_source_unless_the_user_says(
    access: Access, seconds: float
) -> None:
    assert interval(Invented(rate=1.0, rate_keyed=10.0), access) == pytest.approx(seconds)


def test_a_path_stands_below_its_base() -> None:
    assert address("http://h/a/", "b") == address("http://h/a", "b") == "http://h/a/b"
    assert address("http://h/a/", "") == "http://h/a/"


def asked_with(request: Request, **access: str) -> Asked:
    with Server(lambda _: as_json({})) as server:
        sender = Sender(Invented(), Access(server.url, **access), pace=Pace(0.0))
        assert isinstance(sender.send(request), Reply)
        sender.close()
        return server.asked[0]


def test_what_is_sent_is_what_was_to_be_sent() -> None:
    got = asked_with(Request("find", (("q", "a b&c=ü"), ("x", "")), form=(("f", "1"), ("g", "2"))))
    assert (got.method, got.path) == ("POST", "/find")
    assert got.params == {"q": "a b&c=ü", "x": ""}
    assert got.form == {"f": "1", "g": "2"}
    got = asked_with(Request("find", json='{"a":"ü"}'))
    assert got.body == '{"a":"ü"}'.encode()
    assert got.headers["content-type"] == "application/json"


class Bearer(Invented):
    """Its key goes into a header."""

    def sign(self, request: Request, access: Access) -> tuple[Request, dict[str, str]]:
        return request, {"Authorization": f"Bearer {access.key}"}


def test_no_password_of_the_users_is_sent_nor_put_in_the_place_of_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login ada password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert "authorization" not in asked_with(Request("find")).headers
    with Server(lambda _: as_json({})) as server:
        sender = Sender(Bearer(), Access(server.url, key="invented-key"), pace=Pace(0.0))
        sender.send(Request("find"))
        sender.close()
        assert server.asked[0].headers["authorization"] == "Bearer invented-key"


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(lambda _: as_json({})) as proxy:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        sender = Sender(Invented(), Access("http://api.invented.test"), pace=Pace(0.0))
        assert isinstance(sender.send(Request("find")), Reply)
        sender.close()
        assert proxy.asked[0].headers["host"] == "api.invented.test"


def test_who_asks_is_told_in_letters_that_a_header_has() -> None:
    got = asked_with(Request("find"), email="ada@exämple.edu")
    assert got.headers["user-agent"].startswith("litreview/")
    assert "(mailto:ada@exmple.edu)" in got.headers["user-agent"]


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_characters_that_cannot_be_sent_are_told_at_once(text: str) -> None:
    with Server(lambda _: as_json({})) as server:
        sender = Sender(Invented(), Access(server.url), pace=Pace(0.0))
        for request in (Request("find", (("q", text),)), Request("find", json=text)):
            found = sender.send(request)
            assert isinstance(found, Fault)
            assert found.kind == "permanent"
        assert not server.asked


@pytest.mark.parametrize(
    ("url", "kind", "what"),
    [
        ("http://127.0.0.1:1", "transient", "the connection to 127.0.0.1 failed"),
        ("http://127.0.0.1:99999/", "permanent", "its base address is no address"),
    ],
)
def test_an_address_where_nobody_answers(url: str, kind: str, what: str) -> None:
    found = Sender(Invented(), Access(url), pace=Pace(0.0)).send(Request("find"))
    assert isinstance(found, Fault)
    assert (found.kind, found.what) == (kind, what)


def test_after_its_end_a_sender_asks_and_waits_no_more() -> None:
    with Server(lambda _: as_json({})) as server:
        sender = Sender(Invented(rate=0.001), Access(server.url, rate=0.001))
        assert isinstance(sender.send(Request("find")), Reply)
        sender.close()
        sender.pause(1, Fault("transient", "", wait=100))
        assert isinstance(sender.send(Request("find")), Fault)
        assert len(server.asked) == 1


def test_a_server_that_is_silent_is_left() -> None:
    with Server(lambda _: Answer(how="hang", seconds=0.3)) as server:
        sender = Sender(Invented(), Access(server.url), pace=Pace(0.0), timeouts=(5.0, 0.05))
        found = sender.send(Request("find"))
    assert isinstance(found, Fault)
    assert (found.kind, found.what) == ("transient", "127.0.0.1 did not answer in time")


@pytest.mark.parametrize(
    ("secret", "written"),
    [
        ("abc/def+g", "abc%2Fdef%2Bg"), ("abc/def+g", "abc%2fdef%2bg"), ("abcd/efg", r"abcd\/efg"),
        ('abcd"efg', r"abcd\"efg"), ("abcd&efg", "abcd&amp;efg"), ("plaintext", "plaintext"),
        ("ab+cd/ef", "ab%252Bcd%252Fef"), ("abcd&efg", r"abcd\u0026efg"),
    ],
)  # fmt: skip
def test_a_key_is_found_however_it_is_written(secret: str, written: str) -> None:
    sender = Sender(Invented(), Access("http://127.0.0.1", secret))
    assert sender.hide(f"x {written} y".encode()) == f"x {HIDDEN} y".encode()


def test_what_is_too_short_is_no_key() -> None:
    assert writings(("", "abc", "word")) == ()


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=40))
def test_no_key_stands_in_what_was_hidden(secret: str) -> None:
    sender = Sender(Invented(), Access("http://127.0.0.1", secret))
    hidden = sender.hide(f"({secret})".encode()).decode()
    assert secret not in hidden or secret in f"({HIDDEN})"


def test_an_address_of_a_person_is_in_no_message() -> None:
    """A page keeps it: it may be an author's."""
    email = "ada+lib@uni.example.edu"
    body = b"no room for ada%2Blib%40uni.example.edu, ada+lib@uni.example.edu"
    with Server(lambda _: Answer(body, 400)) as server:
        sender = Sender(Invented(), Access(server.url, email=email))
        found = sender.send(Request("x"))
        sender.close()
    assert isinstance(found, Fault)
    assert "no room for" in found.what
    assert "uni.example" not in found.what
