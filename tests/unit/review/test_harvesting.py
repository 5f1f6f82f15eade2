"""From a wish to records: what is known, refused, filed; and what a kill leaves between them."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from firing import Killed
from replaying import Answer, Answering, Asked, Server, as_json

from litreview.errors import LitreviewError, ReviewError, StorageError, UsageError
from litreview.review import Review
from litreview.review.harvesting import Harvest, Wanted, file, job_of, prepare, reached
from litreview.review.vault import standing
from litreview.sources.compile import VERBATIM, Compiled
from litreview.sources.harvest import Plan
from litreview.sources.http import Pace, Sender
from litreview.sources.source import Limits, Request
from litreview.store import received
from litreview.store.disk import locked
from litreview.store.folder import Folder, create
from litreview.store.harvested import HarvestFolder
from litreview.store.settings import template

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUERY = Wanted(source="eric", query="mentoring")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create(tmp_path / "review", template(review="r1", title="Invented", question=""), {})
    return tmp_path / "review"


def opened(root: Path) -> Review:
    return Review(Folder(root, draw=lambda: "aaaaaa"), clock=lambda: NOON, who="ann")


def eric(count: int, rows: int = 3, missing: int = 0) -> Answering:
    """ERIC with so many invented documents, of which it delivers all but `missing`."""

    def answer(asked: Asked) -> Answer:
        start = int(asked.get("start"))
        docs = [
            {"id": f"EJ{n:06}", "title": f"Invented {n}", "author": ["Example, Ada"]}
            for n in range(start, min(start + rows, count - missing))
        ]
        return as_json({"response": {"numFound": count, "start": start, "docs": docs}})

    return answer


def harvest(root: Path, server: Server, wanted: Wanted = QUERY) -> Harvest:
    with opened(root) as review:
        job = prepare(review, wanted, {"LITREVIEW_ERIC_BASE_URL": server.url})
        sender = Sender(job.source, job.access, pace=Pace(0.0, sleep=lambda _: None))
        return file(review, job, job.walk(sender=sender))


def records(root: Path) -> dict[str, str]:
    with opened(root) as review:
        assert not [one for one in review.check() if one.severity == "error"]
        return {one.accession: one.id for one in review.index.records()}


def test_a_harvest_is_filed_and_then_known(root: Path) -> None:
    with Server(eric(8)) as server:
        first = harvest(root, server)
        asked = len(server.asked)
        again = harvest(root, server)
        assert len(server.asked) == asked
    assert (first.status, first.complete, first.search.records) == ("complete", True, 8)
    assert (again.status, again.complete) == ("known", True)
    assert len(records(root)) == 8


def test_an_incomplete_one_goes_on_and_keeps_its_numbers(root: Path) -> None:
    with Server(eric(8, missing=2)) as server:
        first = harvest(root, server)
    assert not first.complete
    assert first.search.note
    before = records(root)
    with Server(eric(8)) as server:
        second = harvest(root, server)
    assert second.complete
    assert second.search.id == first.search.id
    after = records(root)
    assert len(after) == 8
    assert {key: after[key] for key in before} == before


@pytest.mark.parametrize("by", ["event", "settle"])
@pytest.mark.parametrize("earlier", [False, True], ids=["first", "renewed"])
def test_killed_between_manifest_and_event_and_before_it_is_in_place(
    root: Path, by: str, earlier: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if earlier:
        with Server(eric(8, missing=2)) as server:
            harvest(root, server)

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched, Server(eric(8)) as server:
        if by == "event":
            patched.setattr(Review, "append", die)
        else:
            patched.setattr(received, "settle", _dies_the_last_time(earlier, received.settle))
        with pytest.raises(Killed):
            harvest(root, server)
    with opened(root) as review:
        held = [search.records for search in review.shelf.searches]
        wanted = [8] if by == "settle" else [6] if earlier else []
        assert held == wanted
    with Server(eric(8)) as server:
        found = harvest(root, server)
    assert found.complete
    assert records(root) == {f"EJ{n:06}": f"{found.search.id}:{n + 1}" for n in range(8)}
    left = [p.name for p in (root / "records" / found.search.id).glob("manifest*")]
    assert left == ["manifest.json"] or (by, earlier) == ("settle", True)


def _dies_the_last_time(earlier: bool, real: Callable[..., bool]) -> Callable[..., bool]:
    calls = [0]

    def settle(*arguments: Any) -> bool:
        calls[0] += 1
        if calls[0] > earlier:
            raise Killed
        return real(*arguments)

    return settle


def test_a_waiting_manifest_that_the_log_names_outlives_the_next_filing(root: Path) -> None:
    """Two kills: after the event of one filing, and before that of the next."""
    with Server(eric(8)) as server:
        first = harvest(root, server).search
    second = replace(first, note="filed again")
    sha256s = [
        received.renewed(root / "records", search).__enter__()  # and never left: a kill
        for search in (first, second)
    ]
    assert received.settle(root / "records", first.id, sha256s[0])
    assert received.load_manifest(root / "records", first.id) == (first, sha256s[0])
    assert received.settle(root / "records", first.id, sha256s[1])
    assert received.load_manifest(root / "records", first.id)[0].note == "filed again"
    assert not received.settle(root / "records", first.id, "0" * 64)


@pytest.mark.parametrize(
    "other",
    [Wanted(source="eric", query="tutoring", name="mine"),
     Wanted(source="doaj", query="mentoring", native=True, name="mine")],
)  # fmt: skip
@pytest.mark.parametrize("filed", [True, False])
def test_a_name_means_one_question_to_one_source(root: Path, other: Wanted, filed: bool) -> None:
    with Server(eric(8)) as server:
        harvest(root, server, Wanted(source="eric", query="mentoring", native=True, name="mine"))
        if not filed:
            (root / "records" / "mine" / "manifest.json").unlink()
            shutil.rmtree(root / "log")
            (root / "log").mkdir()
            shutil.rmtree(root / ".litreview")
        environ = {f"LITREVIEW_{name}_BASE_URL": server.url for name in ("ERIC", "DOAJ")}
        with opened(root) as review, pytest.raises(UsageError) as error:
            prepare(review, other, environ).walk()
    assert error.value.where
    assert error.value.remedy == "choose another --name"


def test_two_programs_on_one_harvest_one_is_told(root: Path) -> None:
    with Server(eric(8)) as server, opened(root) as review:
        job = prepare(review, QUERY, {"LITREVIEW_ERIC_BASE_URL": server.url})
        ready, done = threading.Event(), threading.Event()

        def other() -> None:
            with locked(job.place, job.locks):
                ready.set()
                done.wait(10)

        thread = threading.Thread(target=other)
        thread.start()
        ready.wait(10)
        try:
            with pytest.raises(StorageError, match="another litreview is writing here") as error:
                job.walk()
            assert error.value.where
            assert error.value.remedy
            assert not server.asked
        finally:
            done.set()
            thread.join()
        outcome = job.walk()
        done.clear()
        ready.clear()
        thread = threading.Thread(target=other)
        thread.start()
        ready.wait(10)
        try:
            with pytest.raises(StorageError):
                file(review, job, outcome)
        finally:
            done.set()
            thread.join()
        assert file(review, job, outcome).complete


def test_a_harvest_called_as_a_lock_of_the_index_is_filed(root: Path) -> None:
    with Server(eric(8)) as server:
        wanted = Wanted(source="eric", query="mentoring", name="records")
        assert harvest(root, server, wanted).complete
    assert len(records(root)) == 8


def damaged(root: Path, change: Callable[[Path], object]) -> LitreviewError:
    """What is told after `change` of the folder of an incomplete harvest."""
    with Server(eric(8, missing=2)) as server:
        harvest(root, server)
        (place,) = (root / "records").glob("eric-*")
        change(place)
        shutil.rmtree(root / ".litreview" / "index", ignore_errors=True)
        with pytest.raises(ReviewError) as error:
            harvest(root, server)
    assert all((error.value.what, error.value.where, error.value.remedy))
    return error.value


def _middle(line: bytes) -> Callable[[Path], object]:
    def change(place: Path) -> object:
        path = place / "requests-1.jsonl"
        lines = path.read_bytes().splitlines()
        lines[2] = line
        return path.write_bytes(b"\n".join(lines) + b"\n")

    return change


@pytest.mark.parametrize(
    "line", [b"{", b"null", b'{"kind":"other"}', b'{"kind":"page"}', b"\xff", b"[" * 9_000, b""]
)
def test_a_damaged_line_of_the_journal_is_told_with_its_number(root: Path, line: bytes) -> None:
    folder = HarvestFolder(root / "records" / "x")
    folder.note(b'{"kind":"closed","at":"","window":"1","distinct":1}')
    folder.note(line)
    with pytest.raises(ReviewError) as error:
        standing(folder)
    assert error.value.where.endswith("requests-1.jsonl, line 2")
    assert error.value.remedy
    damaged(root, _middle(line))


@pytest.mark.parametrize("name", ["page-000001.gz", "page-000002.gz", "requests-1.jsonl"])
def test_a_file_that_is_gone_is_told(root: Path, name: str) -> None:
    error = damaged(root, lambda place: (place / name).unlink())
    assert "Traceback" not in str(error)


def test_a_page_that_was_changed_is_told(root: Path) -> None:
    damaged(root, lambda place: (place / "page-000001.gz").write_bytes(b"other"))


def test_the_proof_is_in_the_manifest(root: Path) -> None:
    with Server(eric(8)) as server:
        found = harvest(root, server)
        host = server.url.removeprefix("http://")
    held = json.loads((root / "records" / found.search.id / "manifest.json").read_text())
    proof = held["harvest"]
    assert (held["received"], held["records"], held["expected"], held["complete"]) == (
        8,
        8,
        8,
        True,
    )
    assert proof["strings"] == list(found.search.harvest.strings)  # type: ignore[union-attr]
    assert (proof["host"], proof["pages"], proof["requests"]) == (host, 3, 3)
    assert [file["format"] for file in held["files"]] == ["eric"] * 3 + ["requests"]


def test_more_and_more_of_one_search(root: Path) -> None:
    """Ten, then twenty, then all: one search, and a record keeps its number."""
    found, held = [], []
    with Server(eric(31)) as server:
        for most in (10, 20, 20, None, 10):
            found.append(harvest(root, server, replace(QUERY, most=most)))
            held.append(records(root))
    assert len({one.search.id for one in found}) == 1
    assert [one.status for one in found] == [*["incomplete"] * 3, "complete", "known"]
    proofs = [one.search.harvest for one in found]
    assert [proof.enough for proof in proofs if proof] == [True, True, True, False, False]
    assert [len(one) for one in held] == [12, 21, 21, 31, 31]
    for fewer, more in pairwise(held):
        assert fewer.items() <= more.items()


def test_files_of_one_sitting_that_differ_do_not_overwrite_each_other(root: Path) -> None:
    with Server(eric(8)) as server, opened(root) as review:
        job = prepare(review, QUERY, {"LITREVIEW_ERIC_BASE_URL": server.url})
        sender = Sender(job.source, job.access, pace=Pace(0.0, sleep=lambda _: None))
        outcome = job.walk(sender=sender)
        for told in (b"{}", b"[]", b"{}"):
            job.account = lambda *_, told=told: told  # type: ignore[misc]
            file(review, job, outcome)
        (one, other) = sorted(path.read_bytes() for path in job.place.glob("changes-1-*.json"))
    assert (one, other) == (b"[]", b"{}")


def test_fields_that_are_asked_for_are_no_part_of_a_name(root: Path) -> None:
    """A chase that was cut off is found again by a version that reads more of each entry."""
    with opened(root) as review:
        source, have = reached(review, "openalex", {})
        limits = Limits(options=(("direction", "forward"),))
        plans = [
            Plan(works, limits, starts=(Request("works", (("filter", "x"), ("select", fields))),))
            for works, fields in ((("W1",), "id"), (("W1",), "id,title"), (("W2",), "id"))
        ]
        first, wider, other = (
            job_of(
                review, source, have, Compiled(plan.strings, "", VERBATIM), plan, name="chase"
            ).id
            for plan in plans
        )
    assert first == wider != other


@pytest.mark.parametrize(
    "other",
    [
        replace(QUERY, query="mentoring OR coaching"),
        replace(QUERY, query="title:mentoring"),
        replace(QUERY, filtered=True),
    ],
)
def test_what_is_meant_otherwise_is_another_search(root: Path, other: Wanted) -> None:
    """Even where the same words are sent, as what comes may be judged by what is meant."""
    with opened(root) as review:
        environ = {"LITREVIEW_ERIC_BASE_URL": "http://127.0.0.1:9"}
        ids = [prepare(review, one, environ).id for one in (QUERY, other, QUERY)]
        words = {"LITREVIEW_CROSSREF_BASE_URL": "http://127.0.0.1:9"}
        asked = [
            prepare(review, Wanted("crossref", query=query), words)
            for query in ("mentor", "mentor*", "mentor NOT coach")
        ]
    assert ids[0] == ids[2] != ids[1]
    assert {job.plan.strings for job in asked} == {("mentor",)}
    assert len({job.id for job in asked}) == 3


def test_a_name_that_stands_for_another_meaning_is_refused(root: Path) -> None:
    with Server(eric(3)) as server:
        harvest(root, server, replace(QUERY, name="mine"))
        with pytest.raises(UsageError, match="of something else"):
            harvest(root, server, replace(QUERY, name="mine", filtered=True))


def test_without_a_query_it_is_said_what_is_missing(root: Path) -> None:
    with opened(root) as review, pytest.raises(UsageError, match="what is to be searched for"):
        prepare(review, Wanted("eric"), {})
