"""The public face: what ``import litreview`` offers, and what it costs."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import litreview as lr

ROOT = Path(__file__).parents[1]
HEAVY = ("pandas", "numpy", "sqlalchemy", "textual", "rich", "docx", "openpyxl", "resvg_py",
         "bibtexparser", "rapidfuzz")  # fmt: skip
RIS = """TY  - JOUR
TI  - A made-up trial of mentors
AU  - Example, Ada
PY  - 2020
JO  - Journal of Invented Results
ER  -
"""


def test_all_names_exist_and_no_other_is_promised() -> None:
    assert set(lr.__all__) == {"Review", "__version__", "create", "open"}
    for name in lr.__all__:
        assert getattr(lr, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'harvest_everything'"):
        _ = lr.harvest_everything


def test_the_version_is_that_of_the_package_and_of_the_citation() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f'version = "{lr.__version__}"' in project
    assert f"version: {lr.__version__}\n" in citation


def test_the_example_of_the_design_page_runs(tmp_path: Path) -> None:
    """The code of docs/design.md, line by line, on a review of one record."""
    text = (ROOT / "docs" / "design.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "medline.ris").write_text(RIS, "utf-8")
    lr.create(tmp_path, title="One record").close()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "1"
    with lr.open(tmp_path) as review:
        assert review.flow()["records_excluded"].n == 1


def test_clock_and_identifier_come_in_as_arguments(tmp_path: Path) -> None:
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    with lr.create(tmp_path, clock=lambda: at, draw=lambda: "abc123", who="ann") as review:
        assert review.settings.id == "abc123"
        (tmp_path / "one.ris").write_text(RIS, "utf-8")
        review.load(tmp_path / "one.ris", source="Invented Base")
        assert review.present.as_of.startswith("2026-03-01T09:00:00")
        assert review.shelf.searches[0].source == "Invented Base"
    assert list((tmp_path / "log").glob("ann.*.jsonl"))


def test_importing_and_asking_for_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, litreview, litreview.cli\n"
        "try: litreview.cli.group(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "Commands:" in done.stdout
