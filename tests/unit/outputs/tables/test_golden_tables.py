"""Every table of the made-up review, as CSV and Markdown, against files that people have read.

LITREVIEW_UPDATE_GOLDEN=1 rewrites them; read the difference before committing it.
"""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pytest

from litreview.outputs.tables import TABLES
from litreview.outputs.writers import WRITERS

GOLDEN = Path(__file__).parents[3] / "golden" / "tables"
MADE = runpy.run_path(str(GOLDEN / "made.py"))
WHOLE = MADE["whole"]()
UPDATE = os.environ.get("LITREVIEW_UPDATE_GOLDEN") == "1"


@pytest.mark.parametrize("name", TABLES.names())
@pytest.mark.parametrize("writer", ["csv", "markdown"])
def test_table_is_as_recorded(name: str, writer: str) -> None:
    kind = WRITERS.get(writer)
    found = kind.write(TABLES.get(name).build(WHOLE))
    path = GOLDEN / f"{name}{kind.suffix}"
    if UPDATE:
        path.write_bytes(found)
    assert found.decode() == path.read_text("utf-8")


def test_no_recorded_table_is_left_over() -> None:
    recorded = {path.stem for path in GOLDEN.iterdir() if path.suffix in {".csv", ".md"}}
    assert recorded == set(TABLES.names())
