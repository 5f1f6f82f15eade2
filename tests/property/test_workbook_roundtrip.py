"""Rows that go out as a spreadsheet and come back unchanged are the same rows."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.events import Seen
from litreview.extraction.forms import default_forms, parse_form
from litreview.extraction.rows import Row
from litreview.extraction.workbook import Page, read_workbook, write_workbook

FORM = parse_form(default_forms()["arm"], "arm")
FORMS = {"arm": FORM}

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
said = (
    texts | st.sampled_from(["=1+1", "007", "1e5", "16%", "_x000D_", "\r", " a ", "TRUE"])
).filter(lambda text: bool(text.strip()))
names = st.sampled_from([field.name for field in FORM.fields[2:]]) | st.just("colour")
seen = st.builds(Seen, place=said, quote=said, how=st.sampled_from(["", "abstract"]))


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    ids = draw(st.lists(said.map(str.strip), min_size=1, max_size=3, unique=True))
    made = []
    for id_ in ids:
        values = {"arm_id": id_, "study_id": "S", **draw(st.dictionaries(names, said, max_size=4))}
        places = {name: draw(seen) for name in draw(st.sets(st.sampled_from(sorted(values))))}
        made.append(Row("arm", id_, "S", values, "ann", "2026-01-01", id_, places))
    return made


@settings(max_examples=25)
@given(rows())
def test_the_round_trip_is_the_identity(given_: list[Row]) -> None:
    content = write_workbook(
        [Page(FORM, tuple(given_))],
        extractor="ann",
        review="r",
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    found = read_workbook(FORMS, content, "rows.xlsx")
    assert not found.failures
    assert not found.forms["arm"].failures
    assert [(r.row, r.values, r.seen) for r in found.forms["arm"].rows] == [
        (r.row, r.values, r.seen) for r in given_
    ]
