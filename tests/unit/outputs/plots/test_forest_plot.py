"""The forest plot: intervals, arrows, open squares, weights, groups, the pooled effect."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from litreview.errors import UsageError
from litreview.outputs.plots import PLOTS, Ask
from litreview.outputs.plots._canvas import Drawing, Group, Look, Polygon, texts
from litreview.outputs.plots._rows import read
from litreview.outputs.plots._svg import read_data, svg

KIND = PLOTS.get("forest")
HEAD = "label,value,low,high,se,group,detail\n"
SOME = HEAD + (
    "Alpha 2010,0.20,0.05,0.35,,RCT,in work\n"
    "Delta 2016,0.4,-3,5,,Matching,earnings\n"
    "Beta 2012,0.10,,,0.12,RCT,in work\n"
    "Gamma 2014,-0.15,-0.4,0.1,,RCT,in work\n"
    "Epsilon 2018,0.3,,,,Matching,\n"
    "Zeta 2020,0.2,0.5,0.9,,Matching,\n"
)


def drawn(text: str, **chosen: str) -> Drawing:
    assert KIND.from_rows is not None
    rows = read(text.encode(), "rows.csv", KIND.columns)
    return KIND.build(KIND.from_rows(rows, Ask(Look(), chosen)))


def words(drawing: Drawing) -> list[str]:
    return [text.text for text in texts(drawing.shapes)]


def test_rows_intervals_and_what_was_left_out_are_told() -> None:
    drawing = drawn(SOME, pool="REML", left="favours usual help", right="favours mentors")
    said = words(drawing)
    assert "no interval" in said
    assert said.count("RCT") == 1, "rows of a group stand together"
    assert said.index("Gamma 2014: in work") < said.index("Matching")
    assert not any(text.startswith("Zeta") for text in said)
    assert any("does not hold" in note for note in drawing.notes)
    assert any("1 row without a standard error" in note for note in drawing.notes)
    assert any(text.startswith("REML, 4") for text in said)


def test_rows_stand_in_the_order_asked_for() -> None:
    def order(**chosen: str) -> list[str]:
        return [row["label"][:1] for row in drawn(SOME, **chosen).data["rows"]]

    assert order() == ["A", "B", "G", "D", "E"]
    assert order(order="effect") == ["G", "B", "A", "E", "D"]
    assert order(order="precision") == ["A", "B", "G", "D", "E"]


def test_an_effect_beyond_the_limits_ends_in_an_arrow() -> None:
    arrows = [
        shape
        for row in drawn(SOME, limits="-0.3,0.3").shapes
        if isinstance(row, Group) and row.kind == "row"
        for shape in row.shapes
        if isinstance(shape, Polygon)
    ]
    assert len(arrows) == 5, "the highs of Alpha and Beta, both of Delta, the low of Gamma"
    for limits in ("1", "1,2", "3,-1", "a,b"):
        with pytest.raises(UsageError, match="limits"):
            drawn(SOME, limits=limits)


@pytest.mark.corpus
def test_weights_and_the_pooled_effect_are_those_of_metafor(corpus: Path) -> None:
    folder = corpus.parent / "anchors" / "metafor"
    known = json.loads((folder / "dat.bcg.json").read_text("utf-8"))
    theirs, table = known["fits"]["REML_z"], (folder / "dat.bcg.es.csv").read_text("utf-8")
    held = drawn(table, pool="REML", scale="log").data
    assert math.log(held["pooled"]["value"]) == pytest.approx(theirs["estimate"], rel=1e-6)
    assert math.log(held["pooled"]["low"]) == pytest.approx(theirs["ci_lb"], rel=1e-6)
    weights = {row["label"]: row["weight"] for row in held["rows"]}
    assert weights == pytest.approx(
        {one["label"]: one["REML"] for one in known["weights_percent"]}, rel=1e-5
    )


def test_subtotals_have_the_weight_of_their_rows_and_a_test_between() -> None:
    drawing = drawn(SOME + "Eta,0.1,0,0.2,,Matching,\n", pool="FE", subtotals="yes")
    held = drawing.data
    assert list(held["subtotals"]) == ["RCT", "Matching"]
    for name, one in held["subtotals"].items():
        weights = [row["weight"] or 0 for row in held["rows"] if row["group"] == name]
        assert one["weight"] == pytest.approx(sum(weights))
    assert held["between"].startswith("Between groups: Q(1) = ")


def test_a_file_for_synth_fit_is_drawn_too_and_its_faults_are_named() -> None:
    text = "study,yi,vi,note\nA,0,0.04,guessed\nB,0.5,,\nC,1,-1,\nD,x,1,\n"
    drawing = drawn(text, scale="log")
    a, b, c = drawing.data["rows"]
    assert (a["value"], a["se"], a["note"]) == (1, pytest.approx(0.2), "guessed")
    assert a["high"] == pytest.approx(1 / a["low"])
    assert (b["low"], c["low"]) == (None, None)
    assert "neither a variance nor a standard error" in b["note"]
    assert "not above zero" in c["note"]
    assert any("line 5 is left out" in note for note in drawing.notes)
    with pytest.raises(UsageError, match="no column of effects"):
        drawn("study,size\nA,1\n")


def test_the_figure_can_be_read_back_and_is_the_same_each_time() -> None:
    text = svg(drawn(SOME, pool="DL"))
    assert text == svg(drawn(SOME, pool="DL"))
    assert read_data(text)["pooled"]["prediction"] is not None


def test_ratios_are_pooled_on_the_log_scale() -> None:
    text = HEAD + "A,2,1,4,,,\nB,2,1,4,,,\nC,-1,,,,,\n"
    drawing = drawn(text, unit="Odds ratio", pool="FE")
    assert drawing.data["pooled"]["value"] == pytest.approx(2)
    assert any("above 0" in note for note in drawing.notes)


@pytest.mark.parametrize(("name", "chosen"), [("forest", {"pool": "REML"}), ("funnel", {})])
def test_ratios_of_benefits_to_costs_are_never_pooled(name: str, chosen: dict[str, str]) -> None:
    kind = PLOTS.get(name)
    rows = read(b"study,yi,vi,bcr\na,0.1,0.02,1.5\nb,0.2,0.03,2\n", "costs.csv", kind.columns)
    assert kind.from_rows is not None
    with pytest.raises(UsageError, match="never pooled"):
        kind.from_rows(rows, Ask(Look(), chosen))
