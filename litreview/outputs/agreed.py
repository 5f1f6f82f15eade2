"""How far people agree, as tables and commands show it: on reports at a stage, and in fields."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from litreview.extraction.doubled import Held
from litreview.extraction.forms import Form
from litreview.extraction.printed import is_missing
from litreview.model import ReportId, Stage
from litreview.outputs.words import counted, listed
from litreview.screening.agreement import Agreement, Figure, Maybe, Square, Taken

_TWO = 2


@dataclass(frozen=True, slots=True)
class StageAgreement:
    """The agreement at a stage, and what it leaves out.

    waiting: reports with a vote that still lack another: they are not looked at, so that nothing
    shows of a vote that its colleague may not see yet. changed: first votes that were changed or
    taken back later; 0 of final ones. unsettled: reports on which the people compared disagree, and
    that nobody has settled.
    """

    stage: Stage
    votes: Taken
    maybe: Maybe
    agreement: Agreement
    waiting: int
    changed: int
    unsettled: tuple[ReportId, ...]


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How far people agree in one field: of `n` pairs of values that both gave, `same` are equal.

    kappa: Cohen's, for fields with options and two people, else None.
    """

    form: str
    field: str
    n: int
    same: int
    kappa: Figure | None


def field_agreement(groups: Iterable[Held], forms: Mapping[str, Form]) -> Iterator[FieldAgreement]:
    """Field by field, over all pairs of people and all rows that both have. In the forms' order."""
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    same: Counter[tuple[str, str]] = Counter()
    people: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for one in groups:
        form = one.versions[0].form
        unlike = {difference.field for difference in one.compared.differences}
        for name in (*one.compared.agreed, *unlike):
            said = [(row.extractor, row.values.get(name, "").strip()) for row in one.versions]
            given = [(who, text) for who, text in said if not is_missing(text)]
            if len(given) != _TWO:  # agreement is of two
                continue
            key = (form, name)
            pairs[key].append((given[0][1], given[1][1]))
            people[key].add((given[0][0], given[1][0]))
            same[key] += name not in unlike
    for (form, name), texts in pairs.items():
        held_form = forms.get(form)
        one_field = held_form.field(name) if held_form is not None else None
        coded = one_field is not None and bool(one_field.options)
        kappa = Square.of(texts).cohen() if coded and len(people[form, name]) == 1 else None
        yield FieldAgreement(form, name, len(texts), same[form, name], kappa)


def sentence(found: StageAgreement) -> str:
    """What a methods section can quote; "" where nothing was compared.

    Two people: Cohen's kappa; more: Fleiss'. The prevalence-adjusted one and agreement on include
    stand beside it, because most reports are excluded.
    """
    held = found.agreement
    pair = held.pairs[0] if len(held.pairs) == 1 else held.overall
    if not pair.n:
        return ""
    two = len(held.pairs) == 1
    kappa = ("Cohen's", "cohen_kappa") if two else ("Fleiss'", "fleiss_kappa")
    figures = (
        _told("raw agreement", pair.figures["raw"]),
        _told(f"{kappa[0]} kappa", pair.figures[kappa[1]]),
        _told("prevalence-adjusted kappa", pair.figures["pabak"]),
        _told("agreement on include", pair.figures["on_include"]),
    )
    return (
        f"{found.stage.label}, {found.votes} votes of {listed(pair.reviewers)} on "
        f"{counted(pair.n, 'report')} (95 % intervals): {', '.join(figures)}."
    )


def _told(name: str, figure: Figure) -> str:
    if figure.value is None:
        return f"{name} {figure.why.partition(':')[0]}"
    if figure.low is None or figure.high is None:
        return f"{name} {figure.value:.2f}"
    return f"{name} {figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"
