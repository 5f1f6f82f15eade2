"""Text that sources deliver with markup: JATS, HTML, MathML, entities. Only text comes out.

Every step passes over the text once, whatever stands in it: a comment or a formula that is opened
a million times and never closed costs no more than other text.
"""

from __future__ import annotations

import html
import re

_ATTRIBUTE = r"\s++[\w:.-]++(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>]++))"
_TAG = re.compile(rf"</?[A-Za-z][\w:.-]*+(?:{_ATTRIBUTE})*+\s*+/?>")
_BLOCK = re.compile(
    r"</?(?:jats:)?(?:p|title|sec|list|list-item|label|br|div|li|ul|ol|tr|td|h[1-6])\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"<(?:jats:)?title\b[^<>]{0,200}>\s*+abstract\s*+:?+\s*+</(?:jats:)?title>", re.IGNORECASE
)
_TEX = re.compile(r"<((?:jats:)?tex-math|(?:mml:)?annotation)\b[^<>]{0,200}>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_LONG = re.compile(r"&#[xX]?+[0-9a-fA-F]{9,}+;?")
"""A character's number of more than eight digits: there is no such character."""
_ROUNDS = 3
"""How often entities are undone: some sources escape twice."""


def plain(text: str) -> str:
    """`text` without markup, on one line; a heading "Abstract" in front is left out.

    What looks like no tag stays: ``p < 0.05`` and ``a <b and c> d`` are text.
    """
    if "<" not in text and "&" not in text:
        return " ".join(text.split())
    for _ in range(_ROUNDS):
        text = _tagless(text)
        undone = html.unescape(_LONG.sub("", text))
        if undone == text:
            break
        text = undone
    return " ".join(text.split())


def _tagless(text: str) -> str:
    if "<" not in text:
        return text
    text = _CDATA.sub("", _without(text, "<!--", "-->"))
    text = _untex(_HEAD.sub(" ", text, count=1))
    return _TAG.sub("", _BLOCK.sub(" ", text))


def _without(text: str, opening: str, closing: str) -> str:
    """`text` without all that stands from an opening to its closing; one that is left open stays.

    Cost: linear, as what was passed over is not looked at again.
    """
    parts, at = [], 0
    while (start := text.find(opening, at)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        parts.append(text[at:start])
        at = end + len(closing)
    return "".join((*parts, text[at:])) if parts else text


def _untex(text: str) -> str:
    """`text` without formulas in TeX, which stand beside the same ones in MathML."""
    for name in dict.fromkeys(found.group(1) for found in _TEX.finditer(text)):
        text = _without(text, f"<{name}", f"</{name}>")
    return text
