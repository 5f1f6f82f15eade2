"""Terms without a field: the database chooses where it looks for them."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.query.findings import Found
from litreview.query.lint._subject import Rule, Subject

_NO_TEXT = frozenset({"LR402", "LR405"})
"""What was meant for a heading and is a term: it needs its slash, not a field."""


def _check(subject: Subject) -> Iterator[Found]:
    if subject.dialect.style.blocks:
        return  # the own notation has a default that every translation writes out
    meant = {one.span for one in subject.parsed.findings if one.code in _NO_TEXT}
    bare = [use for use in subject.uses if use.read and not use.marked and use.span not in meant]
    if not bare:
        return
    terms = "1 term" if len(bare) == 1 else f"{len(bare)} terms"
    lines = len({use.line.number for use in bare})
    spread = f" in {lines} lines" if lines > 1 else ""
    where = ", ".join(bare[0].fields)
    yield Found(
        "LR407", bare[0].span,
        f"{terms} without a field{spread}: {subject.dialect.title} chooses where to look ({where})",
        "write the fields that are meant",
    )  # fmt: skip


RULE = Rule(("LR407",), _check)
