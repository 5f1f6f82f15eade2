"""review.toml: what it says is read exactly, and every fault is named by its place."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import review_toml

from litreview.errors import NewerVersion, SettingsError
from litreview.model import Criterion
from litreview.store import settings

GOOD = review_toml(("ann", "bo")).replace('version = "1"', 'version = "3"')


def fault(text: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        settings.parse(text, "review.toml")
    assert caught.value.remedy
    return caught.value


def test_everything_that_is_said_is_read() -> None:
    found = settings.parse(GOOD, "review.toml")
    assert (found.id, found.reviewers) == ("r1", ("ann", "bo"))
    plan = found.plan
    assert (plan.title, plan.question) == ("An invented review", "Does it float?")
    assert [(s.name, s.label, s.phase, s.votes, s.reason_required) for s in plan.stages] == [
        ("titles", "Titles and abstracts", "screening", 2, False),
        ("full", "full", "eligibility", 1, True),
    ]
    assert plan.criteria_version == "3"
    assert plan.criteria == (
        Criterion("floats", "It floats", "include", ("titles", "full"), 1),
        Criterion("sinks", "It sinks", "exclude", ("titles", "full"), 1),
        Criterion("paper", "paper", "exclude", ("titles", "full"), 2),
        Criterion("asleep", "asleep", "exclude", ("full",), 3),
    )


def test_without_reviewers_anyone_may_vote() -> None:
    text = GOOD.replace('reviewers = ["ann", "bo"]\n', "").replace(
        'question = "Does it float?"', ""
    )
    found = settings.parse(text, "review.toml")
    assert found.reviewers == ()
    assert found.plan.question == ""


@pytest.mark.parametrize(
    ("old", "new", "words", "line"),
    [
        ("[review]", "[reviews]", "there is no table [reviews]", 3),
        ("[[stages]]", "[[stage]]", "there is no table [[stage]]", 9),
        ("[review]\n", "review = 1\n[criteria.x]\n", "the table [review] is missing", 3),
        ("[review]", 'reviewers = ["bo"]\n[review]', "'reviewers' stands above all tables", 3),
        ('id = "r1"', "", "id is missing in [review]", 3),
        ('id = "r1"', 'id = " "', "id is empty", 4),
        ('id = "r1"', "id = 7", "id must be text", 4),
        ('title = "An invented review"', "", "title is missing in [review]", 3),
        ('question = "Does it float?"', "question = []", "question must be text", 6),
        ('["ann", "bo"]', '"ann"', "reviewers must be a list", 7),
        ('["ann", "bo"]', '["ann", 2]', "reviewers must be a list", 7),
        ('["ann", "bo"]', '["ann", "ann"]', "'ann' stands twice in reviewers", 7),
        ('["ann", "bo"]', '["Ann B."]', "'Ann B.' cannot be a reviewer's name", 7),
        ("reviewers =", "reviewrs =", "[review] has no setting 'reviewrs'", 7),
        ('name = "titles"', "", "name is missing in [[stages]]", 9),
        ('name = "titles"', 'name = "a b"', "'a b' cannot be a name", 10),
        ('name = "full"', 'name = "titles"', "two stages are called 'titles'", 16),
        ('phase = "screening"', 'phase = "reading"', "'titles' has no known phase", 12),
        ('phase = "screening"', "", "phase is missing in [[stages]]", 9),
        ("votes = 2", "votes = 0", "votes must be a whole number from 1", 13),
        ("votes = 2", 'votes = "2"', "votes must be a whole number from 1", 13),
        ("votes = 2", f"votes = 0x{'f' * 9}", "votes must be a whole number from 1 to", 13),
        ("votes = 2", "votes = true", "votes must be a whole number from 1", 13),
        ("votes = 2", "vote = 2", "[[stages]] has no setting 'vote'", 13),
        ('label = "Titles and abstracts"', "label = 1", "label must be text", 11),
        ("= true", '= "no"', "reason_required must be true or false", 18),
        ('phase = "eligibility"', 'phase = "screening"', "no stage has the phase 'eligibility'", 0),
        ("[criteria]\nversion", "[x]\nversion", "there is no table [x]", 20),
        ('version = "3"', "version = 3", "version must be text", 21),
        ('version = "3"', "", "version is missing in [criteria]", 20),
        ('code = "sinks"', "", "code is missing in [[criteria.exclude]]", 27),
        ('code = "sinks"', 'code = "floats"', "two criteria have the code 'floats'", 28),
        ('code = "sinks"', 'code = "si,nks"', "'si,nks' cannot be a code", 28),
        ('stages = ["full"]', 'stages = "full"', "stages must be a list of texts", 36),
        ('stages = ["full"]', 'stages = ["ful"]', "'asleep' names an unknown stage 'ful'", 36),
        ('stages = ["full"]', 'stage = ["full"]', "has no setting 'stage'", 36),
        ("[[criteria.include]]", "[criteria.include]", "include must be a list of tables", 20),
        ("format = 1", 'format = "1"', "format must be a whole number", 1),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_place(old: str, new: str, words: str, line: int) -> None:
    assert old in GOOD
    error = fault(GOOD.replace(old, new, 1))
    assert words in error.what
    assert error.where == (f"review.toml, line {line}" if line else "review.toml")


def test_a_slip_in_a_key_offers_the_right_one() -> None:
    assert fault(GOOD.replace("votes = 2", "vote = 2")).remedy == "write votes"


def test_a_stage_that_demands_a_reason_must_have_one_to_give() -> None:
    text = GOOD[: GOOD.index("[[criteria.exclude]]")]
    error = fault(text)
    assert "'full' demands a reason" in error.what
    assert error.where == "review.toml, line 18"


def test_titles_are_not_screened_after_full_texts() -> None:
    text = GOOD.replace('"screening"', "X").replace('"eligibility"', '"screening"')
    assert "after full texts" in fault(text.replace("X", '"eligibility"')).what


@pytest.mark.parametrize("text", ["format =", "a = 1\na = 2", "[review"])
def test_what_is_no_toml_is_said(text: str) -> None:
    assert "not valid TOML" in fault(text).what


def test_a_setting_above_all_tables_is_sent_to_its_table() -> None:
    """It would be ignored in silence, and anybody might vote."""
    text = GOOD.replace('reviewers = ["ann", "bo"]\n', "")
    error = fault('reviewers = ["ann", "bo"]\n' + text)
    assert error.where == "review.toml, line 1"
    assert "below the header" in error.remedy


@pytest.mark.parametrize("text", ["", "stages = 1", "# only a comment"])
def test_an_empty_file_misses_its_first_table(text: str) -> None:
    assert "[review] is missing" in fault(text).what


def test_a_newer_format_is_named_before_anything_else_is_read() -> None:
    with pytest.raises(NewerVersion, match="format 2"):
        settings.parse("format = 2\n[future]\n", "review.toml")


def test_a_file_is_read_with_and_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "review.toml"
    path.write_text(GOOD, encoding="utf-8-sig")
    assert settings.load(path) == settings.parse(GOOD, "x")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", GOOD.encode("utf-16")])
def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "review.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match="cannot be read") as caught:
        settings.load(path)
    assert caught.value.where == str(path)


@given(st.text(), st.text())
def test_the_template_is_valid_for_any_title_and_question(title: str, question: str) -> None:
    found = settings.parse(settings.template(review="r1", title=title, question=question), "x")
    assert found.plan.title == (title.strip() or "Untitled review")
    assert found.plan.question == question
    assert [stage.votes for stage in found.plan.stages] == [1, 1]


def test_bytes_that_are_no_text_do_not_break_the_template() -> None:
    text = settings.template(review="r1", title="caf\udce9", question="")
    assert settings.parse(text, "x").plan.title == "caf?"
    text.encode("utf-8")


def test_the_template_explains_itself() -> None:
    text = settings.template(review="r1", title="t", question="q")
    assert tomllib.loads(text)["format"] == settings.FORMAT
    assert text.startswith("# This file is yours")


# -- the fingerprint of the criteria ---------------------------------------------------------

PLAN = settings.parse(GOOD, "x").plan


def test_the_fingerprint_sees_code_label_effect_stages_and_rank() -> None:
    first, second, third, fourth = PLAN.criteria
    changed = [
        (replace(first, code="other"), second, third, fourth),
        (replace(first, label="other"), second, third, fourth),
        (replace(first, effect="exclude"), second, third, fourth),
        (replace(first, stages=("full",)), second, third, fourth),
        (first, third, second, fourth),
        (first, second, third),
    ]
    prints = {settings.criteria_hash(replace(PLAN, criteria=criteria)) for criteria in changed}
    assert len(prints | {settings.criteria_hash(PLAN)}) == len(changed) + 1


def test_the_fingerprint_sees_nothing_else() -> None:
    other = replace(PLAN, title="another", question="?", criteria_version="4", stages=())
    assert settings.criteria_hash(other) == settings.criteria_hash(PLAN)


def test_comments_and_spaces_do_not_change_the_fingerprint() -> None:
    text = GOOD.replace('code = "sinks"', '# why\ncode   =   "sinks"   # rank 1')
    assert settings.criteria_hash(settings.parse(text, "x").plan) == settings.criteria_hash(PLAN)


def test_the_criteria_stand_in_the_log_word_by_word() -> None:
    assert settings.criteria_text(PLAN)[3] == {
        "code": "asleep",
        "label": "asleep",
        "effect": "exclude",
        "stages": "full",
    }
