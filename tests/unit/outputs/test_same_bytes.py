"""The same evidence gives the same bytes, in another process, at another time, in another order."""

from __future__ import annotations

import io
import json
import os
import runpy
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from litreview.outputs.tables import TABLES
from litreview.outputs.writers import WRITERS

MADE = Path(__file__).parents[2] / "golden" / "tables" / "made.py"
# A process of its own: the clock is moved before anything of ours is imported.
PROGRAM = """
import datetime, hashlib, json, runpy, sys, time
away = int(sys.argv[2])
real = time.time
time.time = lambda: real() + away
class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=away)
    @classmethod
    def utcnow(cls):
        return cls.now(datetime.timezone.utc).replace(tzinfo=None)
    @classmethod
    def today(cls):
        return cls.now()
datetime.datetime = Moved
from litreview.outputs.report import report_files
evidence = runpy.run_path(sys.argv[1])["evidence"]()
found = {f.path: hashlib.sha256(f.content).hexdigest() for f in report_files(evidence)}
print(json.dumps({"year": datetime.datetime.now().year, "files": found}))
"""


def made(seed: str, away: int, zone: str, tmp_path: Path) -> dict[str, Any]:
    script = tmp_path / "made.py"
    script.write_text(PROGRAM, "utf-8")
    found = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), str(MADE), str(away)],
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert found.returncode == 0, found.stderr
    result: dict[str, Any] = json.loads(found.stdout)
    return result


def test_two_processes_make_the_same_files(tmp_path: Path) -> None:
    now = made("1", 0, "UTC", tmp_path)
    later = made("2026", 3 * 366 * 86_400, "Pacific/Auckland", tmp_path)
    assert now["year"] != later["year"], "the second process lives in another year"
    assert now["files"] == later["files"]
    kinds = {Path(path).suffix for path in now["files"]}
    assert kinds >= {".docx", ".xlsx", ".png", ".svg", ".html", ".csv", ".json", ".ris", ".bib"}


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_office_files_hold_no_clock(kind: str) -> None:
    """Nothing of today's date inside: what is inside bears the first day that ZIP can write."""
    evidence = runpy.run_path(str(MADE))["evidence"]()
    content = WRITERS.get(kind).write(TABLES.get("effects").build(evidence))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        today = datetime.now(UTC).date().isoformat().encode()
        assert not [one for one in package.namelist() if today in package.read(one)]
