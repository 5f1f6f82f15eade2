"""The folder `search_strings/`: what is read from it, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from litreview.errors import SettingsError, StorageError
from litreview.query.trial.plan import GoldFiles, Index
from litreview.review import Review, strings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / strings.FOLDER
    (place / "gold").mkdir(parents=True)
    (place / "counts").mkdir()
    return place


def write(folder: Path, name: str, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)


def test_blocks_and_strategies_are_read_and_what_lies_below_is_not(
    folder: Path, tmp_path: Path
) -> None:
    write(folder, "a.en.txt", "\ufeffmentor*\r\ncoach*\r\n")
    write(folder, "core.en.strategy.txt", "a.en")
    write(folder, "gold/b.en.txt", "not a block")
    held = strings.read_strings(tmp_path)
    assert set(held.blocks) == {"a.en"}
    assert held.findings == ()
    assert [entry.row for entry in held.blocks["a.en"].entries] == [1, 2]


def test_a_review_without_strings_has_none(tmp_path: Path) -> None:
    assert strings.read_strings(tmp_path).strategies == {}
    assert strings.read_plan(tmp_path) is None
    assert strings.read_counts(tmp_path) == ()


def test_text_that_is_not_utf8_is_refused_with_its_line(folder: Path, tmp_path: Path) -> None:
    write(folder, "a.da.txt", "mentor*\n# l\xe6rer\n".encode("latin-1"))
    with pytest.raises(SettingsError) as caught:
        strings.read_strings(tmp_path)
    assert caught.value.where == "search_strings/a.da.txt, line 2"


def test_a_file_that_is_too_large_is_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strings, "LARGEST", 10)
    write(folder, "a.en.txt", "mentorship*\n")
    with pytest.raises(SettingsError, match="more than 10 bytes"):
        strings.read_strings(tmp_path)


def test_a_folder_that_is_called_like_a_block_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "a.en.txt").mkdir()
    with pytest.raises(StorageError):
        strings.read_strings(tmp_path)


RIS = "TY  - JOUR\nTI  - A trial\nAB  - Text.\nDO  - 10.1000/R\nER  - \n"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("gold/a.txt", "# some\n10.1000/R\n", ("10.1000/r", "gold/a.txt, line 2")),
        ("gold/a.ris", RIS, ("10.1000/r", "gold/a.ris, entry 1")),
        ("gold/a.csv", "doi\n10.1000/R\n", ("10.1000/r", "gold/a.csv, entry 1")),
        ("gold/b.csv", "title;pmid\nA trial;7\n", ("pmid:7", "gold/b.csv, entry 1")),
    ],
)
def test_a_gold_set_comes_from_lists_and_from_records(
    folder: Path, name: str, content: str, found: tuple[str, str]
) -> None:
    write(folder, name, content)
    (study,) = strings.read_gold(folder.parent, GoldFiles("x", (name,))).studies
    assert (study.key, study.place.removeprefix("search_strings/")) == found


def test_a_gold_set_of_several_files_holds_each_study_once(folder: Path, tmp_path: Path) -> None:
    write(folder, "gold/a.txt", "10.1000/r\n10.1000/s\n")
    write(folder, "gold/a.ris", RIS)
    gold = strings.read_gold(tmp_path, GoldFiles("x", ("gold/a.ris", "gold/a.txt")))
    assert [study.key for study in gold.studies] == ["10.1000/r", "10.1000/s"]
    assert gold.studies[0].record.abstract == "Text."
    assert [one.code for one in gold.findings] == ["GS103"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("gold/none.txt", "there is no such file"),
        ("../outside.txt", "this file lies outside the folder"),
        ("gold/prose.ris", "this looks like none of"),
        ("gold/empty.ris", "this file is empty"),
    ],
)
def test_a_gold_file_that_cannot_be_had_is_refused(
    folder: Path, tmp_path: Path, name: str, what: str
) -> None:
    write(folder, "gold/prose.ris", "Dear reader, this is prose.\n")
    write(folder, "gold/empty.ris", "")
    write(tmp_path, "outside.txt", "10.1000/r\n")
    with pytest.raises(SettingsError) as caught:
        strings.read_gold(tmp_path, GoldFiles("x", (name,)))
    assert caught.value.what.startswith(what)
    assert caught.value.where


def test_counts_come_by_date_and_from_one_or_a_list(folder: Path, tmp_path: Path) -> None:
    one = '{"strategy": "core.en", "source": "ERIC", "date": "%s", "hits": %d}'
    write(folder, "counts/a.json", one % ("2026-11-02", 7))
    write(folder, "counts/b.json", f"[{one % ('2026-11-01', 5)}]")
    assert [(c.date, c.hits) for c in strings.read_counts(tmp_path)] == [
        ("2026-11-01", 5), ("2026-11-02", 7),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "{", '{"strategy": "core.en"}', '{"hits": "many"}'])
def test_counts_that_cannot_be_read_are_refused_by_their_file(
    folder: Path, tmp_path: Path, text: str
) -> None:
    write(folder, "counts/a.json", text)
    with pytest.raises(SettingsError) as caught:
        strings.read_counts(tmp_path)
    assert caught.value.where == "search_strings/counts/a.json"


def test_an_index_comes_from_lists_and_from_the_records_of_searches(
    review: Review, folder: Path
) -> None:
    root = review.folder.root
    (root / strings.FOLDER).mkdir(exist_ok=True)
    more = root / "more.ris"
    more.write_text(RIS, "utf-8")
    review.load(more, source="Base")
    (name,) = (str(one.id) for one in review.shelf.searches if one.id.startswith("more"))
    write(root / strings.FOLDER, "base.txt", "10.1000/s\nnothing\n")
    keys = strings.read_index(root, Index("Base", ("base.txt",), (name,)), review)
    assert keys == {"10.1000/r", "10.1000/s"}
    assert set(strings.by_key(review)) == {"10.1000/r"}
    with pytest.raises(SettingsError) as caught:
        strings.read_index(root, Index("Base", (), ("none",)), review)
    assert "no search 'none'" in caught.value.what
    assert folder.is_dir()


def test_a_search_that_was_taken_out_is_not_counted(review: Review) -> None:
    before = {str(record.search) for record in strings.records_of(review)}
    assert before == {"north", "south"}
    review.withdraw_search("north", "by mistake")
    assert {str(record.search) for record in strings.records_of(review)} == {"south"}
