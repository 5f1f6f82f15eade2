"""Intervals, p values, stars and numbers from the texts of a row, read without guessing.

A text is read where all of it is understood; one remark in brackets behind it may stay over and is
told. Anything else is a remark that says what could not be read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final, Literal

from litreview.extraction.convert.given import Interval, Kind, PValue, Stars
from litreview.extraction.printed import Printed, is_missing, printed
from litreview.extraction.values import shown

_NUMBER: Final = r"[-+]?\d+(?:\.\d+)?"
_LONGEST: Final = 200
_USUAL: Final = 1e15
"""No estimate is this large, or this much nearer to zero without being zero: a slip or a trick."""
_REMARK: Final = r"(?:\s*\((?P<remark>[^()]*)\))?"
_PLAIN: Final = re.compile(rf"(?P<number>{_NUMBER}\s*%?){_REMARK}")
_KINDS: Final[dict[str, Kind]] = {"OR": "odds ratio", "RR": "risk ratio", "HR": "hazard ratio"}
_LEVEL: Final = r"(?:(?P<level>\d{2}(?:\.\d+)?)\s*%\s*(?:CI|confidence interval)?\s*:?\s*)?"
_ENDS: Final = (
    rf"[\[(]?\s*(?P<low>{_NUMBER})\s*%?\s*(?:to|-|;|,|\.\.)\s*(?P<high>{_NUMBER})\s*%?\s*[\])]?"
)
_CI: Final = re.compile(rf"(?:CI\s*:?\s*)?{_LEVEL}{_ENDS}{_REMARK}", re.IGNORECASE)
_NAMED_CI: Final = re.compile(
    rf"(?P<kind>OR|RR|HR)\s*=?\s*(?P<value>{_NUMBER})\s*[,;(\[]*\s*{_LEVEL}{_ENDS}"
)
_P: Final = re.compile(
    rf"(?:p(?:[- ]value)?\s*)?(?P<relation>[=<>]|<=|>=)?\s*(?P<p>0?\.\d+|[01](?:\.\d+)?){_REMARK}",
    re.IGNORECASE,
)
_STARS: Final = re.compile(r"(?P<stars>\*{1,4})(?P<rest>[^*].*)?", re.DOTALL)
_NO_STAR: Final = re.compile(r"no stars?(?: in the table)?(?P<rest>\W.*)?", re.IGNORECASE)
_LEGEND: Final = re.compile(
    r"(?P<stars>\*{1,4})\s*:?\s*(?:p\s*)?<\s*=?\s*(?P<p>0?\.\d+)", re.IGNORECASE
)
_ONE_SIDED: Final = re.compile(r"\bone[- ](?:sided|tailed)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, by how much its rounding may be off, and what the reading has to say."""

    value: float
    half: float
    percent: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class IntervalRead:
    """An interval, None where the text could not be read, with the rounding of each end.

    kind, value: the ratio that the text names itself, which then is another effect than the row's.
    """

    interval: Interval | None = None
    half: tuple[float, float] = (0.0, 0.0)
    kind: Kind = ""
    value: Number | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignificanceRead:
    """What a text says of significance: a p value, stars, or nothing that could be used."""

    p: PValue | None = None
    half: float = 0.0
    stars: Stars | None = None
    notes: tuple[str, ...] = field(default=())


def clean(text: str) -> str:
    """`text` with plain digits, minus signs and hyphens, so that expressions can read it."""
    bare = unicodedata.normalize("NFKC", text[:_LONGEST])
    return re.sub("[\u2212\u2013\u2014]", "-", bare).strip()


def number(text: str) -> Number | None:
    """The number of a text that is one plain number, or one with a single remark in brackets."""
    if is_missing(text) or len(text) > _LONGEST:
        return None
    match = _PLAIN.fullmatch(clean(text))
    found = _sane(match["number"]) if match else None
    if match is None or found is None:
        return None
    remark = match["remark"] or ""
    told = (
        f"{match['number'].strip()} is read, and the remark left out: {shown(remark)}"
        if remark
        else ""
    )
    return Number(float(found.value), float(found.half), "%" in match["number"], told)


def _sane(text: str) -> Printed | None:
    """The printed number, None where it is of no size that an estimate has."""
    found = printed(text)
    if found is None or (found.value and not 1 / _USUAL < abs(found.value) < _USUAL):
        return None
    return found


def interval(text: str, level: float = 0.95) -> IntervalRead:
    """The interval of a text such as "-0.097 to 0.101", "[1.2; 3.4]" or "95% CI 2.79-38.68".

    level: from 0 to 1, where the text says none.
    """
    if is_missing(text):
        return IntervalRead()
    bare = clean(text)
    match = _CI.fullmatch(bare)
    named = None
    if match is None:
        bare = bare.removesuffix(")")
        match = named = _NAMED_CI.fullmatch(bare)
    low = _sane(match["low"]) if match else None
    high = _sane(match["high"]) if match else None
    if match is None or low is None or high is None:
        return IntervalRead(note="the confidence interval could not be read")
    if match["level"]:
        level = float(match["level"]) / 100
    note = "" if match["level"] else f"the interval is taken as one of {100 * level:g} per cent"
    found = Interval(float(low.value), float(high.value), level)
    halves = (float(low.half), float(high.half))
    if named is None:
        return IntervalRead(found, halves, note=note)
    return IntervalRead(found, halves, _KINDS[named["kind"]], number(named["value"]), note)


def significance(text: str) -> SignificanceRead:
    """The p value or the stars of a text.

    Words ("significant", "n.s.") have no level and give nothing.
    """
    if is_missing(text):
        return SignificanceRead()
    bare = clean(text)
    if _ONE_SIDED.search(bare):
        return _unread("a one-sided p value is not used")
    match = _P.fullmatch(bare)
    if match is not None and (match["relation"] or bare[0] in "01.pP"):
        return _p(match)
    for pattern in (_STARS, _NO_STAR):
        match = pattern.fullmatch(bare)
        if match is not None:
            return _stars(len(match.groupdict().get("stars") or ""), bare)
    return _unread("what is said of significance has no level, or could not be read")


def _p(match: re.Match[str]) -> SignificanceRead:
    digits = match["p"] if match["p"][0] != "." else f"0{match['p']}"
    found = printed(digits)
    if found is None:
        return _unread("the p value could not be read")
    relation: Literal["=", "<", ">"] = "="
    if match["relation"] and match["relation"][0] in "<>":
        relation = "<" if match["relation"][0] == "<" else ">"
    half = float(found.half) if relation == "=" else 0.0
    return SignificanceRead(PValue(float(found.value), relation), half)


def _stars(count: int, text: str) -> SignificanceRead:
    levels = {len(one["stars"]): float(one["p"]) for one in _LEGEND.finditer(text)}
    said = f"{count} star{'s' if count != 1 else ''}" if count else "no star"
    if not levels:
        return _unread(f"{said}, but what stars mean is not said")
    ordered = [levels[key] for key in sorted(levels)]
    if ordered != sorted(ordered, reverse=True) or len(set(ordered)) < len(ordered):
        return _unread(f"{said}, but the legend contradicts itself")
    if count and count not in levels:
        return _unread(f"{said}, but the legend does not have that many")
    return SignificanceRead(stars=Stars(count, levels))


def _unread(note: str) -> SignificanceRead:
    return SignificanceRead(notes=(note,))
