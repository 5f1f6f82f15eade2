"""Checklists of what a review has to report: one TOML file each, in our own words.

A file has ``label``, ``source``, ``link``, perhaps ``note``, and ``[[rows]]``: ``item``,
``section`` (where it is another than that of the row before), ``title``, ``ask``, perhaps ``topic``
(what of the review answers it, a key of `topics.TOPICS`; without one it is for people to write)
and ``optional``. The original texts belong to their authors: they are linked, never repeated.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from litreview.errors import UnknownName

_SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. title: "" where the topic brings it; topic: "" where only people can write it."""

    item: str
    section: str
    title: str
    ask: str
    topic: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist. source, link: the publication that it follows."""

    name: str
    label: str
    source: str
    link: str
    rows: tuple[Row, ...]
    note: str = ""


@cache
def names() -> tuple[str, ...]:
    """The checklists that there are, by name."""
    found = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


@cache
def checklist(name: str) -> Checklist:
    """The checklist called `name`; raises UnknownName with those that exist."""
    if name not in names():
        raise UnknownName(
            f"there is no checklist {name!r}", remedy=f"use one of: {', '.join(names())}"
        )
    held = tomllib.loads((files(__package__) / f"{name}{_SUFFIX}").read_text("utf-8"))
    return Checklist(
        name, held["label"], held["source"], held["link"], _rows(held["rows"]), held.get("note", "")
    )


def _rows(held: list[dict[str, Any]]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for one in held:
        section = one.get("section") or rows[-1].section
        rows.append(Row(**{"title": "", **one, "section": section}))
    return tuple(rows)
