"""Hits of the lines of a string from a file: CSV, JSON, or a search history."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from litreview.errors import FileRefused

if TYPE_CHECKING:
    from litreview.query.reading import Parsed

_REMEDY = 'write rows such as `1,25` (line, hits), or JSON such as {"1": 25}'


def read(path: Path) -> Mapping[str, int]:
    """Line -> hits, as the file names its lines. Raises UsageError, FileRefused."""
    from litreview.cli.search import _files

    text = _files.text_of(path)
    if text.lstrip()[:1] in ("{", "["):
        return _from_json(text, str(path))
    rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    if rows and len(rows[0]) > 1 and _number(rows[0][1]) is None:
        rows = rows[1:]  # a header
    found = {}
    for at, row in enumerate(rows, 1):
        hits = _number(row[1]) if len(row) > 1 else None
        if hits is None:
            raise FileRefused(
                "this row has no number of hits", where=f"{path}, row of data {at}", remedy=_REMEDY
            )
        found[row[0].strip()] = hits
    return found


def by_label(hits: Mapping[str, int], parsed: Parsed) -> dict[str, int]:
    """By the label of each line that `hits` names by its label, with or without sign, or its text.

    Raises FileRefused where it names a line that is none.
    """
    names: dict[str, str] = {}
    for line in reversed(parsed.lines):
        text = " ".join(parsed.text[line.span.start : line.span.end].split())
        names |= {text: line.label, line.label.lstrip("Ss#"): line.label, line.label: line.label}
    found = {}
    for name, number in hits.items():
        label = names.get(" ".join(name.split()).rstrip(".")) or names.get(" ".join(name.split()))
        if label is None:
            raise FileRefused(
                f"the hits name a line {name!r}, and the string has none",
                remedy="name lines by their label or their text, as they stand in the string",
            )
        found[label] = number
    return found


def _from_json(text: str, where: str) -> Mapping[str, int]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise FileRefused(f"this is not valid JSON: {error}", where=where, remedy=_REMEDY) from None
    if isinstance(data, dict) and "search_string" in data:
        data = (data.get("litreview") or {}).get("hits_of_lines")
    if isinstance(data, list) and all(isinstance(one, dict) for one in data):
        data = {str(one.get("line")): one.get("hits") for one in data}
    if not isinstance(data, dict) or not all(type(hits) is int for hits in data.values()):
        raise FileRefused("no hits of lines stand in this JSON", where=where, remedy=_REMEDY)
    return data


def _number(text: str) -> int | None:
    """25 or 1,025."""
    digits = text.strip().replace(",", "")
    return int(digits) if digits.isdecimal() and len(digits) < len("1000000000000") else None
