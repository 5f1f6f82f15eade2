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
from litreview.sources import http

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
    mine = as_json({"message": "Please use your own email address"}, 422)
    with Server(lambda _: mine) as server:
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


def two_sources(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    openalex: Answer, *arguments: str,
) -> tuple[dict[str, object], Server]:  # fmt: skip
    """What comes of asking Unpaywall, and OpenAlex, which answers the same to all."""

    def both(asked: Asked) -> Answer:
        return openalex if asked.path.startswith("/works") else answer(asked)

    with Server(both) as server:
        monkeypatch.setenv("LITREVIEW_UNPAYWALL_BASE_URL", server.url)
        monkeypatch.setenv("LITREVIEW_OPENALEX_BASE_URL", server.url)
        monkeypatch.setenv("LITREVIEW_EMAIL", "ada@lib.test")
        monkeypatch.setattr(http.Patience, "before", lambda *_: 0.0)
        capsys.readouterr()
        sources = ("--source", "unpaywall", "--source", "openalex")
        status_of(["-C", str(folder), "fulltext", "find", *sources, "--json", *arguments])
    return json.loads(capsys.readouterr().out), server


def notes(folder: Path) -> list[str]:
    with lr.open(folder) as review:
        events = [entry.event for entry in review.state.of("retrieval").values()]
    return sorted(event.note for event in events if event.note)  # type: ignore[union-attr]


CLOSED = as_json({"id": "W1", "doi": None, "open_access": {}, "locations": []})


def test_no_open_copy_is_said_where_all_that_were_asked_answered(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told, _ = two_sources(folder, capsys, monkeypatch, CLOSED, "--note-missing")
    assert [told[word] for word in ("found", "closed", "failed", "unasked")] == [1, 3, 1, 1]
    assert all(note.endswith(": Unpaywall, OpenAlex") for note in notes(folder))
    assert len(notes(folder)) == 4


@pytest.mark.parametrize("status", [400, 403, 422, 503])
def test_a_source_without_an_answer_may_know_a_copy(
    status: int, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    down = as_json({"message": "no"}, status)
    told, _ = two_sources(folder, capsys, monkeypatch, down, "--note-missing")
    assert [told[word] for word in ("found", "closed", "failed", "unasked")] == [1, 0, 1, 4]
    assert notes(folder) == []
    silent = [one["silent"] for one in told["results"] if one["answered"]]  # type: ignore[index]
    assert silent == [["OpenAlex"]] * 5


@pytest.mark.parametrize(("status", "times"), [(400, 5), (422, 5), (401, 1), (403, 1)])
def test_a_fault_of_one_document_drops_no_source(
    status: int, times: int, folder: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    refusing = as_json({"message": "no"}, status)
    told, server = two_sources(folder, capsys, monkeypatch, refusing)
    assert sum(asked.path.startswith("/works") for asked in server.asked) == times
    assert list(told["faults"]) == (["openalex"] if times == 1 else [])  # type: ignore[call-overload]


@pytest.mark.parametrize("name", ["epmc", "europepmc"])
def test_settings_hold_under_every_name_of_a_source(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = as_json({"version": "6", "hitCount": 0, "resultList": {"result": []}})
    with Server(lambda _: empty) as server:
        with (folder / "review.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[sources.epmc]\nbase_url = "{server.url}"\n')
        status_of(["-C", str(folder), "fulltext", "find", "--source", name, "--json"])
        assert len(server.asked) == 5
    assert json.loads(capsys.readouterr().out)["closed"] == 5


def test_a_link_gets_no_password_of_the_users(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "netrc").write_text("default login ada password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    _, server = two_sources(folder, capsys, monkeypatch, CLOSED)
    assert any(asked.path.startswith("/files/") for asked in server.asked)
    assert [asked.path for asked in server.asked if "authorization" in asked.headers] == []


def test_a_source_that_is_out_of_order_is_not_asked_for_every_report(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Server(lambda _: Answer(b"", 503, {"Retry-After": "0"})) as server:
        monkeypatch.setenv("LITREVIEW_UNPAYWALL_BASE_URL", server.url)
        monkeypatch.setenv("LITREVIEW_EMAIL", "ada@lib.test")
        monkeypatch.setattr("litreview.sources.http.Patience.before", lambda *_: 0.0)
        status = status_of(["-C", str(folder), "fulltext", "find", "--source", "unpaywall"])
        assert len({asked.path for asked in server.asked}) == 3
    assert status == 1
    assert "was not asked any more" in capsys.readouterr().err
