"""Every plot in every theme can be read in grey: no colour tells anything alone."""

from __future__ import annotations

import runpy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from litreview.errors import UsageError
from litreview.outputs.plots import PLOTS, Ask
from litreview.outputs.plots._canvas import (
    Circle,
    Drawing,
    Group,
    Ink,
    Line,
    Look,
    Polygon,
    Rect,
    Rectangle,
    Shape,
    Text,
    box,
)
from litreview.outputs.plots._rows import read
from litreview.outputs.theme import (
    ROLES,
    SERIES,
    THEMES,
    Theme,
    contrast,
    luminance,
    theme_named,
)

GOLDEN = Path(__file__).parents[3] / "golden" / "plots"
MADE = runpy.run_path(str(GOLDEN / "evidence_made.py"))


def made(name: str, text: str = "") -> Drawing:
    kind = PLOTS.get(name)
    assert kind.from_rows is not None
    content = (text or MADE["MAKERS"][name](30)).encode()
    rows = read(content, "made.csv", kind.columns)
    return kind.build(kind.from_rows(rows, Ask(Look(), MADE["CHOSEN"].get(name, {}))))


DRAWN = {name: made(name) for name in PLOTS.names()}


def groups(shapes: Iterable[Shape], kind: str) -> Iterator[Group]:
    for shape in shapes:
        if isinstance(shape, Group):
            if shape.kind == kind:
                yield shape
            yield from groups(shape.shapes, kind)


def flat(shapes: Iterable[Shape]) -> Iterator[Any]:
    """Shapes in the order in which they are painted."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from flat(shape.shapes)
        else:
            yield shape


def seen(ink: Ink, theme: Theme, ground: str) -> str:
    """The colour of a fill on `ground`."""
    assert ink.fill is not None
    top, share = theme.colours[ink.fill], ink.opacity
    parts = [round(int(top[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share))
             for at in (1, 3, 5)]  # fmt: skip
    return "#" + "".join(f"{part:02x}" for part in parts)


def lightness(colour: str) -> float:
    """CIE L*, from 0 to 100: two tones beside each other are told apart from about 5 on."""
    found: float = 116 * luminance(colour) ** (1 / 3) - 16
    return found


def apart(colours: Iterable[str], least: float) -> bool:
    return all(abs(lightness(a) - lightness(b)) >= least for a, b in combinations(colours, 2))


def test_themes_have_a_colour_for_every_role() -> None:
    assert list(THEMES) == ["official", "grey", "colour-blind", "dark"]
    for theme in THEMES.values():
        assert set(theme.colours) == set(ROLES)
        assert apart([theme.colours[role] for role in SERIES], 5), theme.name
        for role in ("ink", "soft", "main", "waiting-ink"):
            assert contrast(theme.colours[role], theme.colours["paper"]) >= 4.5
    assert {c[1:3] == c[3:5] == c[5:7] for c in THEMES["grey"].colours.values()} == {True}
    with pytest.raises(UsageError, match="no theme 'pink'"):
        theme_named("pink")


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the known near miss


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", PLOTS.names())
def test_words_stand_out_from_what_is_below_them(name: str, theme: Theme) -> None:
    painted: list[tuple[Rect, str]] = []
    for shape in flat(DRAWN[name].shapes):
        if isinstance(shape, Text):
            x, y = box(shape).middle
            below = under(painted, x, y, theme)
            tone = theme.colours[theme.over(shape.on) if shape.on else shape.role]
            assert contrast(tone, below) >= 4.5, (shape.text, below)
        elif isinstance(shape, Rectangle | Circle) and shape.ink.fill:
            place = box(shape)
            painted.append((place, seen(shape.ink, theme, under(painted, *place.middle, theme))))


def under(painted: list[tuple[Rect, str]], x: float, y: float, theme: Theme) -> str:
    for place, colour in reversed(painted):
        if place.x <= x <= place.right and place.y <= y <= place.bottom:
            return colour
    return theme.colours["paper"]


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", PLOTS.names())
def test_every_mark_of_a_legend_stands_out(name: str, theme: Theme) -> None:
    paper = theme.colours["paper"]
    for group in groups(DRAWN[name].shapes, "legend"):
        for one in flat(group.shapes):
            if not isinstance(one, Text):
                tones = [seen(one.ink, theme, paper)] if one.ink.fill else []
                tones += [theme.colours[one.ink.stroke]] if one.ink.stroke else []
                assert max(contrast(tone, paper) for tone in tones) >= 3, one


def form(shape: Shape) -> tuple[object, ...]:
    """What a shape looks like without its colour and place."""
    if isinstance(shape, Text):
        return ("text", shape.text)
    place = box(shape)
    points = () if not isinstance(shape, Polygon | Line) else tuple(
        (round(x - place.x, 1), round(y - place.y, 1)) for x, y in shape.points)  # fmt: skip
    ink = getattr(shape, "ink", Ink())
    hollow = ink.fill in {None, "paper", "filled"}
    return (type(shape).__name__, round(place.width, 1), points, ink.dash, hollow)


def told_by_form(shapes: Iterable[Group]) -> dict[tuple[object, ...], set[object]]:
    """The fills of groups of one form."""
    found: dict[tuple[object, ...], set[object]] = defaultdict(set)
    for group in shapes:
        marks = [one for one in flat(group.shapes) if not isinstance(one, Text)]
        texts = [one.text for one in flat(group.shapes) if isinstance(one, Text)]
        words = tuple(text for text in texts if not text.isdigit())
        key = (*map(form, marks), *words)
        found[key] |= {one.ink.fill for one in marks if hasattr(one, "ink")}
    return found


@pytest.mark.parametrize(("name", "kind"), [("rob", "judgement"), ("direction", "direction")])
def test_no_two_signs_differ_in_their_colour_alone(name: str, kind: str) -> None:
    found = told_by_form(groups(DRAWN[name].shapes, kind))
    assert len(found) > 2
    assert all(len(fills - {None, "paper"}) <= 1 for fills in found.values()), found


def test_groups_on_the_plane_have_marks_of_their_own() -> None:
    head = "study,effect,effect_unit,cost,currency,price_year,perspective\n"
    rows = "".join(f"S{at},{at},pp,{at},EUR,2020,view {at}\n" for at in range(1, 6))
    found = told_by_form(groups(made("ce-plane", head + rows).shapes, "point"))
    assert len(found) == 5
    assert all(len(fills) == 1 for fills in found.values())


def test_categories_of_the_gap_map_have_places_of_their_own() -> None:
    bubbles = [one for g in groups(DRAWN["gap-map"].shapes, "bubble") for one in flat(g.shapes)]
    circles = [one for one in bubbles if isinstance(one, Circle)]
    cells = [box(one) for one in flat(DRAWN["gap-map"].shapes) if isinstance(one, Rectangle)
             and one.ink.stroke == "faint"]  # fmt: skip
    places = defaultdict(set)
    for one in circles:
        cell = next(c for c in cells if c.x <= one.x <= c.right and c.y <= one.y <= c.bottom)
        place = round((one.x - cell.x) / cell.width, 2), round((one.y - cell.y) / cell.height, 2)
        places[place].add(one.ink.fill)
    assert len(places) == len({one.ink.fill for one in circles}) > 2
    assert all(len(fills) == 1 for fills in places.values())


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_shades_are_told_apart_by_lightness(theme: Theme) -> None:
    bars = {one.ink for g in groups(DRAWN["harvest"].shapes, "bar") for one in g.shapes
            if isinstance(one, Rectangle) and one.ink.dash == "solid"}  # fmt: skip
    assert len(bars) == 4
    paper = theme.colours["paper"]
    assert apart([seen(ink, theme, paper) for ink in bars], 8)
    contours = [g.shapes[-1].ink for g in groups(DRAWN["funnel"].shapes, "contour")]  # type: ignore[union-attr]
    assert len(contours) == 4
    assert apart([seen(ink, theme, paper) for ink in contours], 4)


def test_what_was_imputed_or_has_no_interval_is_hollow() -> None:
    points = told_by_form(groups(DRAWN["funnel"].shapes, "point"))
    filled = told_by_form(groups(DRAWN["funnel"].shapes, "filled"))
    assert points
    assert filled
    assert not points.keys() & filled.keys()
    squares = defaultdict(set)
    for row in groups(DRAWN["forest"].shapes, "row"):
        bare = any(isinstance(one, Text) and one.text == "no interval" for one in row.shapes)
        squares[bare] |= {one.ink.fill for one in flat(row.shapes) if isinstance(one, Rectangle)}
    assert squares == {True: {"paper"}, False: {"main"}}


def test_a_theme_changes_colours_only() -> None:
    from litreview.outputs.plots._svg import svg

    dark = svg(replace(DRAWN["rob"], theme=THEMES["dark"]))
    assert dark != svg(DRAWN["rob"])
    assert '<rect width="510" height="' in dark
    assert THEMES["dark"].colours["paper"] in dark
    assert "#ffffff" not in dark
