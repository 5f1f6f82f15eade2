"""The counts inside the drawing: a figure that can be read back."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import NoReturn
from xml.parsers import expat

from litreview.errors import FileRefused

_ID = "litreview-counts"


def metadata(counts: Mapping[str, int]) -> str:
    """The counts as a ``<metadata>`` element."""
    text = html.escape(json.dumps(dict(counts)), quote=False)
    return f'<metadata id="{_ID}">{text}</metadata>'


def read_counts(svg: str) -> dict[str, int]:
    """Box key -> count, as the figure was drawn. Raises FileRefused where there are none.

    A document type is refused: no drawing of ours has one, and entities hide in it.
    """
    try:
        found = json.loads(held(svg))
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise FileRefused(f"this is not an SVG drawing ({error})", remedy=_REMEDY) from error
    except ValueError as error:
        raise FileRefused("this drawing holds no counts", remedy=_REMEDY) from error
    if not isinstance(found, dict) or not all(type(n) is int and n >= 0 for n in found.values()):
        raise FileRefused("the counts in this drawing are not counts", remedy=_REMEDY)
    return found


_REMEDY = "give a diagram that litreview drew"


def held(svg: str, id_: str = _ID) -> str:
    """The text of the metadata element called `id_`, "" without one.

    Raises what expat raises where `svg` is no XML, and FileRefused where it has a document type.
    """
    pieces: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if inside or (name == "metadata" and attributes.get("id") == id_ and not pieces):
            inside.append(name)

    def end(_name: str) -> None:
        if inside:
            inside.pop()

    def text(data: str) -> None:
        if inside:
            pieces.append(data)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(svg, True)
    return "".join(pieces)


def _refuse(*_: object) -> NoReturn:
    raise FileRefused("this drawing has a document type", remedy=_REMEDY)
