"""XML bodies: parsed without entities, without network, within bounds."""

from __future__ import annotations

import threading

from lxml import etree

from litreview.sources.faults import malformed
from litreview.sources.source import Fault

_last = threading.local()


def parsed(body: bytes, *roots: str) -> etree._Element | Fault:
    """The root element of `body`, or the fault that it is none of `roots` (local names; none: any).

    A body that was cut off is a fault: nothing of it is used. The body that this thread parsed last
    is not parsed again: a walk reads each page twice. Nobody changes what is found.
    """
    if getattr(_last, "body", None) is not body:
        _last.found = _once(body)
        _last.body = body
    root: etree._Element | Fault = _last.found
    if not isinstance(root, Fault) and roots and local(root) not in roots:
        return malformed(f"it sent XML whose root is <{local(root)[:40]}>, not <{roots[0]}>")
    return root


def _once(body: bytes) -> etree._Element | Fault:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        what = "a page in HTML" if b"<html" in body[:2000].lower() else f"no XML ({error})"
        return malformed(f"it sent {what} where XML was asked for")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        return malformed("it sent XML that declares entities of its own, which no source does")
    return root


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""


def text(element: etree._Element | None) -> str:
    """All text in an element, on one line; "" for None."""
    if element is None:
        return ""
    return " ".join("".join(element.itertext()).split())


def raw(element: etree._Element) -> str:
    """An entry as XML text, for a failure."""
    return str(etree.tostring(element, encoding="unicode"))
