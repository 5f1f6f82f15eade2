"""Estimates of a review as plots of direction, harvest and gaps need them: one plain row each.

What a form does not code is read from its words by the rules here, which the plots' pages name. A
row that cannot be read so is left out with its reason; nothing is guessed from silence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from litreview.extraction.printed import is_missing
from litreview.model import Estimate, StudyId, reported
from litreview.outputs.escape import http_url
from litreview.outputs.evidence import Evidence
from litreview.outputs.plots._ways import Way
from litreview.outputs.references import sort_key, study_labels
from litreview.outputs.tables._groups import DOMAINS, domain, people, rank
from litreview.outputs.words import counted

CENTRALITIES: Final = ("weak", "partial", "substantial", "core")
NOT_TOLD: Final = "not told"
_DESIGNS: Final = (
    ("RCT", r"\brcts?\b|\blottery\b|(?<!quasi-)(?<!quasi )(?<!non-)(?<!not )randomi[sz]"),
    ("Regression discontinuity", r"discontinuity"),
    ("Instrumental variables", r"instrument"),
    ("Difference in differences", r"difference|\bdid\b"),
    ("Matching", r"match|propensity"),
    ("Other comparison", r"quasi|regression|before|register|comparison|hazard|duration"),
)
_CODED: Final = {
    "RCT": "RCT",
    "cluster RCT": "RCT",
    "two-step RCT": "RCT",
    "matching": "Matching",
    "difference in differences": "Difference in differences",
    "matching with difference in differences": "Difference in differences",
    "staggered roll-out": "Difference in differences",
    "synthetic control": "Difference in differences",
    "instrumental variable": "Instrumental variables",
    "regression discontinuity": "Regression discontinuity",
    "before-after with comparison": "Other comparison",
    "none": "No comparison",
}
"""The kind of each option of the form's field `evaluation_method`."""
_HIGHER: Final = frozenset({"employment", "job retention", "earnings", "education"})
_LEAVING: Final = re.compile(r"exit|leav|left|transition|outflow|hazard|off benefit|return")
_RATIO: Final = re.compile(r"\bratios?\b|\bodds\b|\bhazard\b|\b[hor]r\b")
_NONE: Final = re.compile(
    r"^(?:0(?:\.0+)?%?|approximately 0|about 0|no (?:significant )?(?:effect|difference|change)"
    r"|none|null)\b"
)
_P: Final = re.compile(r"^p\s*([<=>])\s*(0?\.\d+)")
_LEVEL: Final = 0.05


@dataclass(frozen=True, slots=True)
class Told:
    """An estimate as plots show it.

    way: for the people concerned, whatever its significance; significant: at 5 per cent, None
    where that cannot be told; the rest in words, "" where they are not known.
    """

    row: str
    study: str
    domain: str
    way: Way
    significant: bool | None
    people: float | None
    design: str
    rating: str
    centrality: str
    group: str
    country: str
    year: float | None
    outcome: str
    href: str
    title: str
    included: bool
    quality: str


@dataclass(frozen=True, slots=True)
class Found:
    """Rows in the order of the tables, their domains, and what was left out with the reason."""

    rows: tuple[Told, ...]
    domains: tuple[str, ...]
    notes: tuple[str, ...]


def told(evidence: Evidence, group: str = "", *, everything: bool = False) -> Found:
    """Every estimate of the included studies, or of all that were extracted.

    group: of people, "" for all.
    """
    labels, included = study_labels(evidence), evidence.included
    kept = [
        row for row in evidence.estimates
        if (everything or row.study in included) and group in ("", people(row))
    ]  # fmt: skip
    kept.sort(key=lambda row: (sort_key(labels[row.study]), row.study, row.id, row.extractor))
    rows = tuple(_told(row, labels, row.study in included) for row in kept)
    return Found(rows, _domains(rows), ())


def directed(evidence: Evidence, group: str = "") -> Found:
    """Those estimates whose direction can be told; the others are counted by their reason."""
    reasons = {row.id: why(row) for row in evidence.estimates}
    found = told(evidence, group).rows
    rows = tuple(row for row in found if not reasons[row.row])
    notes = left_out((row.row, reasons[row.row]) for row in found if reasons[row.row])
    assumed = (
        (
            "Where the form does not say which direction is the better one: more employment, "
            "retention, earnings and education, and less unemployment and benefits."
        ),
    )
    return Found(rows, _domains(rows), (*assumed, *notes))


def left_out(pairs: Iterable[tuple[str, str]], noun: str = "estimate") -> tuple[str, ...]:
    """A sentence for each reason, with the rows that it is about."""
    held: dict[str, list[str]] = defaultdict(list)
    for row, reason in pairs:
        held[reason].append(row)
    return tuple(
        f"{counted(len(rows), noun)} left out, {reason}: {', '.join(rows[:12])}"
        f"{' …' if len(rows) > 12 else ''}"  # noqa: PLR2004 - a line of names is enough
        for reason, rows in held.items()
    )


def why(row: Estimate) -> str:
    """Why the direction of an estimate cannot be told; "" where it can."""
    sign = _sign(row)
    if sign is None:
        return "the effect is neither a plain number nor said to be positive, negative or none"
    if sign and not favourable(row):
        return "which direction is the better one is neither coded nor plain from the outcome"
    return ""


def _told(row: Estimate, labels: Mapping[StudyId, str], included: bool) -> Told:
    held = _reader(row)
    rating = held("evidence_rating")
    return Told(
        row=row.id,
        study=labels[row.study],
        domain=domain(row),
        way=way_told(row),
        significant=significant(row),
        people=reported(held("n_analysed") or held("n_total")).number,
        design=design_kind(row),
        rating=rating,
        centrality=centrality(row),
        group=people(row),
        country=held("country"),
        year=reported(held("year")[:4]).number,
        outcome=row.outcome,
        href=http_url(row.source_url),
        title=held("title"),
        included=included,
        quality=rating if "jobeffekter" in held("evidence_rating_scheme").casefold() else "",
    )


def _reader(row: Estimate) -> Callable[[str], str]:
    def held(name: str) -> str:
        text = row.values.get(name, "").strip()
        return "" if is_missing(text) else text

    return held


def _domains(rows: Iterable[Told]) -> tuple[str, ...]:
    return tuple(sorted({row.domain for row in rows}, key=lambda name: rank(DOMAINS, name)))


def way_told(row: Estimate) -> Way:
    """For the people concerned, whatever its significance."""
    sign, better = _sign(row), favourable(row)
    if sign is None or (sign and not better):
        return "unclear"
    if not sign:
        return "none"
    return "better" if (sign > 0) == (better == "higher") else "worse"


def _sign(row: Estimate) -> int | None:
    """1, -1 or 0 of the effect as printed; None where it cannot be told."""
    coded = row.values.get("sign_and_significance", "").strip()
    text, number = row.value.text.strip().casefold(), row.value.number
    if number is not None:
        unit = f"{row.unit} {row.values.get('effect_unit_code', '')}".casefold()
        null = 1.0 if _RATIO.search(unit) and "%" not in row.value.text else 0.0
        return (number > null) - (number < null)
    if coded in {"+1", "1", "-1"}:
        return -1 if coded == "-1" else 1
    if text.startswith(("positive", "increase", "higher", "more ")):
        return 1
    if text.startswith(("negative", "decrease", "lower", "fewer ", "less ")):
        return -1
    return 0 if _NONE.match(text) or coded == "0" else None


def favourable(row: Estimate) -> str:
    """``higher`` or ``lower``: the better direction; "" where it is not known."""
    coded = row.values.get("direction_favourable", "").strip()
    if coded in {"higher", "lower"}:
        return coded
    found, words = domain(row), f"{row.outcome} {row.unit}".casefold()
    if found in _HIGHER:
        return "higher"
    return "lower" if found == "unemployment or benefits" and not _LEAVING.search(words) else ""


def significant(row: Estimate) -> bool | None:  # noqa: PLR0911 - one line a source
    """Whether the effect differs from none at 5 per cent, as far as the row says."""
    held = _reader(row)
    coded, p = held("sign_and_significance"), reported(held("p_value")).number
    if coded in {"+1", "1", "-1", "0"}:
        return coded != "0"
    if p is not None:
        relation = held("p_relation") or "="
        return p <= _LEVEL if relation in {"=", "<"} and p <= _LEVEL else False if (
            relation in {"=", ">"} and p >= _LEVEL) else None  # fmt: skip
    text = row.significance.strip().casefold()
    if found := _P.match(text):
        bound, relation = float(found.group(2)), found.group(1)
        if relation == "=":
            return bound < _LEVEL
        return True if relation == "<" and bound <= _LEVEL else (
            False if relation == ">" and bound >= _LEVEL else None)  # fmt: skip
    if re.search(r"n\.s\.|not significant|insignificant|no effect|not statistically", text):
        return False
    if re.match(r"(?:statistically )?significant", text):
        return True
    value, se = row.value.number, row.standard_error.number
    if value is None or not se or se < 0 or _RATIO.search(row.unit.casefold()):
        return None
    return abs(value) / se >= 1.96  # noqa: PLR2004 - the normal distribution


def design_kind(row: Estimate) -> str:
    """The design in a few kinds: by its code, else from the words of the row."""
    coded = row.values.get("evaluation_method", "").strip()
    if not is_missing(coded):
        return _CODED.get(coded, coded)
    words = row.design.casefold()
    return next((name for name, pattern in _DESIGNS if re.search(pattern, words)), NOT_TOLD)


def centrality(row: Estimate) -> str:
    """One of CENTRALITIES where the entry begins with it, else the entry, or NOT_TOLD."""
    words = row.centrality.strip().casefold()
    known = next((one for one in CENTRALITIES if words.startswith(one)), "")
    return known or (NOT_TOLD if is_missing(words) else row.centrality.strip())
