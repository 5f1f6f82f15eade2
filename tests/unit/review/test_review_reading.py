"""Reading the past, own forms, and the place of a record in the flow."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from litreview.errors import LogDamaged, SettingsError
from litreview.review import Origin, Review
from litreview.store.folder import Folder


@pytest.mark.parametrize("name", ["estimate", "mine"])
@pytest.mark.parametrize("kind", ["folder", "dangling link", "no text"])
def test_a_form_that_cannot_be_read_is_a_finding(review: Review, name: str, kind: str) -> None:
    path = review.folder.forms / f"{name}.toml"
    if kind == "folder":
        path.mkdir(parents=True)
    elif kind == "dangling link":
        path.symlink_to("nowhere.toml")
    else:
        path.write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="this form cannot be read"):
        review.form(name)
    (found,) = [finding for finding in review.check() if finding.severity == "error"]
    assert (found.code, found.where) == ("FM101", str(path))


def at(root: Path, day: int, drawn: str) -> Review:
    start = datetime(2026, 12, day, tzinfo=UTC)
    ticks = iter(range(10_000))
    clock = lambda: start + timedelta(seconds=next(ticks))  # noqa: E731
    return Review(Folder(root, draw=lambda: drawn), clock=clock, who="ann")


def test_the_past_is_shown_after_a_merge_that_replaced_a_manifest(
    review: Review, tmp_path: Path
) -> None:
    """Two copies loaded one file, and each noted another source."""
    other = tmp_path / "other"
    shutil.copytree(review.folder.root, other)
    (tmp_path / "new.ris").write_text("TY  - JOUR\nTI  - A ferry of paper\nER  - \n")
    with at(review.folder.root, 1, "aaaaaa") as ours, at(other, 3, "bbbbbb") as theirs:
        for copy, source in ((ours, "Early Base"), (theirs, "Late Base")):
            assert copy.load(tmp_path / "new.ris", Origin(name="ferry", source=source)).search
        ours.merge(other)
        for day, total in ((date(2026, 11, 30), 5), (date(2026, 12, 1), 6), (date(2026, 12, 3), 6)):
            assert ours.present_on(day).shelf.total == total
        (search,) = [held for held in ours.shelf.searches if held.id == "ferry"]
        assert search.source == "Late Base"
        manifest = ours.folder.records / "ferry" / "manifest.json"
        manifest.write_text(manifest.read_text().replace("Late Base", "A Base of nobody"))
        for day in (date(2026, 12, 1), date(2026, 12, 3)):
            with pytest.raises(LogDamaged, match="not the one that was loaded"):
                ours.present_on(day)


def test_a_join_removes_the_records_that_are_found_later_in_the_flow(
    review: Review, tmp_path: Path
) -> None:
    """Databases are counted before other ways, whatever the names of the searches."""
    (tmp_path / "new.ris").write_text("TY  - JOUR\nTI  - A ferry of paper\nER  - \n")
    review.load(tmp_path / "new.ris", Origin(name="aa", source="A website", kind="website"))
    effect = review.effect_of_joining(("aa:1", "south:2", "north:3"))
    assert effect.kept == "aa:1"
    assert effect.removed == (("south:2", "south"), ("aa:1", "A website"))
    assert effect.reports == review.shelf.total - 2
