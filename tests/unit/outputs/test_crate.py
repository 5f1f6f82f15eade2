"""The description for a deposit obeys the rules of RO-Crate 1.1, and the citation those of CFF."""

from __future__ import annotations

import hashlib
import json
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from litreview.model import ReportPlan
from litreview.outputs.crate import Held, metadata
from litreview.outputs.parts.citation import files as citation
from litreview.outputs.parts.methods import files as methods

MADE = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "tables" / "made.py"))["evidence"]
PLAN = ReportPlan(authors=("Moss, Ada", "Institute of Made-up Labour"), licence="CC-BY-4.0")


@pytest.fixture(scope="module")
def evidence() -> Any:
    made = MADE()
    return replace(made, plan=replace(made.plan, report=PLAN))


@pytest.fixture(scope="module")
def graph(evidence: Any) -> dict[str, dict[str, Any]]:
    held = [
        Held(file.path, file.what, len(file.content), hashlib.sha256(file.content).hexdigest())
        for file in methods(evidence)
    ]
    data = json.loads(metadata(evidence, held))
    assert data["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    found = {one["@id"]: one for one in data["@graph"]}
    assert len(found) == len(data["@graph"]), "each entity stands once"
    return found


def references(value: object) -> list[str]:
    if isinstance(value, dict):
        return [value["@id"]] if set(value) == {"@id"} else []
    return [one for item in value for one in references(item)] if isinstance(value, list) else []


def test_the_descriptor_is_about_the_root(graph: dict[str, dict[str, Any]]) -> None:
    descriptor = graph["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}


def test_the_root_has_what_the_format_demands(graph: dict[str, dict[str, Any]]) -> None:
    root = graph["./"]
    assert root["@type"] == "Dataset"
    assert root["name"] == "Mentors in made-up towns"
    assert "3 studies included, 2 still to be decided on" in root["description"]
    assert root["datePublished"] == "2026-11-24"
    assert root["license"] == {"@id": "https://spdx.org/licenses/CC-BY-4.0"}
    assert [graph[one["@id"]]["name"] for one in root["author"]] == [
        "Ada Moss",
        "Institute of Made-up Labour",
    ]


def test_every_entity_is_typed_flat_and_named_by_what_refers_to_it(
    graph: dict[str, dict[str, Any]],
) -> None:
    outside = {"https://w3id.org/ro/crate/1.1"}
    for entity in graph.values():
        assert entity["@type"]
        for key, value in entity.items():
            assert not isinstance(value, dict) or set(value) == {"@id"}, f"{key} is not flat"
            assert set(references(value)) <= set(graph) | outside
    named = {
        id_ for entity in graph.values() for value in entity.values() for id_ in references(value)
    }
    assert set(graph) - named == {"ro-crate-metadata.json"}


def test_every_file_is_part_of_the_root_with_its_size_and_hash(
    graph: dict[str, dict[str, Any]], evidence: Any
) -> None:
    (file,) = methods(evidence)
    entity = graph["methods.md"]
    assert graph["./"]["hasPart"] == [{"@id": "methods.md"}]
    assert entity["@type"] == "File"
    assert entity["encodingFormat"] == "text/markdown"
    assert entity["contentSize"] == str(len(file.content))
    assert entity["sha256"] == hashlib.sha256(file.content).hexdigest()


def test_the_citation_has_the_authors_and_none_is_made_up(evidence: Any) -> None:
    (file,) = citation(evidence)
    lines = file.content.decode().splitlines()
    assert lines[:2] == ["cff-version: 1.2.0", "message: If you use this review, please cite it."]
    assert '  - family-names: "Moss"' in lines
    assert '    given-names: "Ada"' in lines
    assert '  - name: "Institute of Made-up Labour"' in lines
    assert list(citation(MADE())) == []
