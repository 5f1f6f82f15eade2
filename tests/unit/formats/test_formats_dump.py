"""`litreview dump`: the reports, in every format that can be written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import litreview as lr
from litreview.cli import group
from litreview.errors import LitreviewError, UnknownName
from litreview.formats import FORMATS
from litreview.model import Record, Report, ReportId, SearchId
from litreview.review import Review
from litreview.screening.ballots import Ballot

TITLES = [f"An invented title, number {n}" for n in range(4)]


@pytest.fixture
def review(tmp_path: Path) -> Path:
    rows = "".join(f'"{title}",2001\n' for title in TITLES)
    (tmp_path / "made.csv").write_text(f"title,year\n{rows}", encoding="utf-8")
    with lr.create(tmp_path / "review") as made:
        made.load(tmp_path / "made.csv")
    return tmp_path / "review"


def dump(review: Path, *arguments: str) -> Result:
    return CliRunner().invoke(group, ["-C", str(review), "dump", *arguments])


def titles(name: str, text: str) -> list[str]:
    found = FORMATS.get(name).read(text.splitlines(keepends=True), SearchId("s"))
    return [item.title for item in found if isinstance(item, Record)]


@pytest.mark.parametrize("name", FORMATS.names())
def test_every_report_is_written_once(review: Path, name: str) -> None:
    done = dump(review, "--format", name)
    assert done.exit_code == 0
    assert titles(name, done.stdout) == TITLES


@pytest.mark.parametrize("option", ["-o", "--output", "--out"])
def test_a_file_is_written_whole(review: Path, tmp_path: Path, option: str) -> None:
    """`table` and `report` say --out as well."""
    target = tmp_path / "out.bib"
    done = dump(review, "--format", "bibtex", option, str(target))
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "4 reports in" in done.stderr
    assert titles("bibtex", target.read_text(encoding="utf-8")) == TITLES


@pytest.mark.parametrize("target", ["-", "out.ris"])
def test_records_are_read_while_they_are_written(
    review: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """Held all at once, a large review would not fit into memory."""
    asked: list[int] = []
    reports = Review.reports

    def some(self: Review, wanted: Sequence[ReportId]) -> list[Report]:
        asked.append(len(wanted))
        return reports(self, wanted)

    def stop_early(_target: Path, pieces: Iterable[bytes]) -> None:
        next(iter(pieces))

    monkeypatch.setattr(Review, "reports", some)
    monkeypatch.setattr("litreview.cli.dump._BATCH", 2)
    monkeypatch.setattr("litreview.cli.say.write_stream", stop_early)
    dump(review, "-o", target)
    assert asked == [2]


def test_an_unknown_format_lists_those_there_are(review: Path) -> None:
    done = dump(review, "--format", "docx")
    assert isinstance(done.exception, UnknownName)
    assert "bibtex, csv, ris" in done.exception.remedy


def test_a_box_of_records_and_one_of_studies(review: Path) -> None:
    assert titles("ris", dump(review, "--box", "database_results").stdout) == TITLES
    empty = dump(review, "--included")
    assert empty.exit_code == 1
    assert "There is no report to write" in empty.stderr
    assert dump(review, "--box", "new_studies").exit_code == 1


def test_only_the_reports_of_included_studies(review: Path) -> None:
    with lr.open(review) as opened:
        chosen = list(opened.shelf.members)[1]
        for stage in opened.plan.stages:
            opened.cast(Ballot(chosen, stage.name, "include"))
    done = dump(review, "--included")
    assert done.exit_code == 0
    assert titles("ris", done.stdout) == [TITLES[1]]
    assert titles("ris", dump(review, "--box", "new_studies").stdout) == [TITLES[1]]


def test_a_box_that_does_not_exist_is_wrong_use(review: Path) -> None:
    assert isinstance(dump(review, "--box", "no_such_box").exception, LitreviewError)
    both = dump(review, "--box", "new_reports", "--included")
    assert isinstance(both.exception, LitreviewError)


def test_an_empty_review_says_what_to_do(tmp_path: Path) -> None:
    lr.create(tmp_path / "empty").close()
    done = dump(tmp_path / "empty", "--format", "csv")
    assert done.exit_code == 1
    assert "Next: litreview load" in done.stderr


def test_a_reader_that_goes_away_is_no_error(review: Path) -> None:
    """More text than a pipe holds, and nobody who reads it."""
    abstract = "invented words " * 20_000
    more = review.parent / "more.csv"
    more.write_text(f"title,year,abstract\nLong,2001,{abstract}\n", encoding="utf-8")
    with lr.open(review) as opened:
        opened.load(more)
    command = [sys.executable, "-m", "litreview", "-C", str(review), "dump"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert said == b""
