"""What a harvest plot shows, and how it is read from a CSV file or a review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from litreview.errors import UsageError
from litreview.extraction.printed import is_missing
from litreview.outputs.plots import Ask
from litreview.outputs.plots._canvas import Look
from litreview.outputs.plots._evidence_rows import CENTRALITIES, NOT_TOLD, Told, directed
from litreview.outputs.plots._rows import Rows, plain_number
from litreview.outputs.plots._ways import Way, together, way_of

if TYPE_CHECKING:
    from litreview.outputs.evidence import Evidence

Panel = Literal["worse", "none", "better"]
PANELS: Final[tuple[tuple[Panel, str], ...]] = (
    ("worse", "Worse"), ("none", "No difference or unclear"), ("better", "Better"),
)  # fmt: skip
QUALITIES: Final = (
    ("low", "moderate", "high"),
    ("weak", "moderate", "strong"),
    ("low", "medium", "high"),
    ("D", "C", "B", "A"),
)
"""Words of quality whose order is known, from the lowest."""
DESIGNS: Final = (
    "No comparison", "Other comparison", "Matching", "Difference in differences",
    "Instrumental variables", "Regression discontinuity", "RCT",
)  # fmt: skip
"""Designs by how well they suit a question about effects: heights where nothing is rated. The
order between matching and discontinuity is a convention, and the plot says that it is one."""
MOST_LEVELS: Final = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A study in a row.

    height, shade: words of the two scales, "" where not known; why: of the panel, where outcomes
    differ; href: the address of the source, or "".
    """

    study: str
    row: str
    panel: Panel
    height: str = ""
    shade: str = ""
    why: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Harvest:
    """rows: outcomes, in order; heights, shades: the words of the scales, from low to high."""

    rows: tuple[str, ...]
    bars: tuple[Bar, ...]
    heights: tuple[str, ...] = ()
    shades: tuple[str, ...] = ()
    height_name: str = "Height, quality"
    shade_name: str = "Shade, mentoring part"
    notes: tuple[str, ...] = ()
    look: Look = field(default_factory=Look)


def level(word: str, words: Sequence[str], absent: float) -> float:
    """The place of a word on its scale, above 0 and up to 1; `absent` where it has none."""
    plain = [one.casefold() for one in words]
    at = word.casefold()
    return (plain.index(at) + 1) / len(plain) if at in plain else absent


def panel_of(way: Way) -> Panel:
    """The panel of a way: what cannot be told stands with no difference."""
    return "none" if way == "unclear" else way


def scale(words: Iterable[str], asked: str, known: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The words in order: as asked for, of a known scale, by number, else none: no order is known.

    Raises UsageError for too many words.
    """
    if asked:
        names = tuple(name.strip() for name in asked.split(",") if name.strip())
        if not 1 <= len(names) <= MOST_LEVELS:
            raise UsageError(
                f"{asked!r} is no scale",
                remedy=f"write 1 to {MOST_LEVELS} words with commas between",
            )
        return names
    said = {word.casefold(): word for word in words if word}
    for one in known:
        if said and {word.casefold() for word in one} >= said.keys():
            return tuple(one)
    numbers = {word: plain_number(word) for word in said.values()}
    if said and len(said) <= MOST_LEVELS and None not in numbers.values():
        return tuple(sorted(numbers, key=lambda word: numbers[word] or 0.0))
    return ()


def from_rows(rows: Rows, ask: Ask) -> Harvest:
    """A row a study and outcome; several of one study and domain make one bar."""
    held: dict[tuple[str, str], list[tuple[Way, str, str]]] = defaultdict(list)
    notes = list(rows.notes)
    for row in rows.rows:
        study, domain = row.text("study"), row.text("outcome_domain")
        way = way_of(row.text("direction"))
        if not study or not domain:
            wrong = "it names no study" if not study else "it names no outcome domain"
            notes.append(f"line {row.line} is left out: {wrong}")
        elif way is None:
            said = f"{row.text('direction')!r} is no direction: better, worse, none or unclear"
            notes.append(f"line {row.line} is left out: {said}")
        else:
            held[study, domain].append((way, _said(row.text("quality")), _said(row.text("centrality"))))  # fmt: skip  # noqa: E501
    bars = tuple(_bar(key, ways) for key, ways in held.items())
    heights = scale((b.height for b in bars), ask.chosen.get("heights", ""), QUALITIES)
    shades = scale(
        (b.shade for b in bars), ask.chosen.get("shades", ""), (CENTRALITIES, *QUALITIES)
    )
    notes += _without_order(bars, heights, shades)
    order = tuple(dict.fromkeys(bar.row for bar in bars))
    return Harvest(order, bars, heights, shades, notes=tuple(notes), look=ask.look)


def _said(text: str) -> str:
    return "" if is_missing(text) else text


def _bar(key: tuple[str, str], held: Sequence[tuple[Way, str, str]]) -> Bar:
    one = together([(way, 1) for way, _, _ in held])
    heights, shades = ({item[at] for item in held} for at in (1, 2))
    return Bar(
        *key, panel_of(one.way),
        height=heights.pop() if len(heights) == 1 else "",
        shade=shades.pop() if len(shades) == 1 else "",
        why=one.why,
    )  # fmt: skip


def _without_order(bars: Iterable[Bar], heights: Sequence[str], shades: Sequence[str]) -> list[str]:
    """A sentence for words that are on no scale: their bars are drawn with a broken line."""
    held = list(bars)
    notes = []
    for name, said, words in (
        ("heights", {bar.height for bar in held}, heights),
        ("shades", {bar.shade for bar in held}, shades),
    ):
        strange = sorted(word for word in said if word and level(word, words, -1.0) < 0)
        if strange:
            notes.append(
                f"the order of {', '.join(map(repr, strange[:MOST_LEVELS]))} is not known: give it "
                f"with --set {name}=..., from the lowest on"
            )
    return notes


def from_evidence(evidence: Evidence, ask: Ask) -> Harvest:
    """A bar for each included study and outcome domain whose direction can be told.

    An effect that is not significant at 5 per cent counts as no difference; one of which that is
    not known counts by its direction. Heights are ratings where all bars have one, else designs.
    """
    found = directed(evidence, ask.chosen.get("group", ""))
    rated = bool(found.rows) and all(one.rating for one in found.rows)
    held: dict[tuple[str, str], list[tuple[Way, str, str]]] = defaultdict(list)
    links: dict[str, str] = {}
    for one in found.rows:
        shade = "" if one.centrality == NOT_TOLD else one.centrality
        height = one.rating if rated else "" if one.design == NOT_TOLD else one.design
        held[one.study, one.domain].append((_judged(one), height, shade))
        links.setdefault(one.study, one.href)
    bars = [_bar(key, ways) for key, ways in held.items()]
    bars = [Bar(b.study, b.row, b.panel, b.height, b.shade, b.why, links[b.study]) for b in bars]
    asked = ask.chosen.get("heights", "")
    known = QUALITIES if rated else (DESIGNS,)
    heights = scale((b.height for b in bars), asked, known)
    shades = scale((b.shade for b in bars), ask.chosen.get("shades", ""), (CENTRALITIES,))
    notes = (*found.notes, *_without_order(bars, heights, shades))
    return Harvest(
        found.domains, tuple(bars), heights, shades,
        "Height, rating" if rated else "Height, design (a convention)",
        notes=notes, look=ask.look,
    )  # fmt: skip


def _judged(one: Told) -> Way:
    """The way of an effect; none where it is known not to differ from none."""
    return "none" if one.significant is False else one.way
