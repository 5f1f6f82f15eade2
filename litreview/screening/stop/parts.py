"""What a stopping rule is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Marks: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Goal:
    """At least `recall` of the relevant reports, with `confidence`; both above 0 and below 1."""

    recall: float = 0.95
    confidence: float = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The reports of a stage that are read, in the order read, and the number of the others.

    relevant: whether each was judged relevant (a maybe and a conflict are). sampled: whether it
    belongs to the random sample; checked: whether it was read because of that, not because its
    turn came. All of one length. unread: how many of the stage are not read; sample_unread: how
    many of the sample are not. unranked: how many were read that no ranking had put in their place.
    """

    relevant: Marks
    unread: int
    sampled: Marks
    checked: Marks
    sample_unread: int = 0
    unranked: int = 0

    @property
    def read(self) -> int:
        """How many are read."""
        return len(self.relevant)

    @property
    def total(self) -> int:
        """How many reports there are."""
        return self.read + self.unread

    @property
    def found(self) -> int:
        """How many are relevant among those read."""
        return int(self.relevant.sum())

    @property
    def since(self) -> int:
        """How many were read after the last relevant one."""
        places = np.flatnonzero(self.relevant)
        return self.read - 1 - int(places[-1]) if len(places) else self.read


def reading(relevant: Marks, unread: int) -> Reading:
    """A reading without a random sample."""
    none = np.zeros(len(relevant), np.bool_)
    return Reading(np.asarray(relevant, np.bool_), unread, none, none)


@dataclass(frozen=True, slots=True)
class Verdict:
    """met: whether the rule lets one stop. figures: what it was taken from; words: the answer."""

    met: bool
    words: str
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A stopping rule. promises, not_promised: a sentence each."""

    name: str
    promises: str
    not_promised: str
    judge: Callable[[Reading, Goal], Verdict]


def fewest_missed(found: int, recall: float) -> int:
    """How many relevant reports must be unread, at least, for the recall to lie below `recall`.

    The fewest relevant reports in all that `found` is less than that share of, minus `found`:
    floor(found / recall) + 1 - found, in whole numbers, so that no rounding moves it.
    """
    share = Fraction(recall).limit_denominator(1_000_000)
    return found * share.denominator // share.numerator + 1 - found


def plainly(reading: Reading) -> Verdict | None:
    """The answer where no rule is needed: everything is read, or nothing relevant is; or None."""
    if not reading.unread:
        return Verdict(True, "everything is read", {"confidence": 1.0})
    if not reading.found:
        return Verdict(False, "not yet: nothing relevant read")
    return None


def share(value: float) -> str:
    """A share as a percentage, without needless digits: ``95 %``, ``3.5 %``."""
    return f"{100 * value:.4g} %"


def level(value: float) -> str:
    """A confidence to two digits, never rounded up to what it is not: ``0.87``, ``0.94``."""
    return f"{np.floor(100 * value + 1e-9) / 100:.2f}"
