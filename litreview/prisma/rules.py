"""The sums that must hold between the boxes, whoever filled them, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from litreview.model import Severity
from litreview.prisma.boxes import Box, Flow
from litreview.prisma.labels import IDENTIFIED, NOTHING_IF_BLANK, WITHIN
from litreview.prisma.rule_words import Terms, said

Relation = Literal["=", "<="]

_OTHER = "other methods: "


@dataclass(frozen=True, slots=True)
class _Rule:
    """``left relation right``, each side a sum such as ``a - b + c`` of box keys.

    which: what stands before the rule in words. said: the left side in words, for both arms.
    """

    code: str
    left: str
    right: str
    which: str = ""
    relation: Relation = "="
    severity: Severity = "error"
    said: str = ""


_EQUATIONS = (
    _Rule(
        "PR2",
        "database_results + register_results - duplicates - excluded_automatic - excluded_other",
        "records_screened + pending_screening",
    ),
    _Rule(
        "PR3",
        "records_screened - records_excluded - records_left_unread",
        "dbr_sought_reports",
    ),
    _Rule("PR4", "dbr_sought_reports - dbr_notretrieved_reports", "dbr_assessed + dbr_pending"),
    _Rule(
        "PR6",
        "website_results + organisation_results + citations_results - other_duplicates",
        "other_screened + other_pending_screening",
        _OTHER,
    ),
    _Rule(
        "PR6",
        "other_screened - other_screened_out - other_left_unread",
        "other_sought_reports",
        _OTHER,
    ),
    _Rule(
        "PR7",
        "other_sought_reports - other_notretrieved_reports",
        "other_assessed + other_pending",
        _OTHER,
    ),
    _Rule(
        "PR8",
        "dbr_assessed - dbr_excluded + other_assessed - other_excluded",
        "new_reports + awaiting_reports + ongoing_reports",
        said="assessed - excluded",
    ),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """A rule, and what its two sides come to in one flow.

    rule: in words. boxes: the keys that it is about. left, right: the values of its sides, None
    where a box that it needs has no number. weights: box -> by how much left - right rises with it.
    """

    code: str
    severity: Severity
    rule: str
    boxes: tuple[str, ...]
    left: int | None
    relation: Relation
    right: int | None
    weights: Mapping[str, int]

    @property
    def holds(self) -> bool | None:
        """Whether it does; None where that cannot be said."""
        if self.left is None or self.right is None:
            return None
        return self.left == self.right if self.relation == "=" else self.left <= self.right


def rules(found: Flow) -> tuple[Identity, ...]:
    """Every rule that applies to this flow, in the order of the diagram."""
    return (
        *_parts(found),
        *(_equation(found, one) for one in _EQUATIONS if _asked(found, one)),
        *_hands(found),
        *_layers(found),
        *_other_arm(found),
        *_included(found),
        *_totals(found),
    )


def _asked(found: Flow, rule: _Rule) -> bool:
    """Whether the arm of a rule is there."""
    return rule.which != _OTHER or found.other_methods or not found.from_file


def _equation(found: Flow, rule: _Rule) -> Identity:
    """The rule with the values of a flow. A box that the flow does not have counts nothing."""
    one, other = _terms(rule.left, found), _terms(rule.right, found)
    weights = {key: sign for sign, key in one} | {key: -sign for sign, key in other}
    both = ", both arms" if found.other_methods else ""
    left = f"{rule.said}{both}" if rule.said else said(one, found)
    words = f"{left} {_RELATIONS[rule.relation]} {said(other, found)}"
    return Identity(
        rule.code,
        rule.severity,
        f"{rule.which}{words}",
        tuple(weights),
        _value(one, found),
        rule.relation,
        _value(other, found),
        weights,
    )


_RELATIONS: Mapping[Relation, str] = {"=": "=", "<=": "are at most"}


def _terms(side: str, found: Flow) -> Terms:
    words = ["+", *side.split()]
    pairs = zip(words[::2], words[1::2], strict=True)
    return tuple((1 if sign == "+" else -1, key) for sign, key in pairs if key in found.boxes)


def _value(terms: Terms, found: Flow) -> int | None:
    if not all(has_number(found, key) for _, key in terms):
        return None
    return sum(sign * found[key].n for sign, key in terms)


def has_number(found: Flow, key: str) -> bool:
    """Whether a box has one, or has none because there was nothing."""
    absent = key.startswith("other_") and not found.other_methods
    return found[key].known or _nothing(found[key]) or absent


def _nothing(box: Box) -> bool:
    """Whether a box was left blank to say so; a number that could not be read says nothing."""
    return box.key in NOTHING_IF_BLANK and box.stated == 0


def _parts(found: Flow) -> Iterator[Identity]:
    """The sources of a box, and the reasons in one, make its number."""
    for key, box in found.boxes.items():
        if box.parts:
            code = "PR1" if key in IDENTIFIED.values() else "PR5"
            yield _made_of(code, box, "parts", sum(part.n for part in box.parts), {key: -1})


def _made_of(
    code: str, box: Box, what: str, total: int | None, weights: Mapping[str, int]
) -> Identity:
    right = box.n if box.known or _nothing(box) else None
    rule = f"{box.label}: the {what} make the box"
    return Identity(code, "error", rule, tuple(weights), total, "=", right, weights)


def _hands(found: Flow) -> Iterator[Identity]:
    """What people and what tools excluded make what was excluded."""
    for key, shares in WITHIN.items():
        if all(share in found.boxes for share in shares):
            weights = {key: -1, **dict.fromkeys(shares, 1)}
            total = sum(found[share].n for share in shares)
            yield _made_of(_code(key), found[key], "shares of people and tools", total, weights)


def _code(excluded: str) -> str:
    """The rule that a division of an exclusion box belongs to: of screening, or of texts."""
    return "PR3" if excluded in {"records_excluded", "other_screened_out"} else "PR5"


def _layers(found: Flow) -> Iterator[Identity]:
    """What was excluded at each stage of a phase makes what was excluded in it."""
    for key in WITHIN:
        stages = [
            layer.excluded
            for layer in found.layers
            if layer.excluded.startswith("other_") == key.startswith("other_")
            and (found[layer.excluded].unit == "records") == (_code(key) == "PR3")
        ]
        if stages:
            total = sum(found[stage].n for stage in stages)
            weights = {key: -1, **dict.fromkeys(stages, 1)}
            yield _made_of(_code(key), found[key], "stages", total, weights)


def _other_arm(found: Flow) -> Iterator[Identity]:
    """A file has no box for duplicates and screening of other methods: only a bound is left."""
    if found.from_file and found.other_methods:
        sources = "website_results + organisation_results + citations_results"
        yield _equation(
            found, _Rule("PR6", "other_sought_reports", sources, _OTHER, "<=", "warning")
        )


def _included(found: Flow) -> Iterator[Identity]:
    """Studies have reports, and what was pooled is included."""
    studies, reports = (box.key for box in found.included)
    if found.updated:
        yield _equation(found, _Rule("PR9", "new_studies", "new_reports", relation="<="))
    yield _equation(found, _Rule("PR9", studies, reports, relation="<="))
    if found[reports].n and found[studies].known and not found[studies].n:
        yield Identity(
            "PR9", "error", "reports of included studies belong to a study", (studies, reports),
            1, "<=", 0, {},
        )  # fmt: skip
    for pooled, all_ in (("total_studies_ma", studies), ("total_reports_ma", reports)):
        if pooled in found.boxes:
            yield _equation(found, _Rule("PR11", pooled, all_, relation="<="))


def _totals(found: Flow) -> Iterator[Identity]:
    """Of an updated review: the total is what was included before and what is new.

    A new report of a study that was included before is a new report, but no new study. Who
    counts it as one all the same gets a smaller total, which is odd, but no error.
    """
    if not found.updated:
        return
    yield _equation(found, _Rule("PR10", "total_reports", "previous_reports + new_reports"))
    both = "previous_studies + new_studies"
    yield _equation(found, _Rule("PR10", "total_studies", both, relation="<="))
    if found["total_studies"].n < found["previous_studies"].n + found["new_studies"].n:
        yield _equation(found, _Rule("PR10", "total_studies", both, severity="warning"))
