"""Summary of findings: effects and their certainty by GRADE, with the reasons as footnotes.

Guyatt and others 2013, GRADE guidelines 12, J Clin Epidemiol 66:158 (doi
10.1016/j.jclinepi.2012.01.012): at most seven outcomes, absolute and relative effects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from litreview.extraction.certainty import REASON, START, Certainty
from litreview.model import reported
from litreview.outputs.evidence import Evidence
from litreview.outputs.findings_summary import Outcome, outcomes
from litreview.outputs.pooled_effect import Pooled
from litreview.outputs.references import letters
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TableKind
from litreview.outputs.tables._empty import nothing_included
from litreview.outputs.words import counted, figures, listed
from litreview.synthesis.absolute import RISKS, risk_with

MOST = 7
"""Outcomes in a summary."""
_PER = 1_000
_ABSOLUTE = "Absolute effect"
COLUMNS = (
    Column("comparison", "Comparison", width=0),
    Column("outcome", "Outcome", width=20),
    Column("without", "Without", width=10, group=_ABSOLUTE),
    Column("with", "With", width=10, group=_ABSOLUTE),
    Column("difference", "Difference (95% CI)", width=20, group=_ABSOLUTE),
    Column("relative", "Relative effect (95% CI)", width=18),
    Column("participants", "Participants (studies)", width=13),
    Column("certainty", "Certainty (GRADE)", width=18),
    Column("statement", "In plain words", width=24),
    Column("basis", "Effects from", width=22),
)
_KEY = "Certainty: ●●●● high, ●●●○ moderate, ●●○○ low, ●○○○ very low."
_NO_REASON = "no reason given"
_NEXT = "Next: litreview extract import grade FILE.csv"


def build(evidence: Evidence) -> Table:
    """One row an outcome, at most seven a comparison."""
    shown, left = _at_most(outcomes(evidence))
    marks = _marks(shown)
    return Table(
        name="summary-of-findings",
        title="Summary of findings",
        columns=COLUMNS,
        rows=tuple((one.comparison, *_cells(one, marks)) for one in shown),
        notes=(
            _KEY,
            *(f"{mark}. {text}" for text, mark in marks.items()),
            *(note for one in shown for note in _remarks(one)),
            *([f"At most {MOST} outcomes are shown; not: {listed(left)}."] if left else []),
        ),
        empty=f"The certainty of no outcome is judged yet. {_NEXT}"
        if evidence.flow.studies
        else nothing_included(evidence),
        telling=("outcome", "certainty", "difference", "relative"),
    )


def _at_most(found: Sequence[Outcome]) -> tuple[list[Outcome], list[str]]:
    """Those that are shown, and the names of the others."""
    shown: list[Outcome] = []
    left: list[str] = []
    for _, group in groupby(found, key=lambda one: one.comparison):
        every = list(group)
        shown += every[:MOST]
        left += [one.name for one in every[MOST:]]
    return shown, left


def _marks(shown: Sequence[Outcome]) -> Mapping[str, str]:
    """Footnote -> its letter, each text once, in the order of the rows."""
    texts = dict.fromkeys(text for one in shown for text in _reasons(one))
    return {text: letters(at) for at, text in enumerate(texts)}


def _reasons(one: Outcome) -> Iterator[str]:
    """What moved the certainty, each with the reason given."""
    held = one.certainty
    if held.start == "low":
        yield f"Starts low: {one.entered.get(START + REASON, _NO_REASON)}"
    for step in held.steps:
        way = "down" if step.by < 0 else "up"
        name = step.name if step.judgement == "yes" else f"{step.name} ({step.judgement})"
        yield f"Rated {way} {abs(step.by)} for {name}: {step.reason or _NO_REASON}"


def _cells(one: Outcome, marks: Mapping[str, str]) -> tuple[str, ...]:
    pooled = one.effect if isinstance(one.effect, Pooled) else None
    without, with_, difference = _absolute(one, pooled)
    return (
        one.name,
        without,
        with_,
        difference,
        _relative(pooled) if pooled else one.entered.get("relative_effect", ""),
        _participants(one, pooled),
        _judged(one.certainty, [marks[text] for text in marks if text in {*_reasons(one)}]),
        one.entered.get("statement", ""),
        _basis(one),
    )


def _judged(held: Certainty, marks: Sequence[str]) -> str:
    told = f" ({', '.join(marks)})" if marks else ""
    if not held.level:
        return f"not judged: {', '.join(held.open)}{told}"
    return f"{held.circles} {held.level}{told}"


def _absolute(one: Outcome, pooled: Pooled | None) -> tuple[str, str, str]:
    """Without, with, and the difference; "" where it is not known."""
    without = "" if one.risk is None else _per(one.risk)
    if pooled is None:
        return without, "", one.entered.get("absolute_effect", "")
    name = pooled.measure.name
    if name == "RD":
        value, low, high = pooled.value, pooled.low, pooled.high
        with_ = "" if one.risk is None else _per(min(1.0, max(0.0, one.risk + value)))
        return without, with_, _difference(value, low, high)
    if name in RISKS and one.risk is not None:
        risk = one.risk
        value, low, high = pooled.in_natural(lambda ratio: risk_with(name, ratio, risk))
        return without, _per(value), _difference(value - risk, low - risk, high - risk)
    if pooled.measure.ratio:
        return without, "", ""
    value, low, high = pooled.in_natural()
    unit = pooled.unit or pooled.measure.natural or pooled.measure.label
    return without, "", f"{figures(value)} {unit} ({figures(low)} to {figures(high)})"


def _per(risk: float) -> str:
    return f"{round(_PER * risk):,} per {_PER:,}"


def _difference(value: float, low: float, high: float) -> str:
    return f"{_more(value)} per {_PER:,} ({_more(low)} to {_more(high)})"


def _more(share: float) -> str:
    n = round(_PER * share)
    return f"{abs(n):,} {'more' if n > 0 else 'fewer'}" if n else "0"


def _relative(pooled: Pooled) -> str:
    if not pooled.measure.ratio:
        return ""
    value, low, high = pooled.in_natural()
    return f"{pooled.measure.natural} {figures(value)} ({figures(low)} to {figures(high)})"


def _participants(one: Outcome, pooled: Pooled | None) -> str:
    """People of the pooled studies as far as their rows tell, else as entered."""
    given = one.entered.get("participants", "")
    studies = pooled.studies if pooled else reported(one.entered.get("studies", "")).number
    of = f" ({counted(int(studies), 'study')})" if studies is not None else ""
    if pooled is None:
        return f"{given or 'not known'}{of}"
    people: dict[str, float] = {}
    for effect in pooled.effects:
        row = effect.common.row
        texts = (row.values.get(name, "") for name in ("n_analysed", "n_total"))
        n = next((n for text in texts if (n := reported(text).number) is not None), 0.0)
        people[row.study] = max(n, people.get(row.study, 0.0))
    missing = sum(not n for n in people.values())
    total = f"{int(sum(people.values())):,}"
    if not missing:
        return f"{total}{of}"
    if given:
        return f"{given} as entered{of}"
    if missing == len(people):
        return f"not known{of}"
    return f"at least {total}{of}; not known of {missing}"


def _basis(one: Outcome) -> str:
    """Where the effects of a row are from: what is entered is never shown as if it were pooled."""
    if isinstance(one.effect, Pooled):
        return one.effect.how
    given = one.entered.keys() & {"relative_effect", "absolute_effect"}
    source = one.entered.get("effect_source", "")
    who = f"entered by {one.row.extractor}" + (f" from {source}" if source else "")
    return f"{who if given else 'no effect is entered'}; {one.effect}"


def _remarks(one: Outcome) -> Iterator[str]:
    """What a reader of one outcome has to know beside its certainty."""
    if isinstance(one.effect, Pooled):
        yield from (f"{one.name}: {note}." for note in one.effect.notes)
        for name in ("relative_effect", "absolute_effect"):
            if name in one.entered:
                said = one.entered[name]
                yield f"{one.name}: the entered effect ({said}) gives way to the pooled one."
    if one.risk is not None:
        source = one.entered.get("baseline_risk_source", "source not told")
        yield f"{one.name}: risk without the programme: {source}."
    elif "baseline_risk" in one.entered:
        said = one.entered["baseline_risk"]
        yield f"{one.name}: the risk {said!r} is no number from 0 to 100, and not used."
    if one.certainty.doubt:
        yield f"{one.name}: {one.certainty.doubt}, which GRADE advises against."


TABLE = TableKind("summary-of-findings", "effects by outcome with their certainty (GRADE)", build)
