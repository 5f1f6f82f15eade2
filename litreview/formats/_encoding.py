"""How the encoding of a file is recognised from its bytes."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WESTERN = "cp1252"
_ESCAPED = re.compile("[\udc80-\udcff]")
_HIGH = re.compile(rb"[\x80-\xff]")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_MOSTLY = 0.7
_ENOUGH = 4
"""Fewer bytes than this tell nothing but Windows-1252."""


def decode(head: bytes) -> str:
    """The name of the encoding of a file, from its first bytes.

    A byte order mark decides, else the places of NUL bytes (UTF-16); else UTF-8 where the bytes
    are valid (a character cut at the end does not count) or most of the characters beyond ASCII
    are. Else it is Windows-1252 where such bytes stand alone between ASCII letters, and the best
    guess of charset-normalizer where they come in runs (Chinese, Cyrillic ...).
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    wide = _wide(head)
    if wide:
        return wide
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(head)
    invalid = len(_ESCAPED.findall(text))
    beyond = sum(character > "\x7f" for character in text) - invalid if invalid else 0
    return "utf-8" if invalid <= beyond else guess(head)


def guess(part: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8."""
    high = len(_HIGH.findall(part))
    if len(part) <= _ENOUGH or len(_ALONE.findall(part)) >= _MOSTLY * high:
        return WESTERN
    from charset_normalizer import from_bytes

    best = from_bytes(part).best()
    return best.encoding if best is not None else WESTERN


def _wide(head: bytes) -> str:
    """UTF-16 without a byte order mark: every second byte of Western text is NUL."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    least = len(head) * 0.2
    if odd > least and even < odd / 10:
        return "utf-16-le"
    return "utf-16-be" if even > least and odd < even / 10 else ""
