"""How a check says what it found: the rows by name, both values, the place and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from litreview.extraction.values import named, shown
from litreview.model import Finding, Severity

if TYPE_CHECKING:
    from litreview.extraction.checks.rule import Case

NAMED: Final = 4
"""Rows that a message names; the others are counted, and all stand in the ids."""


def of_row(kind: tuple[str, Severity], case: Case, message: str, remedy: str) -> Finding:
    """A finding about one row."""
    code, severity = kind
    return Finding(
        code,
        severity,
        f"{named(case.row.row)}: {message}",
        f"{case.where}, {named(case.row.study)}",
        remedy,
        (case.row.row,),
    )


def of_rows(
    kind: tuple[str, Severity], cases: Sequence[Case], message: str, remedy: str
) -> Finding:
    """A finding about several rows of one study, in the order of the review."""
    code, severity = kind
    ordered = sorted(cases, key=lambda case: case.order)
    first = ordered[0]
    return Finding(
        code,
        severity,
        f"{named(first.row.study)}: {message}",
        f"{first.where}, {named(first.row.study)}",
        remedy,
        tuple(dict.fromkeys(case.row.row for case in ordered)),
    )


def by_value(said: Mapping[str, Sequence[Case]]) -> str:
    """`2593 (E001, E002) and 2588 (E257)`: each value with the rows that have it."""
    parts = [f"{plain(value)} ({rows(cases)})" for value, cases in said.items()]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def rows(cases: Iterable[Case]) -> str:
    """The rows by name, not more than `NAMED`, and how many more there are."""
    names = list(dict.fromkeys(named(case.row.row) for case in cases))
    rest = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + rest


def plain(text: str) -> str:
    """A value for a message: as it is where it is short and harmless, else quoted and cut."""
    return text if text.isprintable() and 0 < len(text) <= 40 else shown(text)  # noqa: PLR2004


def quoted(text: str) -> str:
    """A text for a message, in quotation marks, cut and harmless."""
    return shown(text)


def named_rows(cases: Sequence[Case]) -> str:
    """`E001, E002 were`: the rows by name with the verb."""
    return f"{rows(cases)} {'was' if len(cases) == 1 else 'were'}"
