"""XML from outside: parsed without entities; what declares some is refused, by its words."""

from __future__ import annotations

import pytest

from litreview.sources import _xml
from litreview.sources.source import Fault


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY e SYSTEM "file:///etc/hostname">',
        '<!ENTITY b "bb"><!ENTITY c "&b;&b;">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;',
    ],
)
def test_entities_are_refused(declared: str) -> None:
    found = _xml.parsed(f"<!DOCTYPE a [{declared}]><a>x</a>".encode())
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


def test_a_document_type_without_entities_is_none_of_our_business() -> None:
    body = b'<!DOCTYPE a PUBLIC "-//X//DTD A//EN" "https://example.org/a.dtd"><a>x</a>'
    found = _xml.parsed(body, "a")
    assert not isinstance(found, Fault)
    assert _xml.text(found) == "x"


@pytest.mark.parametrize("body", [b"", b"<a>", b"<html><body>x</body></html>", b"<b/>", b"{}"])
def test_another_body_is_a_fault(body: bytes) -> None:
    assert isinstance(_xml.parsed(body, "a"), Fault)
