"""`litreview search run` against an invented ERIC on this machine."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from replaying import Answer, Asked, Server, as_json
from serving_eric import AT_ONCE, entries, eric, reroute

from litreview.sources import SOURCES

if TYPE_CHECKING:
    from conftest import Shell

ASK = ("search", "run", "--source", "eric", "--query", "mentor")


class Answers:
    """What the server says now; a test may change it between two runs."""

    def __init__(self) -> None:
        self.now: Callable[[Asked], Answer] = eric(entries(10))

    def __call__(self, asked: Asked) -> Answer:
        return self.now(asked)


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def server(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(answers) as running:
        reroute(monkeypatch, running.url)
        for name in ("LITREVIEW_EMAIL", "LITREVIEW_SCOPUS_KEY"):
            monkeypatch.delenv(name, raising=False)
        yield running


def refusing(after: int) -> Callable[[Asked], Answer]:
    """ERIC, until so many entries were sent; then it refuses for good."""
    answer = eric(entries(10))

    def some(asked: Asked) -> Answer:
        return answer(asked) if int(asked.get("start", "0")) < after else as_json({}, 403)

    return some


def test_a_complete_harvest_says_a_sentence_that_can_be_quoted(
    empty: Shell, server: Server
) -> None:
    said = empty.ok(*ASK)
    first, *rest = said.out.splitlines()
    assert rest == []
    assert first.startswith("ERIC, ")
    assert first.endswith(": 10 records expected, 10 received, complete")
    assert "10 records" in said.err
    assert said.next == "litreview dedup run"
    assert len(server.asked) == 3


def test_json_has_what_a_program_needs(empty: Shell, server: Server) -> None:
    found = empty.ok(*ASK, "--json").json
    assert found["source"] == "eric"
    assert (found["expected"], found["received"], found["unique"]) == (10, 10, 10)
    assert (found["complete"], found["status"], found["records"]) == (True, "complete", 10)
    assert (found["failures"], found["set_aside"], found["reason"]) == (0, 0, "")
    assert found["strings"] == [server.asked[0].get("search")]
    assert found["requests"] == len(server.asked)


def test_run_again_it_asks_nothing(empty: Shell, server: Server) -> None:
    empty.ok(*ASK)
    asked = len(server.asked)
    assert empty.ok(*ASK, "--json").json["status"] == "known"
    assert "it was complete before" in empty.ok(*ASK).err
    assert len(server.asked) == asked


def test_what_is_incomplete_says_why_and_goes_on(
    empty: Shell, server: Server, answers: Answers
) -> None:
    answers.now = refusing(after=AT_ONCE)
    said = empty(*ASK)
    assert said.status == 1
    assert "10 records expected, 4 received, incomplete: it refuses access (403" in said.out
    assert said.next == "litreview search run --source eric --query mentor"
    answers.now, before = eric(entries(10)), len(server.asked)
    again = empty.ok(*ASK, "--json").json
    assert (again["received"], again["complete"], again["records"]) == (10, True, 10)
    assert [one.get("start") for one in server.asked[before:]] == ["4", "8"]


def test_a_budget_says_when_to_come_back(empty: Shell, server: Server, answers: Answers) -> None:
    answers.now = lambda _: as_json({}, 429, Retry_After="36000")
    said = empty(*ASK)
    assert said.status == 1
    assert "    come back: " in said.err
    assert empty(*ASK, "--json").json["again"].startswith("20")
    assert len(server.asked) == 2, "nobody waits for ten hours"


@pytest.mark.usefixtures("server")
def test_entries_that_cannot_be_read_are_shown(empty: Shell, answers: Answers) -> None:
    answers.now = eric([*entries(2), *({"title": f"No number {at}"} for at in range(7))])
    said = empty(*ASK)
    assert said.status == 1
    assert "9 received, complete; 7 could not be read" in said.out
    assert said.err.count("an entry without an ERIC number") == 5
    assert "2 more failures: all with --json" in said.err


@pytest.mark.usefixtures("server")
def test_all_failures_stand_in_json(empty: Shell, answers: Answers) -> None:
    answers.now = eric([*entries(2), *({"title": f"No number {at}"} for at in range(7))])
    found = empty(*ASK, "--json").json
    assert (found["failures"], len(found["failed"])) == (7, 7)
    assert found["failed"][0]["number"] == 3


@pytest.mark.usefixtures("server")
def test_several_sources_run_and_a_missing_key_stops_no_other(empty: Shell) -> None:
    said = empty(*ASK, "--source", "scopus", "--json")
    assert said.status == 1
    eric_, scopus = said.json["sources"]
    assert said.json["complete"] is False
    assert (eric_["source"], eric_["complete"]) == ("eric", True)
    assert (scopus["source"], scopus["status"]) == ("scopus", "failed")
    assert "key" in scopus["reason"]
    assert eric_.keys() == scopus.keys()
    assert "scopus: Scopus wants a key" in empty(*ASK, "--source", "scopus").err


@pytest.mark.usefixtures("server")
def test_one_source_without_its_key_is_an_error(empty: Shell) -> None:
    said = empty("search", "run", "--source", "scopus", "--query", "mentor")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("error: Scopus wants a key")


def test_a_key_is_never_shown(
    empty: Shell, server: Server, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITREVIEW_SCOPUS_KEY", "0123secret4567")
    answers.now = lambda asked: as_json({"error": dict(asked.headers), "at": asked.url}, 403)
    said = empty("search", "run", "--source", "scopus", "--query", "mentor", "--json")
    assert said.status == 1
    assert any("0123secret4567" in str(one.headers) + one.url for one in server.asked)
    kept = b"".join(empty.files().values()).decode("utf-8", "replace")
    assert "0123secret4567" not in said.out + said.err + kept


def test_all_stands_for_what_can_be_searched(empty: Shell, server: Server) -> None:
    said = empty("search", "run", "--source", "all", "--query", "mentor", "--dry-run", "--json")
    names = {one["source"] for one in said.json["sources"]}
    assert "eric" in names
    assert "scopus" not in names
    assert "Left out for want of a key or an address: scopus, wos" in said.err
    assert all(SOURCES.get(name).about.dialect for name in names)
    assert server.asked == []


def test_a_dry_run_asks_nothing_and_shows_the_strings(empty: Shell, server: Server) -> None:
    said = empty.ok(*ASK, "--dry-run", "--from", "2015", "--to", "2016-06-30")
    assert said.out.splitlines() == ["mentor"]
    assert said.err.startswith("ERIC as eric-query-")
    found = empty.ok(*ASK, "--dry-run", "--from", "2015", "--to", "2016-06-30", "--json").json
    assert (found["from"], found["to"], found["status"]) == ("2015-01-01", "2016-06-30", "planned")
    assert server.asked == []
    assert not any("records" in name for name in empty.files())


@pytest.mark.usefixtures("server")
def test_a_strategy_of_the_review_is_asked(empty: Shell) -> None:
    strings = empty.root / "search_strings"
    (strings / "help.en.txt").write_text("mentor\ncoach\n", "utf-8")
    (strings / "core.en.strategy.txt").write_text("help.en\n", "utf-8")
    found = empty.ok("search", "run", "--source", "eric", "--strategy", "core.en", "--json").json
    assert found["strings"] == ["mentor OR coach"]
    assert found["search"].startswith("eric-core-en-")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--strategy", "core.en"), "--strategy and --query say two things"),
        (("--from", "soon"), "'soon' behind --from is no day"),
        (("--from", "2015-02-30"), "'2015-02-30' behind --from is no day"),
        (("--from", "2016", "--to", "2015"), "--from is later than --to"),
        (("--option", "set"), "'set' is no option of a source"),
        (("--option", "nothing=1"), "ERIC has no option 'nothing'"),
        (("--since", "2026-01-01"), "ERIC cannot be asked for what is new since a day"),
        (("--source", "erik"), "there is no source called 'erik'"),
        (("--source", "doaj", "--name", "one"), "--name names one search, but 2 sources are given"),
    ],
)
def test_wrong_use_is_told_before_anything_is_asked(
    more: tuple[str, ...], said: str, empty: Shell, server: Server
) -> None:
    found = empty(*ASK, *more)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(f"error: {said}")
    assert "to do: " in found.err
    assert server.asked == []


@pytest.mark.usefixtures("server")
def test_native_is_about_a_query(empty: Shell) -> None:
    said = empty("search", "run", "--source", "eric", "--native")
    assert said.err.startswith("error: --native is about a query")
    found = empty.ok("search", "run", "--source", "eric", "--native", "--query", 'title:"x"',
                     "--json").json  # fmt: skip
    assert (found["strings"], found["label"]) == (['title:"x"'], "verbatim")


@pytest.mark.usefixtures("server")
def test_a_query_with_a_fault_is_told_once(empty: Shell) -> None:
    said = empty("search", "run", "--source", "eric", "--source", "doaj", "--query", "(a OR")
    assert said.status == 2
    assert said.err.count("the query cannot be read") == 1


@pytest.mark.usefixtures("server")
def test_ctrl_c_files_what_came_and_the_next_run_goes_on(empty: Shell, answers: Answers) -> None:
    whole = eric(entries(80))  # many pages: a busy machine hands a signal over late

    def interrupting(asked: Asked) -> Answer:
        if asked.get("start") == str(AT_ONCE):
            os.kill(os.getpid(), signal.SIGINT)
        return whole(asked)

    answers.now = interrupting
    before = signal.getsignal(signal.SIGINT)
    said = empty(*ASK, "--json")
    assert said.status == 1
    assert said.json["reason"] == "it was stopped by hand"
    assert AT_ONCE <= said.json["received"] < 80
    assert said.json["records"] == said.json["received"]
    assert signal.getsignal(signal.SIGINT) is before
    answers.now = whole
    assert empty.ok(*ASK, "--json").json["records"] == 80


@pytest.mark.usefixtures("server")
def test_the_command_that_goes_on_is_this_one(empty: Shell, answers: Answers) -> None:
    answers.now = refusing(after=0)
    said = empty("search", "run", "--source", "eric", "--query", "a OR b c", "--native",
                 "--from", "2015", "--most", "7", "--name", "mine")  # fmt: skip
    assert said.status == 1
    assert said.next == (
        "litreview search run --source eric --query 'a OR b c' --from 2015 --most 7 --name mine "
        "--native"
    )


@pytest.mark.usefixtures("server")
def test_as_many_as_were_wanted_are_not_all(empty: Shell) -> None:
    said = empty(*ASK, "--most", "5")
    assert said.status == 1
    assert "10 records expected, 8 received, incomplete: stopped at 5 of 10" in said.out
    assert "take more with --most" in said.err
    assert said.next == "litreview dedup run", "the same command would bring nothing more"


@pytest.mark.usefixtures("server")
def test_what_was_not_meant_is_set_aside_with_filter(empty: Shell, answers: Answers) -> None:
    other = {"id": "EJ99", "title": "Nothing of the kind", "description": "Quite another thing."}
    answers.now = eric([*entries(3), other])
    assert empty.ok(*ASK, "--json").json["records"] == 4
    found = empty.ok(*ASK, "--filter", "--name", "meant", "--query", "mentors", "--json").json
    assert (found["received"], found["records"], found["set_aside"]) == (4, 3, 1)


def test_on_a_terminal_the_progress_is_drawn_on_standard_error(
    empty: Shell, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    said = empty.ok(*ASK)
    assert "10 of 10" in said.err
    assert said.out.splitlines()[0].endswith("complete")
    assert "\x1b" not in said.out
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in empty.ok(*ASK, "--name", "second", "--query", "coach").err
    assert len(server.asked) == 6


@pytest.mark.usefixtures("server")
def test_the_manifest_is_what_was_said(empty: Shell) -> None:
    found = empty.ok(*ASK, "--json").json
    path = Path(empty.root) / "records" / found["search"] / "manifest.json"
    kept = json.loads(path.read_text("utf-8"))
    assert (kept["expected"], kept["received"], kept["records"]) == (10, 10, 10)
    assert kept["harvest"]["strings"] == found["strings"]


@pytest.mark.usefixtures("server")
def test_status_names_the_searches_that_are_not_complete(empty: Shell, answers: Answers) -> None:
    answers.now = refusing(5)
    assert empty(*ASK).status == 1
    now = empty.ok("status", "--json").json
    assert now["incomplete"] == 1
    assert [finding["code"] for finding in now["findings"]] == ["PR13"]
    assert "1 not complete" in empty.ok("status").out
    answers.now = eric(entries(10))
    empty.ok(*ASK)
    assert empty.ok("status", "--json").json["incomplete"] == 0
