"""The funnel plot: region, contours, what trim and fill puts in, Egger's line, what is missing."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from litreview.errors import UsageError
from litreview.outputs.plots import PLOTS, Ask
from litreview.outputs.plots._canvas import Drawing, Group, Look, Shape, box, texts
from litreview.outputs.plots._rows import read

KIND = PLOTS.get("funnel")
FEW = "label,yi,sei\nA,0.1,0.1\nB,0.3,0.2\nC,0.9,0.4\nD,0.5,\n"


def drawn(text: str, **chosen: str) -> Drawing:
    assert KIND.from_rows is not None
    rows = read(text.encode(), "rows.csv", KIND.columns)
    return KIND.build(KIND.from_rows(rows, Ask(Look(), chosen)))


def groups(drawing: Drawing, kind: str) -> list[Group]:
    found, waiting = [], list(drawing.shapes)
    while waiting:
        shape: Shape = waiting.pop(0)
        if isinstance(shape, Group):
            found += [shape] if shape.kind == kind else []
            waiting = [*shape.shapes, *waiting]
    return found


def said(drawing: Drawing) -> str:
    return " ".join(text.text for text in texts(drawing.shapes))


def test_effects_without_an_error_are_listed() -> None:
    drawing = drawn(FEW)
    assert len(groups(drawing, "point")) == 3
    assert drawing.data["missing"] == ["D"]
    assert "1 effect not drawn, without a standard error: D" in said(drawing)
    nothing = drawn("label,yi,sei\nD,0.5,\n")
    assert nothing.empty
    assert "D" in nothing.notes[-1]


def test_the_estimator_is_named_and_few_effects_are_warned_of() -> None:
    assert "REML, 3 effects" in said(drawn(FEW))
    assert "FE, 3 effects" in said(drawn(FEW, pool="FE"))
    assert "fewer than 10 effects" in said(drawn(FEW))
    two = said(drawn("label,yi,sei\nA,0.1,0.1\nB,0.3,0.2\n", egger="yes"))
    assert "No test of asymmetry: 2 effects" in two


def test_where_there_is_no_line_it_is_said_why() -> None:
    alike = "label,yi,sei\n" + "".join(f"S{at},{at},0.1\n" for at in range(4))
    drawing = drawn(alike, egger="yes")
    assert drawing.data["egger"] is None
    assert "No line of Egger's: all effects are equally precise" in said(drawing)


@pytest.mark.parametrize("axis", ["se", "precision", "vi"])
def test_the_most_precise_effect_stands_highest_on_every_axis(axis: str) -> None:
    heights = [box(group).y for group in groups(drawn(FEW, axis=axis), "point")]
    assert heights == sorted(heights)


def test_contours_begin_at_no_difference() -> None:
    outside, *inner = groups(drawn(FEW, contours="yes"), "contour")
    assert [one.title for one in inner] == ["0.01 < p < 0.05", "0.05 < p < 0.10", "p > 0.10"]
    widths = [box(one).width for one in inner]
    assert widths == sorted(widths, reverse=True)
    # at one standard error the contours lie at these quantiles of the normal distribution
    assert widths[0] / widths[1] == pytest.approx(2.5758 / 1.9600, rel=1e-4)
    assert outside.title == "p < 0.01"


@pytest.mark.corpus
def test_line_and_fill_are_those_of_metafor(corpus: Path) -> None:
    folder = corpus.parent / "anchors" / "metafor"
    known = json.loads((folder / "dat.bcg.json").read_text("utf-8"))
    drawing = drawn((folder / "dat.bcg.es.csv").read_text("utf-8"), scale="log", egger="yes",
                    fill="yes")  # fmt: skip
    theirs = known["egger_begg"]["lm"]
    assert drawing.data["egger"] == pytest.approx((theirs["limit_est"], theirs["bias_coef"]))
    filled = [math.log(one["value"]) for one in drawing.data["filled"]]
    assert filled == pytest.approx([known["trimfill"]["REML_L0"]["filled_yi"]], abs=2e-4)
    assert f"p = {theirs['p']:.3f}" in said(drawing)


def test_choices_that_do_not_exist_are_refused() -> None:
    for chosen in ({"axis": "size"}, {"contours": "maybe"}, {"fill": "yes", "pool": "FE"},
                   {"scale": "cubic"}):  # fmt: skip
        with pytest.raises(UsageError):
            drawn(FEW, **chosen)
