"""Servers that mean harm: each is bounded, refused and named, and no key is left anywhere."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from firing import Invented, names, paged, run
from replaying import Answer, Asked, Server, as_json

from litreview.sources import _body
from litreview.sources._xml import parsed
from litreview.sources.http import Pace, Sender
from litreview.sources.source import Access, Fault, Reply, Request

KEY = "k3y/with+signs=&more"
PLAIN = "K3YofAnInventedUser"
Serve = Callable[[socket.socket], None]


@contextmanager
def raw(serve: Serve) -> Iterator[str]:
    """A server below HTTP: `serve` is given each connection, whose request has been read."""
    listening = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.recv(1 << 16)
                    serve(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def sent(
    url: str, *, key: str = "", path: str = "find", timeouts: tuple[float, float] = (5.0, 5.0),
    clock: Callable[[], float] | None = None,
) -> Reply | Fault:  # fmt: skip
    """One request to `url`."""
    pace = Pace(0.0, sleep=lambda _: None)
    if clock is not None:
        pace.clock = clock
    sender = Sender(Invented(), Access(url, key), pace=pace, timeouts=timeouts)
    try:
        return sender.send(Request(path))
    finally:
        sender.close()


def refused(found: Reply | Fault) -> Fault:
    assert isinstance(found, Fault)
    return found


@contextmanager
def no_more_than(megabytes: float) -> Iterator[None]:
    """What the block holds at once, measured."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1e6
    finally:
        tracemalloc.stop()


def test_three_gigabytes_are_refused_by_their_length() -> None:
    def serve(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3221225472\r\n\r\n" + b"{" * 1000)

    with raw(serve) as url, no_more_than(5):
        fault = refused(sent(url))
    assert fault.kind == "permanent"
    assert fault.what == "its answer is too large to be a page (3,221,225,472 bytes)"
    assert fault.remedy


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_without_end_is_cut_at_the_bound(
    chunked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_body, "LARGEST", 4 << 20)
    piece = b" " * 65_536

    def serve(connection: socket.socket) -> None:
        head = b"Transfer-Encoding: chunked\r\n" if chunked else b""
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
        while True:
            connection.sendall(b"10000\r\n" + piece + b"\r\n" if chunked else piece)

    with raw(serve) as url, no_more_than(12):
        fault = refused(sent(url))
    assert fault.kind == "permanent"
    assert "more than 4,194,304 bytes" in fault.what


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_gigabyte_of_zeros_is_cut_at_the_bound(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_body, "LARGEST", 8 << 20)
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packing.compress(bytes(1 << 20)) + packing.flush(zlib.Z_FULL_FLUSH)
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff" if encoding == "gzip" else b"\x78\x9c"
    bomb = head + 1024 * block
    assert len(bomb) < 2_000_000

    def answer(_: Asked) -> Answer:
        return Answer(bomb, headers={"Content-Encoding": encoding})

    with Server(answer) as server, no_more_than(30):
        fault = refused(sent(server.url))
    assert "decompressed" in fault.what


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "compress"])
def test_a_packing_that_was_not_asked_for_is_refused(encoding: str) -> None:
    body = gzip.compress(gzip.compress(b"{}"))
    with Server(lambda _: Answer(body, headers={"Content-Encoding": encoding})) as server:
        fault = refused(sent(server.url))
        assert server.asked[0].headers["accept-encoding"] == "gzip"
    assert fault.kind == "malformed"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"no gzip", "cannot be decompressed"),
        (gzip.compress(b"{}" * 99, mtime=0)[:-9], "was cut off"),
    ],
)
def test_a_damaged_packing_is_tried_again(body: bytes, what: str) -> None:
    with Server(lambda _: Answer(body, headers={"Content-Encoding": "gzip"})) as server:
        fault = refused(sent(server.url))
    assert what in fault.what
    assert fault.kind in {"malformed", "transient"}


def test_members_of_gzip_are_one_body() -> None:
    body = gzip.compress(b'{"a":') + gzip.compress(b"1}")
    with Server(lambda _: Answer(body, headers={"Content-Encoding": "gzip"})) as server:
        found = sent(server.url)
    assert isinstance(found, Reply)
    assert found.body == b'{"a":1}'


def test_a_body_shorter_than_its_length_is_cut_off() -> None:
    def serve(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}")

    with raw(serve) as url:
        fault = refused(sent(url))
    assert fault.kind == "transient"
    assert "cut off" in fault.what


def test_a_drip_without_end_is_left_when_its_time_is_over() -> None:
    """A byte a minute, by an invented clock: each read brings what has come, and no more."""
    minutes = count()

    def serve(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60000000\r\n\r\n")
        while True:
            connection.sendall(b" ")

    with raw(serve) as url:
        fault = refused(sent(url, clock=lambda: 60.0 * next(minutes)))
    assert fault.kind == "transient"
    assert fault.what == "its answer took more than 180 s"
    assert next(minutes) < 20


@pytest.mark.parametrize(
    "location",
    ["http://elsewhere.example.org/find", "file:///etc/passwd", "//elsewhere.example.org/",
     "http://127.0.0.1:1/find", "ftp://127.0.0.1/", "javascript:alert(1)", "http://[broken/"],
)  # fmt: skip
def test_a_redirect_to_another_place_is_not_followed(location: str) -> None:
    with Server(lambda _: Answer(b"", 302, {"Location": location})) as server:
        fault = refused(sent(server.url))
        assert len(server.asked) == 1
    assert fault.kind in {"permanent", "transient"}
    assert "passwd" not in fault.what


def test_a_redirect_from_https_to_http_is_not_followed() -> None:
    sender = Sender(Invented(), Access("https://127.0.0.1/"))
    with pytest.raises(_body.Refused):
        sender._onward("https://127.0.0.1/a", "http://127.0.0.1/a")
    assert sender._onward("http://127.0.0.1/a", "https://127.0.0.1/a") == "https://127.0.0.1/a"


def test_redirects_in_a_circle_end() -> None:
    with Server(lambda _: Answer(b"", 301, {"Location": "/find"})) as server:
        fault = refused(sent(server.url))
        assert len(server.asked) == 4
    assert fault.kind == "permanent"
    assert "redirects more than 3 times" in fault.what


def test_a_redirect_on_the_same_host_is_followed() -> None:
    def answer(asked: Asked) -> Answer:
        if asked.path == "/find":
            return Answer(b"", 307, {"Location": "/there?a=1"})
        return as_json({"path": asked.path, "a": asked.get("a")})

    with Server(answer) as server:
        found = sent(server.url)
    assert isinstance(found, Reply)
    assert json.loads(found.body) == {"path": "/there", "a": "1"}


def test_a_certificate_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")

    def serve(_: socket.socket) -> None:
        """Never reached: the greeting fails."""

    with tls(context, serve) as url:
        fault = refused(sent(url))
    assert fault.kind == "permanent"
    assert "certificate of localhost cannot be trusted" in fault.what
    assert "REQUESTS_CA_BUNDLE" in fault.remedy


@contextmanager
def tls(context: ssl.SSLContext, serve: Serve) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        try:
            connection, _ = listening.accept()
            with connection, context.wrap_socket(connection, server_side=True) as secure:
                serve(secure)
        except OSError:
            return

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{listening.getsockname()[1]}"
    finally:
        listening.close()
        thread.join(5)


def test_a_greeting_that_breaks_off_is_no_bad_certificate() -> None:
    with raw(lambda connection: connection.sendall(b"no TLS here")) as url:
        fault = refused(sent(url.replace("http:", "https:")))
    assert fault.kind == "transient"
    assert "certificate" not in fault.what


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{", b'{"items": 7}', b'{"items": [], "total": "x"', b"\xff\xfe",
     b"[" * 200_000, b'{"items": null, "total": 1}', b"<html></html>"],
)  # fmt: skip
def test_a_body_that_is_no_page_ends_the_walk_with_a_reason(body: bytes) -> None:
    with Server(lambda _: Answer(body)) as server:
        ran = run(Invented(), server)
    assert not ran.outcome.complete
    assert ran.outcome.reason


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (c + 1, b"&%c;" % c * 10) for c in range(97, 110))
    + b"]><feed>&n;</feed>"
)


@pytest.mark.parametrize(
    "body",
    [LAUGHS,
     b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><feed><title>&e;</title></feed>',
     b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><feed>text</feed>',
     b"<a>" * 300_000, b"<feed><entry>", b""],
)  # fmt: skip
def test_entities_are_not_followed(body: bytes) -> None:
    with no_more_than(60):
        found = parsed(body, "feed", "a")
    if not isinstance(found, Fault):
        text = "".join(found.itertext())
        assert "root:" not in text
        assert len(text) < 10_000


def test_entries_without_identifiers_are_kept_and_told() -> None:
    page = {"total": 3, "items": [{"id": "a"}, {"title": "no id"}, {"title": "none"}]}
    with Server(lambda _: as_json(page)) as server:
        ran = run(Invented(), server)
    assert ran.outcome.complete
    assert (ran.outcome.received, ran.outcome.distinct) == (3, 3)
    assert ran.numbers == {"a": "s:1"}


ECHOES = {
    "body": lambda asked: as_json({"total": 2, "items": [{"id": "a", "asked": asked.url},
                                   {"id": "b", "key": asked.get("key")}], "next": None}),
    "cursor": lambda asked: paged(names(4), 2)(asked) if asked.get("at") else as_json(
        {"total": 4, "items": [{"id": "e0000"}, {"id": "e0001"}], "next": "2",
         "again": asked.url}),
    "refusal": lambda asked: Answer(f"no: {asked.url} {asked.get('key')}".encode(), 403),
    "header": lambda asked: Answer(b"", 429, {"Retry-After": asked.get("key"), "X": asked.url}),
    "redirect": lambda asked: Answer(
        b"", 302, {"Location": f"http://{asked.get('key')}.example.org/"}),
    "redirect here": lambda asked: Answer(b"", 302, {"Location": asked.url}),
    "reset": lambda asked: Answer(asked.body, how="reset"),
    "HTML": lambda asked: Answer(b"<html>" + asked.url.encode() + b"</html>"),
}  # fmt: skip


@pytest.mark.parametrize("echo", ECHOES)
def test_a_key_that_a_server_repeats_is_kept_nowhere(
    echo: str, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    caplog.set_level("DEBUG", "litreview")
    key = PLAIN if echo == "redirect" else KEY  # a name of a host has none of those signs
    with Server(ECHOES[echo]) as server:
        ran = run(Invented(), server, key=key, tell=lambda one: told.append(repr(one)))
        assert any(asked.params for asked in server.asked)
        assert all(asked.get("key") == key for asked in server.asked if asked.params)
    kept = b"".join((*ran.vault.lines, *ran.vault.bodies.values())).decode()
    seen = f"{kept} {ran.outcome!r} {told} {caplog.text}"
    for writing in (KEY, "k3y", PLAIN, PLAIN.lower(), "with+signs", "signs%3D", "signs="):
        assert writing not in seen, echo


def test_a_key_of_a_user_is_in_no_file_and_no_output(tmp_path: Path) -> None:
    """By the command line: the whole folder is searched, and all that was said."""
    secret = "S3CRET-of-a-user"  # noqa: S105 - invented

    def answer(asked: Asked) -> Answer:
        return Answer(f"no {secret} {asked.url}".encode(), 500 if asked.number < 3 else 403)

    with Server(answer) as server:
        environ = {**os.environ, "LITREVIEW_SEMANTIC_SCHOLAR_BASE_URL": server.url,
                   "LITREVIEW_SEMANTIC_SCHOLAR_KEY": secret}  # fmt: skip

        def litreview(*arguments: str) -> str:
            done = subprocess.run(
                [sys.executable, "-m", "litreview", "-C", str(tmp_path), *arguments],
                env=environ,
                capture_output=True,
                text=True,
                check=False,
            )
            return done.stdout + done.stderr

        litreview("init")
        said = litreview("search", "run", "--source", "semantic-scholar", "--query", "mentor",
                         "--json")  # fmt: skip
        assert server.asked
        assert any(secret in str(asked.headers) for asked in server.asked), "it was sent"
    assert "incomplete" in said
    assert secret not in said
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".jsonl" for path in files), "a log, and the journal of a harvest"
    for path in files:
        content = path.read_bytes()
        content += gzip.decompress(content) if path.suffix == ".gz" else b""
        assert secret.encode() not in content, path
