"""The form of PRESS: what is open in it, and that reading gives what was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import SettingsError
from litreview.query import press
from litreview.query.codes import CODES
from litreview.query.findings import Found
from litreview.query.press import ELEMENTS, JUDGEMENTS, Answer, Form, Item, still_open
from litreview.query.tree import NOWHERE

SHA = "a" * 64
GOOD = Answer("no revision", "ann", "2026-11-24")
ITEM = Item("LR209", "core.en", "NOT cows", "NOT")


def form(answer: Answer = GOOD, *items: Item, **more: Answer) -> Form:
    return Form("core.en", SHA, {e.key: answer for e in ELEMENTS} | more, items)


def messages(found: tuple[Found, ...]) -> list[str]:
    assert {one.code for one in found} <= {"LR503"}
    return [one.message for one in found]


def test_a_new_form_has_six_elements_open() -> None:
    found = messages(still_open(Form("core.en", SHA, {}), SHA, ()))
    assert [text.partition(":")[0] for text in found] == [e.title for e in ELEMENTS]
    assert len(ELEMENTS) == 6


def test_a_form_that_is_filled_has_nothing_open() -> None:
    assert still_open(form(), SHA, ()) == ()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(), "nobody has judged it"),
        (Answer("no revision", "", "2026-11-24"), "judged by nobody"),
        (Answer("no revision", "ann", ""), "on no day"),
        (Answer("revision suggested", "ann", "2026-11-24"), "but not which"),
        (Answer("revision required", "ann", "2026-11-24"), "but not which"),
        (Answer("revision required", "ann", "2026-11-24", "too narrow"), "is required"),
    ],
)
def test_an_element_is_open(answer: Answer, said: str) -> None:
    (found,) = messages(still_open(form(limits=answer), SHA, ()))
    assert found.startswith("Limits and filters: ")
    assert said in found


def test_a_suggestion_with_a_comment_is_not_open() -> None:
    answer = Answer("revision suggested", "ann", "2026-11-24", "add a synonym")
    assert still_open(form(answer), SHA, ()) == ()


def test_a_finding_is_open_until_somebody_answers() -> None:
    given = Item(*ITEM.key, ITEM.message, "wanted so", "ann")
    unsigned = Item(*ITEM.key, ITEM.message, "wanted so", "")
    for items in ((), (ITEM,), (unsigned,)):
        (found,) = messages(still_open(form(GOOD, *items), SHA, (ITEM,)))
        assert "LR209 at 'NOT cows' in core.en" in found
    assert still_open(form(GOOD, given), SHA, (ITEM,)) == ()
    assert still_open(form(GOOD, ITEM), SHA, ()) == (), "a finding that is gone is not open"


def test_a_string_that_changed_opens_the_form() -> None:
    (found,) = still_open(form(), "b" * 64, ())
    assert "has changed" in found.message
    assert "b" * 64 in found.remedy


def test_every_code_belongs_to_one_element() -> None:
    codes = [code for element in ELEMENTS for code in element.codes]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(CODES)
    assert {press.element_of(code) for code in CODES} == {e.key for e in ELEMENTS}


@pytest.mark.parametrize(("code", "must"), [("LR102", True), ("LR302", True), ("LR209", True),
                                            ("LR303", False), ("LR503", False)])  # fmt: skip
def test_which_findings_a_person_answers(code: str, must: bool) -> None:
    assert press.must_be_answered(Found(code, NOWHERE, "x")) is must


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
answers = st.builds(
    Answer, st.sampled_from(("", *JUDGEMENTS)), texts, st.sampled_from(("", "2026-11-24")), texts
)
items = st.builds(Item, st.sampled_from(sorted(CODES)), texts, texts, texts, texts, texts)
forms = st.builds(
    Form, st.just("core.en"), st.just(SHA),
    st.fixed_dictionaries({e.key: answers for e in ELEMENTS}), st.lists(items).map(tuple),
)  # fmt: skip


@given(forms)
def test_what_was_written_is_read(form: Form) -> None:
    assert press.read(press.write(form), "x.press.toml") == form


@given(forms, st.lists(items).map(tuple))
def test_findings_are_added_at_the_end(form: Form, more: tuple[Item, ...]) -> None:
    new = press.missing(form, more)
    added = press.read(press.write(form) + press.more(new), "x.press.toml")
    assert added.items == form.items + new
    assert press.missing(added, more) == ()
    assert added.answers == form.answers


@pytest.mark.parametrize(
    ("before", "after", "said", "line"),
    [
        ('judgement = ""', 'judgement = "fine"', "'fine' is no judgement", 15),
        ('date = ""', 'date = "24.11.2026"', "is not a day", 17),
        ('reviewer = ""', 'reveiwer = ""', "no setting 'reveiwer'", 16),
        ("[string]", "[strings]", "[strings]", 6),
        ('judgement = ""', "judgement = 1", "judgement must be text", 15),
    ],
)
def test_a_slip_is_refused_with_its_line(before: str, after: str, said: str, line: int) -> None:
    text = press.write(Form("core.en", SHA, {})).replace(before, after, 1)
    with pytest.raises(SettingsError, match=re.escape(said)) as error:
        press.read(text, "core.en.press.toml")
    assert error.value.where == f"core.en.press.toml, line {line}"
