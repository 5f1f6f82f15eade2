"""How a review is read, as review.toml says: stages of a team, ranking, stopping, words."""

from __future__ import annotations

import pytest
from invented import review_toml

from litreview.errors import SettingsError
from litreview.model import EffectsPlan, RankingPlan, Stage, StoppingPlan, Words
from litreview.store import settings

GOOD = review_toml(("ann", "bo")).replace('[ranking]\nrecipe = "none"\n', "")
STAGE = """calibration = 20
allocation = "shared"
settled_by = "third"
masked = ["year", "authors"]
"""
TABLES = """
[ranking]
recipe = "elas_u4"
learned_prior = false
seed = 7
text = "mentors for people without a job"

[stopping]
recall = 0.9
confidence = 0.8

[words]
include = ["mentor*", "control group"]
exclude = ["mice"]
strategies = false
"""


def test_what_is_not_said_is_plain() -> None:
    assert "[ranking]" not in GOOD
    plan = settings.parse(GOOD, "review.toml").plan
    assert plan.ranking == RankingPlan("default", learned_prior=True, seed=1, text="")
    assert plan.stopping == StoppingPlan(0.95, 0.95)
    assert plan.words == Words((), (), strategies=True)
    first = plan.stages[0]
    assert (first.calibration, first.allocation, first.settled_by, first.masked) == (
        0,
        "all",
        "anyone",
        (),
    )


def test_everything_that_is_said_is_read() -> None:
    text = GOOD.replace("votes = 2\n", f"votes = 2\n{STAGE}", 1) + TABLES
    plan = settings.parse(text, "review.toml").plan
    assert plan.stages[0] == Stage(
        "titles", "Titles and abstracts", "screening", 2, calibration=20, allocation="shared",
        settled_by="third", masked=("authors", "year"),
    )  # fmt: skip
    assert plan.ranking == RankingPlan(
        "elas_u4", learned_prior=False, seed=7, text="mentors for people without a job"
    )
    assert plan.stopping == StoppingPlan(0.9, 0.8)
    assert plan.words == Words(("mentor*", "control group"), ("mice",), strategies=False)


def test_effects_are_compared_as_the_file_says() -> None:
    plain = settings.parse(GOOD, "review.toml").plan.effects
    assert (plain.of("employment"), plain.of("earnings"), plain.estimand) == ("RD", "ROM", "ITT")
    text = (
        '\n[effects]\nmeasure = "SMD"\nestimand = "TOT"\n[effects.measures]\n"left work" = "MD"\n'
    )
    found = settings.parse(GOOD + text, "review.toml").plan.effects
    assert found == EffectsPlan("SMD", {"left work": "MD"}, "TOT")
    with pytest.raises(SettingsError, match="estimand cannot be 'all'"):
        settings.parse(GOOD + '\n[effects]\nestimand = "all"\n', "review.toml")


def test_a_calibration_of_0_is_none() -> None:
    text = GOOD.replace("votes = 2\n", "votes = 2\ncalibration = 0\n", 1)
    assert settings.parse(text, "review.toml").plan.stages[0].calibration == 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("calibration = 20", "calibration = -1", "calibration must be a whole number from 0"),
        ("calibration = 20", "calibration = false", "calibration must be a whole number from 0"),
        ('"shared"', '"even"', "allocation cannot be 'even'"),
        ('"shared"', "[1]", "allocation cannot be [1]"),
        ('"third"', '"boss"', "settled_by cannot be 'boss'"),
        ('"year"', '"title"', "'title' cannot be masked"),
        ('recipe = "elas_u4"', 'recipe = "a b"', "'a b' cannot be a recipe"),
        ("learned_prior = false", "learned_prior = 0", "learned_prior must be true or false"),
        ("recall = 0.9", "recall = 1.0", "recall must be a number between 0 and 1"),
        ("recall = 0.9", "recall = 95", "recall must be a number between 0 and 1"),
        ("confidence = 0.8", 'confidence = "high"', "confidence must be a number between 0 and 1"),
        ('["mice"]', '["mice", "mice"]', "'mice' stands twice in exclude"),
        ("[stopping]", "[stoping]", "there is no table [stoping]"),
        ("seed = 7", "sed = 7", "[ranking] has no setting 'sed'"),
        ("[ranking]", "[[ranking]]", "the table [ranking] is missing"),
    ],
)
def test_a_fault_is_named_by_its_place(old: str, new: str, words: str) -> None:
    text = GOOD.replace("votes = 2\n", f"votes = 2\n{STAGE}", 1) + TABLES
    assert old in text
    with pytest.raises(SettingsError) as caught:
        settings.parse(text.replace(old, new, 1), "review.toml")
    assert words in caught.value.what
    assert caught.value.remedy
