"""The XML of OAI-PMH, by the names of its elements: namespaces and their prefixes vary.

Many repositories let through what XML does not allow: control characters out of a word processor,
bytes that are no UTF-8, entities of HTML. One such record would make its page unreadable for ever,
and with it all that follows; so these, and only these, are taken out where a body cannot be read
with them.
"""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import NamedTuple

from lxml import etree

from litreview.sources import _xml
from litreview.sources._xml import local, raw, text
from litreview.sources.source import Fault, Pairs

__all__ = ["answer", "child", "children", "errors", "local", "raw", "records", "text", "text_of",
           "texts_of"]  # fmt: skip

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(
    r"&(?:#x0*+([0-9a-fA-F]{1,6})|#0*+([0-9]{1,7})|([A-Za-z][A-Za-z0-9]{0,31}));"
)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,80}?encoding\s{0,4}=\s{0,4}["']([A-Za-z0-9._-]{1,40})""")
_PLAIN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_UTF8 = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_ONE_BYTE = (b"iso-8859-", b"windows-12", b"cp12", b"latin")
"""Encodings in which a control character is one byte, and nothing else has it."""
_CONTROL_BYTES = bytes(one for one in range(32) if one not in b"\t\n\r")
_SAID = 200
_MOST_ERRORS = 20


class Answer(NamedTuple):
    """An answer of a repository. mended: characters had to be taken out to read it."""

    root: etree._Element
    mended: bool


def answer(body: bytes) -> Answer | Fault:
    """The root of an answer, or the fault that it is none."""
    found = _xml.parsed(body, "OAI-PMH")
    if not isinstance(found, Fault):
        return Answer(found, mended=False)
    better = _mended(body)
    if better is None:
        return found
    again = _xml.parsed(better, "OAI-PMH")
    return found if isinstance(again, Fault) else Answer(again, mended=True)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name."""
    return None if element is None else next(element.iterchildren(f"{{*}}{name}"), None)


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """The children of that name."""
    return [] if element is None else list(element.iterchildren(f"{{*}}{name}"))


def text_of(element: etree._Element | None, name: str) -> str:
    """The text of the first child of that name, on one line."""
    return text(child(element, name))


def texts_of(element: etree._Element | None, name: str) -> tuple[str, ...]:
    """The texts of all children of that name, without the empty ones."""
    return tuple(found for one in children(element, name) if (found := text(one)))


def records(root: etree._Element) -> list[etree._Element]:
    """The records of a list, readable or not."""
    return children(child(root, "ListRecords"), "record")


def errors(root: etree._Element) -> Pairs:
    """The errors of an answer, each as code and message."""
    found = islice(root.iterchildren("{*}error"), _MOST_ERRORS)
    return tuple((one.get("code", "").strip()[:60], text(one)[:_SAID]) for one in found)


def _mended(body: bytes) -> bytes | None:
    """`body` without what XML does not allow; None: nothing of that kind is in it."""
    declared = _ENCODING.match(body.lstrip()[:200])
    if declared and declared[1].lower() not in _UTF8:
        bare = body.translate(None, _CONTROL_BYTES)
        return bare if bare != body and declared[1].lower().startswith(_ONE_BYTE) else None
    content = body.decode("utf-8", "replace")
    better = _REFERENCE.sub(_allowed, _CONTROLS.sub("", content)).encode()
    return better if better != body else None


def _allowed(match: re.Match[str]) -> str:
    """A reference as it may stand in XML."""
    hexadecimal, decimal, name = match.groups()
    if name:
        if name in _PLAIN:
            return match[0]
        meant = html.unescape(match[0])
        return meant if meant != match[0] else f"&amp;{name};"
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    fits = number in {9, 10, 13} or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE  # noqa: PLR2004
    return match[0] if fits or 0x10000 <= number < 0x110000 else ""  # noqa: PLR2004
