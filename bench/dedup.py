"""Measure de-duplication on the labelled sets: one line a set, one process a set.

usage: python -m bench.dedup [SET ...]      (default: every set in the corpus)

Columns: records; TP FP FN TN by record (`litreview.dedup.evaluate`); sensitivity and
specificity in percent; pairs left to a person, and how many of them are true; seconds of wall
time for the whole of find and cluster, without reading the file; peak memory of the process.
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from litreview.dedup.clusters import cluster
from litreview.dedup.evaluate import evaluate
from litreview.dedup.pairs import find
from litreview.model import Record, RecordId, SearchId, parse_doi

CORPUS = Path(os.environ.get("LITREVIEW_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
BLIND = ("respiratory", "digital_work", "depression")
"""Sets that were first run when the rules were written; see docs/deduplication.md."""


@dataclass(frozen=True)
class Labelled:
    """The records of one set in file order, and the work that each belongs to."""

    records: list[Record]
    truth: dict[RecordId, str]


def read_set(folder: Path) -> Labelled:
    """Read ``records.csv`` and ``truth.csv``; ids become ``<set>:<row>``, in file order."""
    csv.field_size_limit(2**31 - 1)
    works = {row["id"]: row["cluster_id"] for row in _rows(folder / "truth.csv")}
    records: list[Record] = []
    truth: dict[RecordId, str] = {}
    for number, row in enumerate(_rows(folder / "records.csv"), start=1):
        record = _record(RecordId(f"{folder.name}:{number}"), row)
        records.append(record)
        truth[record.id] = works[row["id"]]
    return Labelled(records, truth)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _record(id_: RecordId, row: dict[str, str]) -> Record:
    year = row["year"][:4]
    return Record(
        id=id_,
        search=SearchId(id_.rpartition(":")[0]),
        title=row["title"],
        authors=tuple(name.strip() for name in row["authors"].split(" and ") if name.strip()),
        year=int(year) if year.isdecimal() else None,
        venue=row["journal"] or row["booktitle"],
        volume=row["volume"],
        issue=row["number"],
        pages=row["pages"],
        abstract=row["abstract"],
        doi=parse_doi(row["doi"]),
        isxn=row["isbn"],
        url=row["url"],
        accession=row.get("accession", ""),
    )


def measure(folder: Path) -> str:
    """One line of the table for the set in `folder`."""
    data = read_set(folder)
    started = time.perf_counter()
    found = find(data.records)
    sure = ((pair.a, pair.b, pair.score) for pair in found.sure)
    clusters = cluster((record.id for record in data.records), sure, (), ())
    seconds = time.perf_counter() - started
    score = evaluate(clusters, data.truth)
    true = sum(data.truth[pair.a] == data.truth[pair.b] for pair in found.unsure)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = folder.name + (" *" if folder.name in BLIND else "")
    return (
        f"| {name} | {len(data.records)} | {score.tp} | {score.fp} | {score.fn} | {score.tn} "
        f"| {100 * score.sensitivity:.2f} | {100 * score.specificity:.3f} "
        f"| {len(found.unsure)} ({true}) | {seconds:.1f} | {megabytes:.0f} |"
    )


def main(names: list[str]) -> None:
    if len(names) == 1:
        print(measure(CORPUS / "dedup" / names[0]))
        return
    print("| set | records | TP | FP | FN | TN | sens. % | spec. % | unsure (true) | s | MB |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for name in names or sorted(path.name for path in (CORPUS / "dedup").iterdir()):
        sys.stdout.flush()
        subprocess.run([sys.executable, "-m", "bench.dedup", name], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
