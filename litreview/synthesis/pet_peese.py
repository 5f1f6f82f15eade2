"""PET and PEESE: what the effect would be in a study without error, by the line of the funnel.

Stanley and Doucouliagos 2014, doi 10.1002/jrsm.1095; where they fail: Stanley 2017, doi
10.1177/1948550617693062.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from litreview.synthesis.design import design
from litreview.synthesis.effects import Effects
from litreview.synthesis.funnel_line import Line, line
from litreview.synthesis.heterogeneity import heterogeneity
from litreview.synthesis.tau2 import Tau2

RULE: Final = (
    "PEESE where the limit of PET differs from zero in the direction of the common effect "
    "(one-sided, 0.05), else PET"
)
ALPHA: Final = 0.05
FEW: Final = 20
MUCH: Final = 80.0
"""Per cent of I squared above which Stanley 2017 found the methods to fail; FEW: effects."""
_ALIKE: Final = 2.0


@dataclass(frozen=True, slots=True)
class PetPeese:
    """pet: effects on standard errors; peese: on variances. p: one-sided, of PET's limit.

    chosen: by RULE. notes: why it may mislead here.
    """

    pet: Line
    peese: Line
    p: float
    chosen: Literal["PET", "PEESE"]
    notes: tuple[str, ...]


def pet_peese(effects: Effects, level: float = 0.95) -> PetPeese:
    """Both lines, and the one that the rule takes. Raises UsageError as `line` does."""
    pet = line(effects, effects.sei, "standard error", level)
    peese = line(effects, effects.vi, "variance", level)
    of = design(effects)
    common = float(of.fixed.beta[0])
    along = math.copysign(1.0, common) == math.copysign(1.0, pet.limit.estimate)
    p = pet.limit.p / 2 if along else 1 - pet.limit.p / 2
    spread = heterogeneity(of, Tau2(0.0), "FE", level)
    notes = ["a slope can have other reasons than selective reporting"]
    if effects.k < FEW:
        notes.append(f"{effects.k} effects are few: not reliable below {FEW} (Stanley 2017)")
    if spread.i2 is not None and spread.i2 > MUCH:
        notes.append(
            f"I squared is {spread.i2:.0f}%: not reliable above {MUCH:.0f}% (Stanley 2017)"
        )
    if float(effects.sei.max() / effects.sei.min()) < _ALIKE:
        notes.append("standard errors are much alike: the limit is far from all studies")
    return PetPeese(pet, peese, p, "PEESE" if p < ALPHA else "PET", tuple(notes))
