"""`litreview search count --source`: numbers of a source, their cost, and where they are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from replaying import Answer, Asked, Server, as_json
from serving_eric import reroute

if TYPE_CHECKING:
    from conftest import Shell

FILES = {
    "help.en.txt": "mentor\ncoach\n",
    "work.en.txt": "job\nwage\n",
    "core.en.strategy.txt": "# strategy: core, English (en)\n\nhelp.en AND work.en\n",
}
COUNT = ("search", "count", "core.en", "--source", "eric")


class Answers:
    def __init__(self) -> None:
        self.now: Callable[[Asked], Answer] = by_length

    def __call__(self, asked: Asked) -> Answer:
        return self.now(asked)


def by_length(asked: Asked) -> Answer:
    """So many hits as the string has letters."""
    return as_json({"response": {"numFound": len(asked.get("search")), "docs": []}})


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def server(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(answers) as running:
        reroute(monkeypatch, running.url)
        yield running


@pytest.fixture
def strings(empty: Shell) -> Shell:
    for name, text in FILES.items():
        (empty.root / "search_strings" / name).write_text(text, "utf-8")
    return empty


def hits(said: list[dict[str, object]]) -> dict[object, object]:
    return {one["line"]: one["hits"] for one in said}


def test_each_line_is_asked_once(strings: Shell, server: Server) -> None:
    found = strings.ok(*COUNT, "--json").json
    assert hits(found["lines"]) == {
        "mentor": 6, "coach": 5, "help.en": len("mentor OR coach"), "job": 3, "wage": 4,
        "work.en": len("job OR wage"), "core.en": len("(mentor OR coach) AND (job OR wage)"),
    }  # fmt: skip
    assert [one["kind"] for one in found["lines"]][-1] == "strategy"
    assert found["requests"] == len(server.asked) == 7
    assert found["file"] is None
    assert all(asked.get("rows") == "1" for asked in server.asked), "no records are brought"


def test_the_table_shows_how_each_line_compares(strings: Shell, server: Server) -> None:
    said = strings.ok(*COUNT)
    assert said.out.startswith("core.en in ERIC")
    row = next(line for line in said.out.splitlines() if line.split()[:1] == ["mentor"])
    assert row.split() == ["mentor", "6", "wider"]
    assert "7 requests" in said.err
    assert len(server.asked) == 7


def test_what_is_kept_is_shown_beside_the_counts_of_the_review(
    strings: Shell, server: Server
) -> None:
    found = strings.ok(*COUNT, "--save", "--json").json
    (path,) = (strings.root / "search_strings" / "counts").iterdir()
    assert path.name.endswith("-eric.json")
    (kept,) = json.loads(path.read_text("utf-8"))
    assert (kept["strategy"], kept["source"]) == ("core.en", "ERIC")
    assert kept["hits"] == hits(found["lines"])["core.en"]
    assert kept["lines"] == {key: n for key, n in hits(found["lines"]).items() if key != "core.en"}
    beside = strings.ok("search", "count", "core.en", "--json").json
    assert beside["recorded"][0]["hits"] == kept["hits"]
    strings.ok(*COUNT, "--save")
    assert len(json.loads(path.read_text("utf-8"))) == 1, "a day has one count of a strategy"
    assert len(server.asked) == 14


def test_a_count_of_another_strategy_stays_in_the_file(strings: Shell, server: Server) -> None:
    strings.ok(*COUNT, "--save")
    (strings.root / "search_strings" / "less.en.strategy.txt").write_text("help.en\n", "utf-8")
    strings.ok("search", "count", "less.en", "--source", "eric", "--save")
    (path,) = (strings.root / "search_strings" / "counts").iterdir()
    names = [one["strategy"] for one in json.loads(path.read_text("utf-8"))]
    assert names == ["core.en", "less.en"]
    assert server.asked


def test_counts_are_kept_under_the_name_that_the_source_has(
    strings: Shell, server: Server, answers: Answers
) -> None:
    answers.now = lambda _: as_json({"version": "6", "hitCount": 5, "resultList": {"result": []}})
    for name in ("epmc", "europepmc"):
        strings.ok("search", "count", "core.en", "--source", name, "--save")
    (path,) = (strings.root / "search_strings" / "counts").iterdir()
    assert path.name.endswith("-europepmc.json")
    assert server.asked


@pytest.mark.usefixtures("server")
def test_one_string_that_is_refused_is_no_end(strings: Shell, answers: Answers) -> None:
    answers.now = lambda asked: (
        as_json({}, 400) if asked.get("search") == "coach" else by_length(asked)
    )
    said = strings(*COUNT, "--json")
    assert said.status == 1
    found = hits(said.json["lines"])
    assert (found["coach"], found["mentor"]) == (None, 6)


def test_once_the_source_fails_nothing_more_is_asked(
    strings: Shell, server: Server, answers: Answers
) -> None:
    answers.now = lambda _: as_json({}, 429, Retry_After="9999")
    said = strings(*COUNT, "--save", "--json")
    assert said.status == 1
    assert set(hits(said.json["lines"]).values()) == {None}
    assert said.json["file"] is None
    assert len(server.asked) == 1
    assert not (strings.root / "search_strings" / "counts").exists()


def test_many_requests_are_told_before_they_are_sent(strings: Shell, server: Server) -> None:
    terms = "\n".join(f"word{at}" for at in range(40))
    (strings.root / "search_strings" / "help.en.txt").write_text(terms, "utf-8")
    said = strings(*COUNT)
    assert said.status == 2
    assert "45 requests to ERIC: about " in said.err
    assert "add --yes" in said.err
    assert server.asked == []
    assert strings.ok(*COUNT, "--yes", "--json").json["requests"] == 45


@pytest.mark.usefixtures("server")
def test_how_long_many_requests_take_is_told_by_the_rate_that_the_user_set(
    strings: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = "\n".join(f"word{at}" for at in range(40))
    (strings.root / "search_strings" / "help.en.txt").write_text(terms, "utf-8")
    monkeypatch.setenv("LITREVIEW_ERIC_RATE", "0.5")
    assert "45 requests to ERIC: about 1:30 min" in strings(*COUNT).err


def test_a_source_that_only_knows_words_cannot_count(strings: Shell, server: Server) -> None:
    said = strings("search", "count", "core.en", "--source", "crossref")
    assert said.status == 2
    assert said.err.startswith("error: Crossref has no boolean search")
    assert server.asked == []


def test_save_is_about_a_source(strings: Shell) -> None:
    said = strings("search", "count", "core.en", "--save")
    assert said.err.startswith("error: --save is about the numbers of a source")
