"""Effects and costs of each included study in one row: what it found, for whom, what it cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from litreview.extraction.appraisal.appraisals import Appraisal, appraisals
from litreview.extraction.checks import check_all
from litreview.model import CostBenefit, Estimate, Finding, StudyId
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import sort_key, study_labels
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._empty import nothing_included
from litreview.outputs.tables._groups import DOMAINS, domain, rank
from litreview.outputs.tables._horizons import HORIZONS, horizon
from litreview.outputs.tables._money import Money, amount
from litreview.outputs.tables._perspective import party, place
from litreview.outputs.tables._words import distinct, entered, says_nothing, standing_notes

_MOST = 3
"""Effects that a cell shows of one domain; it says how many more there are."""
_EFFECTS, _MONEY = "Effects, as printed", "Costs and net benefit"
_TELLING = ("study", "design", "mentoring", "within_a_year", "cost", "net_benefit", "conflicts")
NOTES = (
    "Effects: as printed, by months since the start; on subgroups where none is on everybody.",
    "Empty: no estimate at that time. Nothing is pooled; the table of effects has every row.",
    "Net benefit by perspective: amounts of different perspectives do not add up.",
    "Conflicts: the findings of `litreview extract check` about its rows, notes left out.",
)


@dataclass(slots=True)
class _Study:
    estimates: list[Estimate] = field(default_factory=list)
    costs: list[CostBenefit] = field(default_factory=list)
    ratings: list[Appraisal] = field(default_factory=list)
    conflicts: list[Finding] = field(default_factory=list)


def build(evidence: Evidence) -> Table:
    """One row an included study, by label."""
    labels, money = study_labels(evidence), Money.of(evidence)
    held = _held(evidence)
    studies = sorted(evidence.flow.studies, key=lambda study: sort_key(labels[study.id]))
    return Table(
        name="compare",
        title="Effects and costs, study by study",
        columns=_columns(money),
        rows=tuple((labels[one.id], *_cells(held[one.id], money), one.id) for one in studies),
        notes=(*NOTES, *standing_notes(evidence)),
        empty=nothing_included(evidence),
        telling=_TELLING,
    )


def _columns(money: Money) -> tuple[Column, ...]:
    of = f" ({money.heading(money.bases[0])})" if money.bases else ""
    return (
        Column("study", "Study", width=18),
        Column("design", "Design", width=16),
        Column("population", "Population", width=20),
        Column("mentoring", "Mentoring part", width=18),
        Column("comparator", "Comparator", width=14),
        *(Column(key, label, width=22, group=_EFFECTS) for key, label in HORIZONS),
        Column("cost", f"Cost per participant{of}", width=16, group=_MONEY),
        Column("net_benefit", f"Net benefit{of}", width=22, group=_MONEY),
        Column("ratio", "Ratio, as printed", width=16, group=_MONEY),
        Column("ratings", "Ratings", width=14),
        Column("conflicts", "Conflicts", width=16),
        Column("id", "Id", width=14),
    )


def _held(evidence: Evidence) -> dict[StudyId, _Study]:
    held: dict[StudyId, _Study] = defaultdict(_Study)
    for estimate in evidence.estimates:
        held[estimate.study].estimates.append(estimate)
    for cost in sorted(evidence.costs, key=place):
        held[cost.study].costs.append(cost)
    for one in appraisals(evidence.rows, evidence.forms):
        held[StudyId(one.study)].ratings.append(one)
    of_row = {row.row: row.study for row in evidence.rows}
    for finding in check_all(evidence.forms, evidence.rows, {row.study for row in evidence.rows}):
        if finding.severity != "note":
            for study in dict.fromkeys(of_row[id_] for id_ in finding.ids if id_ in of_row):
                held[StudyId(study)].conflicts.append(finding)
    return held


def _cells(one: _Study, money: Money) -> tuple[str, ...]:
    rows = one.estimates
    return (
        distinct(row.values.get("evaluation_method", "") or row.design for row in rows),
        distinct(row.values.get("population", "") for row in rows),
        distinct(row.centrality for row in rows),
        distinct(row.values.get("comparator", "") for row in rows),
        *(_effects(rows, key) for key, _ in HORIZONS),
        _money(one.costs, "cost", money),
        _money(one.costs, "net_present_value", money),
        "; ".join(
            f"{_whose(row)}: {row.ratio.strip()}"
            for row in one.costs
            if not says_nothing(row.ratio)
        ),
        "; ".join(dict.fromkeys(f"{a.form}: {a.holds}" for a in one.ratings if a.holds)),
        "; ".join(f"{f.code} ({', '.join(f.ids[:2])})" for f in one.conflicts),
    )


def _effects(rows: Iterable[Estimate], key: str) -> str:
    """The effects at a horizon, by domain: on everybody, or where there is none, on subgroups."""
    at = [row for row in rows if horizon(row) == key and not says_nothing(row.value.text)]
    by_domain: dict[str, list[Estimate]] = defaultdict(list)
    for row in at:
        by_domain[domain(row)].append(row)
    names = sorted(by_domain, key=lambda name: rank(DOMAINS, name))
    return "; ".join(_some(name, _shown(by_domain[name])) for name in names)


def _shown(rows: Sequence[Estimate]) -> list[str]:
    everybody = [row for row in rows if _everybody(row)]
    return [
        " ".join(
            part
            for part in (
                row.value.text.strip(),
                row.unit.partition("(")[0].strip(),
                "" if _everybody(row) else f"({row.subgroup.strip()})",
            )
            if part and not says_nothing(part)
        )
        for row in everybody or rows
    ]


def _everybody(row: Estimate) -> bool:
    return says_nothing(row.subgroup) or row.subgroup.strip().casefold() == "all"


def _some(name: str, texts: list[str]) -> str:
    more = f" and {len(texts) - _MOST} more" if len(texts) > _MOST else ""
    return f"{name}: {', '.join(texts[:_MOST])}{more}"


def _money(costs: Iterable[CostBenefit], name: str, money: Money) -> str:
    """Each amount with its perspective: converted, else as reported with its currency."""
    return "; ".join(dict.fromkeys(_amounts(costs, name, money)))


def _whose(row: CostBenefit) -> str:
    return party(row) or entered(row.perspective)


def _amounts(costs: Iterable[CostBenefit], name: str, money: Money) -> Iterator[str]:
    for row in costs:
        text = (row.cost if name == "cost" else row.net_present_value).text.strip()
        if says_nothing(text):
            continue
        shown = amount(money.on(row, money.bases[0]), name) if money.bases else ""
        printed = f"{text} {row.currency.strip()} as printed"
        yield f"{_whose(row)}: {shown or printed}"


TABLE = TableKind("compare", "effects, costs, ratings and conflicts, one row a study", build)
