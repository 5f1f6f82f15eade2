"""A newcomer with nine raw database exports, from an empty folder to the first decision.

The whole path runs as processes, as a user would; `bench/README.md` has its machine time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.corpus


class User:
    """Somebody at a prompt in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def runs(self, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "litreview", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
        return done

    def asks(self, *arguments: str, status: int = 0) -> Any:
        return json.loads(self.runs(*arguments, "--json", status=status).stdout)

    def follows(self) -> str:
        """The command that `status` names."""
        last = self.runs("status").stdout.strip().splitlines()[-1]
        assert last.startswith("Next: litreview ")
        return last.removeprefix("Next: litreview ")


def test_first_contact(corpus: Path, tmp_path: Path) -> None:
    exports = corpus / "exports" / "youth_homelessness_raw"
    files = sorted(str(path) for path in [*exports.glob("*.ris"), *exports.glob("*.RIS")])
    assert len(files) == 9
    user = User(tmp_path)

    user.runs("init")
    assert user.follows().startswith("load ")
    results = user.asks("load", *files)
    assert sum(result["n_records"] for result in results) == 3872
    assert all(r["n_in"] == r["n_records"] + r["n_failures"] for r in results)
    assert all(r["format"] == "ris" and r["encoding"] for r in results)
    assert min(result["fields"]["title"] for result in results) > 0.99
    assert user.asks("load", files[0], status=1)[0]["status"] == "known"

    assert user.follows() == "dedup run"
    dedup = user.asks("dedup", "run")
    assert dedup["records"] == 3872
    assert 2000 < dedup["reports"] < 3255, "an exact-match tool leaves 3,255"

    open_ = user.asks("screen")
    assert open_["open"] == dedup["reports"]
    first = open_["next"][0]["report"]
    user.runs("screen", "--decide", f"{first}=exclude", "--because", "design")

    flow = user.asks("prisma")
    counts = flow["counts"]
    assert counts["database_results"] == 3872
    assert counts["duplicates"] == 3872 - dedup["reports"]
    assert counts["records_screened"] == counts["records_excluded"] == 1
    assert counts["pending_screening"] == flow["pending"] == dedup["reports"] - 1
    assert user.asks("prisma", "--explain", "records_excluded")["ids"] == [first]
    second = open_["next"][1]["report"]
    for stage in ("title-abstract", "full-text"):
        user.runs("screen", "--stage", stage, "--decide", f"{second}=include")
    (row,) = user.asks("table", "characteristics")
    assert row["study"]
    assert "not extracted" in row.values(), "what nobody has entered is said, not left blank"
    assert user.runs("check").returncode == 0


def test_nothing_says_done_over_nothing(tmp_path: Path) -> None:
    user = User(tmp_path)
    user.runs("init")
    for command in (("dedup", "run"), ("table", "characteristics"), ("extract", "check")):
        said = user.runs(*command, status=1)
        assert "Next: litreview " in said.stderr + said.stdout, command
    assert user.asks("prisma")["counts"]["records_screened"] == 0
