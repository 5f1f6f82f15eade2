"""`litreview search update` over a local server whose records change between two runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from living import Index, Old
from replaying import Server

if TYPE_CHECKING:
    from conftest import Shell


@pytest.fixture
def index(empty: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """Three records, harvested as the search `first`."""
    found = Index()
    for number in (1, 2, 3):
        found.put(number)
    monkeypatch.setattr("litreview.sources.apis.eric.SOURCE", Old())
    with Server(found) as server:
        monkeypatch.setenv("LITREVIEW_ERIC_BASE_URL", server.url)
        monkeypatch.setenv("LITREVIEW_ERIC_RATE", "1000")
        empty.ok("search", "run", "--source", "eric", "--query", "mentor", "--name", "first")
        yield found


def change(index: Index) -> None:
    index.put(4)
    index.put(2, title="Another title")
    index.put(3, retracted=True)
    del index.docs[1]


def test_what_changed_is_told_in_prose(empty: Shell, index: Index) -> None:
    change(index)
    said = empty.ok("search", "update")
    assert "first, the whole, compared: 1 new, 2 changed, 1 vanished, 1 retracted" in said.out
    assert "changed: first:2 (title), first:3 (retracted)" in said.err
    assert "vanished: first:1" in said.err
    assert said.next == "litreview dedup run"


def test_json_names_every_record(empty: Shell, index: Index) -> None:
    change(index)
    empty.ok("screen", "--decide", "first:3=include", "--reviewer", "ann")
    data = empty.ok("search", "update", "--json").json
    (one,) = data["updates"]
    assert (data["complete"], data["not_asked"]) == (True, [])
    assert one["search"].startswith("first-2")
    assert (one["updates"], one["status"], one["since"]) == ("first", "complete", None)
    assert one["new"] == [f"{one['search']}:3"]
    assert one["changed"] == [
        {"record": "first:2", "fields": ["title"]}, {"record": "first:3", "fields": ["retracted"]}
    ]  # fmt: skip
    assert (one["vanished"], one["retracted"]) == (["first:1"], ["first:3"])
    assert one["retracted_and_judged"] == [
        {"record": "first:3", "report": "first:3", "stands": "screened"}
    ]
    assert "retracted and screened: first:3" in empty.ok("search", "update").out, "known, and told"


def test_an_incomplete_one_ends_with_1_and_is_gone_on_with(empty: Shell, index: Index) -> None:
    for number in (4, 5, 6):
        index.put(number)
    index.broken_from = 3
    said = empty("search", "update")
    assert said.status == 1
    assert "vanished: not looked for" in said.out
    assert "incomplete" in said.out
    assert said.next == "litreview search update"
    index.broken_from = None
    data = empty.ok("search", "update", "--json").json
    assert len(data["updates"][0]["new"]) == 3


def test_as_many_as_were_wanted_name_no_command_that_would_bring_nothing(
    empty: Shell, index: Index
) -> None:
    for number in range(4, 12):
        index.put(number)
    said = empty(
        "search", "run", "--source", "eric", "--query", "a", "--name", "few", "--most", "3"
    )
    assert said.status == 1
    said = empty("search", "update", "few")
    assert "incomplete: stopped at 3 of 11" in said.out
    assert "to do: nothing: as many came as were wanted" in said.err
    assert "Next: " not in said.out + said.err
    (one,) = empty("search", "update", "few", "--json").json["updates"]
    assert (one["complete"], one["enough"]) == (False, True)


def test_files_are_named_as_not_asked(empty: Shell, index: Index, tmp_path: Path) -> None:
    (tmp_path / "more.ris").write_text("TY  - JOUR\nTI  - By hand\nER  - \n", "utf-8")
    empty.ok("load", str(tmp_path / "more.ris"), "--name", "more")
    assert "Not asked, as they came from files: more" in empty.ok("search", "update").err
    said = empty("search", "update", "more")
    assert (said.status, said.out) == (2, "")
    assert "was not harvested" in said.err
    del index


def test_without_a_harvest_there_is_nothing_to_do(empty: Shell) -> None:
    assert "No search was harvested" in empty.ok("search", "update").err
    assert empty.ok("search", "update", "--json").json == {
        "updates": [], "not_asked": [], "complete": True
    }  # fmt: skip


def test_one_that_cannot_be_asked_says_why(
    empty: Shell, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITREVIEW_ERIC_RATE", "fast")
    said = empty("search", "update", "first")
    assert said.status == 2
    assert "LITREVIEW_ERIC_RATE" in said.err
    said = empty("search", "update", "--json")
    assert said.status == 1
    assert [one["status"] for one in said.json["updates"]] == ["failed"]
    del index


def test_the_search_says_what_it_updates(empty: Shell, index: Index) -> None:
    change(index)
    empty.ok("search", "update")
    report = empty("search", "report", "--json").json
    (total,) = [one["what"] for one in report["items"] if one["number"] == 15]
    assert "1 record of 3, 2 set aside" in total
    assert "first" in empty.ok("table", "searches").out
    assert empty.ok("check")
