"""LaTeX in the values of BibTeX fields: to Unicode, and back so that it reads as the same text."""

from __future__ import annotations

import re

_BRACES = re.compile(r"[{}]")
_OWN = (
    (r"\textbraceleft{}", r"\{"),
    (r"\textbraceright{}", r"\}"),
    (r"\textasciicircum{}", "^"),
)
"""Commands that pylatexenc loses, and what it reads as the same characters."""
_BARE = re.compile(r"(?<!\\)([&%#])")
_MATHS = re.compile(r"(?<!\\)\$(?:[^\s$]{0,60}[\\^_{}][^\s$]{0,60}\$)?")
_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    **{mark: f"\\{mark}" for mark in "&%#_$"},
}  # fmt: skip
_LONGEST = 50_000
"""Characters that pylatexenc reads in a second or less; beyond, its time grows as the square."""
_SPECIAL = re.compile(r"[\\{}^~&%#_$]")
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)")
"""Between characters that LaTeX draws together."""


def to_text(value: str) -> str:
    """A field's value in Unicode: LaTeX accents resolved, braces gone.

    A dollar sign opens maths only where a formula without spaces follows: most are money.
    """
    plain = "\\" not in value and not ("$" in value and _formula(value))
    if plain or len(value) > _LONGEST:
        return _BRACES.sub("", value).strip()
    from pylatexenc.latex2text import LatexNodes2Text
    from pylatexenc.latexwalker import LatexWalkerError

    for command, character in _OWN:
        value = value.replace(command, character)
    value = _MATHS.sub(lambda found: r"\$" if found.group() == "$" else found.group(), value)
    try:
        text = LatexNodes2Text(keep_comments=True).latex_to_text(_BARE.sub(r"\\\1", value))
    except (LatexWalkerError, RecursionError):
        return _BRACES.sub("", value).strip()
    return str(text).strip()


def _formula(value: str) -> bool:
    return any(found.group() != "$" for found in _MATHS.finditer(value))


def from_text(text: str) -> str:
    """Text as LaTeX that cannot end its field and typesets as itself."""
    escaped = _SPECIAL.sub(lambda found: _ESCAPES[found.group()], text)
    return _LIGATURE.sub("{}", escaped)


def address(value: str) -> str:
    """A link or identifier, in which LaTeX's escapes are undone and nothing else is touched."""
    return _BRACES.sub("", re.sub(r"\\([_%&#~$])", r"\1", value)).strip()
