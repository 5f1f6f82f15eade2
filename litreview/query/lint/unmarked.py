"""Terms without a field: the database chooses where it looks for them."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.query.findings import Found
from litreview.query.lint._subject import Rule, Subject


def _check(subject: Subject) -> Iterator[Found]:
    if subject.dialect.style.blocks:
        return  # the own notation has a default that every translation writes out
    bare = [use for use in subject.uses if use.read and not use.marked]
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
