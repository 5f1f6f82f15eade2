"""Lines that found nothing, where the hits of each line are known."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.query.findings import Found
from litreview.query.lint._subject import Rule, Subject


def _check(subject: Subject) -> Iterator[Found]:
    for line in subject.parsed.lines:
        if subject.hits_of(line) == 0:
            yield Found(
                "LR502", line.span, f"line {line.label} found no record",
                "look for a typing error, a missing field or a bracket; else take the line away",
            )  # fmt: skip


RULE = Rule(("LR502",), _check)
