"""The journal of a harvest: a line for each thing that happened, and what they come to.

It is the proof of what was asked and received, and all that a walk needs to go on: a window is
where its last page left it. Lines are only ever appended; a harvest that goes on later has a
journal file more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import msgspec

from litreview.errors import ReviewError
from litreview.sources.source import Limits, Request

_CHOOSING = ("select", "fields")
"""Parameters that say which parts of an entry are to come: a newer version may read more."""


class Begun(msgspec.Struct, frozen=True, kw_only=True, tag="begun", tag_field="kind",
            omit_defaults=True):  # fmt: skip
    """A sitting began. host: of the base address. The rest is the plan."""

    at: str
    program: str
    source: str
    host: str
    strings: tuple[str, ...]
    limits: Limits
    starts: tuple[Request, ...] = ()

    def same(self, other: Begun) -> bool:
        """Whether both ask the same of the same source, whatever of each entry is asked for."""
        return self._asks() == other._asks()

    def _asks(self) -> tuple[object, ...]:
        starts = tuple(start.without(*_CHOOSING) for start in self.starts)
        return self.source, self.strings, self.limits, starts


class Fetched(msgspec.Struct, frozen=True, kw_only=True, tag="page", tag_field="kind",
              omit_defaults=True):  # fmt: skip
    """A page was kept, as `file`. window: whose; walk: which time that window is walked, from 1.

    sha256: of the file, which is compressed; bytes: of the body. The rest is as in `Page`.
    """

    at: str
    window: str
    walk: int
    request: Request
    file: str
    sha256: str
    bytes: int
    count: int
    seconds: float
    total: int | None = None
    exact: bool = True
    step: bool = False
    next: Request | None = None
    echo: str = ""
    cost: float = 0.0
    warnings: tuple[str, ...] = ()


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failure", tag_field="kind",
             omit_defaults=True):  # fmt: skip
    """A request failed. fault: its kind; what: its sentence; wait: seconds that were asked for."""

    at: str
    window: str
    request: Request
    fault: str
    what: str
    status: int = 0
    wait: float | None = None


class Split(msgspec.Struct, frozen=True, kw_only=True, tag="split", tag_field="kind",
            omit_defaults=True):  # fmt: skip
    """A window held more than one query can deliver, and is walked as the two `into`."""

    at: str
    window: str
    total: int
    into: tuple[Limits, Limits]
    exact: bool = True


class Closed(msgspec.Struct, frozen=True, kw_only=True, tag="closed", tag_field="kind",
             omit_defaults=True):  # fmt: skip
    """A window was walked to its end. distinct: entries of it. reason: why it is not complete.

    remark: what must be told although it is. enough: it ended as as many as wanted had come.
    """

    at: str
    window: str
    distinct: int
    total: int | None = None
    exact: bool = True
    reason: str = ""
    remark: str = ""
    enough: bool = False


Line: TypeAlias = Begun | Fetched | Failed | Split | Closed
_encode = msgspec.json.Encoder().encode
_decoder: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


def encode(line: Line) -> bytes:
    """One line of JSON, without its end. What a source sent as text may hold lone surrogates."""
    try:
        return _encode(line)
    except UnicodeEncodeError:
        return _encode(_mended(msgspec.to_builtins(line)))


def decode(lines: Iterable[bytes], where: str) -> Iterator[Line]:
    """The lines of a journal. Raises ReviewError."""
    for number, line in enumerate(lines, start=1):
        try:
            yield _decoder.decode(line)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise ReviewError(
                f"this is no line of a harvest's journal ({error})",
                where=f"{where}, line {number}",
                remedy="restore the folder from your version control, or remove it and harvest "
                "again",
            ) from error


def _mended(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, dict):
        return {key: _mended(item) for key, item in value.items()}
    return [_mended(item) for item in value] if isinstance(value, list | tuple) else value


@dataclass(slots=True)
class Standing:
    """How far a harvest has come: pages by window in their order, splits, and what is closed."""

    pages: dict[str, list[Fetched]] = field(default_factory=dict)
    splits: dict[str, Split] = field(default_factory=dict)
    closed: dict[str, Closed] = field(default_factory=dict)
    begun: list[Begun] = field(default_factory=list)
    order: list[Fetched] = field(default_factory=list)
    """All pages as they came."""
    failed: list[Failed] = field(default_factory=list)

    def add(self, line: Line) -> None:
        """Take one line into account; a page of a closed window opens it again."""
        if isinstance(line, Fetched):
            self.pages.setdefault(line.window, []).append(line)
            self.order.append(line)
            self.closed.pop(line.window, None)
        elif isinstance(line, Split):
            self.splits[line.window] = line
        elif isinstance(line, Closed):
            self.closed[line.window] = line
        elif isinstance(line, Begun):
            self.begun.append(line)
        else:
            self.failed.append(line)

    def last_walk(self, window: str) -> list[Fetched]:
        """The pages of the window's latest walk."""
        pages = self.pages.get(window, [])
        return [page for page in pages if page.walk == pages[-1].walk] if pages else []
