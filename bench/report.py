"""Measure the report folder: of this repository's review, or of an invented one with many records.

usage: python -m bench.report [RECORDS]      (default: the review of this repository)

Says what `litreview report` costs from nothing and when nothing has changed, which parts cost it,
how large the page is, and, where Playwright and a Chromium are at hand, how long the page takes
to open and to answer a search.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import litreview as lr
from bench.load import SEED, write
from bench.process import Cost, litreview, report
from litreview.model import ReportId
from litreview.outputs.parts import parts
from litreview.review.conducting import with_conduct
from litreview.screening.ballots import Ballot

ROOT = Path(__file__).parents[1]
AIM = Cost(wall=10.0, processor=10.0, megabytes=2_000.0)
_TITLES_IN, _TEXTS_IN = 0.08, 0.4


def main(records: int) -> int:
    with tempfile.TemporaryDirectory() as place:
        folder = _invented(Path(place), records) if records else ROOT
        out = Path(place) / "out"
        missed = report("report", litreview(folder, "report", "--out", str(out)), AIM)
        report("report, nothing has changed", litreview(folder, "report", "--out", str(out)))
        _sizes(out)
        _costs(folder)
        _browse(out / "index.html")
        return missed


def _invented(place: Path, records: int) -> Path:
    """A review of which every record is judged, most on the title."""
    file, folder = place / "invented.ris", place / "review"
    write(file, records)
    folder.mkdir()
    litreview(folder, "init")
    litreview(folder, "load", str(file))
    litreview(folder, "dedup", "run")
    draw = random.Random(SEED)
    with lr.open(folder) as review:
        titles, texts = review.plan.stages
        reasons = [one.code for one in review.plan.criteria if one.effect == "exclude"]
        held = list(review.shelf.members)
        chosen = [report for report in held if draw.random() < _TITLES_IN]
        kept = set(chosen)

        def ballot(report: ReportId, stage: str, *, included: bool) -> Ballot:
            if included:
                return Ballot(report, stage, "include")
            return Ballot(report, stage, "exclude", (draw.choice(reasons),))

        review.cast(*(ballot(one, titles.name, included=one in kept) for one in held))
        fates = ((one, draw.random() < _TEXTS_IN) for one in chosen)
        review.cast(*(ballot(one, texts.name, included=into) for one, into in fates))
    return folder


def _sizes(out: Path) -> None:
    files = [path for path in out.rglob("*") if path.is_file()]
    total = sum(path.stat().st_size for path in files)
    page = (out / "index.html").stat().st_size
    print(f"{len(files):,} files, {total / 1e6:.1f} MB; the page {page / 1e6:.1f} MB")


def _costs(folder: Path) -> None:
    """Processor time of each part, in one process."""
    started = time.process_time()
    with lr.open(folder) as review:
        evidence = with_conduct(review)
    print(f"  evidence: {time.process_time() - started:.2f} s")
    for part in parts():
        started = time.process_time()
        n = sum(1 for _ in part.files(evidence))
        print(f"  {part.name}: {time.process_time() - started:.2f} s, {n:,} files")


def _browse(page: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - few have it
    except ImportError:
        chromium = None
    if chromium is None:
        print("no Playwright or no Chromium: the page was not opened")
        return
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shown = browser.new_context(offline=True).new_page()
        started = time.perf_counter()
        shown.goto(page.as_uri())
        shown.wait_for_selector("#search:not([hidden])")
        opened = time.perf_counter() - started
        searches = [
            shown.evaluate(
                """(text) => {
                  const field = document.getElementById("words");
                  const started = performance.now();
                  field.value = text;
                  field.dispatchEvent(new Event("input"));
                  document.getElementById("hits").getBoundingClientRect();
                  return performance.now() - started;
                }""",
                text,
            )
            for text in ("a", "ab", "abo", "2019", "2019 ba", "", "zz")
        ]
        print(f"the page opens in {opened:.1f} s, a search takes {median(searches):.0f} ms")
        browser.close()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
