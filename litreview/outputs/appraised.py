"""The appraisals of the included studies, each under the name that plots and tables give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from litreview.extraction.appraisal.appraisals import Appraisal, appraisals
from litreview.model import Estimate, StudyId
from litreview.outputs.evidence import Evidence
from litreview.outputs.references import sort_key, study_labels


@dataclass(frozen=True, slots=True)
class Appraised:
    """label: of the study, the estimate where one is judged, and who, where several people did."""

    label: str
    appraisal: Appraisal


def appraised(evidence: Evidence) -> tuple[Appraised, ...]:
    """The appraisals of included studies, by label, then by tool."""
    included, labels = evidence.included, study_labels(evidence)
    found = [one for one in appraisals(evidence.rows, evidence.forms) if one.study in included]
    effects = {row.id: row for row in evidence.estimates}
    several = Counter((one.form, one.study, one.about) for one in found)
    named = []
    for one in found:
        label = labels.get(StudyId(one.study), one.study) + _about(one.about, effects)
        twice = several[one.form, one.study, one.about] > 1
        named.append(Appraised(f"{label} ({one.extractor})" if twice else label, one))
    return tuple(sorted(named, key=lambda one: (sort_key(one.label), one.appraisal.form)))


def _about(row: str, effects: Mapping[str, Estimate]) -> str:
    """Which estimate is judged, in words."""
    if not row:
        return ""
    held = effects.get(row)
    return f": {held.outcome} ({row})" if held is not None else f": {row}"
