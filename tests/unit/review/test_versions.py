"""Which searches belong to the previous version of an updated review."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from invented import review_toml
from prompt import status_of
from replaying import Answer, Asked, Server, as_json

import litreview as lr
from litreview.review import Origin
from litreview.review.harvesting import Wanted, file, prepare
from litreview.review.present import Present

DAYS = {"base": "2026-01-10", "update": "2026-06-10", "later": "2026-07-01"}


def answer(asked: Asked) -> Answer:
    """One entry, called as the query."""
    doc = {"id": f"EJ-{asked.get('search')}", "title": f"Boats {asked.get('search')}"}
    return as_json({"response": {"numFound": 1, "docs": [doc]}})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four searches: a harvest of January, its update of June, one of July, and a later file."""
    place = tmp_path / "review"
    lr.create(place).close()
    (place / "review.toml").write_text(review_toml(), "utf-8")
    with Server(answer) as server:
        for name, day in DAYS.items():
            at = datetime.fromisoformat(f"{day}T10:00:00+00:00")
            with lr.open(place, clock=lambda at=at: at) as review:
                wanted = Wanted(source="eric", query=name, name=name)
                job = prepare(review, wanted, {"LITREVIEW_ERIC_BASE_URL": server.url})
                job.updates = "base" if name == "update" else ""
                assert file(review, job, job.walk()).complete
    (tmp_path / "loaded.ris").write_text("TY  - JOUR\nTI  - A boat\nER  - \n", "utf-8")
    with lr.open(place, clock=lambda: datetime(2026, 8, 1, tzinfo=UTC)) as review:
        review.load(tmp_path / "loaded.ris", Origin(name="loaded"))
    return place


def fresh(present: Present) -> set[str]:
    return {id_.partition(":")[0] for id_ in present.drawn["database_results"].ids}


def test_what_began_before_the_first_update_is_the_previous_version(folder: Path) -> None:
    """A search that was made or loaded after it belongs to the new one, update or not."""
    with lr.open(folder) as review:
        assert review.present.drawn.updated
        assert fresh(review.present) == {"update", "later", "loaded"}
        assert not review.present.flow.updated


def counts(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, int]:
    capsys.readouterr()
    assert status_of(list(arguments)) == 0
    found: dict[str, int] = json.loads(capsys.readouterr().out)["counts"]
    return found


def test_the_figure_and_the_report_draw_the_version_that_is_asked_for(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = ("-C", str(folder))
    report = (*start, "report", "--out", str(tmp_path / "out"), "--json")
    for command in ((*start, "prisma", "--json"), report):
        found = counts(capsys, *command)
        assert (found["database_results"], found["previous_pending"]) == (3, 1)
        assert counts(capsys, *command, "--as-new")["database_results"] == 4
        until = counts(capsys, *command, "--previous", "2026-06-30")
        assert (until["database_results"], until["previous_pending"]) == (2, 2)
    assert "previous_pending" in (tmp_path / "out" / "prisma.json").read_text("utf-8")


@pytest.mark.parametrize(
    "options", [("--previous", "2020-01-01"), ("--previous", "2026-06-30", "--as-new")]
)
def test_a_version_that_cannot_be_is_refused(
    folder: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(["-C", str(folder), "prisma", *options]) == 2
    assert "to do:" in capsys.readouterr().err
