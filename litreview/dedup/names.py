"""Family names out of author lists that every database writes in its own way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from litreview.dedup.fold import fold

_NOBODY: Final = frozenset(
    {"", "anon", "anonymous", "noauthor", "noauthorlisted", "unknown", "etal", "na", "others"}
)
_PARTICLES: Final = frozenset(
    """
    al bin da dal de del della den der des di do dos du e el la le les ten ter van von vom y zu zur
    """.split()  # noqa: SIM905 - read as a line of words
)
_MOST: Final = 20_000
"""Characters of one entry that are looked at: it may be a whole list."""
_BETWEEN: Final = re.compile(r";|\s+(?:and|&)\s+")
_NO_LETTER: Final = re.compile(r"[\W\d_]+")
_SUFFIXED: Final = re.compile(r",\s*(?:Jr|Sr|I{2,3})\b")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd"})
_GLUED: Final = re.compile(r"(?<=[A-Z]\.)(?=[A-Z]['\u2019]?[^\W\d_]*[a-z\u00df-\u00ff])")
"""Between the initials of one author and the family name of the next: ``Adeli K.Lewis G. F.``"""
_INITIALS: Final = re.compile(r"(?:[\s-]?[A-Z]\.?){1,4}")
_INITIALLED: Final = re.compile(r"[^\W\d_][^,]{0,80} [A-Z]{1,3}")
"""``Ames BC``: a name whose initials stand behind it without a dot."""
_TAIL: Final = re.compile(r"(?<=[a-z\u00df-\u00ff'])((?:[A-Z]\.-?)+)$")
"""Initials glued to the family name: ``FeldmanG.M.``"""


def families(authors: Iterable[str]) -> tuple[str, ...]:
    """Folded family names in their order, letters only, without particles; nobody: empty.

    Read are ``Family, Given``, ``Family G.``, ``Family GH``, ``Given Family``, lists joined by
    semicolons or ``and``, and lists whose separators were lost.
    """
    found = (_family(name) for entry in authors for name in _split(entry))
    return tuple(dict.fromkeys(name for name in found if name))


def _split(entry: str) -> Iterator[str]:
    for part in _BETWEEN.split(entry[:_MOST]):
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        listed = len(pieces) > 2 and not _SUFFIXED.search(part)  # noqa: PLR2004
        if listed or (len(pieces) > 1 and all(map(_INITIALLED.fullmatch, pieces))):
            yield from _by_commas(pieces)
        else:
            yield from _GLUED.split(part)


def _by_commas(pieces: list[str]) -> Iterator[str]:
    """``Ames B, Cole D, Eddy F`` is a list; ``Ames, B., Cole, D.`` is pairs of pieces."""
    if any(_is_initials(piece) for piece in pieces[1:]):
        yield from (piece for piece in pieces if not _is_initials(piece))
    else:
        yield from pieces


def _family(name: str) -> str:
    if _NO_LETTER.sub("", fold(name)) in _NOBODY:
        return ""
    name = _TAIL.sub(r" \1", name.strip())
    if "," in name:
        return _letters(name.split(",", 1)[0].split())
    pieces = name.replace(".", ". ").split()
    while len(pieces) > 1 and fold(pieces[-1]).strip(".") in _SUFFIXES:
        pieces.pop()
    if len(pieces) > 1 and _is_initials(pieces[-1]):
        return _letters([piece for piece in pieces if not _is_initials(piece)] or pieces)
    while len(pieces) > 1 and _is_initials(pieces[0]):
        pieces.pop(0)
    return _letters(pieces[-1:])


def _is_initials(piece: str) -> bool:
    return _INITIALS.fullmatch(piece) is not None


def _letters(pieces: list[str]) -> str:
    """Letters of the pieces that are not particles ("van der Berg" gives berg)."""
    folded = [_NO_LETTER.sub("", fold(piece)) for piece in pieces]
    kept = [piece for piece in folded if piece not in _PARTICLES]
    return "".join(kept or folded)
