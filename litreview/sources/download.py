"""Fetching a PDF from wherever a source says it is: politely, bounded, and only if it is one.

A link comes from outside and is hostile: it may lead to this machine, to the network around it, or
to something endless. Redirects are followed, since publishers do so, each looked at like a link. No
credentials are sent, whatever ~/.netrc holds.

Who governs a name can answer otherwise when it is looked up again to connect, so that the machine
that was reached is looked at as well, before anything is asked (`_peers`). Behind a proxy of the
user's it is the proxy that connects, and the first look alone counts.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from litreview.sources.faults import common
from litreview.sources.http import PROGRAM, Pace, Patience, session
from litreview.sources.source import Fault, Reply

if TYPE_CHECKING:
    import requests

LARGEST = 200 << 20
"""Bytes of one full text."""
LONGEST = 600.0
"""Seconds that one may take."""
_CHUNK = 1 << 16
_HEAD = 1024
_SHOWN = 4_000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 8
_TIMEOUTS = (10.0, 60.0)
_BETWEEN = 1.0
"""Seconds between two requests to one host."""
Addresses = Callable[[str], list[str]]
"""Host -> the IP addresses that it has."""


@dataclass(frozen=True, slots=True)
class Got:
    """A PDF that was fetched. url: where it was in the end."""

    url: str
    bytes: int


def resolved(host: str) -> list[str]:
    """The addresses of a host; raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None)]


@dataclass
class Downloader:
    """Fetches one file after another. email: told to the servers, where the user gave one.

    local: whether links to this machine and its network may be followed: only where the sources
    themselves are there.
    """

    email: str = ""
    local: bool = False
    patience: Patience = field(default_factory=lambda: Patience(tries=3))
    addresses: Addresses = resolved
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    pace: Callable[[], Pace] = lambda: Pace(_BETWEEN)
    _paces: dict[str, Pace] = field(default_factory=dict, init=False)
    _session: requests.Session | None = field(default=None, init=False)

    def fetch(self, url: str, into: Path) -> Got | Fault:
        """The PDF at `url`, written to `into`; else why not. Tried again where that may help."""
        attempt = 0
        while True:
            attempt += 1
            found = self._fetched(url, into)
            if isinstance(found, Got) or found.kind != "transient":
                return found
            if attempt >= self.patience.tries:
                return found
            self._pace(url).sleep(self.patience.before(attempt, found))

    def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            self._session.close()

    def _fetched(self, url: str, into: Path) -> Got | Fault:
        import requests

        from litreview.sources._peers import Inside

        for _ in range(_MOST_REDIRECTS + 1):
            fault = self._refused(url)
            if fault is not None:
                return fault
            self._pace(url).wait()
            try:
                with self._opened(url) as answer:
                    if answer.status_code not in _REDIRECTS:
                        return self._taken(answer, url, into)
                    url = urljoin(url, answer.headers.get("location", ""))
            except Inside:
                return _inside()
            except (requests.RequestException, OSError, ValueError) as error:
                return _failed(error)
        return Fault("permanent", f"it redirects more than {_MOST_REDIRECTS} times")

    def _opened(self, url: str) -> requests.Response:
        if self._session is None:
            self._session = self._new_session()
        contact = f" (mailto:{self.email})" if self.email else ""
        headers = {"User-Agent": f"{PROGRAM}{contact}", "Accept": "application/pdf,*/*;q=0.5"}
        return self._session.get(
            url, headers=headers, timeout=_TIMEOUTS, allow_redirects=False, stream=True
        )

    def _new_session(self) -> requests.Session:
        from litreview.sources._peers import Outward

        opened = session()
        if not self.local:
            for scheme in ("http://", "https://"):
                opened.mount(scheme, Outward())
        return opened

    def _taken(self, answer: requests.Response, url: str, into: Path) -> Got | Fault:
        begun = self._pace(url).clock()
        size, head, checked = 0, b"", False
        with into.open("wb") as file:
            for piece in answer.iter_content(_CHUNK):
                size += len(piece)
                head = head if len(head) > _SHOWN else head + piece
                if not checked and len(head) >= _HEAD:
                    checked = True
                    if (fault := self._other(answer, head)) is not None:
                        return fault
                if size > LARGEST:
                    return Fault("permanent", f"it is larger than {LARGEST:,} bytes")
                if self._pace(url).clock() - begun > LONGEST:
                    return Fault("permanent", f"it took more than {LONGEST:.0f} seconds")
                file.write(piece)
        return self._other(answer, head) or Got(url, size)

    def _other(self, answer: requests.Response, head: bytes) -> Fault | None:
        """Why what begins so is no PDF; None: it is one."""
        headers = {name.lower(): value for name, value in answer.headers.items()}
        fault = common(Reply(answer.status_code, headers, head[:_SHOWN]), self.now())
        if fault is not None or b"%PDF-" in head[:_HEAD]:
            return fault
        what = "a page, not a PDF" if b"<html" in head.lower() else "something that is no PDF"
        return Fault("permanent", f"it sends {what}")

    def _refused(self, url: str) -> Fault | None:
        """Why a link is not followed; None: it is."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            return Fault("permanent", "this is no address")
        if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
            return Fault("permanent", "this is no address on the web")
        from litreview.sources._peers import is_near, is_outside

        try:
            found = self.addresses(host)
        except (OSError, UnicodeError):
            return Fault("transient", "there is no such host")
        allowed = is_near if self.local else is_outside
        return None if found and all(map(allowed, found)) else _inside()

    def _pace(self, url: str) -> Pace:
        host = urlsplit(url).hostname or ""
        if host not in self._paces:
            self._paces[host] = Pace(0.0) if self.local else self.pace()
        return self._paces[host]


def _inside() -> Fault:
    return Fault("permanent", "this leads to a machine of your own network")


def _failed(error: Exception) -> Fault:
    """What the library says, in words."""
    import requests

    if isinstance(error, requests.exceptions.SSLError):
        return Fault("permanent", "its certificate cannot be trusted")
    if isinstance(error, requests.exceptions.Timeout):
        return Fault("transient", "it did not answer in time")
    if isinstance(error, ValueError):
        return Fault("permanent", "this is no address")
    return Fault("transient", "the connection failed or was cut off")
