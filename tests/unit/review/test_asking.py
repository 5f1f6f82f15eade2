"""Several sources side by side: what stops, what goes on, and who is not waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from replaying import Answer, Asked, Server, as_json
from serving_eric import AT_ONCE, entries, eric

import litreview as lr
from litreview.errors import UsageError
from litreview.review import Review, asking
from litreview.review.asking import Refusal, prepared, searchable, side_by_side
from litreview.review.harvesting import Harvest, Wanted
from litreview.sources.harvest import Told, silence
from litreview.sources.source import Limits


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with lr.create(tmp_path / "review", title="Invented") as made:
        yield made


def environ(url: str) -> dict[str, str]:
    return {"LITREVIEW_ERIC_BASE_URL": url, "LITREVIEW_DOAJ_BASE_URL": url}


def hold(url: str, review: Review, names: tuple[str, ...] = ("eric",)) -> list[Harvest | Refusal]:
    jobs, refused = prepared(review, Wanted("", query="mentor"), names, environ(url))
    assert refused == []
    return list(side_by_side(review, jobs, silence, threading.Event()))


def test_one_that_fails_stops_no_other(review: Review) -> None:
    def answer(asked: Asked) -> Answer:
        return eric(entries(10))(asked) if asked.get("rows") else as_json({"error": "no"}, 403)

    with Server(answer) as server:
        found = hold(server.url, review, ("doaj", "eric"))
    by = {one.search.source: one for one in found if isinstance(one, Harvest)}
    assert (by["ERIC"].complete, by["ERIC"].search.records) == (True, 10)
    assert (by["DOAJ"].complete, by["DOAJ"].search.records) == (False, 0)
    assert {search.id for search in review.shelf.searches} == {one.search.id for one in by.values()}


@pytest.mark.parametrize(
    ("name", "wanted", "asked"),
    [
        ("zenodo", Wanted(""), False),
        ("zenodo", Wanted("", query="mentor"), False),
        ("zenodo", Wanted("", limits=Limits("2020-01-01")), False),
        ("zenodo", Wanted("", limits=Limits(options=(("set", "user-x"),))), True),
        ("zenodo", Wanted("", limits=Limits(options=(("from", "2026-11-01"),))), True),
        ("zenodo", Wanted("", limits=Limits(since="2026-11-01")), True),
        ("zenodo", Wanted("", most=100), True),
        ("repec", Wanted(""), False),
        ("ssoar", Wanted(""), True),
    ],
)  # fmt: skip
def test_what_holds_millions_is_asked_for_a_part_or_a_number(
    review: Review, name: str, wanted: Wanted, asked: bool
) -> None:
    jobs, refused = prepared(review, wanted, [name], {})
    assert bool(jobs) is asked
    if not asked:
        (error,) = [one.error for one in refused]
        assert "too large" in error.what
        assert "--option set=" in error.remedy
        assert "--most" in error.remedy


@pytest.mark.parametrize("where", ["walk", "file"])
def test_an_error_that_nobody_foresaw_keeps_no_other_from_being_filed(
    where: str, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(real: Callable[..., object], at: int) -> Callable[..., object]:
        def call(*given: object) -> object:
            if given[at].source.about.name == "doaj":  # type: ignore[attr-defined]
                raise ZeroDivisionError("nobody foresaw this")
            return real(*given)

        return call

    if where == "walk":
        monkeypatch.setattr(asking.Job, "walk", odd(asking.Job.walk, 0))
    else:
        monkeypatch.setattr(asking, "file", odd(asking.file, 1))

    def answer(asked: Asked) -> Answer:
        return eric(entries(3))(asked) if asked.get("rows") else as_json({"error": "no"}, 403)

    with Server(answer) as server:
        jobs, _ = prepared(
            review, Wanted("", query="mentor"), ["doaj", "eric"], environ(server.url)
        )
        with pytest.raises(ZeroDivisionError):
            list(side_by_side(review, jobs, silence, threading.Event()))
    assert [search.source for search in review.shelf.searches] == ["ERIC"]


def test_they_run_at_the_same_time(review: Review) -> None:
    both = threading.Barrier(2, timeout=20)

    def answer(asked: Asked) -> Answer:
        both.wait()  # nobody is answered before the other has asked
        if asked.get("rows"):
            return eric([])(asked)
        return as_json({"error": "no"}, 403)

    with Server(answer) as server:
        found = hold(server.url, review, ("eric", "doaj"))
    assert len(found) == 2
    assert not both.broken


def test_a_folder_that_cannot_be_written_is_told_and_the_others_go_on(review: Review) -> None:
    with Server(eric(entries(3))) as server:
        jobs, _ = prepared(review, Wanted("", query="mentor"), ["eric"], environ(server.url))
        jobs[0].place.parent.mkdir(exist_ok=True)
        jobs[0].place.write_text("a file where the folder should be", "utf-8")
        (found,) = side_by_side(review, jobs, silence, threading.Event())
    assert isinstance(found, Refusal)
    assert (found.source, found.search) == ("eric", jobs[0].id)
    assert not review.shelf.searches


def test_who_hangs_is_not_waited_for_once_all_is_to_stop(review: Review) -> None:
    stop, ticks = threading.Event(), iter([0.0, *[1_000.0] * 100])

    def hanging(_: Asked) -> Answer:
        stop.set()
        return Answer(how="hang", seconds=30)

    with Server(hanging) as server:
        jobs, _ = prepared(review, Wanted("", query="mentor"), ["eric"], environ(server.url))
        (found,) = side_by_side(review, jobs, silence, stop, clock=lambda: next(ticks))
    assert isinstance(found, Refusal)
    assert "stopped while it waited" in found.error.what
    assert "run it again" in found.error.remedy


def test_a_wait_ends_when_all_is_to_stop(review: Review) -> None:
    stop = threading.Event()

    def told(one: Told) -> None:
        if one.state.startswith("waiting"):
            stop.set()

    def answer(asked: Asked) -> Answer:
        if asked.get("start") == str(AT_ONCE):
            return as_json({}, 503, Retry_After="100")
        return eric(entries(10))(asked)

    with Server(answer) as server:
        jobs, _ = prepared(review, Wanted("", query="mentor"), ["eric"], environ(server.url))
        (found,) = side_by_side(review, jobs, told, stop)
    assert isinstance(found, Harvest)
    assert (found.outcome.received, found.outcome.reason) == (AT_ONCE, "it was stopped by hand")
    assert found.search.records == AT_ONCE


def test_the_same_source_under_two_names_is_asked_once(review: Review) -> None:
    names = ["semantic-scholar", "s2"]
    jobs, refused = prepared(review, Wanted("", query="mentor"), names, {})
    assert (len(jobs), refused) == (1, [])


def test_a_limit_that_a_source_has_not_is_refused(review: Review) -> None:
    since = Limits(since="2026-01-01")
    jobs, (refused,) = prepared(review, Wanted("", query="a", limits=since), ["eric"], {})
    assert jobs == []
    assert isinstance(refused.error, UsageError)
    assert "new since a day" in refused.error.what


def test_what_can_be_searched_depends_on_what_is_set() -> None:
    ready, wanting = searchable({}, {})
    assert {"eric", "openalex", "pubmed"} <= set(ready)
    assert "scopus" in wanting
    assert "unpaywall" not in {*ready, *wanting}
    ready, wanting = searchable({"scopus": {"key": "invented"}}, {"LITREVIEW_WOS_KEY": "invented"})
    assert {"scopus", "wos"} <= set(ready)


def test_a_source_whose_settings_are_wrong_is_among_those_left_out() -> None:
    ready, wanting = searchable({}, {"LITREVIEW_ERIC_RATE": "fast"})
    assert ("eric" in ready, "eric" in wanting) == (False, True)


def test_the_day_of_a_harvest_is_that_of_the_clock(tmp_path: Path) -> None:
    then = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
    with lr.create(tmp_path / "dated", title="Invented"):
        pass
    with Server(eric(entries(3))) as server, lr.open(tmp_path / "dated") as review:
        review.clock = lambda: then
        (found,) = hold(server.url, review)
    assert isinstance(found, Harvest)
    assert found.search.searched_on == "2026-02-03"
