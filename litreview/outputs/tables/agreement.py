"""How far people agree: first votes at each stage, and the fields that two people extracted."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.outputs.agreed import StageAgreement
from litreview.outputs.evidence import Evidence
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.words import counted, listed
from litreview.screening.agreement import Comparison, Figure

COLUMNS = (
    Column("step", "Step", width=0),
    Column("of", "Reviewers or field", width=30),
    Column("n", "Compared", "right", width=9),
    Column("raw", "Raw agreement", width=20),
    Column("kappa", "Kappa", width=20),
    Column("adjusted", "Adjusted kappa", width=20),
    Column("on_include", "On include", width=20),
    Column("differ", "Differ", "right", width=7),
)
NOTES = (
    (
        "In brackets: 95 % intervals. Kappa: Cohen's of two people, Fleiss' of more. Adjusted: for "
        "prevalence and bias (PABAK)."
    ),
    "Stages: first votes, on reports that lack none. Two exclusions agree, whatever the reasons.",
    "Fields: values that two people both gave; kappa where the form has options to choose from.",
)


def build(evidence: Evidence) -> Table:
    """Stages in their order, then the fields form by form."""
    rows = (*_stages(evidence), *_fields(evidence))
    left = tuple(note for one in evidence.agreements for note in _left_out(one))
    return Table(
        name="agreement",
        title="Agreement between reviewers and between extractors",
        columns=COLUMNS,
        rows=rows,
        notes=(*NOTES, *left),
        empty="Nothing was judged or extracted by two people yet. "
        "Next: litreview screen --reviewer NAME",
        telling=("of", "n", "raw", "kappa"),
    )


def _stages(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    for one in evidence.agreements:
        held = one.agreement
        several = (held.overall,) if len(held.pairs) != 1 else ()
        for compared in (*several, *held.pairs):
            yield (one.stage.label, *_compared(compared))


def _compared(one: Comparison) -> tuple[str, ...]:
    kappa = one.figures.get("cohen_kappa") or one.figures["fleiss_kappa"]
    return (
        listed(one.reviewers),
        str(one.n),
        _shown(one.figures["raw"]),
        _shown(kappa),
        _shown(one.figures["pabak"]),
        _shown(one.figures["on_include"]),
        str(len(one.disagree)),
    )


def _fields(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    for one in evidence.fields:
        form = evidence.forms.get(one.form)
        field = form.field(one.field) if form is not None else None
        yield (
            f"Extraction: {form.label if form is not None else one.form}",
            field.label if field is not None else one.field,
            str(one.n),
            f"{one.same / one.n:.2f}",
            _shown(one.kappa) if one.kappa is not None else "",
            "",
            "",
            str(one.n - one.same),
        )


def _shown(figure: Figure) -> str:
    if figure.value is None:
        return figure.why
    if figure.low is None or figure.high is None:
        return f"{figure.value:.2f}"
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"


def _left_out(one: StageAgreement) -> Iterator[str]:
    if one.waiting:
        waits = counted(one.waiting, "report")
        yield f"{one.stage.label}: {waits} left out, another vote is still to be cast."
    if one.changed:
        later = counted(one.changed, "vote")
        yield f"{one.stage.label}: {later} changed or taken back later, compared as first cast."


TABLE = TableKind("agreement", "kappa and raw agreement of reviewers and extractors", build)
