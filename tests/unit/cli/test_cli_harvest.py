"""`litreview harvest --cite` over a local server shaped like OpenCitations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from replaying import Answer, Asked, Server, as_json

if TYPE_CHECKING:
    from conftest import Shell

WORKS = """TY  - JOUR
TI  - Paper boats in the rain
DO  - 10.5555/boats
ER  -
TY  - JOUR
TI  - A pond at night
ER  -
"""
CITE = ("harvest", "--cite", "--source", "opencitations")


def answer(asked: Asked) -> Answer:
    """One work cites two, and nobody cites it."""
    if asked.path != "/index/v2/references/doi:10.5555/boats":
        return as_json([])
    return as_json([
        {"oci": f"1-{n}", "citing": "omid:br/1", "cited": [f"omid:br/{n}", f"doi:10.5555/w{n}"]}
        for n in (21, 22)
    ])  # fmt: skip


@pytest.fixture
def included(empty: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """Two works, both included."""
    (tmp_path / "works.ris").write_text(WORKS, "utf-8")
    empty.ok("load", str(tmp_path / "works.ris"), "--name", "works")
    for stage in ("title-abstract", "full-text"):
        decided = [word for n in (1, 2) for word in ("--decide", f"works:{n}=include")]
        empty.ok("screen", "--stage", stage, "--reviewer", "ann", *decided)
    with Server(answer) as server:
        monkeypatch.setenv("LITREVIEW_OPENCITATIONS_BASE_URL", server.url)
        monkeypatch.setenv("LITREVIEW_OPENCITATIONS_RATE", "1000")
        yield empty


def test_what_was_asked_and_what_was_not_is_told(included: Shell) -> None:
    said = included(*CITE)
    assert said.status == 1, "one work has no identifier"
    assert "1 work to chase" in said.err
    assert "without an identifier, so not asked for: works:2" in said.err
    assert said.next == "litreview dedup run"
    assert included.ok("prisma", "--json").json["counts"]["citations_results"] == 2


def test_json_has_harvests_and_works(included: Shell) -> None:
    data = included(*CITE, "--json").json
    assert data["asked"] == {"works:1": "10.5555/boats"}
    assert (data["not_asked"], data["asked_before"], data["complete"]) == (["works:2"], [], True)
    assert [one["records"] for one in data["harvests"]] == [2, 0]
    assert all(one["strings"] == ["10.5555/boats"] for one in data["harvests"])
    again = included(*CITE, "--json").json
    assert again["harvests"] == []
    assert again["asked_before"] == [one["search"] for one in data["harvests"]]


def test_one_study_one_way(included: Shell) -> None:
    data = included.ok(*CITE, "--direction", "forward", "--study", "works:1", "--json").json
    assert [one["search"].startswith("opencitations-forward-") for one in data["harvests"]] == [
        True
    ]


def test_the_report_of_searches_says_whose_citations(included: Shell) -> None:
    included(*CITE)
    report = included("search", "report", "--json").json
    (item,) = [one for one in report["items"] if one["number"] == 5]
    assert item["status"] == "filled"
    assert "OpenCitations (backward, of 1 work, " in item["what"]
    (limits,) = [one for one in report["items"] if one["number"] == 9]
    assert "direction" not in limits["what"]


def test_without_included_reports_there_is_nothing_to_chase(empty: Shell) -> None:
    said = empty("harvest", "--cite")
    assert said.status == 1
    assert "No report is included yet" in said.err
    assert said.next == "litreview status"


def test_wrong_use_is_told(included: Shell) -> None:
    said = included("harvest")
    assert said.status == 2
    assert "give --cite" in said.err
    said = included("harvest", "--cite", "--source", "eric")
    assert said.status == 2
    assert "does not know which works cite which" in said.err
    assert included("harvest", "--cite", "--study", "nobody").status == 2
