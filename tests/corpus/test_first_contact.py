"""A newcomer with nine raw database exports, from an empty folder to the first decision."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def litreview(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "litreview", "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.corpus
def test_first_contact(corpus: Path, tmp_path: Path) -> None:
    files = sorted(str(p) for p in (corpus / "exports" / "youth_homelessness_raw").iterdir())
    assert len(files) == 9
    assert litreview(tmp_path, "init").returncode == 0
    assert "load" in litreview(tmp_path, "status").stdout
    done = litreview(tmp_path, "load", *files, "--json")
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    assert sum(r["n_records"] for r in results) == 3872
    assert all(r["n_in"] == r["n_records"] + r["n_failures"] for r in results)
    again = litreview(tmp_path, "load", files[0], "--json")
    assert again.returncode == 1
    assert json.loads(again.stdout)[0]["status"] == "known"
    assert "dedup run" in litreview(tmp_path, "status").stdout
    dedup = json.loads(litreview(tmp_path, "dedup", "run", "--json").stdout)
    assert dedup["records"] == 3872
    assert 2000 < dedup["reports"] < 3255  # an exact-match tool leaves 3,255
    status = json.loads(litreview(tmp_path, "status", "--json").stdout)
    assert status["next"] == "litreview screen --stage title-abstract"
    first = json.loads(litreview(tmp_path, "screen", "--json").stdout)["next"][0]["report"]
    voted = litreview(tmp_path, "screen", "--decide", f"{first}=exclude", "--because", "population")
    assert voted.returncode == 0, voted.stderr
    flow = json.loads(litreview(tmp_path, "prisma", "--json").stdout)
    counts = flow["counts"]
    assert counts["database_results"] == 3872
    assert counts["records_screened"] == counts["records_excluded"] == 1
    assert counts["pending_screening"] == dedup["reports"] - 1
    box = json.loads(
        litreview(tmp_path, "prisma", "--explain", "records_excluded", "--json").stdout
    )
    assert box["ids"] == [first]
    assert litreview(tmp_path, "check").returncode == 0
