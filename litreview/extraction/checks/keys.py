"""Keys under which two rows are about the same thing though their words differ a little.

An outcome is a set of words without the ones that only say when or how it was measured; the time
of measurement is a key of its own. Words are not translated and no synonyms are guessed, but for
the forms of one word (employed, employment).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from litreview.extraction.perspectives import Perspective, read

if TYPE_CHECKING:
    from litreview.extraction.checks.rule import Case

ALL: Final = "all"

_SPAN: Final = re.compile(
    r"\b(?:tax\s+)?(?:years?|quarters?|months?|weeks?)\s*\d+\s*(?:-|\u2013|to)\s*\d+\b"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:tax\s+)?(?:years|quarters)\b"
    r"|\b(?:total|cumulative|accumulated|overall|whole period)\b"
)
_PERIOD: Final = re.compile(
    r"\b(?:tax\s+)?(?:years?|quarters?|months?|weeks?|waves?)\s*\d+\b"
    r"|\bq\d+\b"
    r"|\b(?:within|after|in|over|at|since|for)\s+\d+\s+(?:days?|weeks?|months?|quarters?|years?)\b"
    r"|\b\d+\s+(?:days?|weeks?|months?|quarters?|years?)\s+(?:after|since)\b"
    r"|\b(?:tax\s+years?\s+)?(?:19|20)\d\d(?:\s*[-\u2013/]\s*\d{2,4})?\b"
    r"|\b(?:first|second|third|fourth|fifth|last|final)\s+(?:year|quarter|month|follow-up)\b"
    r"|\bquarter of random assignment\b"
    r"|\b(?:after|since)\s+(?:ra|random assignment|randomi[sz]ation|the programme|programme)\b"
    r"|\b(?:short|medium|long)[- ](?:term|run)\b"
)
_AGE: Final = re.compile(r"\b(?:at\s+)?ages?\s+\d+(?:\s*[-\u2013]\s*\d+)?\b")
_PER: Final = {
    "annual": "year",
    "annually": "year",
    "yearly": "year",
    "quarterly": "quarter",
    "monthly": "month",
    "weekly": "week",
    "hourly": "hour",
}
_EMPTY: Final = frozenset(
    re.findall(
        r"\w+",
        "a an and any as at average by for from in into mean of on or own per probability rate "
        "relative gain share some the to was were with received receipt receiving level",
    )
)
_MEASURES: Final = frozenset({"benefit", "payment", "amount"})
_STEMS: Final = {
    "employed": "employ",
    "employment": "employ",
    "unemployed": "unemploy",
    "unemployment": "unemploy",
    "earnings": "earn",
    "earning": "earn",
    "earned": "earn",
    "wages": "wage",
    "completed": "complete",
    "completion": "complete",
    "attainment": "attain",
    "attained": "attain",
}
_WORD: Final = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_SOURCES: Final = re.compile(
    r"\b(?:rct|randomi[sz]ed|observational|survey|self-?reports?|self-reported|administrative|"
    r"registers?|records?|sample|only|data|full|whole|everyone|total|overall|all|participants?)\b"
)
_PARENTHESES: Final = re.compile(r"\([^()]*\)")
_VERSION: Final = re.compile(
    r"\b(?:updated?|version|vintage|earlier|later|working paper|article|report|mvpf|bcr|roi|npv)\b"
    r"|\b(?:19|20)\d\d\b|\b\d+\s+years?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OutcomeKey:
    """What an outcome is and when.

    words: what is measured; span: whether over several periods together; per: over which time an
    amount runs ("" where it is not said); period: when, in words.
    """

    words: frozenset[str]
    span: bool
    per: str
    period: str


@lru_cache(maxsize=4096)
def outcome_key(text: str) -> OutcomeKey:
    """The key of an outcome as it is named."""
    bare = _AGE.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    span = _SPAN.search(bare) is not None
    bare = _SPAN.sub(" ", bare)
    period = " ".join(sorted(match.group() for match in _PERIOD.finditer(bare)))
    words = [_stem(word) for word in _WORD.findall(_PERIOD.sub(" ", bare))]
    per = next((_PER[word] for word in words if word in _PER), "")
    kept = frozenset(word for word in words if word not in _PER and word not in _EMPTY)
    measures = kept - _MEASURES
    if measures and measures != {"unemploy"}:
        kept = measures
    return OutcomeKey(kept, span, per, period)


def _stem(word: str) -> str:
    if word in _STEMS:
        return _STEMS[word]
    plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")  # noqa: PLR2004
    return word[:-1] if plural else word


def outcome_of(case: Case) -> OutcomeKey | None:
    """The key of a row's outcome; None where it names none."""
    key = outcome_key(case.text("outcome"))
    return key if key.words else None


def subgroup_of(case: Case) -> str:
    """The subgroup of a row, `ALL` where it is everybody or only says how they were observed."""
    bare = _PARENTHESES.sub(" ", case.text("subgroup").casefold())
    words = " ".join(_WORD.findall(_SOURCES.sub(" ", bare)))
    return words or ALL


def arm_of(case: Case) -> str:
    """The arm of a row, and what it is compared with, as coded or named."""
    said = (case.text("arm_id") or case.text("arm"), case.own("comparator_id"))
    return " | ".join(one.casefold() for one in said if one)


def months_of(case: Case) -> str:
    """The follow-up: the plain number of months, else its words, "" where nothing is said."""
    number = case.number("followup_months")
    if number is not None:
        return f"{number.value.normalize():f}"
    return case.text("followup_months").casefold()


def same_time(one: Case, other: Case) -> bool:
    """Whether two rows may be measured at one time.

    They are where both have the same number of months. Where one says nothing, the words of their
    outcomes must name the same period, or none.
    """
    first, second = months_of(one), months_of(other)
    if first and second:
        return first == second
    return outcome_key(one.text("outcome")).period == outcome_key(other.text("outcome")).period


@lru_cache(maxsize=4096)
def programme_key(text: str) -> frozenset[str]:
    """The words of a programme's name without version, vintage, horizon and remarks."""
    bare = unicodedata.normalize("NFKC", _PARENTHESES.sub(" ", text))
    return frozenset(_WORD.findall(_VERSION.sub(" ", bare).casefold())) - _EMPTY


def perspective_of(case: Case) -> str:
    """The perspective of an economic row: its code, else as printed; "" where it is not said."""
    found = read(case.text("perspective"), case.text("perspective_code"))
    return found.code if isinstance(found, Perspective) else found.name
