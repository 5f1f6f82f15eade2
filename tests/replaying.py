"""A local server that answers as a source does, and misbehaves on demand.

Imported by its bare name: pytest puts this folder on the path, because of the conftest.py in it.

    with Server(answer) as server:      # answer: Asked -> Answer
        ... server.url, server.asked ...
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qsl, unquote, urlsplit

How = Literal["whole", "cut", "reset", "hang", "drip"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came. path: decoded, with its slash; number: from 1, over all requests."""

    number: int
    method: str
    path: str
    params: Mapping[str, str]
    form: Mapping[str, str]
    body: bytes
    headers: Mapping[str, str]
    url: str

    def get(self, name: str, default: str = "") -> str:
        """A parameter of the address or a field of the form."""
        return self.params.get(name, self.form.get(name, default))


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send. how: whole; cut off in the middle; reset instead; nothing until `seconds`."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    how: How = "whole"
    seconds: float = 0.0


Answering = Callable[[Asked], Answer]


def as_json(data: Any, status: int = 200, **headers: str) -> Answer:
    """`data` as a JSON answer; underscores in header names become hyphens."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(json.dumps(data).encode(), status, {"Content-Type": "application/json", **names})


@dataclass
class Server:
    """Serves on a free port of the loopback address until the block ends."""

    answer: Answering
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def take(self, handler: BaseHTTPRequestHandler) -> Asked:
        """Note a request."""
        size = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(size)
        parts = urlsplit(handler.path)
        form = {}
        if handler.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        with self._lock:
            asked = Asked(
                number=len(self.asked) + 1,
                method=handler.command,
                path=unquote(parts.path),
                params=dict(parse_qsl(parts.query, keep_blank_values=True)),
                form=form,
                body=body,
                headers={name.lower(): value for name, value in handler.headers.items()},
                url=handler.path,
            )
            self.asked.append(asked)
        return asked


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

        def _any(self) -> None:
            try:
                _send(self, server.answer(server.take(self)))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_GET = do_POST = _any  # noqa: N815 - the names that the library calls

        def log_message(self, *_: object) -> None:
            """Silence."""

    return Handler


def _send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    if answer.how == "reset":
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
        return
    if answer.how == "hang":
        threading.Event().wait(answer.seconds)
        handler.close_connection = True
        return
    handler.send_response_only(answer.status)  # without a date of its own
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if "Content-Length" not in answer.headers:
        handler.send_header("Content-Length", str(len(answer.body)))
    handler.end_headers()
    if answer.how == "cut":
        handler.wfile.write(answer.body[: len(answer.body) // 2])
        handler.close_connection = True
        return
    if answer.how == "drip":
        for at in range(0, len(answer.body), 16):
            handler.wfile.write(answer.body[at : at + 16])
            handler.wfile.flush()
            threading.Event().wait(answer.seconds)
        return
    handler.wfile.write(answer.body)


@dataclass(frozen=True, slots=True)
class Chain:
    """A source's pages one after another, as a server that can be started anew.

    fresh: a server's answers from the beginning (some count their calls). keys: the identifiers of
    all entries, found by other code than the source's own. expected: hits that the pages state.
    complete: whether a harvest of it is. query: in the source's own notation.
    """

    source: str
    name: str
    fresh: Callable[[], Answering]
    keys: frozenset[str]
    expected: int | None
    complete: bool = True
    query: str = "mentoring"
    environ: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded exchange of the corpus."""

    method: str
    url: str
    request_body: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    order: int
    file: str

    @property
    def answer(self) -> Answer:
        """The exchange as an answer; the headers of transport are not those of the recording."""
        dropped = {"content-encoding", "content-length", "transfer-encoding", "connection", "date",
                   "server"}  # fmt: skip
        kept = {k: v for k, v in self.headers.items() if k.lower() not in dropped}
        return Answer(self.body, self.status, kept)


def recordings(corpus: Path, api: str) -> list[Recorded]:
    """The recorded exchanges of an API, in the order of their file."""
    folder = corpus / "payloads" / api
    found = []
    for line in (folder / "interactions.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        found.append(Recorded(
            one.get("method", "GET"), one.get("url", ""), one.get("request_body") or "",
            one["status"], _plain(one.get("headers") or {}),
            (folder / one["body_file"]).read_bytes(), one.get("order", 0), one["body_file"],
        ))  # fmt: skip
    return found


def _plain(headers: Mapping[str, Any]) -> dict[str, str]:
    """Recorded headers: some recorders keep a list a name."""
    return {k: ", ".join(v) if isinstance(v, list) else str(v) for k, v in headers.items()}
