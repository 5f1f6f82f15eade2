"""Open copies are looked for, kept by hash, and what is not had is counted as such."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from invented import review_toml
from prompt import status_of
from replaying import Answer, Asked, Server, as_json

import litreview as lr
from litreview.errors import FileRefused
from litreview.review.locating import attach

PDF = b"%PDF-1.7\n" + b"x" * 3_000
RIS = """TY  - JOUR
TI  - Boats {0}
DO  - 10.5555/{0}
ER  -
"""
NAMES = ("open", "closed", "page", "broken", "unknown")


def answer(asked: Asked) -> Answer:
    """Unpaywall, and the files that it names."""
    name = asked.path.rpartition("/")[2]
    if asked.path.startswith("/files/"):
        return Answer(PDF) if name == "open.pdf" else Answer(b"<html>log in</html>")
    if name == "unknown":
        return as_json({"error": True, "message": "unknown"}, 404)
    base = f"http://{asked.headers['host']}/files"
    places = {
        "open": {"url_for_pdf": f"{base}/open.pdf", "license": "cc-by"},
        "broken": {"url_for_pdf": f"{base}/broken.pdf"},
        "page": {"url_for_pdf": None, "url": f"{base}/page"},
    }
    best = places.get(name)
    return as_json({"best_oa_location": best, "oa_locations": [best] if best else []})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review whose five reports passed the screening of titles; a sixth has no DOI."""
    place = tmp_path / "review"
    lr.create(place).close()
    (place / "review.toml").write_text(review_toml().replace("votes = 2", "votes = 1"), "utf-8")
    text = "".join(RIS.format(name) for name in NAMES)
    (tmp_path / "boats.ris").write_text(text + "TY  - JOUR\nTI  - No number\nER  -\n", "utf-8")
    with lr.open(place, who="ann") as review:
        review.load(tmp_path / "boats.ris")
        session = review.screen("titles", reviewer="ann")
        while session.current:
            session.vote("include")
    return place


def find(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    *arguments: str,
) -> tuple[int, dict[str, object]]:  # fmt: skip
    with Server(answer) as server:
        monkeypatch.setenv("LITREVIEW_UNPAYWALL_BASE_URL", server.url)
        monkeypatch.setenv("LITREVIEW_EMAIL", "ada@lib.test")
        command = ["-C", str(folder), "fulltext", "find", "--source", "unpaywall", "--json"]
        capsys.readouterr()
        status = status_of([*command, *arguments])
    return status, json.loads(capsys.readouterr().out)


def test_what_is_open_is_kept_and_what_is_not_still_counts_as_sought(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, told = find(folder, capsys, monkeypatch)
    assert status == 1
    assert [told[word] for word in ("found", "closed", "failed", "unasked")] == [1, 3, 1, 1]
    name = f"{hashlib.sha256(PDF).hexdigest()}.pdf"
    assert [path.name for path in (folder / "fulltext").iterdir()] == [name]
    assert (folder / "fulltext" / name).read_bytes() == PDF
    with lr.open(folder) as review:
        assert list(review.present.retrieval.values()) == ["retrieved"]
        assert review.flow()["dbr_notretrieved_reports"].n == 0
    again, told = find(folder, capsys, monkeypatch)
    assert (again, told["reports"]) == (1, 5)


def test_what_was_looked_for_in_vain_is_noted_where_that_is_asked(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    find(folder, capsys, monkeypatch, "--note-missing")
    with lr.open(folder) as review:
        flow = review.flow()
        assert flow["dbr_notretrieved_reports"].n == 4
        assert flow["dbr_pending"].n == 2
        (kept,) = [r for r, status in review.present.retrieval.items() if status == "retrieved"]
        event = review.state.of("retrieval")[(kept,)].event
        assert event.licence == "cc-by"  # type: ignore[union-attr]
        assert event.url.endswith("/files/open.pdf")  # type: ignore[union-attr]


def test_a_source_that_fails_for_good_is_not_asked_for_every_report(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(lambda asked: as_json({"message": "no"}, 422)) as server:
        monkeypatch.setenv("LITREVIEW_UNPAYWALL_BASE_URL", server.url)
        monkeypatch.setenv("LITREVIEW_EMAIL", "ada@lib.test")
        status = status_of(["-C", str(folder), "fulltext", "find", "--source", "unpaywall"])
    assert (status, len(server.asked)) == (1, 1)
    assert "not asked any more" in capsys.readouterr().err


def test_without_an_address_of_ones_own_a_named_source_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LITREVIEW_EMAIL", raising=False)
    assert status_of(["-C", str(folder), "fulltext", "find", "--source", "unpaywall"]) == 2
    assert "e-mail address" in capsys.readouterr().err
    assert status_of(["-C", str(folder), "fulltext", "find", "--source", "eric"]) == 2
    assert "does not know where full texts are" in capsys.readouterr().err


def test_a_file_of_ones_own_is_attached(folder: Path, tmp_path: Path) -> None:
    mine, other = tmp_path / "scan.pdf", tmp_path / "scan.txt"
    mine.write_bytes(PDF)
    other.write_text("no PDF")
    with lr.open(folder, who="ann") as review:
        first = next(iter(review.shelf.members))
        report, name = attach(review, first, mine)
        assert (folder / "fulltext" / name).read_bytes() == PDF
        assert review.present.retrieval[report] == "retrieved"
        with pytest.raises(FileRefused, match="no PDF"):
            attach(review, first, other)


def test_a_full_text_that_was_changed_is_told_and_one_that_is_elsewhere_is_not(
    folder: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "scan.pdf"
    mine.write_bytes(PDF)
    with lr.open(folder, who="ann") as review:
        _, name = attach(review, next(iter(review.shelf.members)), mine)
        assert not [f for f in review.check() if f.severity == "error"]
        (folder / "fulltext" / name).write_bytes(PDF[:-1])
        assert [f.code for f in review.check() if f.severity == "error"] == ["RC106"]
        (folder / "fulltext" / name).unlink()
        assert not [f for f in review.check() if f.severity == "error"]
