"""A disk that is full, a folder that may not be written, a log that was edited: through the facade.

Each ends in one sentence with place and remedy, and every file stands as it did.
"""

from __future__ import annotations

import errno
import io
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from litreview.errors import LitreviewError, LogDamaged, StorageError
from litreview.review import Review
from litreview.screening.ballots import Ballot
from litreview.store.folder import Folder, create
from litreview.store.settings import template

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
RIS = "TY  - JOUR\nTI  - {}\nAU  - Example, A.\nPY  - 2016\nER  - \n"
FULL, DENIED, FROZEN = errno.ENOSPC, errno.EACCES, errno.EROFS
WORDS = {FULL: "the disk is full", DENIED: "may not be written to", FROZEN: "read-only"}
Fail = Callable[..., None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A review of three reports, one voted on."""
    create(tmp_path / "review", template(review="r1", title="Invented", question=""), {})
    (tmp_path / "three.ris").write_text("\n".join(RIS.format(t) for t in ("One", "Two", "Three")))
    (tmp_path / "more.ris").write_text(RIS.format("Four"))
    with opened(tmp_path / "review") as review:
        review.load(tmp_path / "three.ris")
        vote(review, 0)
    return tmp_path / "review"


def opened(path: Path, drawn: str = "aaaaaa") -> Review:
    return Review(Folder(path, draw=lambda: drawn), clock=lambda: NOON, who="ann")


def vote(review: Review, number: int) -> None:
    report = sorted(review.shelf.members)[number]
    review.cast(Ballot(report, "title-abstract", "include"))


def files(root: Path) -> dict[str, bytes]:
    """Every file but the cache; a half-written one would show."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".litreview" not in path.parts
    }


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fail]:
    """Make the named function raise OSError(number) from its nth call on."""

    def install(name: str, number: int, calls: int = 1) -> None:
        owner, attribute = {
            "fsync": ("os", "fsync"),
            "write": ("litreview.store.staging", "write_new"),
            "mkdir": ("pathlib.Path", "mkdir"),
            "replace": ("pathlib.Path", "replace"),
            "rename": ("pathlib.Path", "rename"),
        }[name]
        target = Path if owner == "pathlib.Path" else import_module(owner)
        real, seen = getattr(target, attribute), [0]

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            seen[0] += 1
            if seen[0] >= calls:
                raise OSError(number, "refused in a test")
            return real(*args, **kwargs)

        monkeypatch.setattr(target, attribute, wrapped)

    return install


@pytest.mark.parametrize("number", [FULL, DENIED, FROZEN])
def test_a_vote_that_cannot_be_flushed_is_no_vote(root: Path, number: int) -> None:
    before = files(root)
    with opened(root) as review:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("os.fsync", refusing(number))
            with pytest.raises(StorageError, match=WORDS[number]) as caught:
                vote(review, 1)
        assert caught.value.where
        assert caught.value.remedy
        assert files(root) == before
        assert review.flow()["records_screened"].n == 1
        vote(review, 1)
    with opened(root) as review:
        assert review.flow()["records_screened"].n == 2


def refusing(number: int) -> Callable[..., Any]:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(number, "refused in a test")

    return fail


@pytest.mark.parametrize("taken", [0, 1, 5, 100])
def test_a_disk_that_fills_in_the_middle_of_a_line_leaves_no_half_of_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    """The system takes some bytes, then says that there is no room."""
    real = Path.open

    class Filling(io.RawIOBase):
        def __init__(self, inner: Any) -> None:
            self.inner, self.left = inner, taken

        def write(self, block: Any) -> int:
            if not self.left:
                raise OSError(FULL, "refused in a test")
            part = block[: self.left]
            self.left -= len(part)
            return int(self.inner.write(part))

        def close(self) -> None:
            self.inner.close()
            super().close()

    def open_(self: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        inner = real(self, mode, *args, **kwargs)
        return Filling(inner) if mode == "ab" else inner

    before = files(root)
    with opened(root) as review:
        _ = review.present
        monkeypatch.setattr(Path, "open", open_)
        with pytest.raises(StorageError, match="the disk is full; nothing was changed"):
            vote(review, 1)
        monkeypatch.undo()
        assert files(root) == before
        vote(review, 1)
        assert not [f for f in review.check() if f.severity == "error"]


@pytest.mark.parametrize(("step", "number"), [("mkdir", DENIED), ("fsync", FULL),
                                              ("rename", FROZEN)])  # fmt: skip
def test_a_load_that_fails_admits_nothing(root: Path, fail: Fail, step: str, number: int) -> None:
    before = files(root)
    with opened(root) as review:
        _ = review.present
        fail(step, number)
        said = ""
        try:
            loaded = review.load(root.parent / "more.ris")
            said = loaded.message
            assert loaded.status == "refused"
        except StorageError as error:
            said = str(error)
    assert WORDS[number] in said
    assert files(root) == before


@pytest.mark.parametrize("step", ["litreview.store.log.append_block",
                                  "litreview.store.index_tables.Taking._flush"])  # fmt: skip
def test_a_load_whose_last_step_fails_leaves_no_folder_of_records(
    root: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The received file stands in its place then; no log will ever name it."""
    before = files(root)

    def full(*_args: object) -> None:
        raise StorageError("the disk is full; nothing was changed")

    with opened(root) as review:
        _ = review.present
        with monkeypatch.context() as patched:
            patched.setattr(step, full)
            loaded = review.load(root.parent / "more.ris")
        assert loaded.status == "refused"
        assert loaded.message == "the disk is full; nothing was changed"
        assert files(root) == before
        assert len(list((root / "records").iterdir())) == 1
        assert review.load(root.parent / "more.ris").status == "loaded"


@pytest.mark.parametrize(
    "where",
    [
        ("write", FULL, 1),
        ("write", FULL, 2),
        ("mkdir", DENIED, 1),
        ("fsync", FULL, 1),
        ("fsync", FULL, 2),
    ],
)
def test_a_merge_that_finds_no_room_changes_nothing(
    root: Path, tmp_path: Path, fail: Fail, where: tuple[str, int, int]
) -> None:

    shutil.copytree(root, tmp_path / "other")
    with opened(tmp_path / "other", "bbbbbb") as other:
        other.load(tmp_path / "more.ris")
        other.dedup()
        vote(other, 1)
    before = files(root)
    with opened(root) as review:
        _ = review.present
        fail(*where)
        with pytest.raises(StorageError, match=WORDS[where[1]]):
            review.merge(tmp_path / "other")
    assert files(root) == before
    assert not list(root.rglob(".tmp-*"))


@pytest.mark.parametrize("calls", [1, 2, 3, 4])
def test_a_merge_that_is_cut_between_two_files_can_be_gone_on_with(
    root: Path, tmp_path: Path, fail: Fail, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    """Records come before the logs that name them: what stands after a kill can be opened."""
    shutil.copytree(root, tmp_path / "other")
    with opened(tmp_path / "other", "bbbbbb") as other:
        other.load(tmp_path / "more.ris")
        other.dedup()
        vote(other, 1)
        wanted = {key: box.ids for key, box in other.flow().boxes.items()}
    with opened(root) as review:
        _ = review.present
        fail("replace", FROZEN, calls)
        moved = True
        try:
            review.merge(tmp_path / "other")
        except StorageError:
            moved = False
        monkeypatch.undo()
        assert moved == (calls > 3), "a folder of records, a file of pairs, a log"
    with opened(root) as review:
        assert not [f for f in review.check() if f.severity == "error"]
        review.merge(tmp_path / "other")
        assert {key: box.ids for key, box in review.flow().boxes.items()} == wanted


@pytest.mark.parametrize("number", [DENIED, FROZEN])
def test_a_new_review_in_a_place_that_is_read_only_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(Path, "mkdir", refusing(number))
    with pytest.raises(StorageError, match=WORDS[number]):
        create(tmp_path / "new", "text", {})
    assert not (tmp_path / "new").exists()


def test_a_log_edited_by_hand_stops_at_its_line_with_the_file_untouched(root: Path) -> None:
    """With the index of before in place: it must not hide the edit of the last line."""
    path = root / "log" / "ann.aaaaaa.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"include"', b'"exclude"'))
    before = files(root)
    with opened(root) as review:
        with pytest.raises(LogDamaged, match="changed by hand") as caught:
            vote(review, 1)
        assert str(path) in caught.value.where
        errors = [finding for finding in review.check() if finding.severity == "error"]
        assert [finding.code for finding in errors] == ["LG101"]
        assert errors[0].where.startswith(f"{path}, line ")
    assert files(root) == before


def test_every_refusal_here_is_an_error_that_the_command_line_shows() -> None:
    assert issubclass(StorageError, LitreviewError)
    assert issubclass(LogDamaged, LitreviewError)


def test_a_log_copied_under_another_name_counts_once_and_check_says_so(root: Path) -> None:
    path = root / "log" / "ann.aaaaaa.jsonl"
    shutil.copy(path, path.with_name("ann.aaaaaa (1).jsonl"))
    with opened(root) as review:
        assert review.flow()["records_screened"].n == 1
        (found,) = [f for f in review.check() if f.code.startswith("LG")]
        assert (found.code, found.severity) == ("LG103", "warning")
        assert found.where.endswith("ann.aaaaaa (1).jsonl")
        vote(review, 1)
    with opened(root) as review:
        assert review.flow()["records_screened"].n == 2


def test_a_clock_that_is_set_back_between_sittings_loses_no_correction(root: Path) -> None:
    """Ann votes at noon; next day the machine believes it is last year, and she thinks again."""
    with opened(root) as review:
        review.clock = lambda: NOON.replace(year=2025)
        report = min(review.shelf.members)
        review.cast(Ballot(report, "title-abstract", "exclude"))
        review.clock = lambda: NOON.replace(year=2024)
        review.withdraw_vote(report, "title-abstract")
    with opened(root) as review:
        assert review.present.screening.of("title-abstract", report).status == "unread"
        assert review.present.as_of >= "2026-11-24T12:00:00"
        assert not [f for f in review.check() if f.code.startswith("LG")]
