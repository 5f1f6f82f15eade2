"""Who may settle: anyone, a third person, those who voted; and nobody stays without a way out."""

from __future__ import annotations

import pytest

from litreview.model import RecordId, ReportId, Settler, Stage, Vote
from litreview.screening.settlers import by_consensus, may_settle, refusal
from litreview.screening.state import Verdict
from litreview.screening.teams import Team

TEAM = Team({"ann": "", "bo": "", "cleo": ""})


def vote(who: str, *, calibration: bool = False) -> Vote:
    return Vote(
        id=who, report=ReportId("a:1"), record=RecordId("a:1"), stage="titles", reviewer=who,
        decision="include", reasons=(), criteria="1", at="", calibration=calibration,
    )  # fmt: skip


def conflict(*who: str, calibration: bool = False) -> Verdict:
    return Verdict("conflict", (), tuple(vote(one, calibration=calibration) for one in who))


def stage(settled_by: Settler) -> Stage:
    return Stage("titles", "Titles", "screening", votes=2, settled_by=settled_by)


@pytest.mark.parametrize(
    ("rule", "who", "allowed"),
    [
        ("anyone", "ann", True),
        ("anyone", "zoe", True),
        ("third", "ann", False),
        ("third", "cleo", True),
        ("third", "zoe", True),
        ("consensus", "ann", True),
        ("consensus", "cleo", False),
    ],
)
def test_the_rule_of_the_stage_says_who(rule: Settler, who: str, allowed: bool) -> None:
    assert may_settle(stage(rule), conflict("ann", "bo"), TEAM, who) is allowed
    found = refusal(stage(rule), conflict("ann", "bo"), TEAM, who, "talked over")
    assert (found is None) is allowed
    if found is not None:
        assert found.what.startswith(who)
        assert found.where == "stage 'titles'"
        assert "--by" in found.remedy


@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_consensus_needs_a_note(note: str) -> None:
    found = refusal(stage("consensus"), conflict("ann", "bo"), TEAM, "ann", note)
    assert found is not None
    assert "needs a note" in found.what
    assert refusal(stage("third"), conflict("ann", "bo"), TEAM, "cleo", note) is None


def test_where_all_who_voted_have_left_anyone_settles() -> None:
    """A reviewer who is removed must not leave conflicts that nobody can settle."""
    gone = Team({"cleo": ""}, frozenset({"ann", "bo"}))
    assert may_settle(stage("consensus"), conflict("ann", "bo"), gone, "cleo")
    half = Team({"bo": "", "cleo": ""}, frozenset({"ann"}))
    assert not may_settle(stage("consensus"), conflict("ann", "bo"), half, "cleo")
    assert may_settle(stage("consensus"), conflict("ann", "bo"), half, "bo")


def test_a_sample_that_everybody_read_has_no_third_person() -> None:
    held = conflict("ann", "bo", "cleo", calibration=True)
    assert by_consensus(stage("third"), held, TEAM)
    assert may_settle(stage("third"), held, TEAM, "ann")
    assert not may_settle(stage("third"), held, TEAM, "zoe")
    plain = conflict("ann", "bo", "cleo")
    assert not by_consensus(stage("third"), plain, TEAM)
    assert not may_settle(stage("third"), plain, TEAM, "ann")


def test_whoever_has_still_to_read_a_report_does_not_settle_it() -> None:
    held = Verdict("conflict", (), (vote("ann"), vote("bo")), None, frozenset({"cleo"}))
    found = refusal(stage("third"), held, TEAM, "cleo", "")
    assert found is not None
    assert "still to read" in found.what
    assert found.remedy.endswith("litreview screen --stage titles --reviewer cleo")
