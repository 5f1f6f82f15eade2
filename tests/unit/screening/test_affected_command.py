"""`screen --affected`: after a change of the criteria, the smallest set that could turn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def edit(tmp_path: Path) -> Callable[..., None]:
    """Change review.toml, and raise the version of the criteria."""

    def change(old: str, new: str, version: str = "2") -> None:
        path = tmp_path / "review" / "review.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        before = str(int(version) - 1)
        text = text.replace(f'version = "{before}"', f'version = "{version}"').replace(old, new, 1)
        path.write_text(text, encoding="utf-8")

    return change


@pytest.fixture
def judged(run: Run, ids: list[str]) -> list[str]:
    """Ann includes One, excludes Two as it sinks, Three as paper, Four for both."""
    run("screen", "-r", "ann", "--decide", f"{ids[0]}=include")
    for at, codes in ((1, ("sinks",)), (2, ("paper",)), (3, ("sinks", "paper"))):
        because = [word for code in codes for word in ("--because", code)]
        run("screen", "-r", "ann", "--decide", f"{ids[at]}=exclude", *because)
    return ids


RUSTY = '[[criteria.exclude]]\ncode = "rusty"\nlabel = "It rusts"'
NEW = f'{RUSTY}\n\n[[criteria.exclude]]\ncode = "sinks"'


def again(run: Run, *more: str) -> dict[str, str]:
    """Report -> why it is to be looked at again, by ann at the first stage."""
    held = run("screen", "--affected", "-r", "ann", "--json", *more).json
    assert held["open"] == len(held["affected"])
    return {one["report"]: one["why"] for one in held["affected"]}


@pytest.mark.parametrize(
    ("old", "new", "reports", "why"),
    [
        ('code = "sinks"', 'code = "sinks"', [], ""),
        ('"It sinks"', '"It sinks within an hour"', [0, 1], "criterion sinks changed in version 2"),
        ('"It sinks"', '"It drowns"\nchange = "wording"', [], ""),
        ('"It sinks"', '"It dives"\nchange = "wider"', [0], "criterion sinks became wider in"),
        ('"It sinks"', '"In the sea"\nchange = "narrower"', [1], "criterion sinks became narrower"),
        ('[[criteria.exclude]]\ncode = "sinks"', NEW, [0], "criterion rusty is new in version 2"),
        ('[[criteria.exclude]]\ncode = "paper"\n', "", [2], "criterion paper was dropped in"),
        ('"It floats"', '"It floats for long"', [0], "criterion floats changed in version 2"),
        ('"It floats"', '"It bobs"\nchange = "wider"', [], ""),
        ('code = "paper"\n', 'code = "paper"\nstages = ["full"]\n', [2], "paper was dropped in"),
        ('stages = ["full"]', 'stages = ["titles"]', [0], "criterion asleep is new in version 2"),
    ],
)  # fmt: skip
def test_only_what_could_turn_is_queued(  # noqa: PLR0913, PLR0917 - what is changed, and what for
    run: Run, judged: list[str], edit: Callable[..., None],
    old: str, new: str, reports: list[int], why: str,
) -> None:  # fmt: skip
    edit(old, new)
    found = again(run)
    assert list(found) == [judged[at] for at in reports]
    assert all(why in told for told in found.values())


def test_the_same_decision_again_or_another_clears_it(
    run: Run, judged: list[str], edit: Callable[..., None]
) -> None:
    edit('"It sinks"', '"It sinks within an hour"')
    said = run("screen", "--affected", "-r", "ann", "--decide", f"{judged[0]}=include")
    assert "ann has 1 report to look at again at stage titles" in said.err
    assert said.out == (
        f"{judged[1]}  2016  Two\n    exclude, sinks: criterion sinks changed in version 2\n"
    )
    assert list(again(run)) == [judged[1]]
    run("screen", "-r", "ann", "--decide", f"{judged[1]}=include")
    assert again(run) == {}
    run("screen", "-r", "ann", "--undo", judged[1])
    assert again(run) == {}


def test_a_decision_on_what_could_not_turn_is_refused_and_nothing_is_cast(
    run: Run, judged: list[str], edit: Callable[..., None]
) -> None:
    edit('"It sinks"', '"It sinks within an hour"')
    both = ("--decide", f"{judged[0]}=include", "--decide", f"{judged[2]}=include")
    said = run("screen", "--affected", "-r", "ann", *both)
    assert said.status == 2
    assert f"ann has not to look at {judged[2]} again" in said.err
    assert f"--decide {judged[2]}=include, stage 'titles'" in said.err
    assert "litreview screen --affected --json" in said.err
    assert list(again(run)) == judged[:2]


def test_nothing_to_look_at_says_so_and_says_of_the_order_alone(
    run: Run, judged: list[str], edit: Callable[..., None]
) -> None:
    assert again(run) == {}
    edit(
        '[[criteria.exclude]]\ncode = "sinks"\nlabel = "It sinks"\n\n[[criteria.exclude]]\n'
        'code = "paper"\n',
        '[[criteria.exclude]]\ncode = "paper"\n\n[[criteria.exclude]]\ncode = "sinks"\n'
        'label = "It sinks"\n',
    )
    said = run("screen", "--affected", "-r", "ann")
    assert "only the order of the criteria changed: no judgement could turn" in said.err
    assert judged


def test_a_word_on_a_version_that_was_skipped_is_not_relied_on(
    run: Run, judged: list[str], edit: Callable[..., None]
) -> None:
    """Nobody voted under version 2: what 3 says of it says nothing of 1."""
    edit('"It sinks"', '"It goes down"')
    edit('"It goes down"', '"It goes under"\nchange = "wording"', version="3")
    assert list(again(run)) == judged[:2]


def test_a_word_that_was_left_standing_was_about_the_version_before(
    run: Run, judged: list[str], edit: Callable[..., None]
) -> None:
    edit('"It sinks"', '"It dives"\nchange = "wider"')
    run("screen", "--affected", "-r", "ann", "--decide", f"{judged[0]}=include")
    edit('"It floats"', '"It bobs"\nchange = "wording"', version="3")
    assert again(run) == {}


def test_status_and_check_say_what_waits(
    run: Run, judged: list[str], edit: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit('"It sinks"', '"It sinks within an hour"')
    run("dedup", "run")
    monkeypatch.setenv("LITREVIEW_REVIEWER", "ann")
    said = run("status")
    assert "to look at again since the criteria changed: ann 2" in said.out
    assert "screen --affected --stage titles --reviewer ann" in said.out
    held = run("status", "--json").json
    assert held["stages"][0]["affected"] == {"ann": 2}
    (found,) = [one for one in run("check", "--json").json["findings"] if one["code"] == "CR104"]
    assert found["severity"] == "note"
    assert found["ids"] == judged[:2]


@pytest.mark.parametrize("name", ["", "bo"])
def test_what_could_turn_is_told_to_nobody_who_may_not_know_the_vote(
    run: Run,
    judged: list[str],
    edit: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    edit('"It sinks"', '"It sinks within an hour"\nchange = "wider"')
    if name:
        monkeypatch.setenv("LITREVIEW_REVIEWER", name)
    held = run("status", "--json").json
    assert held["stages"][0]["affected"] == {}
    assert "CR104" not in run("check", "--json").out
    run("screen", "-r", "bo", "--decide", f"{judged[0]}=include")
    held = run("status", "--json").json
    assert held["stages"][0]["affected"] == {"ann": 1}
    assert "CR104" in run("check", "--json").out


def test_who_reads_in_the_place_of_somebody_is_not_told_by_it_what_they_said(
    run: Run, judged: list[str], edit: Callable[..., None]
) -> None:
    edit('"It sinks"', '"It sinks within an hour"\nchange = "wider"')
    assert run("screen", "allocate", "--leave", "ann").status == 0
    held = run("screen", "--affected", "-r", "bo", "--json").json
    assert held["affected"] == []
    asked = run("screen", "-r", "bo", "--json").json
    assert judged[0] in {one["report"] for one in asked["next"]}


def test_a_settlement_waits_for_its_settler_where_no_vote_could_turn(
    run: Run, ids: list[str], edit: Callable[..., None]
) -> None:
    report = ids[0]
    run("screen", "-r", "ann", "--decide", f"{report}=include")
    run("screen", "-r", "bo", "--decide", f"{report}=exclude", "--because", "paper")
    settled = ("conflicts", "--by", "cy", "--resolve", f"{report}=exclude", "--because", "sinks")
    assert run(*settled).status == 0
    edit('"It sinks"', '"In the sea"\nchange = "narrower"')
    assert again(run) == {}
    said = run("conflicts")
    assert said.status == 1
    assert "settled as exclude, sinks by cy, under criteria version 1" in said.out
    assert "1 settlement of conflicts" in run("status").out
    assert run(*settled).status == 0
    assert run("conflicts").status == 0


def test_a_settlement_that_stands_spares_its_voters_and_one_that_could_turn_asks_them(
    run: Run, ids: list[str], edit: Callable[..., None]
) -> None:
    for at, decision in enumerate(("exclude", "include")):
        because = ("--because", "paper") if decision == "exclude" else ()
        run("screen", "-r", "ann", "--decide", f"{ids[at]}=include")
        run("screen", "-r", "bo", "--decide", f"{ids[at]}=exclude", "--because", "paper")
        run("conflicts", "--by", "cy", "--resolve", f"{ids[at]}={decision}", *because)
    edit('[[criteria.exclude]]\ncode = "sinks"', NEW)
    assert list(again(run)) == [ids[1]]
    assert run("conflicts").status == 0
    run("screen", "--affected", "-r", "ann", "--decide", f"{ids[1]}=include")
    assert run("conflicts").status == 1


def test_an_inclusion_before_an_exclusion_that_stands_is_left_alone(
    run: Run, ids: list[str], edit: Callable[..., None]
) -> None:
    for who in ("ann", "bo"):
        run("screen", "-r", who, "--decide", f"{ids[0]}=include", "--decide", f"{ids[1]}=include")
    for at, code in ((0, "paper"), (1, "asleep")):
        full = ("--stage", "full", "-r", "ann", "--because", code)
        run("screen", *full, "--decide", f"{ids[at]}=exclude")
    edit('[[criteria.exclude]]\ncode = "asleep"\nstages = ["full"]\n', RUSTY)
    assert list(again(run, "--stage", "titles")) == [ids[1]]
    assert again(run, "--stage", "full") == {ids[1]: "criterion asleep was dropped in version 2"}


def test_what_somebody_judged_who_left_is_asked_of_another_without_a_word_of_it(
    run: Run, ids: list[str], edit: Callable[..., None], tmp_path: Path
) -> None:
    from litreview.events import ReviewerLeft
    from litreview.review import open_review

    for who in ("bo", "cy"):
        run("screen", "-r", who, "--decide", f"{ids[0]}=include")
    edit('"It sinks"', '"It sinks within an hour"')
    with open_review(tmp_path / "review") as review:
        review.append(ReviewerLeft(reviewer="bo"))
    assert again(run) == {ids[0]: "its reader has left, and the criteria changed up to version 2"}
    run("screen", "--affected", "-r", "ann", "--decide", f"{ids[0]}=include")
    assert again(run) == {}


def test_the_report_says_what_was_looked_at_again(
    run: Run, judged: list[str], edit: Callable[..., None], tmp_path: Path
) -> None:
    assert 'id="rescreening"' not in page(tmp_path / "review")
    edit('"It sinks"', '"It sinks <b>soon</b>"')
    run("screen", "--affected", "-r", "ann", "--decide", f"{judged[1]}=include")
    assert 'id="rescreening"' in page(tmp_path / "review")
    assert "votes that could turn" not in page(tmp_path / "review")  # no second vote yet
    run("screen", "-r", "bo", "--decide", f"{judged[0]}=include", "--decide", f"{judged[1]}=maybe")
    text = page(tmp_path / "review")
    assert 'id="rescreening"' in text
    assert "sinks: “It sinks” became “It sinks &lt;b&gt;soon&lt;/b&gt;”" in text
    assert (
        "Of 2 votes that could turn, 1 was cast again, 1 with another decision; "
        "1 still to be looked at."
    ) in text


def page(folder: Path) -> str:
    """The page of the report."""
    from litreview.outputs.page.index import index
    from litreview.outputs.tables import TABLES
    from litreview.review import open_review

    with open_review(folder) as review:
        evidence = review.evidence()
    return index(evidence, {kind.name: kind.build(evidence) for kind in TABLES.all()}, (), ())
