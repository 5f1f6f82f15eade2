"""Of checklists: what is open to others."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.outputs.checklists.answering import Answer, Topic, person
from litreview.outputs.evidence import Evidence


def _availability(evidence: Evidence) -> Answer:
    licence = evidence.plan.report.licence
    what = "this folder: decisions, tables, references and figures, described for a deposit"
    missing = "say where it is deposited"
    if not licence:
        missing += "; write licence = ... in [report] of review.toml"
    return person(
        missing, f"{what}{f', under {licence}' if licence else ''}", "ro-crate-metadata.json"
    )


TOPICS: Mapping[str, Topic] = {"availability": _availability}
