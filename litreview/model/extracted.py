"""What is taken from a report: effects and economic results, as printed."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from litreview.model.identifiers import StudyId


@dataclass(frozen=True, slots=True)
class Reported:
    """A value as printed and, where the text is one plain number, that number."""

    text: str = ""
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """One effect: outcome, contrast, measure, value, uncertainty, follow-up, place in the report.

    Values are in the unit that the report uses; nothing is converted.
    """

    id: str
    study: StudyId
    outcome: str
    value: Reported
    unit: str
    followup_months: Reported
    subgroup: str = ""
    treatment_mean: Reported = field(default_factory=Reported)
    control_mean: Reported = field(default_factory=Reported)
    standard_error: Reported = field(default_factory=Reported)
    confidence_interval: str = ""
    significance: str = ""
    design: str = ""
    centrality: str = ""
    source_url: str = ""
    source_level: str = ""
    flags: str = ""
    extractor: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    """Every field of the form as entered, by its name, here or at a row that this one refers to."""
    unsettled: bool = False
    """Others extracted it too, their versions differ, and nobody has settled it."""


@dataclass(frozen=True, slots=True)
class CostBenefit:
    """One economic result in one perspective, as reported.

    Amounts are in `currency` of `price_year`; nothing is converted.
    """

    id: str
    study: StudyId
    programme: str
    perspective: str
    currency: str
    price_year: Reported
    cost: Reported
    benefits: Reported
    net_present_value: Reported
    ratio: str
    """Benefit-cost ratio, return on investment or MVPF, as printed with its name."""
    analysis_type: str = ""
    horizon: str = ""
    discount_rate: str = ""
    direction: str = ""
    source_url: str = ""
    source_level: str = ""
    flags: str = ""
    extractor: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    unsettled: bool = False


def reported(text: str) -> Reported:
    """`text` with its number where the whole text is one plain number (`12`, `-0.4`, `16%`).

    A range, two sources' figures or a number with words stay text: which of the numbers is
    meant is a reader's decision. Commas are refused as they mean thousands or decimals, and so
    is a number that is too large for a float.
    """
    bare = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-").removeprefix("+")
    bare = bare.removesuffix("%").strip()
    number = float(bare) if re.fullmatch(r"-?\d+(?:\.\d+)?", bare) else None
    held = number is not None and math.isfinite(number)
    return Reported(text=text, number=number if held else None)
