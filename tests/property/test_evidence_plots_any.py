"""Whatever stands in the cells of a file: it is drawn within the paper, or a sentence says why."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.outputs.plots import PLOTS, Ask
from litreview.outputs.plots._canvas import Look, box, texts
from litreview.outputs.plots._rows import read
from litreview.outputs.plots._svg import svg

CHOSEN = {
    "forest": [{}, {"pool": "DL", "subtotals": "yes"}, {"scale": "log", "limits": "0.5,2"}],
    "funnel": [{"scale": "log", "contours": "yes", "egger": "yes"}, {"axis": "precision"}],
}
WORDS = st.one_of(
    st.sampled_from(["better", "worse", "none", "?", "high", "low", "EUR", "2020", "jobs", "pp"]),
    st.text(max_size=12),
    st.text("W\u4e07\u0e19\u094d\U0001f642\u05d0 ", max_size=120),
)
NUMBERS = st.one_of(
    st.sampled_from(["nan", "inf", "-1e308", "1e308", "1e-320", "0", "-0", "9" * 40, "1,5", ""]),
    st.floats(allow_nan=True).map(repr),
    st.integers(-1000, 1000).map(str),
)


@pytest.mark.parametrize("name", PLOTS.names())
@given(data=st.data())
@settings(max_examples=12)
def test_any_cells_are_drawn_within_the_paper(name: str, data: st.DataObject) -> None:
    kind = PLOTS.get(name)
    assert kind.from_rows is not None
    columns = [column for column in kind.columns if column.name != "Weight"]
    cells = [NUMBERS if column.number else WORDS for column in columns]
    rows = data.draw(st.lists(st.tuples(*cells), max_size=6))
    out = io.StringIO()
    csv.writer(out).writerows([[column.name for column in columns], *rows])
    content = out.getvalue().encode("utf-8", "replace")
    width = data.draw(st.sampled_from([60.0, 180.0, 500.0]))
    chosen = data.draw(st.sampled_from(CHOSEN.get(name, [{}])))
    rows_ = read(content, "any.csv", kind.columns)
    found = kind.from_rows(rows_, Ask(Look(width_mm=width), chosen))
    drawing = kind.build(found)
    assert svg(drawing)
    if kind.page is not None:
        assert kind.page(found)
    for text in texts(drawing.shapes):
        place = box(text)
        assert place.x >= -0.5
        assert place.right <= drawing.width + 0.5
        assert place.y >= -0.5
        assert place.bottom <= drawing.height + 0.5
