"""What a ranking keeps is the same when it is read, and as good as not there when it is damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from litreview.model import ReportId
from litreview.review import ranking_cache
from litreview.review.ranking_cache import keep_order, keeping, kept_order
from litreview.screening.known import name_of
from litreview.screening.rank.matrix import Matrix
from litreview.screening.rank.parts import Pool
from litreview.store.folder import Folder

POOL = Pool(
    ("x:1", "x:2", "x:3"), ("A boat", "A pond", "Boat pond"), ("it floats", "", "ice"), (None,) * 3
)


def same(one: Matrix, other: Matrix) -> bool:
    arrays = ("data", "indices", "indptr")
    return one.columns == other.columns and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setattr(ranking_cache, "MANY", 2)
    return Folder(tmp_path)


@pytest.mark.parametrize("damage", [None, b"", b"PK\x03\x04 cut off", b"\x00" * 500])
def test_features_are_kept_and_made_anew_where_the_file_is_damaged(
    folder: Folder, damage: bytes | None
) -> None:
    made = keeping(folder, "default")(POOL, ("boats",))
    (path,) = (folder.cache / "ranking").glob("*.npz")
    if damage is not None:
        path.write_bytes(damage)
    assert same(keeping(folder, "default")(POOL, ("boats",)), made)
    assert len(list(path.parent.iterdir())) == 1


def test_other_texts_have_other_features(folder: Folder) -> None:
    for text in ("boats", "ponds", "ice", "corks"):
        keeping(folder, "default")(POOL, (text,))
    kept = list((folder.cache / "ranking").glob("*.npz"))
    assert len(kept) == 2  # the oldest are let go


def test_features_are_made_where_nothing_can_be_kept(folder: Folder) -> None:
    folder.cache.mkdir()
    (folder.cache / "ranking").write_text("a file where the folder would be")
    assert len(keeping(folder, "default")(POOL)) == 3
    keep_order(folder, "0" * 16, [ReportId("x:1")])
    assert kept_order(folder, "0" * 16) == ()


def test_an_order_is_found_by_its_name_and_by_no_path(folder: Folder) -> None:
    order = (ReportId("x:2"), ReportId("x:1"))
    name = name_of(order)
    keep_order(folder, name, order)
    assert kept_order(folder, name) == order
    assert kept_order(folder, "../../" + name) == ()
    assert kept_order(folder, "f" * 16) == ()
