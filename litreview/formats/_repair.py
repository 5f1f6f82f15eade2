"""Mistakes that people and programs make in BibTeX entries, put right where it is safe."""

from __future__ import annotations

import re

_NO_KEY = re.compile(r"\A(\s*@\s*\w+\s*[{(])\s*(?=[A-Za-z][\w-]*\s*=)")
_KEY_WITHOUT_COMMA = re.compile(
    r"\A(\s*@\s*\w+\s*[{(]\s*[^\s,={}\"]+)\s*\n(?=\s*[A-Za-z][\w-]*\s*=)"
)
_TWO_COMMAS = re.compile(r",(\s*),(?=\s*[A-Za-z][\w-]*\s*=)")
_NO_COMMA = re.compile(r"([}\"])([ \t]*\n\s*)(?=[A-Za-z][\w-]*\s*=\s*[{\"\w])")
_PARENTHESES = re.compile(r"\A(\s*@\s*\w+\s*)\((.*)\)\s*\Z", re.DOTALL)


def repaired(text: str) -> str:
    """An entry that could not be read with its usual mistakes mended.

    A missing key, a missing or doubled comma between fields, parentheses for braces. The values
    themselves are not touched.
    """
    text = _PARENTHESES.sub(r"\1{\2}", text)
    text = _NO_KEY.sub(r"\1,\n", text)
    text = _KEY_WITHOUT_COMMA.sub(r"\1,\n", text)
    text = _TWO_COMMAS.sub(r",\1", text)
    return _NO_COMMA.sub(r"\1,\2", text)
