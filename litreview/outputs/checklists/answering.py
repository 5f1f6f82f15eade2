"""What a review can say of a row of a checklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from litreview.outputs.evidence import Evidence

Status = Literal["filled", "gap", "for a person", "does not apply"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    status: filled by the review; a gap that a command or a line of review.toml closes; for a person
    to write; or nothing of the kind was done. what: what the review says; where: the file of the
    report folder that shows it; missing: what is to be done; title: of the row, where it has none.
    """

    status: Status
    what: str = ""
    where: str = ""
    missing: str = ""
    title: str = ""


Topic = Callable[[Evidence], Answer]
"""A pure function of the evidence, linear in what it looks at."""


def filled(what: str, where: str = "") -> Answer:
    """The review says it."""
    return Answer("filled", what, where)


def gap(missing: str, what: str = "", where: str = "") -> Answer:
    """It could be in the review, and is not; missing: what puts it there."""
    return Answer("gap", what, where, missing)


def person(missing: str, what: str = "", where: str = "") -> Answer:
    """Only people can say it; what: what the review has towards it."""
    return Answer("for a person", what, where, missing)
