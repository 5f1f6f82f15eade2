"""Invented data for each plot: CSV text, any length.

Test modules load it with ``runpy.run_path``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from math import exp
from random import Random

OUTCOMES = ("employment", "job retention", "earnings", "unemployment or benefits", "education")
INTERVENTIONS = ("mentoring", "job coaching", "counselling", "supported employment", "peer support")
DOMAINS = (
    "Randomisation process",
    "Deviations from the intended interventions",
    "Missing outcome data",
    "Measurement of the outcome",
    "Selection of the reported result",
)
LONG = " in a town whose name goes on and on until nobody who reads the figure remembers its start"
HOSTILE = (
    "</text><script>alert(1)</script>",
    "]]> -- \x00\x1b[31m\x07 \u202egnp.exe",
    '" onload="alert(1)" x="',
    "&lt;b&gt; &amp;#38; &unknown; \ufffe",
    '=HYPERLINK("https://example.org")',
    "\U0001f642 \u05e9\u05dc\u05d5\u05dd \u4f60\u597d",
)


def label(at: int) -> str:
    """A study that nobody has done."""
    return f"Example {1991 + at % 30}{chr(ord('a') + at // 30) if at >= 30 else ''}"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def direction(count: int, names: Sequence[str] = ()) -> str:
    """Studies by outcomes; some outcomes of a study stand in two rows."""
    draw, rows = Random(count), []  # noqa: S311 - no secret
    for at in range(count):
        name = names[at % len(names)] if names else label(at)
        study = (draw.choice(("", 24, 180, 2400)), draw.choice(("RCT", "Matching")),
                 draw.choice(("high", "moderate", "low")))  # fmt: skip
        for outcome in OUTCOMES:
            for _ in range(draw.choice((0, 1, 1, 2))):
                way = draw.choice(("better", "better", "better", "none", "worse", "unclear"))
                rows.append((name, outcome, way, draw.choice((1, 1, 3)), *study))
    header = ("study", "outcome_domain", "direction", "outcomes", "people", "design", "rating")
    return table(header, rows)


def harvest(count: int, names: Sequence[str] = ()) -> str:
    """Studies by outcomes, with a quality and how central mentoring is."""
    draw, rows = Random(count + 1), []  # noqa: S311 - no secret
    for at in range(count):
        name = names[at % len(names)] if names else label(at)
        quality, part = (draw.choice(("low", "moderate", "high", "")),
                         draw.choice(("core", "substantial", "partial", "weak", "")))  # fmt: skip
        rows += [
            (name, outcome, draw.choice(("better", "better", "none", "worse")), quality, part)
            for outcome in OUTCOMES
            if draw.random() < 0.5
        ]
    return table(("study", "outcome_domain", "direction", "quality", "centrality"), rows)


def ce_plane(count: int, names: Sequence[str] = ()) -> str:
    """Costs and effects, some of them in other money, without a price year, or without a number."""
    draw, rows = Random(count + 2), []  # noqa: S311 - no secret
    for at in range(count):
        effect, cost = round(draw.gauss(3, 4), 1), round(draw.gauss(800, 1500))
        wide, tall = draw.choice((1, 2, 40)), draw.choice((200, 900))
        ends = (effect - wide, effect + wide, cost - tall, cost + tall)
        low, high, least, most = ends if draw.random() < 0.6 else ("",) * 4
        whole = at == 0 or draw.random() < 0.8
        money = (
            ("EUR", "2020") if whole else draw.choice((("GBP", "2012"), ("EUR", "not reported")))
        )
        rows.append((
            names[at % len(names)] if names else label(at),
            effect if at == 0 or draw.random() < 0.9 else "positive", low, high,
            "percentage points",
            cost if at == 0 or draw.random() < 0.9 else "", least, most, *money,
            draw.choice(("public budget", "society")),
        ))  # fmt: skip
    header = ("study", "effect", "effect_low", "effect_high", "effect_unit", "cost", "cost_low",
              "cost_high", "currency", "price_year", "perspective")  # fmt: skip
    return table(header, rows)


def gap_map(count: int, names: Sequence[str] = ()) -> str:
    """Studies in cells. Peer support and education have none, and stand there all the same."""
    draw = Random(count + 3)  # noqa: S311 - no secret
    rows: list[Sequence[object]] = [("", one, *[""] * 10) for one in INTERVENTIONS if count]
    rows += [("", "", one, *[""] * 9) for one in OUTCOMES if count]
    for at in range(count):
        rows += [
            (names[at % len(names)] if names else label(at), draw.choice(INTERVENTIONS[:-1]),
             draw.choice(OUTCOMES[:-1]), "A title of an invented report",
             ("Utopia", "Atlantis", "")[at % 3], ("RCT", "Matching")[at % 2],
             ("core", "partial")[at % 2], ("young people", "adults")[at % 2],
             ("high", "moderate", "low", "")[at % 4], 1991 + at % 30, ("yes", "no")[at % 5 == 4],
             f"https://example.org/{at}")
            for _ in range(draw.choice((1, 2, 3)))
        ]  # fmt: skip
    header = ("study", "intervention", "outcome_domain", "title", "country", "design", "centrality",
              "population", "rating", "year", "included", "url")  # fmt: skip
    return table(header, rows)


def rob(count: int, names: Sequence[str] = ()) -> str:
    """Judgements in the words of RoB 2, the headings as robvis has them."""
    draw = Random(count + 4)  # noqa: S311 - no secret
    words = ("Low", "Low", "Some concerns", "High")
    rows = [
        (names[at % len(names)] if names else label(at), *(draw.choice(words) for _ in range(6)),
         draw.randint(1, 9))
        for at in range(count)
    ]  # fmt: skip
    return table(("Study", *DOMAINS, "Overall", "Weight"), rows)


def forest(count: int, names: Sequence[str] = ()) -> str:
    """Ratios with intervals in groups; one has none, one goes far beyond the others."""
    draw, rows = Random(count + 5), []  # noqa: S311 - no secret
    for at in range(count):
        middle, se = draw.gauss(0.3, 0.4), draw.choice((0.1, 0.2, 0.35))
        if at % 12 == 7:
            se = 2.5
        ends = [round(exp(middle + sign * 1.96 * se), 3) for sign in (-1, 1)]
        rows.append((
            names[at % len(names)] if names else label(at), round(exp(middle), 3),
            *(("", "") if at % 12 == 4 else ends),
            ("RCT", "Matching", "Other comparison")[at % 3],
            ("employed after a year", "")[at % 2],
            "invented from the p value" if at % 12 == 2 else "",
        ))  # fmt: skip
    return table(("label", "value", "low", "high", "group", "detail", "note"), rows)


def funnel(count: int, names: Sequence[str] = ()) -> str:
    """Log ratios of which small studies have larger ones; one has no standard error."""
    draw, rows = Random(count + 6), []  # noqa: S311 - no secret
    for at in range(count):
        se = round(0.08 + 0.5 * draw.random(), 3)
        name = names[at % len(names)] if names else label(at)
        rows.append((name, round(draw.gauss(0.1 + 2 * se, se), 3), se if at % 9 != 5 else ""))
    return table(("study", "yi", "sei"), rows)


MAKERS = {
    "direction": direction,
    "forest": forest,
    "funnel": funnel,
    "harvest": harvest,
    "ce-plane": ce_plane,
    "gap-map": gap_map,
    "rob": rob,
}
CHOSEN = {
    "ce-plane": {"wtp": "400"},
    "forest": {"scale": "log", "pool": "REML", "subtotals": "yes", "unit": "odds ratio",
               "left": "fewer in work", "right": "more in work"},
    "funnel": {"scale": "log", "contours": "yes", "fill": "yes", "egger": "yes"},
    "rob": {"tool": "rob-2"},
}  # fmt: skip
GOLDEN = 12
"""Studies in the recorded drawings."""
