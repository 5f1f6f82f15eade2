"""De-duplication on labelled sets of real records, read in place.

The floors stand a little below what was measured (docs/deduplication.md); the ceiling of works
lost is the measured one. The reader is that of the benchmark.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from litreview.dedup.clusters import cluster
from litreview.dedup.evaluate import evaluate
from litreview.dedup.merge import merge
from litreview.dedup.pairs import find
from litreview.model import Record, RecordId, ReportId

BENCH = Path(__file__).parents[2] / "bench" / "dedup.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """The benchmark as a module, under a name of its own."""
    spec = importlib.util.spec_from_file_location("bench_dedup", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "sensitivity", "lost"),
    [
        ("diabetes", 0.99, 0),
        ("haematology", 0.84, 0),
        ("misq_baseline", 0.965, 0),
        ("respiratory", 0.915, 0),
    ],
)
def test_labelled_sets(
    corpus: Path, bench: ModuleType, name: str, sensitivity: float, lost: int
) -> None:
    data = bench.read_set(corpus / "dedup" / name)
    found = find(data.records)
    sure = [(pair.a, pair.b, pair.score) for pair in found.sure]
    clusters = cluster((record.id for record in data.records), sure, (), ())
    score = evaluate(clusters, data.truth)
    assert score.fp <= lost
    assert score.sensitivity >= sensitivity
    asked = [pair for pair in found.unsure if data.truth[pair.a] == data.truth[pair.b]]
    assert len(found.unsure) < 0.05 * len(data.records)
    assert asked, "the questions reach true duplicates"
    _check_reports(data.records, clusters)


def _check_reports(records: list[Record], clusters: dict[RecordId, ReportId]) -> None:
    """Every record stands in one report, and what reports say comes from their records."""
    members: dict[ReportId, list[Record]] = {}
    for record in records:
        members.setdefault(clusters[record.id], []).append(record)
    seen: list[RecordId] = []
    for id_, group in members.items():
        report = merge(group, id_)
        seen.extend(report.records)
        inside = set(report.records)
        assert all(origin in inside for _, origin in report.provenance)
        assert len(report.record.abstract) == max(len(record.abstract) for record in group)
    assert sorted(seen) == sorted(record.id for record in records)
