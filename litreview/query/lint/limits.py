"""Limits that stand in the string itself: dates, languages, what only one database has."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.query.findings import Found
from litreview.query.lint._subject import Rule, Subject
from litreview.query.tree import Dates, Field, Native, Node, Scoped, walk


def _check(subject: Subject) -> Iterator[Found]:
    for _, tree in subject.trees:
        told: set[str] = set()
        for node in walk(tree):
            kind = _kind(node)
            if kind and kind not in told:
                told.add(kind)
                yield Found(
                    "LR404", node.span, f"a limit by {kind} inside the string",
                    "give the reason for it in the protocol and report it (PRISMA-S, item 9)",
                )  # fmt: skip


def _kind(node: Node) -> str:
    if isinstance(node, Dates):
        return "date"
    if isinstance(node, Scoped) and node.fields == (Field.LANGUAGE,):
        return "language"
    return "something that only this database has" if isinstance(node, Native) else ""


RULE = Rule(("LR404",), _check)
