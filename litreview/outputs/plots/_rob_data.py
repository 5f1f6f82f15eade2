"""What a plot of risk of bias shows, and how it is read from a CSV file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from litreview.outputs.plots import Ask
from litreview.outputs.plots._canvas import Look
from litreview.outputs.plots._rob_scale import Scale, of_tool, of_words
from litreview.outputs.plots._rows import Rows, one_of

OVERALL: Final = "Overall"
SHOWS: Final = ("both", "traffic-light", "summary")


@dataclass(frozen=True, slots=True)
class Judged:
    """One study, or one estimate of it. judgements: by domain, "" or absent where none was given.

    weight: how much it counts in the bars, None where that is not known.
    """

    label: str
    judgements: Mapping[str, str]
    overall: str = ""
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Bias:
    """What was judged. domains: their names, in order.

    weighted: bars by weight, not by number; show: one of SHOWS.
    """

    scale: Scale
    domains: tuple[str, ...]
    rows: tuple[Judged, ...]
    weighted: bool = False
    show: str = SHOWS[0]
    notes: tuple[str, ...] = ()
    look: Look = field(default_factory=Look)


def has_overall(data: Bias) -> bool:
    """Whether any row has a judgement over all domains."""
    return any(row.overall for row in data.rows)


def columns(data: Bias) -> tuple[str, ...]:
    """The domains, and what is over all of them."""
    return (*data.domains, *((OVERALL,) if has_overall(data) else ()))


def word_of(row: Judged, column: str) -> str:
    """The judgement of `row` in a column, "" where there is none."""
    return row.overall if column == OVERALL else row.judgements.get(column, "")


def short(data: Bias) -> dict[str, str]:
    """The heading of each column: D1, D2 ..., which the legend explains."""
    named = {name: f"D{at}" for at, name in enumerate(data.domains, 1)}
    return {name: named.get(name, name) for name in columns(data)}


_KNOWN: Final = {"study": "study", "overall": "overall", "weight": "weight"}


def from_rows(rows: Rows, ask: Ask) -> Bias:
    """A row a study: `study`, a column for each domain, `overall` and `weight` where there are.

    Capital letters in these three names do not matter. Raises UsageError for a choice that does
    not exist. A word that is not on the scale is drawn as such, and noted.
    """
    show = one_of(ask.chosen, "show", SHOWS, SHOWS[0])
    weighted = one_of(ask.chosen, "weighted", ("yes", "no"), "no") == "yes"
    names = {name.casefold().strip(): name for row in rows.rows for name in row.values}
    domains = tuple(
        name for name in (rows.rows[0].values if rows.rows else ())
        if name.casefold().strip() not in _KNOWN and name.strip()
    )  # fmt: skip
    notes, found = list(rows.notes), []
    for row in rows.rows:
        label = row.text(names.get("study", "study"))
        if not label:
            notes.append(f"line {row.line} is left out: it names no study")
            continue
        weight = row.number(names.get("weight", "weight"))
        judgements = {name: row.text(name) for name in domains}
        found.append(Judged(label, judgements, row.text(names.get("overall", "overall")), weight))
    scale = _scale(ask, found)
    data = Bias(scale, domains, tuple(found), weighted, show, tuple(notes), ask.look)
    return with_strangers(_numbered(data))


def _numbered(data: Bias) -> Bias:
    """Columns called D1, D2 ... with the names that the tool asked for gives its domains."""
    numbers = tuple(f"D{at}" for at in range(1, len(data.scale.domains) + 1))
    if not numbers or data.domains != numbers:
        return data
    names = dict(zip(numbers, data.scale.domains, strict=True))
    rows = tuple(
        replace(row, judgements={names[at]: word for at, word in row.judgements.items()})
        for row in data.rows
    )
    said = f"{numbers[0]} to {numbers[-1]} of the file are the domains of {data.scale.name}."
    scale = replace(data.scale, notes=(*data.scale.notes, said))
    return replace(data, scale=scale, domains=data.scale.domains, rows=rows)


def with_strangers(data: Bias) -> Bias:
    """The same with a note for each word that is not on the scale."""
    return replace(data, notes=(*data.notes, *strangers(data)))


def _scale(ask: Ask, found: Sequence[Judged]) -> Scale:
    words = [word for row in found for word in (*row.judgements.values(), row.overall) if word]
    asked = ask.chosen.get("judgements", "")
    return of_words(asked) if asked else of_tool(ask.chosen.get("tool", ""), words)


def strangers(data: Bias) -> list[str]:
    """A sentence for each word that is not on the scale."""
    return [
        f"{row.label}: {word!r} in {name} is no judgement of the scale, and stands as a ring"
        for row in data.rows
        for name in columns(data)
        if (word := word_of(row, name)) and data.scale.sign(word) is None
    ]
