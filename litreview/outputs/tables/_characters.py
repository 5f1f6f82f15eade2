"""What both forms of the characteristics of included studies begin with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from litreview.model import CostBenefit, Estimate, Study, StudyId
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import sort_key, study_label, study_labels


@dataclass(slots=True)
class Extracted:
    """The rows of one study."""

    estimates: list[Estimate] = field(default_factory=list)
    costs: list[CostBenefit] = field(default_factory=list)


def extracted_of(evidence: Evidence) -> Mapping[StudyId, Extracted]:
    """The extracted rows by study; a study without any has none."""
    rows: dict[StudyId, Extracted] = defaultdict(Extracted)
    for estimate in evidence.estimates:
        rows[estimate.study].estimates.append(estimate)
    for cost in evidence.costs:
        rows[cost.study].costs.append(cost)
    return rows


def named_studies(evidence: Evidence) -> Iterator[tuple[Study, str]]:
    """Each included study with its label, by label."""
    labels = study_labels(evidence)
    for study in sorted(evidence.flow.studies, key=lambda study: sort_key(labels[study.id])):
        yield study, labels[study.id]


def reports(evidence: Evidence, study: Study) -> str:
    """The short labels of its included reports, and how many linked ones are not included."""
    held = [evidence.reports[id_].record for id_ in study.reports if id_ in evidence.reports]
    held.sort(key=lambda record: (record.year or 9999, sort_key(record.title), record.id))
    labels = [study_label(record) for record in held]
    other = len(set(evidence.members.get(study.id, ())) - set(study.reports))
    count = f"{len(labels)} reports: " if len(labels) > 1 else ""
    more = [f"and {other} linked but not included"] if other else []
    return count + "; ".join([*labels, *more])
