"""The headings under which effects stand: whom they are about, and what they measure.

The form's fields `labour_status_code` and `outcome_domain` give people and domain; where they are
not filled, the words of `labour_status` and of the outcome do. That sorts rows, no value changes.
"""

from __future__ import annotations

import re

from litreview.model import Estimate
from litreview.outputs.tables._words import says_nothing

GROUPS = (
    "Unemployed people",
    "Unemployed people and people in work",
    "People in work",
    "Outside the labour market, in school, or other",
    "Labour-market status not reported",
)
DOMAINS = (
    "employment",
    "job retention",
    "earnings",
    "unemployment or benefits",
    "education",
    "other",
)
"""The options of the form's field `outcome_domain`."""

_CODED = {
    "unemployed": 0,
    "unemployed and in work": 1,
    "in work": 2,
    "outside the labour market": 3,
    "in school": 3,
    "other": 3,
}
_OUT_OF_WORK = re.compile(r"\b(?:unemployed|jobless|out of work|job-?\s?seek\w*|neet)\b")
_IN_WORK = re.compile(r"\b(?:employed|employees?|in work|low-wage|working)\b")
_DOMAIN_WORDS = (
    (
        "unemployment or benefits",
        (
            r"unemploy|benefit|income support|food stamp|\btanf\b|social assistance|welfare"
            r"|out of the labour force|left the labour force"
        ),
    ),
    ("employment", r"employ|\bjobs?\b|\bwork|hours|labour.market"),
    ("earnings", r"earning|wage|salar|income"),
    (
        "education",
        (
            r"educat|college|school|degree|diploma|\bged\b|apprentic|training|qualif|licen|certificat"
            r"|exam\b|course|enrol"
        ),
    ),
)
_DOMAINS = tuple((name, re.compile(words)) for name, words in _DOMAIN_WORDS)


def people(row: Estimate) -> str:
    """The group of people that an estimate is about: one of GROUPS."""
    coded = _CODED.get(row.values.get("labour_status_code", "").strip())
    if coded is not None:
        return GROUPS[coded]
    status = row.values.get("labour_status", "").lower()
    if says_nothing(status):
        return GROUPS[4]
    without, within = _OUT_OF_WORK.search(status), _IN_WORK.search(status)
    if without and within:
        return GROUPS[1]
    if without:
        return GROUPS[0]
    return GROUPS[2] if within else GROUPS[3]


def domain(row: Estimate) -> str:
    """The outcome domain of an estimate: one of DOMAINS, or what the form says."""
    given = row.values.get("outcome_domain", "").strip()
    if not says_nothing(given):
        return given
    outcome = row.outcome.lower()
    return next((name for name, words in _DOMAINS if words.search(outcome)), DOMAINS[-1])


def rank(names: tuple[str, ...], name: str) -> tuple[int, str]:
    """The place of `name` in `names`; those that the form brought come after, by name."""
    return (names.index(name), "") if name in names else (len(names), name)
