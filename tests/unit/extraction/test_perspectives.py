"""What sources print for a perspective: one code, or the reason why there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.extraction.forms import shipped_form
from litreview.extraction.perspectives import CODES, Perspective, Unread, read


@pytest.mark.parametrize(
    ("printed", "code", "part"),
    [
        ("Participants", "participant", ""),
        ("exchequer", "public budget", ""),
        ("government budget", "public budget", ""),
        ("taxpayers\u2019 net cost", "public budget", ""),
        ("government, taxpayers", "public budget", ""),
        ("public budget (PES)", "public budget", "employment service"),
        ("UI fund", "public budget", "social insurance"),
        ("state and local government", "public budget", "local government"),
        ("federal and state government", "public budget", ""),
        ("social insurance", "public budget", "social insurance"),
        ("societal", "society", ""),
        ("society (taxpayers, participants, others, indirect)", "society", ""),
        ("society; by group: taxpayers 17081, participants 25570", "society", ""),
        ("employers", "employer", ""),
        ("non-participants", "other", "others"),
        ("indirect", "other", "indirect"),
    ],
)
def test_words_are_read_to_the_code_of_the_form(printed: str, code: str, part: str) -> None:
    assert read(printed) == Perspective(code, printed, part)


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("", "not stated"),
        ('not stated on page ("surplus")', "not stated"),
        ("customers, taxpayers, society", "it names several: participant, public budget, society"),
        ("government cost / participant WTP", "it names several: public budget, participant"),
        ("investor and government", "it names public budget and 'investor'"),
        ("programme (grant)", "it says whose costs these are"),
        ("antisocial", "no word is known"),
    ],
)
def test_what_names_no_one_perspective_stays_unread_with_the_reason(
    printed: str, reason: str
) -> None:
    found = read(printed)
    assert isinstance(found, Unread)
    assert found.printed == printed
    assert found.reason.startswith(reason)


def test_a_code_goes_before_the_words_and_the_words_may_still_name_the_part() -> None:
    assert read("programme", "public budget") == Perspective("public budget", "programme")
    assert read("indirect", "other") == Perspective("other", "indirect", "indirect")
    assert read("society", "participant") == Perspective("participant", "society")


@given(st.text())
def test_any_text_is_read_or_unread_and_stays_as_printed(text: str) -> None:
    found = read(text)
    assert found.printed == text
    assert found.code in CODES if isinstance(found, Perspective) else found.reason


def test_the_codes_are_those_of_the_forms() -> None:
    for form, name in (("cost-benefit", "perspective_code"), ("cost-component", "party")):
        field = shipped_form(form).field(name)
        assert field is not None
        assert set(field.options) == set(CODES)
