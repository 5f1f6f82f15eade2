"""Laws of extraction that hold for any input."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from litreview.errors import FileRefused
from litreview.events import Entry, RowExtracted, RowWithdrawn, fold
from litreview.extraction.checks import check, check_all, unlinked
from litreview.extraction.forms import Form, default_forms, parse_form
from litreview.extraction.importing import read_rows
from litreview.extraction.nouns import cost_benefits, estimates
from litreview.extraction.printed import printed, quotient
from litreview.extraction.rows import Row, row_order, rows

FORMS = {name: parse_form(text, name) for name, text in default_forms().items()}
NUMBERED = Form("notes", "Notes", "study", "", FORMS["estimate"].fields)
COLUMNS = ("study_id", "outcome", "n_total", "colour")

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
cells = texts | st.sampled_from(["not reported", "12", "-0.5", "7-10", '"', "a,b", "x\ny", "=1+1"])


@given(st.text(max_size=300))
def test_any_text_is_read_to_the_last_entry_or_refused(text: str) -> None:
    form = FORMS["estimate"]
    try:
        found = read_rows(form, io.StringIO(text, newline=""), "any.csv")
    except FileRefused:
        return
    assert found.n_in == len(found.rows) + len(found.failures)


@given(st.binary(max_size=200))
def test_any_bytes_become_rows_and_failures_or_a_refusal(content: bytes) -> None:
    lines = io.TextIOWrapper(io.BytesIO(b"study_id,outcome\n" + content), "utf-8-sig", newline="")
    try:
        found = read_rows(NUMBERED, lines, "any.csv")
    except FileRefused:
        return
    assert found.n_in == len(found.rows) + len(found.failures)


@given(st.lists(st.text(alphabet='abE1,";\t\n\r ', max_size=12), max_size=12))
def test_nothing_under_a_good_header_is_lost(lines: list[str]) -> None:
    text = "study_id,outcome\n" + "\n".join(lines)
    found = read_rows(NUMBERED, io.StringIO(text, newline=""), "any.csv")
    assert found.n_in == len(found.rows) + len(found.failures)
    kept = "".join(
        [*("".join(row.values.values()) for row in found.rows), *(f.raw for f in found.failures)]
    )
    for letter in "abE1":
        assert kept.count(letter) == "".join(lines).count(letter)


@given(st.lists(st.tuples(cells, cells, cells, cells), max_size=8), st.sampled_from(",;\t"))
def test_what_was_written_is_read(table: list[tuple[str, ...]], delimiter: str) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows(table)
    file.seek(0)
    found = read_rows(NUMBERED, file, "any.csv")
    wanted = [cells for cells in table if any(cell.strip() for cell in cells)]
    with_study = [cells for cells in wanted if cells[0].strip()]
    assert found.n_in == len(wanted)
    assert len(found.failures) == len(wanted) - len(with_study)
    for row, given_cells in zip(found.rows, with_study, strict=True):
        assert row.study == given_cells[0].strip()
        for name, cell in zip(COLUMNS, given_cells, strict=True):
            assert row.values.get(name, "") == (cell if cell.strip() else "")


values = st.dictionaries(
    st.sampled_from([field.name for form in FORMS.values() for field in form.fields]),
    cells | st.sampled_from(["percentage points", "society", "participant", "government", "BCR 2"]),
    max_size=12,
)
made = st.builds(
    Row,
    form=st.sampled_from(list(FORMS)),
    row=texts,
    study=texts,
    values=values,
    extractor=st.sampled_from(["ann", "bob"]),
    at=st.just("2026-01-01"),
    id=texts,
)


@given(st.lists(made, max_size=6))
def test_any_rows_can_be_checked_and_become_nouns(drawn: list[Row]) -> None:
    nouns = [row for row in drawn if row.form in ("estimate", "cost-benefit")]
    assert len(estimates(drawn)) + len(cost_benefits(drawn)) == len(nouns)
    for form in FORMS.values():
        ids = {row.row for row in drawn if row.form == form.name}
        for finding in check(form, drawn):
            assert finding.code.startswith("EX1")
            assert finding.ids
            assert set(finding.ids) <= ids
            assert finding.message.isprintable()
            assert finding.where.isprintable()
    together = check_all(FORMS, drawn, {row.study for row in drawn})
    assert {id_ for finding in together for id_ in finding.ids} <= {row.row for row in drawn}
    assert len({(f.code, f.message, f.where, f.ids) for f in together}) == len(together)
    assert {f.ids[0] for f in unlinked(drawn, set())} <= {row.row for row in drawn}


@given(st.lists(made, max_size=6), st.randoms(use_true_random=False))
def test_findings_do_not_depend_on_the_order_of_rows(drawn: list[Row], rng: Random) -> None:
    shuffled = rng.sample(drawn, len(drawn))
    for form in FORMS.values():
        before = sorted((f.code, sorted(f.ids)) for f in check(form, drawn))
        assert before == sorted((f.code, sorted(f.ids)) for f in check(form, shuffled))


moments = st.integers(1, 9).map(lambda day: f"2026-01-0{day}")
names = st.sampled_from(["E1", "E2", "E10"])
events = st.one_of(
    st.builds(
        RowExtracted,
        form=st.just("estimate"),
        row=names,
        study=st.just("A"),
        values=st.just({}),
        at=moments,
    ),
    st.builds(RowWithdrawn, form=st.just("estimate"), row=names, at=moments),
)
entries = st.builds(
    lambda event, who, n: Entry(event, f"{who}{n}", f"{who}.1", who),
    events,
    st.sampled_from(["ann", "bob"]),
    st.integers(0, 99),
)


@given(st.lists(entries, max_size=12, unique_by=lambda entry: entry.hash), st.data())
def test_rows_in_force_are_a_function_of_the_set(log: list[Entry], data: st.DataObject) -> None:
    again = data.draw(st.permutations(log + log[:3]))
    assert rows(fold(log)) == rows(fold(again))
    keys = [(row.form, row_order(row.row), row.extractor) for row in rows(fold(log))]
    assert keys == sorted(set(keys))


@given(st.lists(texts | st.from_regex(r"[A-Z][0-9]{1,6}", fullmatch=True)), st.data())
def test_natural_order_is_total(drawn: list[str], data: st.DataObject) -> None:
    again = data.draw(st.permutations(drawn))
    assert sorted(drawn, key=row_order) == sorted(again, key=row_order)


numbers = st.decimals(-99_999, 99_999, places=2)
places = st.integers(0, 2)


@given(numbers, numbers, places, places, places)
def test_rounding_alone_never_breaks_a_difference(
    a: Decimal, b: Decimal, at_a: int, at_b: int, at_c: int
) -> None:
    first, second, third = (
        printed(f"{number:.{place}f}") for number, place in ((a, at_a), (b, at_b), (a - b, at_c))
    )
    assert first is not None
    assert second is not None
    assert third is not None
    assert (first - second).agrees(third)


@given(numbers, numbers, places, places, places)
def test_rounding_alone_never_breaks_a_ratio(
    a: Decimal, b: Decimal, at_a: int, at_b: int, at_c: int
) -> None:
    assume(abs(b) > 1)
    above, below = printed(f"{a:.{at_a}f}"), printed(f"{b:.{at_b}f}")
    ratio = printed(f"{a / b:.{at_c}f}")
    assert above is not None
    assert below is not None
    assert ratio is not None
    computed = quotient(above, below)
    assert computed is None or computed.agrees(ratio)


@given(st.integers(1000, 99_999), st.integers(1, 3))
def test_zeros_at_the_end_may_be_rounded_ones(number: int, zeros: int) -> None:
    rounded = round(number, -zeros)
    assume(rounded >= 1000)
    exact, cut = printed(str(number)), printed(str(rounded))
    assert exact is not None
    assert cut is not None
    assert exact.agrees(cut)
