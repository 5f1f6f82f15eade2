"""What a stopping rule is: a name, what it promises and what not, and how it judges a reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from litreview.screening.stop.reading import Opinion, Reading


@dataclass(frozen=True, slots=True)
class Rule:
    """promises, does_not: a sentence each, for people who choose a rule or read of one.

    judge: what it says of a reading; pure.
    """

    name: str
    promises: str
    does_not: str
    judge: Callable[[Reading], Opinion]
