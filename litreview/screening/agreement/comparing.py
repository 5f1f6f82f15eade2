"""The comparison of reviewers at one stage: two by two and all together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from litreview.model import DECISIONS, ReportId
from litreview.screening.agreement.figure import Figure, undefined
from litreview.screening.agreement.pair import Square
from litreview.screening.agreement.several import Rows
from litreview.screening.agreement.votes import Given, Said

Maybe = Literal["separate", "include"]
"""How a maybe counts: as a category of its own, or as an inclusion (the report went on)."""
Words = Mapping[ReportId, Mapping[str, str]]
"""Report -> reviewer -> a category."""
_TWO = 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some reviewers on the reports that two or more of them judged.

    figures: by name (`raw`, `cohen_kappa` or `fleiss_kappa`, `pabak`, `krippendorff_alpha`,
    `on_include`, `on_exclude`, `on_maybe` where anybody said so). reasons: the same of the primary
    reason, on reports that both excluded with one: `raw` and `cohen_kappa` or
    `krippendorff_alpha`. disagree: the reports on whose decision they differ; reasons_differ: those
    that all excluded, for different primary reasons.
    """

    reviewers: tuple[str, ...]
    n: int
    figures: Mapping[str, Figure]
    reasons: Mapping[str, Figure]
    disagree: tuple[ReportId, ...]
    reasons_differ: tuple[ReportId, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What reviewers of one stage agree on.

    alone: reports that only one of the reviewers judged: they bear on nothing here. versions:
    compared reports that were not judged under one version of the criteria.
    """

    reviewers: tuple[str, ...]
    categories: tuple[str, ...]
    overall: Comparison
    pairs: tuple[Comparison, ...]
    alone: int
    versions: int


def compare(given: Given, maybe: Maybe, only: Iterable[str] = ()) -> Agreement:
    """Compare all reviewers, or `only` some.

    Reports stay in their order. The categories are include, exclude and, where anybody said so,
    maybe: the adjusted kappa needs their number, and takes the same for all.
    """
    wanted = frozenset(only)
    kept = {
        r: {w: s for w, s in by.items() if not wanted or w in wanted} for r, by in given.items()
    }
    shared = {report: by for report, by in kept.items() if len(by) >= _TWO}
    words = {r: {who: _word(said, maybe) for who, said in by.items()} for r, by in shared.items()}
    codes = {r: found for r, by in shared.items() if len(found := _codes(by)) >= _TWO}
    used = {word for by in words.values() for word in by.values()}
    categories = tuple(one for one in DECISIONS if one != "maybe" or one in used)
    names = tuple(sorted({who for by in kept.values() for who in by}))
    return Agreement(
        reviewers=names,
        categories=categories,
        overall=_all(names, words, codes, categories),
        pairs=tuple(_two(pair, words, codes, categories) for pair in combinations(names, _TWO)),
        alone=sum(len(by) == 1 for by in kept.values()),
        versions=sum(len({said.criteria for said in by.values()}) > 1 for by in shared.values()),
    )


def _word(said: Said, maybe: Maybe) -> str:
    return "include" if maybe == "include" and said.decision == "maybe" else said.decision


def _codes(by: Mapping[str, Said]) -> dict[str, str]:
    """Reviewer -> the primary reason, of those who excluded with one."""
    return {w: s.reason for w, s in by.items() if s.decision == "exclude" and s.reason}


def _two(
    pair: tuple[str, ...], words: Words, codes: Words, categories: tuple[str, ...]
) -> Comparison:
    said, why = _both(pair, words), _both(pair, codes)
    square, reasons = Square.of(said.values()), Square.of(why.values())
    rows = Rows.of(dict(zip(pair, one, strict=True)) for one in said.values())
    figures = {
        "raw": square.raw(),
        "cohen_kappa": square.cohen(),
        "pabak": square.adjusted(len(categories)),
        "krippendorff_alpha": rows.alpha(),
        **{f"on_{one}": square.on(one) for one in categories},
    }
    told = {"raw": reasons.raw(), "cohen_kappa": reasons.cohen()}
    return Comparison(
        pair, square.n, figures, _of_reasons(told, reasons.n), _differ(said), _differ(why)
    )


def _both(pair: tuple[str, ...], words: Words) -> dict[ReportId, tuple[str, str]]:
    """What both of a pair said, by report."""
    one, other = pair
    return {r: (by[one], by[other]) for r, by in words.items() if one in by and other in by}


def _all(
    names: tuple[str, ...], words: Words, codes: Words, categories: tuple[str, ...]
) -> Comparison:
    rows, reasons = Rows.of(words.values()), Rows.of(codes.values())
    figures = {
        "raw": rows.raw(),
        "fleiss_kappa": rows.fleiss(),
        "pabak": rows.adjusted(len(categories)),
        "krippendorff_alpha": rows.alpha(),
        **{f"on_{one}": rows.on(one) for one in categories},
    }
    told = {"raw": reasons.raw(), "krippendorff_alpha": reasons.alpha()}
    differ = _differ({report: tuple(by.values()) for report, by in words.items()})
    alike = {r: tuple(by.values()) for r, by in codes.items() if r not in frozenset(differ)}
    return Comparison(names, rows.n, figures, _of_reasons(told, reasons.n), differ, _differ(alike))


def _differ(said: Mapping[ReportId, tuple[str, ...]]) -> tuple[ReportId, ...]:
    return tuple(report for report, words in said.items() if len(set(words)) > 1)


def _of_reasons(told: Mapping[str, Figure], n: int) -> Mapping[str, Figure]:
    if n:
        return told
    why = undefined(0, "no report was excluded by two people who both named a reason")
    return dict.fromkeys(told, why)
