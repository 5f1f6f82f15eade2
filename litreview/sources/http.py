"""Sending: one request at a time to one source, at its rate, within bounds, again where it helps.

Nothing here knows what a page is. Whatever goes wrong is a `Fault`; keys are put in last and are
taken out of all that comes back.
"""

from __future__ import annotations

import re
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin, urlsplit

from litreview import __version__
from litreview.sources._body import Refused, whole
from litreview.sources._secrets import HIDDEN, writings
from litreview.sources.faults import PATIENCE, common
from litreview.sources.source import Access, Fault, Reply, Request, Source

if TYPE_CHECKING:
    import requests

TIMEOUTS = (10.0, 60.0)
"""Seconds for the connection, and between two pieces of an answer."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
PROGRAM = f"litreview/{__version__}"
Found = TypeVar("Found")

Sleep = Callable[[float], object]
"""How a wait is waited; a test does not."""


@dataclass(slots=True)
class Pace:
    """The rate of one source: never two requests within `interval` seconds.

    By a monotonic clock: one that is set changes nothing.
    """

    interval: float
    sleep: Sleep = time.sleep
    clock: Callable[[], float] = time.monotonic
    _next: float = field(default=0.0, init=False)

    def wait(self) -> None:
        """Come back when the next request may be sent."""
        now = self.clock()
        if self._next > now:
            self.sleep(min(self._next - now, self.interval))
        self._next = max(now, self._next) + self.interval


@dataclass(slots=True)
class Patience:
    """How often a request is tried, and how long is waited in between.

    Seconds double from `first`, with a little chance, up to `most`; a source's own word goes first.
    """

    tries: int = 5
    first: float = 0.5
    most: float = 20.0
    chance: Callable[[], float] = lambda: 0.0
    """From 0 to 1: spreads the tries of several programs."""

    def before(self, attempt: int, fault: Fault) -> float:
        """Seconds to wait before try `attempt` (from 1: the second)."""
        if fault.wait is not None:
            return min(max(fault.wait, self.first), PATIENCE)
        seconds: float = min(self.most, self.first * 2.0 ** (attempt - 1))
        return seconds * (1 + self.chance() / 4)


class Sender:
    """Sends the requests of one source for one user, one at a time.

    Threads may take turns, and any of them may `close` it.
    """

    def __init__(  # noqa: PLR0913 - by keyword, what the world brings in
        self,
        source: Source,
        access: Access,
        *,
        session: requests.Session | None = None,
        pace: Pace | None = None,
        patience: Patience | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        timeouts: tuple[float, float] = TIMEOUTS,
    ) -> None:
        self.source = source
        self.access = access
        self._closed = threading.Event()
        self.pace = pace or Pace(interval(source, access), sleep=self._closed.wait)
        self.patience = patience or Patience()
        self.now = now
        self.timeouts = timeouts
        self.sent = 0
        self._session = session
        self._hidden = writings(access.secrets)
        self._private = writings((access.email,))

    def send(self, request: Request) -> Reply | Fault:
        """One try. The fault is read by the source's own rules, then by the common ones."""
        self.pace.wait()
        if self._closed.is_set():
            return Fault("permanent", "it is not asked any more")
        self.sent += 1
        reply = self._exchange(request)
        if isinstance(reply, Fault):
            return reply
        if self.source.answers(reply):
            return reply
        fault = self.source.fault(reply) or common(reply, self.now())
        return reply if fault is None else self.discreet(fault)

    def asked(self, request: Request, read: Callable[[Reply], Found | Fault]) -> Found | Fault:
        """What `read` makes of the answer, asked again as often as that may help."""
        attempt = 1
        while True:
            reply = self.send(request)
            found = reply if isinstance(reply, Fault) else read(reply)
            if not isinstance(found, Fault) or found.kind in {"permanent", "budget"}:
                return found
            if attempt >= self.patience.tries:
                return found
            self.pause(attempt, found)
            attempt += 1

    def discreet(self, fault: Fault) -> Fault:
        """`fault` without the user's e-mail address: messages are kept, and shown to others.

        Pages keep it, where it is an author's.
        """
        what, remedy = fault.what, fault.remedy
        for writing in self._private:
            what, remedy = what.replace(writing, HIDDEN), remedy.replace(writing, HIDDEN)
        return replace(fault, what=what, remedy=remedy)

    def pause(self, attempt: int, fault: Fault) -> None:
        """Wait before the next try."""
        self.pace.sleep(self.patience.before(attempt, fault))

    def close(self) -> None:
        """Let go of the connections; who waits for the next try does so no more."""
        self._closed.set()
        if self._session is not None:
            self._session.close()

    def hide(self, body: bytes) -> bytes:
        """`body` without the user's secrets: some servers repeat what they were sent."""
        for writing in self._hidden:
            body = body.replace(writing.encode(), HIDDEN.encode())
        return body

    def _exchange(self, request: Request) -> Reply | Fault:
        import requests
        from urllib3.exceptions import HTTPError

        signed, headers = self.source.sign(request, self.access)
        url = address(self.access.base_url, signed.path)
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                answer = self._opened(url, signed, headers)
                with answer:
                    if answer.status_code not in _REDIRECTS:
                        return self._whole(answer)
                    url = self._onward(url, answer.headers.get("location", ""))
                    signed = _bare(signed)
            except Refused as error:
                return error.fault
            except UnicodeError:
                return Fault(
                    "permanent", "what it would be asked holds characters that cannot be sent"
                )
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                return self._failed(error)
        return Fault("permanent", f"it redirects more than {_MOST_REDIRECTS} times")

    def _opened(self, url: str, signed: Request, headers: Mapping[str, str]) -> requests.Response:
        body = signed.json.encode() if signed.json else list(signed.form) or None
        kind = {"Content-Type": "application/json"} if signed.json else {}
        if self._session is None:
            self._session = session()
        return self._session.request(
            "POST" if body else "GET", url, params=list(signed.params), data=body,
            headers={"User-Agent": self._agent(), "Accept-Encoding": "gzip", **kind, **headers},
            timeout=self.timeouts, allow_redirects=False, stream=True,
        )  # fmt: skip

    def _agent(self) -> str:
        email = self.access.email.encode("ascii", "ignore").decode()  # a header holds no more
        contact = f" (mailto:{email})" if email else ""
        return f"{PROGRAM}{contact}"

    def _onward(self, url: str, location: str) -> str:
        """Where a redirect leads. Raises Refused: to another host, or to what is no address."""
        then = urlsplit(urljoin(url, location))
        here = urlsplit(url)
        if (
            then.scheme not in {"http", "https"}
            or then.netloc != here.netloc
            or (here.scheme == "https" and then.scheme == "http")
        ):
            place = f"{then.scheme}://{then.hostname or ''}"
            raise Refused(Fault(
                "permanent", f"it redirects to another place ({self._clean(place)}), which is not "
                "followed", "where that is its new address, set base_url to it",
            ))  # fmt: skip
        return then.geturl()

    def _whole(self, answer: requests.Response) -> Reply:
        """The whole body, within the bounds of size and time. Raises Refused."""
        body = self.hide(whole(answer, self.pace.clock))
        headers = {name.lower(): self._clean(value) for name, value in answer.headers.items()}
        return Reply(answer.status_code, headers, body)

    def _failed(self, error: Exception) -> Fault:
        """What the library says, in words that hold no address."""
        import requests
        from urllib3 import exceptions as below

        host = urlsplit(self.access.base_url).hostname or self.access.base_url
        if _untrusted(error):
            return Fault(
                "permanent", f"the certificate of {host} cannot be trusted",
                "see to the certificates of this machine, or name the one of your proxy in "
                "REQUESTS_CA_BUNDLE",
            )  # fmt: skip
        if isinstance(
            error,
            requests.exceptions.InvalidURL
            | requests.exceptions.InvalidSchema
            | requests.exceptions.MissingSchema,
        ):
            return Fault("permanent", "its base address is no address", "mend base_url")
        if isinstance(error, requests.exceptions.Timeout | below.TimeoutError):
            return Fault("transient", f"{host} did not answer in time")
        if isinstance(error, below.ProtocolError):
            return Fault("transient", f"the answer of {host} was cut off")
        return Fault(
            "transient", f"the connection to {host} failed",
            "see to the network, or to base_url where there is a proxy (litreview doctor)",
        )  # fmt: skip

    def _clean(self, text: str) -> str:
        """A header or an address without the user's secrets, in whatever case."""
        for writing in self._hidden:
            text = re.sub(re.escape(writing), HIDDEN, text, flags=re.IGNORECASE)
        return text


def session() -> requests.Session:
    """Connections that send no more than they are told to.

    The library would look up every host in ~/.netrc, and put what stands there in the place of a
    source's own key. Proxies and certificates that the environment names are used as usual.
    """
    import requests

    opened = requests.Session()
    opened.auth = lambda request: request
    return opened


def _untrusted(error: BaseException | None, depth: int = 8) -> bool:
    """Whether a certificate was refused, in an error or in one of those that led to it."""
    if error is None or not depth:
        return False
    inside = [*error.args, getattr(error, "reason", None), error.__cause__, error.__context__]
    return isinstance(error, ssl.SSLCertVerificationError) or any(
        _untrusted(one, depth - 1) for one in inside if isinstance(one, BaseException)
    )


def _bare(signed: Request) -> Request:
    """A redirect's address holds its own parameters."""
    return Request(signed.path, (), signed.form, signed.json)


def address(base: str, path: str) -> str:
    """`path` below the base address, whatever slash the two have between them."""
    return f"{base.rstrip('/')}/{path}" if path else base


def interval(source: Source, access: Access) -> float:
    """Seconds between two requests. A source on this very machine has no rate of its own."""
    about = source.about
    rate = (about.rate_keyed if access.key else None) or about.rate
    if urlsplit(access.base_url).hostname in {"127.0.0.1", "localhost", "::1"}:
        rate = 0.0
    if access.rate is not None:
        rate = access.rate
    return 1 / rate if rate > 0 else 0.0
