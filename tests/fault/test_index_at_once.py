"""Several programs that find no index, or a broken one, at the same moment: one makes it."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from programs import starting

from litreview.events import VoteCast
from litreview.model import Record, RecordId, SearchId
from litreview.store import index as indexes
from litreview.store.folder import Folder

PROGRAMS, ROUNDS = 4, 5
SEARCH = SearchId("s")
RECORDS = [Record(id=RecordId(f"s:{n}"), search=SEARCH, title="T") for n in range(9)]


def look(root: Path, start: object, found: object) -> None:
    """Open each review in `root` together with the other programs, and say what is in it."""
    for folder in (Folder(root / str(number)) for number in range(ROUNDS)):
        start.wait(120)  # type: ignore[attr-defined]
        with closing(indexes.of(folder)) as index:
            index.catch_up([root / "log" / "ann.aaaaaa.jsonl"])
            index.add_search(SEARCH, "manifest", RECORDS)
            said = (len(index.fold().of("vote")), len(index.record_ids()["s"]))
        found.put(said)  # type: ignore[attr-defined]


@pytest.mark.parametrize("state", ["none", "broken"])
def test_programs_that_make_the_index_at_once_all_see_the_review(
    tmp_path: Path, state: str
) -> None:
    log = Folder(tmp_path, draw=lambda: "aaaaaa").writer("ann", "r1", lambda: datetime.now(UTC))
    log.append(VoteCast(stage="t", record="s:1", decision="include", criteria="1"))
    for number in range(ROUNDS if state == "broken" else 0):
        cache = Folder(tmp_path / str(number)).cache
        cache.mkdir(parents=True)
        (cache / "index.sqlite").write_bytes(b"not a database " * 500)
    context = starting()
    start, found = context.Barrier(PROGRAMS), context.SimpleQueue()
    programs = [context.Process(target=look, args=(tmp_path, start, found)) for _ in "abcd"]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    seen = []
    while not found.empty():
        seen.append(found.get())
    assert seen == [(1, 9)] * (PROGRAMS * ROUNDS)
