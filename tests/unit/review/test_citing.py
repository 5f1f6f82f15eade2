"""Citation chasing over a local server shaped like OpenCitations: who is asked for, and counted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from invented import review_toml
from living import Days
from replaying import Answer, Asked, Server, as_json

from litreview.errors import UnknownName, UsageError
from litreview.review import Review
from litreview.review.citing import Chase, chase, chased, starts
from litreview.review.harvesting import Harvest
from litreview.review.loading import Origin
from litreview.review.updating import Updated, planned, walked
from litreview.screening.ballots import Ballot
from litreview.sources.apis import eric, openalex
from litreview.sources.source import Limits
from litreview.store.folder import Folder, create

WORKS = """TY  - JOUR
TI  - Paper boats in the rain
DO  - 10.5555/boats
ER  -
TY  - JOUR
TI  - Umbrellas of two cities
AN  - PMID: 7000001
DB  - PubMed
ER  -
TY  - JOUR
TI  - A pond at night
ER  -
TY  - JOUR
TI  - Sleep among sailors
DO  - 10.5555/sailors
ER  -
"""


def pair(citing: str, cited: str, *, wanted: str) -> dict[str, Any]:
    """A row as the server writes it: the end that is wanted is a list."""
    ends: dict[str, Any] = {"citing": f"omid:br/{citing}", "cited": f"omid:br/{cited}"}
    key = ends[wanted].removeprefix("omid:br/")
    ends[wanted] = [f"omid:br/{key}", f"doi:10.5555/w{key}"]
    return {"oci": f"{citing}-{cited}", "creation": "2021", **ends}


class Citations:
    """Answers for the works that it knows; broken: refuses these."""

    def __init__(self) -> None:
        self.broken: set[str] = set()
        self.known: dict[tuple[str, str], list[dict[str, Any]]] = {
            ("references", "doi:10.5555/boats"): [
                pair("1", "21", wanted="cited"), pair("1", "22", wanted="cited")
            ],
            ("references", "pmid:7000001"): [pair("2", "22", wanted="cited")],
            ("citations", "doi:10.5555/boats"): [pair("31", "1", wanted="citing")],
        }  # fmt: skip

    def __call__(self, asked: Asked) -> Answer:
        operation, _, work = asked.path.removeprefix("/index/v2/").partition("/")
        if work in self.broken:
            return Answer(b"no", 400)
        return as_json(self.known.get((operation, work), []))


class World:
    def __init__(self, root: Path, citations: Citations, server: Server) -> None:
        self.citations, self.server = citations, server
        create(root, review_toml(("ann", "bo")), {})
        self.days = Days()
        self.review = Review(Folder(root, draw=lambda: "aaaaaa"), clock=self.days, who="ann")
        self.environ: Mapping[str, str] = {
            "LITREVIEW_OPENCITATIONS_BASE_URL": server.url, "LITREVIEW_OPENCITATIONS_RATE": "1000"
        }  # fmt: skip
        path = root.parent / "works.ris"
        path.write_text(WORKS, "utf-8")
        self.review.load(path, Origin(name="works"))

    def include(self, *numbers: int) -> None:
        for number in numbers:
            report = self.review.resolve_id(f"works:{number}")
            for who in ("ann", "bo"):
                self.review.cast(Ballot(report, "titles", "include"), reviewer=who)
            self.review.cast(Ballot(report, "full", "include"), reviewer="ann")

    def chase(self, **how: Any) -> Chase:
        return chase(self.review, self.environ, source="opencitations", **how)

    def run(self, plan: Chase) -> dict[str, Harvest]:
        found = list(chased(self.review, plan.jobs))
        assert all(isinstance(one, Harvest) for one in found)
        return {
            dict(one.search.harvest.limits)["direction"]: one
            for one in found
            if isinstance(one, Harvest) and one.search.harvest
        }


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Four works, three of them included: by DOI, by PMID, and without any identifier."""
    citations = Citations()
    with Server(citations) as server:
        found = World(tmp_path / "review", citations, server)
        found.include(1, 2, 3)
        with found.review:
            yield found


def test_included_works_are_asked_for_both_ways_and_the_nameless_are_named(world: World) -> None:
    plan = world.chase()
    assert plan.asked == {"works:1": "10.5555/boats", "works:2": "pmid:7000001"}
    assert plan.nameless == ("works:3",)
    found = world.run(plan)
    assert set(found) == {"backward", "forward"}
    back = found["backward"].search
    assert (back.kind, back.source, back.complete) == ("citation", "OpenCitations", True)
    assert back.harvest is not None
    assert back.harvest.strings == ("10.5555/boats", "pmid:7000001")
    assert back.query == "10.5555/boats\npmid:7000001"
    assert (back.received, back.records, back.harvest.repeated) == (3, 2, 1)
    assert found["forward"].search.records == 1


def test_what_is_found_counts_among_the_other_methods(world: World) -> None:
    world.run(world.chase())
    flow = world.review.flow()
    assert flow["citations_results"].n == 3
    assert flow.other_methods


def openalex_like(asked: Asked) -> Answer:
    """Knows the work of one DOI, which cites one that the review has and one that it has not."""
    if asked.get("filter").startswith("doi:"):
        known = [{"id": "https://openalex.org/W11", "doi": "https://doi.org/10.5555/boats"}]
        return as_json({"meta": {"count": 1}, "results": known})
    if asked.get("filter").startswith("pmid:"):
        return as_json({"meta": {"count": 0}, "results": []})
    assert asked.get("filter") == "cited_by:W11"
    cited = [
        {"id": f"https://openalex.org/W{n}", "doi": f"https://doi.org/{doi}", "title": title,
         "publication_year": 2016, "type": "article"}
        for n, doi, title in ((21, "10.5555/sailors", "Sleep among sailors"),
                              (22, "10.5555/stars", "Counting stars by day"))
    ]  # fmt: skip
    return as_json({"meta": {"count": 2, "next_cursor": None}, "results": cited})


def test_a_record_that_the_review_has_is_a_duplicate(world: World) -> None:
    with Server(openalex_like) as server:
        environ = {"LITREVIEW_OPENALEX_BASE_URL": server.url, "LITREVIEW_OPENALEX_RATE": "1000"}
        plan = chase(world.review, environ, direction="backward")
        found = world.run(plan)["backward"]
    assert set(plan.asked) == {"works:1", "works:2"}
    assert found.search.harvest is not None
    assert any("7000001" in told for told in found.search.harvest.remarks), "it is not known there"
    assert found.search.complete is True
    world.review.dedup()
    flow = world.review.flow()
    assert flow["citations_results"].n == found.search.records == 2
    assert flow["other_duplicates"].n == 1


def test_one_way_and_one_study(world: World) -> None:
    world.review.link(["works:2"], "trial")
    plan = world.chase(direction="backward", studies=["trial"])
    assert plan.asked == {"works:2": "pmid:7000001"}
    assert [one.search.records for one in world.run(plan).values()] == [1]
    assert world.chase(studies=["works:4"]).asked == {"works:4": "10.5555/sailors"}
    with pytest.raises(UnknownName, match="no study and no report 'nobody'"):
        world.chase(studies=["nobody"])


def test_what_was_asked_for_before_is_not_asked_for_again(world: World) -> None:
    first = world.run(world.chase(direction="backward"))["backward"].search.id
    world.include(4)
    world.server.asked.clear()
    plan = world.chase(direction="backward")
    assert plan.before == (first,)
    (job,) = plan.jobs
    assert job.plan.strings == ("10.5555/sailors",)
    world.run(plan)
    assert [asked.path for asked in world.server.asked] == [
        "/index/v2/references/doi:10.5555/sailors"
    ]
    assert world.chase(direction="backward").jobs == ()


def test_one_that_stopped_is_gone_on_with(world: World) -> None:
    world.citations.broken = {"pmid:7000001"}
    stopped = world.run(world.chase(direction="backward"))["backward"]
    assert stopped.search.complete is False
    assert stopped.search.records == 2
    world.citations.broken = set()
    world.server.asked.clear()
    on = world.run(world.chase(direction="backward"))["backward"]
    assert on.search.id == stopped.search.id
    assert on.search.complete is True
    assert [asked.path for asked in world.server.asked] == ["/index/v2/references/pmid:7000001"]


def test_an_update_chases_again(world: World) -> None:
    first = world.run(world.chase(direction="forward"))["forward"].search
    rows = world.citations.known["citations", "doi:10.5555/boats"]
    rows.append(pair("32", "1", wanted="citing"))
    world.days.to(20)
    jobs, refused = planned(world.review, [first.id], world.environ)
    assert refused == []
    (found,) = walked(world.review, jobs)
    assert isinstance(found, Updated)
    assert found.harvest.search.kind == "citation"
    assert found.changes.new == (f"{found.harvest.search.id}:2",)
    assert found.changes.vanished == ()
    assert world.chase(direction="forward").before == (first.id,), "the update is not in the way"


def test_a_source_must_know_citations(world: World) -> None:
    with pytest.raises(UsageError, match="ERIC does not know which works cite which") as told:
        chase(world.review, {}, source="eric")
    assert "openalex, opencitations" in told.value.remedy


def test_the_first_requests_follow_from_the_manifest_alone() -> None:
    way = Limits(options=(("direction", "backward"),))
    (one,) = starts(openalex.SOURCE, ["W11", "W22"], way)
    assert one.param("filter") == "cited_by:W11|W22"
    assert starts(openalex.SOURCE, ["W11"], Limits()) == (), "a search, no chase"
    assert starts(eric.SOURCE, ["x"], way) == ()


def test_a_key_of_the_source_stands_for_a_doi(world: World) -> None:
    record = {"TY": "JOUR", "TI": "By its key", "AN": "br/77", "DB": "OpenCitations"}
    path = world.review.folder.root.parent / "keyed.ris"
    path.write_text("".join(f"{tag}  - {text}\n" for tag, text in record.items()) + "ER  - \n")
    world.review.load(path, Origin(name="keyed"))
    assert json.dumps(dict(world.chase(studies=["keyed:1"]).asked)) == '{"keyed:1": "br/77"}'
