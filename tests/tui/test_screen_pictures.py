"""The screen as it was looked at: two sizes, each dark, light and without colour."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "screen"
MADE = runpy.run_path(str(GOLDEN / "made.py"))


@pytest.mark.parametrize("kind", MADE["KINDS"])
async def test_the_screen_looks_as_it_was_looked_at(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if kind == "plain":
        monkeypatch.setenv("NO_COLOR", "1")
    pictures = await MADE["pictures"](kind)
    assert len(pictures) == len(MADE["SIZES"])
    for name, svg in pictures.items():
        assert svg == (GOLDEN / name).read_text("utf-8"), f"see {GOLDEN / 'made.py'}"
        assert "http" not in re.sub(r'xmlns="[^"]*"', "", svg)  # no font or picture from elsewhere
