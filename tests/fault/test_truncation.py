"""A kill at any byte of an append: no earlier event is lost, and the next one goes on.

The log is cut at every offset of its last append, as a power cut may leave it, and opened again
through the facade: what was torn is reported and set aside, the rest counts.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from litreview.events import AnyEvent, Entry, StudyLinked, VoteCast
from litreview.review import Review
from litreview.store.folder import Folder, create
from litreview.store.log import LogWriter, Torn, read
from litreview.store.settings import template
from litreview.store.verify import verify

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cut is made by hand: flushing only takes time here."""
    monkeypatch.setattr("os.fsync", lambda _handle: None)


def vote(record: str, note: str = "") -> VoteCast:
    return VoteCast(stage="titles", record=record, decision="include", criteria="1", note=note)


def writer(folder: Path) -> LogWriter:
    return LogWriter(
        path=folder / "log" / "ann.aa.jsonl",
        log="ann.aa",
        who="ann",
        review="r1",
        program="litreview test",
        locks=folder / "locks",
        clock=lambda: NOON,
    )


def entries(path: Path) -> list[Entry]:
    return [item[0] for item in read(path) if not isinstance(item, Torn)]


def left_at(path: Path, content: bytes) -> None:
    """A new file in its place: to empty one and fill it again makes some file systems flush."""
    path.unlink()
    path.write_bytes(content)


LAST: dict[str, tuple[AnyEvent, ...]] = {
    "one event": (vote("a:3"),),
    "three events": (vote("a:3"), StudyLinked(record="a:3", study="s"), vote("a:4", "snow \u96ea")),
    "a long event": (vote("a:3", "x" * 150),),
}


@pytest.mark.parametrize(
    ("last", "first"),
    [(LAST["three events"], True), *((last, False) for last in LAST.values())],
    ids=["a new log", *LAST],
)
def test_no_earlier_event_is_lost_wherever_an_append_is_cut(
    tmp_path: Path, last: tuple[AnyEvent, ...], first: bool
) -> None:
    log = writer(tmp_path)
    if not first:
        log.append(vote("a:1"), vote("a:2"))
    before = log.path.read_bytes() if log.path.exists() else b""
    log.append(*last)
    whole, all_entries = log.path.read_bytes(), entries(log.path)
    assert len(whole) - len(before) > 100, "so many places are cut at"
    for cut in range(len(before), len(whole)):
        left_at(log.path, whole[:cut])
        kept = whole[:cut].count(b"\n")
        torn = whole[:cut].rpartition(b"\n")[2]
        items = list(read(log.path))
        assert [item[0] for item in items if not isinstance(item, Torn)] == all_entries[:kept]
        assert [item.raw for item in items if isinstance(item, Torn)] == ([torn] if torn else [])
        assert [f.code for f in verify([log.path])] == (
            ["LG102"] if torn else [] if cut else ["LG106"]
        )
        (again,) = log.append(vote("a:9"))
        held = entries(log.path)
        assert held[-1] == again
        assert held[:kept] == all_entries[:kept]
        assert len(held) == kept + 1 + (kept == 0), "a log without a line begins anew"
        aside = list(log.path.parent.glob("*.torn-*"))
        assert [path.read_bytes() for path in aside] == ([torn] if torn else [])
        assert {f.code for f in verify([log.path])} <= {"LG105"}
        for path in aside:
            path.unlink()


def test_what_a_cut_append_left_whole_are_its_first_events(tmp_path: Path) -> None:
    """After a kill (not a refusal of the disk) a prefix may stand: each line is its own fact."""
    log = writer(tmp_path)
    log.append(vote("a:1"))
    before = len(log.path.read_bytes())
    log.append(vote("a:2"), vote("a:3"), vote("a:4"))
    whole = log.path.read_bytes()
    seen = set()
    for cut in range(before, len(whole) + 1):
        left_at(log.path, whole[:cut])
        seen.add(tuple(e.event.record for e in entries(log.path)[1:]))  # type: ignore[union-attr]
    assert len(whole) - before > 300, "so many places were cut at"
    assert seen == {("a:1", "a:2", "a:3", "a:4")[:n] for n in (1, 2, 3, 4)}


RIS = "TY  - JOUR\nTI  - {}\nAU  - Example, A.\nPY  - 2016\nER  - \n"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A review of three reports, the first two voted on by ann; no index."""
    create(tmp_path / "review", template(review="r1", title="Invented", question=""), {})
    (tmp_path / "three.ris").write_text("\n".join(RIS.format(t) for t in ("One", "Two", "Three")))
    with opened(tmp_path / "review") as held:
        held.load(tmp_path / "three.ris")
        for record in sorted(held.shelf.clusters)[:2]:
            held.append(screened(record))
    return tmp_path / "review"


def screened(record: str) -> VoteCast:
    return VoteCast(stage="title-abstract", record=record, decision="include", criteria="1")


def opened(path: Path) -> Review:
    return Review(Folder(path, draw=lambda: "aaaaaa"), clock=lambda: NOON, who="ann")


@pytest.mark.parametrize("cut", [1, 20, 150])
@pytest.mark.parametrize("indexed", [True, False], ids=["with its index", "without index"])
def test_a_review_opens_over_a_torn_line_and_goes_on(review: Path, cut: int, indexed: bool) -> None:
    path = review / "log" / "ann.aaaaaa.jsonl"
    before = path.read_bytes()
    with opened(review) as held:
        third = sorted(held.shelf.clusters)[2]
        held.append(screened(third))
    line = path.read_bytes()[len(before) :]
    path.write_bytes(before + line[:cut])
    shutil.rmtree(review / ".litreview")
    (review / ".litreview").mkdir()
    if indexed:
        path.write_bytes(before)
        with opened(review) as held:
            assert held.flow()["records_screened"].n == 2
        path.write_bytes(before + line[:cut])
    with opened(review) as held:
        held.folder = Folder(review, draw=lambda: "bbbbbb")
        assert held.flow()["records_screened"].n == 2
        (torn,) = held.torn
        assert (torn.path, torn.raw) == (path, line[:cut])
        held.append(screened(third))
    with opened(review) as held:
        assert held.flow()["records_screened"].n == 3
        assert not [f for f in held.check() if f.severity == "error"]
