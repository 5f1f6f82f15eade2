"""A repository of the user's own, from review.toml to the index and back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from oai_like import dublin_core, pages_of, record
from replaying import Server

if TYPE_CHECKING:
    from conftest import Said, Shell

ASK = ("search", "run", "--source", "archive", "--query", "mentor*", "--json")


def _paper(number: int) -> str:
    about = "Mentors" if number % 3 else "Fishes"
    return record(number, dublin_core(
        title=f"{about} in {2000 + number}", date=str(2000 + number), creator="Example, Ada",
        description="An invented text, long enough to be an abstract, in which nothing is true.",
    ))  # fmt: skip


@pytest.fixture
def server(empty: Shell) -> Iterator[Server]:
    held = [*(_paper(number) for number in range(1, 13)), record(50, deleted=True), "<record/>"]
    with Server(pages_of(held, per=4)) as running:
        settings = empty.root / "review.toml"
        table = (
            f'\n[sources.archive]\nprotocol = "oai-pmh"\nbase_url = "{running.url}"\n'
            'set = "papers"\ntitle = "Archive of Nothing"\n'
        )
        settings.write_text(settings.read_text("utf-8") + table, "utf-8")
        yield running


def _asked(shell: Shell, *more: str) -> Said:
    """The run; it ends with 1, as one entry of the repository cannot be read."""
    said = shell(*ASK, *more)
    assert said.status == 1, said.err
    return said


def _aside(folder: Path) -> dict[str, int]:
    (file,) = folder.glob("records/*/set-aside-1-*.jsonl")
    found: dict[str, int] = {}
    for line in file.read_text("utf-8").splitlines():
        why = json.loads(line)["why"]
        found[why] = found.get(why, 0) + 1
    return found


def _held(shell: Shell) -> dict[str, Any]:
    (manifest,) = shell.root.glob("records/*/manifest.json")
    found: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
    return found


def test_a_harvest_is_judged_by_query_and_by_year_and_adds_up(empty: Shell, server: Server) -> None:
    said = _asked(empty, "--from", "2004", "--to", "2009-06-30")
    told = json.loads(said.out)
    assert (told["complete"], told["expected"], told["received"]) == (True, 14, 14)
    assert (told["records"], told["failures"], told["set_aside"]) == (4, 1, 9)
    assert _aside(empty.root) == {"other years": 6, "not matching": 2, "deleted": 1}
    assert server.asked[0].params == {
        "verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "papers",
    }  # fmt: skip
    harvest = _held(empty)["harvest"]
    assert ["set", "papers"] in harvest["limits"]
    assert ["first", "2004-01-01"] in harvest["limits"]
    assert any("days of publication" in one for one in harvest["remarks"])


@pytest.mark.usefixtures("server")
def test_the_index_made_anew_from_the_kept_pages_holds_the_same(empty: Shell) -> None:
    _asked(empty)
    assert _held(empty)["records"] == 8
    first = empty.ok("dump", "--format", "csv").out
    shutil.rmtree(empty.root / ".litreview")
    assert empty.ok("dump", "--format", "csv").out == first
    assert first.count("Mentors in") == 8
    empty.ok("check")


def test_another_set_is_another_search(empty: Shell, server: Server) -> None:
    _asked(empty)
    _asked(empty, "--option", "set=books")
    assert [a.params["set"] for a in server.asked if "set" in a.params] == ["papers", "books"]
    assert len(list(empty.root.glob("records/*/manifest.json"))) == 2
