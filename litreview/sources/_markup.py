"""Text that sources deliver with markup: JATS, HTML, MathML, entities. Only text comes out."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]{0,2000})?/?>|<!--.{0,10000}?-->", re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:jats:)?(?:p|title|sec|list|list-item|br|div|li|ul|ol|h[1-6])\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"\s*<(?:jats:)?title\b[^<>]{0,200}>\s*abstract\s*:?\s*</(?:jats:)?title>", re.IGNORECASE
)
_TEX = re.compile(r"<(tex-math|mml:annotation)\b.{0,5000}?</\1>", re.DOTALL)
_ROUNDS = 3
"""How often entities are undone: some sources escape twice."""


def plain(text: str) -> str:
    """`text` without markup, on one line; a heading "Abstract" in front is left out."""
    if "<" not in text and "&" not in text:
        return " ".join(text.split())
    for _ in range(_ROUNDS):
        text = _HEAD.sub(" ", text, count=1)
        text = _TEX.sub(" ", text)
        text = _TAG.sub("", _BLOCK.sub(" ", text))
        undone = html.unescape(text)
        if undone == text:
            break
        text = undone
    return " ".join(text.split())
