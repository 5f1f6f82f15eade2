"""The forest plot: intervals, arrows, open squares, the pooled effect, and any number of rows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.outputs.plots import PLOTS, Ask
from litreview.outputs.plots._canvas import Drawing, Group, Look, box, texts
from litreview.outputs.plots._rows import read
from litreview.outputs.plots._svg import read_data, svg

KIND = PLOTS.get("forest")
HEAD = "label,value,low,high,se,group,detail\n"
SOME = HEAD + (
    "Alpha 2010,0.20,0.05,0.35,,RCT,in work\n"
    "Beta 2012,0.10,,,0.12,RCT,in work\n"
    "Gamma 2014,-0.15,-0.4,0.1,,RCT,in work\n"
    "Delta 2016,0.4,-3,5,,Matching,earnings\n"
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
    assert "0.3 [not reported]" in said
    assert "RCT" in said
    assert any(text.startswith("Alpha 2010") for text in said)
    assert not any(text.startswith("Zeta") for text in said)
    assert any("does not hold" in note for note in drawing.notes)
    assert any("1 row without an interval" in note for note in drawing.notes)
    assert any("REML, k = 4" in text for text in said)


def test_the_figure_can_be_read_back_and_is_the_same_each_time() -> None:
    drawing = drawn(SOME, pool="DL")
    text = svg(drawing)
    assert text == svg(drawn(SOME, pool="DL"))
    found = read_data(text)
    assert [row["label"] for row in found["rows"]][:2] == ["Alpha 2010", "Beta 2012"]
    assert found["pooled"]["prediction"] is not None


def test_ratios_are_pooled_on_the_log_scale() -> None:
    text = HEAD + "A,2,1,4,,,\nB,2,1,4,,,\nC,-1,,,,,\n"
    drawing = drawn(text, scale="log", pool="FE")
    assert drawing.data["pooled"]["value"] == pytest.approx(2)
    assert any("above 0" in note for note in drawing.notes)


@pytest.mark.parametrize("count", [1, 3, 30, 300])
def test_any_number_of_rows_stays_on_the_paper(count: int) -> None:
    text = HEAD + "".join(f"Study {at},{at % 7 - 3},-9,9,,G{at // 10},\n" for at in range(count))
    drawing = drawn(text)
    for shape in drawing.shapes:
        if isinstance(shape, Group) and not shape.shapes:
            continue
        edge = box(shape)
        assert edge.x >= -1e-6
        assert edge.right <= drawing.width + 1e-6
        assert edge.bottom <= drawing.height + 1e-6


def test_without_rows_a_sentence_stands_there() -> None:
    assert drawn(HEAD).empty


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(
            st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30),
            st.sampled_from(["0", "1e300", "-1e300", "nan", "inf", "0.5", "", "x", "-2"]),
            st.sampled_from(["", "-1", "0", "-1e300"]),
            st.sampled_from(["", "1", "1e300"]),
        ),
        max_size=6,
    )
)
def test_any_rows_draw_or_are_told(rows: list[tuple[str, str, str, str]]) -> None:
    lines = "".join(
        f'"{label.replace(chr(34), "")}",{value},{low},{high},,,\n'.replace("\x00", "")
        for label, value, low, high in rows
    )
    svg(drawn(HEAD + lines, pool="DL"))
