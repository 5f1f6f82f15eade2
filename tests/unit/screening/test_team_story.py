"""Three reviewers in copies of their own, from calibration to the last conflict, by commands."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from invented import review_toml
from prompt import Said, status_of

TEAM = ("ann", "bo", "cleo")
RULES = 'votes = 2\ncalibration = 2\nallocation = "shared"\nsettled_by = "third"\n'
Run = Callable[..., Said]


@pytest.fixture
def at(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """at("ann", "screen", ...): `litreview -C <the copy of ann> ...`, signed by ann."""

    def call(who: str, *arguments: str) -> Said:
        monkeypatch.setenv("LITREVIEW_REVIEWER", who)
        capsys.readouterr()
        status = status_of(["-C", str(tmp_path / who), *arguments])
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    return call


@pytest.fixture
def team(at: Run, tmp_path: Path) -> Run:
    """Twelve reports in the copies of three reviewers."""
    assert at("ann", "init").status == 0
    text = review_toml(TEAM).replace("votes = 2\n", RULES)
    (tmp_path / "ann" / "review.toml").write_text(text, encoding="utf-8")
    titles = (
        "paper",
        "tin",
        "oak",
        "cork",
        "glass",
        "straw",
        "clay",
        "wax",
        "silk",
        "ice",
        "rope",
        "lead",
    )
    entries = (f"TY  - JOUR\nTI  - Boats of {one}\nAU  - Example, A.\nER  - \n" for one in titles)
    (tmp_path / "boats.ris").write_text("\n".join(entries), encoding="utf-8")
    assert at("ann", "load", str(tmp_path / "boats.ris"), "--name", "boats").status == 0
    assert at("ann", "dedup", "run").status == 0
    for who in TEAM[1:]:
        shutil.copytree(tmp_path / "ann", tmp_path / who)
    return at


def queue(at: Run, who: str, copy: str = "") -> list[str]:
    """What `who` has to read, as their own copy says, or another one."""
    said = at(copy or who, "screen", "--stage", "titles", "-r", who, "--json").json
    return [one["report"] for one in said["next"]]


def decide(at: Run, who: str, reports: str | list[str], decision: str, *because: str) -> Said:
    chosen = [reports] if isinstance(reports, str) else reports
    asked = [word for report in chosen for word in ("--decide", f"{report}={decision}")]
    codes = [word for code in because for word in ("--because", code)]
    return at(who, "screen", "--stage", "titles", *asked, *codes)


def meet(at: Run, tmp_path: Path, *pairs: tuple[str, str]) -> None:
    """Each copy takes in the other, pair by pair."""
    for one, other in pairs:
        assert at(one, "log", "merge", str(tmp_path / other)).status == 0


def everybody_meets(at: Run, tmp_path: Path) -> None:
    meet(at, tmp_path, ("ann", "bo"), ("ann", "cleo"), ("bo", "ann"), ("cleo", "bo"))


def counts(at: Run, who: str) -> dict[str, int]:
    return dict(at(who, "status", "--json").json["stages"][0]["counts"])


def calibrated(at: Run, tmp_path: Path) -> list[str]:
    """Everybody has read the sample; they agree on its first report, and cleo not on its second."""
    sample = queue(at, "ann")
    for who in TEAM:
        decide(at, who, sample[0], "include")
        decide(at, who, sample[1], "exclude" if who == "cleo" else "include")
    everybody_meets(at, tmp_path)
    return sample


def test_the_sample_comes_first_for_everybody_and_nobody_sees_it_before(
    team: Run, tmp_path: Path
) -> None:
    sample = queue(team, "ann")
    assert len(sample) == 2
    assert queue(team, "bo") == queue(team, "cleo") == sample
    for who in ("ann", "bo"):
        decide(team, who, sample, "include")
    meet(team, tmp_path, ("cleo", "ann"), ("cleo", "bo"))
    assert "2 votes of others, shown when all are cast" in team("cleo", "show", sample[0]).out
    assert "include" not in team("cleo", "log", "show").out
    assert team("cleo", "conflicts").status == 0
    now = counts(team, "cleo")
    assert (now.pop("waiting"), now.pop("unread"), set(now.values())) == (2, 10, {0})
    assert "calibration sample of 2 reports: to be read" in team("cleo", "status").out
    assert team("cleo", "screen", "agreement", "--calibration", "--json").json["reports"] == 0


def test_then_agreement_is_named_and_those_who_voted_settle_with_a_note(
    team: Run, tmp_path: Path
) -> None:
    sample = calibrated(team, tmp_path)
    now = team("ann", "status")
    assert now.next == "litreview screen agreement --calibration --stage titles"
    found = team("ann", "screen", "agreement", "--calibration", "--json").json
    assert (found["reports"], found["overall"]["disagree"]) == (2, [sample[1]])
    settle = ("conflicts", "--resolve", f"{sample[1]}=include")
    refused = team("bo", *settle)
    assert refused.status == 2
    assert "needs a note" in refused.err
    assert re.search(r"where: .*\n *to do: ", refused.err)
    assert team("bo", *settle, "--note", "talked over").status == 0
    assert team("bo", "conflicts", "--undo", sample[1]).status == 1
    assert counts(team, "bo")["conflict"] == 1
    assert team("bo", "conflicts", "--undo", sample[1]).status == 2


def test_shared_reports_are_read_by_two_each_and_reasons_may_differ(
    team: Run, tmp_path: Path
) -> None:
    calibrated(team, tmp_path)
    given = {who: queue(team, who) for who in TEAM}
    assert Counter(Counter(r for held in given.values() for r in held).values()) == {2: 10}
    shown = team("ann", "screen", "allocate", "--json").json
    assert {one["name"]: one["open"] for one in shown["reviewers"]} == {
        who: len(held) for who, held in given.items()
    }
    assert len(shown["waiting"]) == 10
    reasons = {"ann": "paper", "bo": "sinks", "cleo": "paper"}
    for who, held in given.items():
        decide(team, who, held, "exclude", reasons[who])
    everybody_meets(team, tmp_path)
    assert counts(team, "cleo")["exclude"] == 10
    both = next(r for r in given["ann"] if r in given["bo"])
    told = team("cleo", "show", both, "--json").json["stages"][0]
    assert told["reasons"] == ["sinks", "paper"], "the primary reason comes by rank"
    assert [vote["reasons"] for vote in told["votes"]] == [["paper"], ["sinks"]]


def test_who_leaves_blocks_nothing_and_every_copy_comes_to_the_same(
    team: Run, tmp_path: Path
) -> None:
    calibrated(team, tmp_path)
    given = {who: queue(team, who) for who in TEAM}
    decide(team, "bo", given["bo"][0], "exclude", "sinks")  # bo's copy knows of no departure yet
    left = team("ann", "screen", "allocate", "--leave", "bo", "--note", "changed jobs")
    assert "bo takes no more part" in left.err
    assert re.search(r"bo \(left\) +2 +0", left.out)
    everybody_meets(team, tmp_path)
    refused = decide(team, "bo", given["bo"][1], "include")
    assert refused.status == 2
    assert "bo left the review on " in refused.err
    assert "--join bo" in refused.err
    assert team("ann", "screen", "allocate", "--leave", "bo").status == 2
    for who, decision in (("ann", "include"), ("cleo", "exclude")):
        decide(team, who, queue(team, who), decision)
    meet(team, tmp_path, ("ann", "cleo"), ("cleo", "ann"), ("bo", "cleo"))
    now = counts(team, "ann")
    assert (now["waiting"], now["unread"], now["maybe"]) == (0, 0, 0), "all has its two votes"
    first = team("ann", "show", given["bo"][0], "--json").json["stages"][0]["votes"]
    assert "bo" in [vote["reviewer"] for vote in first], "what bo judged stays and counts"
    settle(team, "ann", now["conflict"])
    meet(team, tmp_path, ("cleo", "ann"), ("bo", "ann"))
    known = [counts(team, who) for who in TEAM]
    assert known[0] == known[1] == known[2]
    assert known[0]["conflict"] == 0
    assert [team(who, "log", "verify").status for who in TEAM] == [0, 0, 0]


def settle(at: Run, copy: str, conflicts: int) -> None:
    """All of them, by whoever may: a third person need not be one of the reviewers."""
    listed = at(copy, "conflicts", "--by", "dee", "--json").json
    for row in listed:
        resolve = ("conflicts", "--resolve", f"{row['report']}=include")
        voters = [vote["reviewer"] for vote in row["votes"]]
        refused = at(copy, *resolve, "--by", voters[0])
        assert refused.status == 2
        assert "here a third person settles" in refused.err
        at(copy, *resolve, "--by", "dee")
    for row in at(copy, "conflicts", "--by", "cleo", "--json").json:
        assert {vote["reviewer"] for vote in row["votes"]} == {"ann", "bo", "cleo"}
        at(copy, "conflicts", "--resolve", f"{row['report']}=include", "--note", "talked over")
    assert conflicts >= len(listed) > 0


def test_who_joins_gets_a_share_and_reads_the_sample_first(team: Run, tmp_path: Path) -> None:
    sample = calibrated(team, tmp_path)
    path = tmp_path / "ann" / "review.toml"
    refused = team("ann", "screen", "allocate", "--join", "dee")
    assert refused.status == 2
    assert "'dee' is not a reviewer of this review" in refused.err
    before = {who: set(queue(team, who, "ann")) for who in TEAM}
    path.write_text(path.read_text("utf-8").replace('"cleo"', '"cleo", "dee"'), "utf-8")
    joined = team("ann", "screen", "allocate", "--join", "dee", "--stage", "titles")
    assert joined.status == 0
    status = team("ann", "status").out
    assert re.search(r"dee +0 read, \d+ to read, 2 of them first", status)
    after = {who: set(queue(team, who, "ann")) for who in TEAM}
    assert all(after[who] <= before[who] for who in TEAM), "nobody gets more by it"
    assert counts(team, "ann")["include"] == 1, "what was decided stays decided"
    shutil.copytree(tmp_path / "ann", tmp_path / "dee")
    assert queue(team, "dee") == sample
    assert "2 votes" not in team("dee", "show", sample[0]).out
    assert "3 votes of others" in team("dee", "show", sample[0]).out
    decide(team, "dee", sample, "include")
    lost = {report for who in TEAM for report in before[who] - after[who]}
    assert set(queue(team, "dee")) == lost
