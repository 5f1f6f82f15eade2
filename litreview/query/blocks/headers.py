"""The header of a block or strategy: that it agrees with the file's name, and its fields."""

from __future__ import annotations

import re

from litreview.query.blocks.rows import Header, header
from litreview.query.findings import Found
from litreview.query.tree import TOPIC, Field, Scope, Span, scope

_CODE = re.compile(r"\(([a-z]{2,3})\)\s*\Z|\A([a-z]{2,3})\Z")
_BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
_FIELD_NAMES = {("headings" if one is Field.HEADING else str(one)): one for one in Field}


def read_header(name: str, text: str, kind: str, found: list[Found]) -> Header:
    """The header of `text`; that it names another concept or language than the file is told."""
    head = header(text, name)
    own, _, language = name.rpartition(".")
    if kind in head:
        said, place = head[kind]
        first = re.split(r"[\s,;:]", said, maxsplit=1)[0]
        if first not in (own, name):
            found.append(_other(place, kind, first, own))
    if "language" in head:
        said, place = head["language"]
        code = _CODE.search(said)
        named = (code[1] or code[2]) if code else said
        if named != language:
            found.append(_other(place, "language", named, language))
    return head


def _other(place: Span, key: str, said: str, file: str) -> Found:
    what = f"the header says {key} {said!r}, the file's name {file!r}"
    return Found("LR101", place, what, "give both the same name")


def fields_of(head: Header, found: list[Found]) -> Scope:
    """The fields that the header names, such as ``title, abstract``; empty where it names none."""
    if "fields" not in head:
        return ()
    said, place = head["fields"]
    named: list[Field] = []
    for word in _BETWEEN.split(said.strip().rstrip(".")):
        if word == "topic":
            named.extend(TOPIC)
        elif word in _FIELD_NAMES:
            named.append(_FIELD_NAMES[word])
        else:
            known = ", ".join(("topic", *_FIELD_NAMES))
            found.append(Found("LR401", place, f"there is no field {word!r}",
                               f"use: {known}; and put prose under `# remark:`"))  # fmt: skip
    return scope(*named) if named else ()
