"""Faults between a source and its pages: each breaks one request of a chain, by its number.

Imported by its bare name: pytest puts this folder on the path, because of the conftest.py in it.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, NamedTuple

from lxml import etree
from replaying import Answer, Answering, Asked

HANG = 0.4
"""Seconds that a server is silent; who asks waits for less."""
_ENTRIES = ("PubmedArticle", "PubmedBookArticle", "entry", "record", "DocSum")
_LEAST_CURSOR = 6


class Exchange(NamedTuple):
    """What was asked in an undisturbed run, and what was answered."""

    asked: Asked
    answer: Answer


Break = Callable[[Answer, "list[Exchange]", int], Answer]
"""A fault: the answer that was right, the undisturbed run, the number of the request (from 1)."""


def _instead(**how: Any) -> Break:
    def harm(right: Answer, run: list[Exchange], number: int) -> Answer:
        del right, run, number
        return Answer(**how)

    return harm


def _cut(right: Answer, run: list[Exchange], number: int) -> Answer:
    del run, number
    return replace(right, how="cut")


def _half(right: Answer, run: list[Exchange], number: int) -> Answer:
    """A body that ends in the middle, with a length that fits."""
    del run, number
    return replace(right, body=right.body[: len(right.body) // 2])


def _before(right: Answer, run: list[Exchange], number: int) -> Answer:
    """The page before, once more."""
    return run[number - 2].answer if number > 1 else right


def _empty(right: Answer, run: list[Exchange], number: int) -> Answer:
    del run, number
    return replace(right, body=with_entries(right.body, lambda entries: entries[:0]))


def _shifted(right: Answer, run: list[Exchange], number: int) -> Answer:
    """The first entry has moved to the page before, which was read already."""
    del run, number
    return replace(right, body=with_entries(right.body, lambda entries: entries[1:]))


def _same_cursor(right: Answer, run: list[Exchange], number: int) -> Answer:
    """The cursor that was sent comes back in the place of the next."""
    if not 1 < number < len(run):
        return right
    sent, then = run[number - 1].asked, run[number].asked
    body = right.body
    for name, value in then.params.items():
        old = sent.params.get(name, "")
        if old and old != value and len(value) >= _LEAST_CURSOR and not value.isdecimal():
            for write in (str, lambda text: json.dumps(text)[1:-1]):
                body = body.replace(write(value).encode(), write(old).encode())
    return replace(right, body=body)


MENDED: Mapping[str, Break] = {
    "reset": _instead(how="reset"),
    "429 in seconds": _instead(body=b"slow down", status=429, headers={"Retry-After": "3"}),
    "429 by date": _instead(
        body=b"slow down", status=429,
        headers={"Retry-After": "Tue, 24 Nov 2026 12:00:05 GMT",
                 "Date": "Tue, 24 Nov 2026 12:00:00 GMT"},
    ),
    "429": _instead(body=b"slow down", status=429),
    "500": _instead(body=b"oh", status=500),
    "502": _instead(body=b"<html>bad gateway</html>", status=502),
    "504": _instead(body=b"", status=504),
    "cut off": _cut,
    "half a body": _half,
    "HTML": _instead(body=b"<!DOCTYPE html><html><body>Maintenance</body></html>"),
    "time-out": _instead(how="hang", seconds=HANG),
}  # fmt: skip
"""What passes: a harvest ends as if it had not been."""
TOLD: Mapping[str, Break] = {
    "empty page": _empty,
    "page before again": _before,
    "entry moved": _shifted,
    "cursor again": _same_cursor,
}
"""What a source may not let be mended: a harvest ends as if it had not been, or says why not."""


@dataclass
class Harmed:
    """A server's answers with one of them broken, once."""

    inner: Answering
    number: int
    how: Break
    run: list[Exchange]
    calls: int = 0
    struck: bool = False
    """Whether the answer was another than the right one: some faults have no place in a page."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, asked: Asked) -> Answer:
        with self.lock:
            self.calls += 1
            hit = self.calls == self.number
        if not hit:
            return self.inner(asked)
        if self.how is _before and self.number > 1:
            self.struck = True
            return self.how(Answer(), self.run, self.number)  # the page stays unread behind it
        right = self.inner(asked)
        wrong = self.how(right, self.run, self.number)
        self.struck = wrong != right
        return wrong


STOP: Break = _instead(body=b"that was all for today", status=429,
                       headers={"Retry-After": "54000"})  # fmt: skip
"""A budget that is used up: the sitting ends."""


_WHOLE = rb"(?<![0-9A-Za-z.])%b(?=v\d|[^0-9A-Za-z]|$)"
"""An identifier, or one of arXiv's before the number of its version."""


def exchanged(body: bytes, gone: Collection[str]) -> bytes:
    """A page of an index in which other entries have come in the place of `gone`."""
    for key in gone:
        for name in {key, key.rpartition(":")[2]}:
            for write in (name, name.replace("/", "\\/")):
                old = re.compile(_WHOLE % re.escape(write).encode(), re.IGNORECASE)
                body = old.sub(rb"\g<0>7", body)
    return body


def shrunk(body: bytes, gone: Collection[str], before: int) -> bytes:
    """A page of an index that has lost `gone`, and states so many fewer."""
    kept = with_entries(body, lambda entries: [one for one in entries if not _is_of(one, gone)])
    return stating(kept, before, before - len(gone))


def nothing(body: bytes, before: int) -> bytes:
    """A page that states that there is nothing."""
    return stating(with_entries(body, lambda entries: entries[:0]), before, 0)


def stating(body: bytes, before: int, now: int) -> bytes:
    """The page with another number wherever the number of hits stood."""
    return re.sub(rb"(?<![\w.-])%d(?![\w.-])" % before, b"%d" % now, body)


def _is_of(entry: Any, keys: Collection[str]) -> bool:
    """Whether the text of an entry holds one of the keys."""
    if isinstance(entry, etree._Element):
        text = " ".join(part.strip() for part in entry.itertext())
    else:
        text = json.dumps(entry)
    names = {name.encode() for key in keys for name in (key, key.rpartition(":")[2])}
    known = (re.compile(_WHOLE % re.escape(name), re.IGNORECASE) for name in names)
    return any(one.search(text.encode()) for one in known)


@dataclass(frozen=True)
class Changed:
    """A server's answers with other bodies: all of them, or only the first."""

    inner: Callable[[], Answering]
    change: Callable[[bytes], bytes]
    once: bool = False

    def fresh(self) -> Answering:
        """The answers from the beginning."""
        answering, calls = self.inner(), count(1)

        def answer(asked: Asked) -> Answer:
            found = answering(asked)
            if self.once and next(calls) > 1:
                return found
            return replace(found, body=self.change(found.body))

        return answer


@dataclass
class Noting:
    """A server's answers, noted."""

    inner: Answering
    run: list[Exchange] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Answer:
        answer = self.inner(asked)
        self.run.append(Exchange(asked, answer))
        return answer


def with_entries(body: bytes, change: Callable[[list[Any]], list[Any]]) -> bytes:
    """A page with other entries, whatever source it is of; a body without any as it is."""
    try:
        found = json.loads(body)
    except ValueError:
        return _with_elements(body, change)
    holders = list(_lists(found, 4))
    if not holders:
        return body
    holder, key = max(holders, key=lambda one: len(one[0][one[1]]))
    holder[key] = change(holder[key])
    return json.dumps(found).encode()


def _lists(value: Any, depth: int) -> Iterator[tuple[dict[str, Any], str]]:
    """The lists of objects in JSON, not too deep: entries stand near the top."""
    if not isinstance(value, dict) or not depth:
        return
    for key, held in value.items():
        if isinstance(held, list) and held and all(isinstance(one, dict) for one in held):
            yield value, key
        yield from _lists(held, depth - 1)


def _with_elements(body: bytes, change: Callable[[list[Any]], list[Any]]) -> bytes:
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return body
    entries = [e for e in root.iter() if isinstance(e.tag, str)
               and etree.QName(e).localname in _ENTRIES]  # fmt: skip
    kept = change(entries)
    for entry in entries:
        if entry not in kept:
            entry.getparent().remove(entry)
    found: bytes = etree.tostring(root)
    return found
