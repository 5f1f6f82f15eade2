"""Two people extract one study: what is put together, what differs, what settles it."""

from __future__ import annotations

from litreview.events import Entry, RowSettled, RowSettlementWithdrawn, fold
from litreview.extraction.doubled import align, compare, held
from litreview.extraction.forms import default_forms, parse_form
from litreview.extraction.rows import Row

FORMS = {name: parse_form(text, name) for name, text in default_forms().items()}


def row(who: str, name: str, **values: str) -> Row:
    return Row("estimate", name, "S", values, who, "2026-01-01", f"{who}-{name}")


def settled(*ids: str, at: str = "2026-02-01", dropped: bool = False, **values: str) -> Entry:
    event = RowSettled(
        form="estimate", row="E1", study="S", values=values, settles=ids, dropped=dropped, at=at
    )
    return Entry(event, f"settled-{at}", "cat.aa", "cat")


ANN = [
    row("ann", "E1", outcome="In employment", followup_months="12", effect_value="4", se="1.2"),
    row("ann", "E2", outcome="Earnings", followup_months="12", effect_value="300"),
]
BO = [
    row("bo", "1", outcome="earnings", followup_months="12", effect_value="300"),
    row("bo", "2", outcome="Employment", followup_months="12", effect_value="4.0", se="2.1"),
    row("bo", "3", outcome="In education", followup_months="6", effect_value="1"),
]


def test_rows_are_put_together_by_what_they_are_about() -> None:
    groups = align(FORMS, [*ANN, *BO])
    assert [[one.row for one in group.versions] for group in groups] == [
        ["E1", "2"],
        ["E2", "1"],
        ["3"],
    ]


def test_the_same_number_for_different_things_puts_nothing_together() -> None:
    one, other = row("ann", "1", outcome="In employment"), row("bo", "1", outcome="Earnings")
    assert len(align(FORMS, [one, other])) == 2


def test_a_person_s_two_rows_never_meet() -> None:
    groups = align(FORMS, [row("ann", "1", outcome="a job"), row("ann", "2", outcome="a job")])
    assert [len(group.versions) for group in groups] == [1, 1]


def test_numbers_differ_words_are_worded_and_gaps_are_told() -> None:
    first, second = BO[1], ANN[0]
    (group,) = align(FORMS, [second, first])
    found = compare(FORMS["estimate"], group)
    assert {one.field: one.kind for one in found.differences} == {
        "outcome": "worded",
        "se": "differs",
    }
    assert "effect_value" in found.agreed
    assert not found.agrees
    (alone,) = align(FORMS, [ANN[1]])
    assert compare(FORMS["estimate"], alone).differences == ()


def test_what_is_open_counts_for_nobody_until_it_is_settled() -> None:
    rows = [*ANN, *BO]
    alone, open_, agreed = held(FORMS, rows, fold([]))
    assert (open_.standing, open_.row) == ("open", None)
    assert (agreed.standing, agreed.row) == ("agreed", ANN[1])
    assert (alone.standing, alone.row) == ("alone", BO[2])
    state = fold([settled("ann-E1", "bo-2", outcome="In employment", se="1.2")])
    first = held(FORMS, rows, state)[1]
    assert first.standing == "settled"
    assert first.row is not None
    assert first.row.values["se"] == "1.2"
    assert first.row.extractor == "ann + bo"


def test_a_settlement_lapses_when_a_version_changes_and_can_be_taken_back() -> None:
    state = fold([settled("ann-E1", "bo-2", se="1.2")])
    changed = row("bo", "2", outcome="Employment", followup_months="12", se="1.2")
    changed = Row(*(changed.form, changed.row, "S", changed.values, "bo", "2026-01-02", "new"))
    assert held(FORMS, [ANN[0], changed], state)[0].standing != "settled"
    back = RowSettlementWithdrawn(form="estimate", settles=("bo-2", "ann-E1"), at="2026-02-02")
    undone = fold([settled("ann-E1", "bo-2", se="1.2"), Entry(back, "b", "cat.aa", "cat")])
    assert held(FORMS, [ANN[0], BO[1]], undone)[0].standing == "open"


def test_a_row_that_is_none_is_dropped_and_the_later_settlement_counts() -> None:
    drop = settled("bo-3", dropped=True)
    assert [one.standing for one in held(FORMS, [BO[2]], fold([drop]))] == ["dropped"]
    later = settled("bo-3", at="2026-03-01", outcome="In education")
    (kept,) = held(FORMS, [BO[2]], fold([later, drop]))
    assert kept.standing == "settled"
