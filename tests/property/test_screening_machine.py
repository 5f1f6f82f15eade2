"""Ten reviewers, offline copies, merges in random order, and whatever else people do to a log.

After every step the boxes add up; when all have met, the fold is the same in every order, nothing
is lost, and every copy shows the same. `LITREVIEW_MACHINE=2000` runs so many cases; for a long run
without hypothesis: `python -m bench.machine`.
"""

from __future__ import annotations

import os
import random
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count, permutations
from pathlib import Path

import pytest
from crowd import KINDS, NUMBERS, Crowd
from crowd_copies import Step
from crowd_holds import step_holds, story, union_holds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import review_toml

from litreview.errors import UsageError
from litreview.events import LogSealed, ReviewerJoined, ReviewerLeft, ScreeningStopped
from litreview.review import Review
from litreview.screening.ballots import Ballot
from litreview.store.folder import Folder, create

CASES = int(os.environ.get("LITREVIEW_MACHINE", "25"))
number = st.integers(0, 59)
kinds = st.sampled_from([kind for kind, often in KINDS.items() for _ in range(often)])
step = st.tuples(kinds, st.integers(0, 11), *[number] * NUMBERS)


@settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(step, min_size=1, max_size=40), st.integers(0, 2**16))
def test_whatever_ten_people_do_the_boxes_add_up_and_all_copies_agree(
    steps: list[Step], seed: int
) -> None:
    crowd = Crowd()
    for one in steps:
        step_holds(crowd.take(one))
    random_ = random.Random(seed)  # noqa: S311 - a test's draws
    crowd.meet(random_)
    crowd.settle_some(random_)
    crowd.meet(random_)
    union_holds(crowd, random_)


@pytest.mark.parametrize("seed", range(3))
def test_a_long_story(seed: int) -> None:
    """Steps, a meeting, more steps and another; each of the kinds that matter did something."""
    random_ = random.Random(seed)  # noqa: S311 - a test's draws
    crowd = story(random_, steps=150, often=5)
    assert all(crowd.taken.get(kind) for kind in ("vote", "through", "undo", "settle", "merge"))


WHO = ("ann", "bo", "cy", "di")
START = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Four copies of a review of six reports."""
    monkeypatch.setattr("os.fsync", lambda _handle: None)
    text = "\n".join(f"TY  - JOUR\nTI  - Title {n}\nPY  - 2016\nER  - \n" for n in range(6))
    (tmp_path / "six.ris").write_text(text, encoding="utf-8")
    create(tmp_path / "base", review_toml(), {})
    with Review(Folder(tmp_path / "base", draw=lambda: "000000"), who="setup") as review:
        review.load(tmp_path / "six.ris", source="Invented")
        review.dedup()
    for who in WHO:
        shutil.copytree(tmp_path / "base", tmp_path / who)
    return [tmp_path / who for who in WHO]


def opened(folder: Path, skew: int) -> Review:
    """The copy of who is called as its folder is, with a clock that is wrong by `skew` seconds."""
    ticks = count()
    draw = folder.name.encode().hex().ljust(6, "0")[:6]
    return Review(
        Folder(folder, draw=lambda: draw),
        clock=lambda: START + timedelta(seconds=skew + next(ticks)),
        who=folder.name,
    )


def act(review: Review, random_: random.Random, others: list[Path]) -> None:
    """One step of somebody, through what the command line calls."""
    reports = sorted(review.shelf.members)
    report, stage = random_.choice(reports), random_.choice(("titles", "titles", "full"))
    decision = random_.choice(("include", "include", "exclude", "maybe"))
    reasons = ("sinks",) if decision == "exclude" else ()
    ballot = Ballot(report, stage, decision, reasons)  # type: ignore[arg-type]
    steps = {
        "vote": lambda: review.cast(ballot),
        "undo": lambda: review.withdraw_vote(report, stage),
        "settle": lambda: review.resolve(ballot),
        "join": lambda: review.join(random_.sample(reports, 2)),
        "split": lambda: review.split(report),
        "leave": lambda: review.append(ReviewerLeft(reviewer=random_.choice(WHO))),
        "come": lambda: review.append(ReviewerJoined(reviewer=random_.choice(WHO))),
        "stop": lambda: review.append(
            ScreeningStopped(stage=stage, rule="x", evidence={}, read=0, included=0, unread=0)
        ),
        "seal": lambda: review.append(LogSealed(salt="invented")),
        "merge": lambda: review.merge(random_.choice(others)),
    }
    often = {"vote": 8, "merge": 4}
    kind = random_.choices(list(steps), [often.get(name, 1) for name in steps])[0]
    with suppress(UsageError):
        steps[kind]()


@pytest.mark.parametrize("seed", range(2))
def test_four_copies_on_disk_end_up_the_same(folders: list[Path], seed: int) -> None:
    random_ = random.Random(seed)  # noqa: S311 - a test's draws
    for _ in range(6):
        folder = random_.choice(folders)
        with opened(folder, random_.choice((0, 3600, -60))) as review:
            for _ in range(6):
                act(review, random_, [one for one in folders if one != folder])
        if random_.random() < 0.3:
            path = folder / "review.toml"
            text = path.read_text(encoding="utf-8").replace('version = "1"', 'version = "2"')
            path.write_text(text.replace('"It sinks"', '"It dives"'), encoding="utf-8")
    written = {line for one in folders for line in _lines(one)}
    for _ in range(3):
        for one, two in random_.sample(list(permutations(folders, 2)), 12):
            with opened(one, 0) as review:
                review.merge(two)
    logs = [_lines(one) for one in folders]
    assert all(held == written for held in logs)
    toml = (folders[0] / "review.toml").read_bytes()
    shown = []
    for one in folders:
        (one / "review.toml").write_bytes(toml)
        shutil.rmtree(one / ".litreview", ignore_errors=True)
        with opened(one, 0) as review:
            boxes = {key: box.ids for key, box in review.flow().boxes.items()}
            shown.append((boxes, review.present.screening.verdicts, review.present.screening.teams))
            assert not [f for f in review.check() if f.severity == "error" and f.code != "CR101"]
    assert all(one == shown[0] for one in shown)


def _lines(folder: Path) -> set[bytes]:
    """The lines of all logs, each with the name of its file."""
    return {
        path.name.encode() + line
        for path in Folder(folder).log_files()
        for line in path.read_bytes().splitlines()
    }
