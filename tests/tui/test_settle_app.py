"""The screen for rows that differ, by key presses, on a desk without a disk."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from textual.widgets import Static

from litreview.extraction.doubled.sitting import Sitting
from litreview.tui.settling import SettleApp

MADE = runpy.run_path(str(Path(__file__).parents[1] / "unit/extraction/test_doubled_sitting.py"))
HOSTILE = "\x1b[2J\x1b]0;owned\x07 \u202egnp.exe"


def made(first: dict[str, str], second: dict[str, str]) -> tuple[SettleApp, list[str]]:
    desk = MADE["Desk"]()
    matters = [MADE["matter"]("one", first, second), MADE["matter"]("two", first)]
    return SettleApp(Sitting("cat", matters, desk)), desk.said


def shown(app: SettleApp) -> str:
    return str(app.query_one("#all", Static).render())


@pytest.mark.asyncio
async def test_rows_are_settled_by_keys() -> None:
    app, said = made(MADE["ANN"], MADE["BO"])
    async with app.run_test(size=(80, 24)) as pilot:
        assert "1 ann" in shown(app)
        assert "> Evaluation method" in shown(app)
        await pilot.press("2", "enter")
        await pilot.press(*(["backspace"] * 3), "1", ".", "5", "enter")
        assert said == ["settle one [('evaluation_method', 'matching'), ('se', '1.5')]"]
        assert "Only ann has this row." in shown(app)
        await pilot.press("1")
        assert "only one person has this row" in shown(app)
        await pilot.press("d")
        assert "every row is decided" in shown(app)
        await pilot.press("u", "u")
        assert said[1:] == ["drop two", "back two", "back one"]
        await pilot.press("A", "1")
        assert said[-1] == "settle one [('evaluation_method', 'matching'), ('se', '1.2')]"


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [(60, 16), (80, 24), (200, 60)])
async def test_hostile_text_is_harmless_and_no_line_is_too_wide(size: tuple[int, int]) -> None:
    first = {**MADE["ANN"], "outcome": f"In work {HOSTILE}", "evaluation_method": HOSTILE * 20}
    app, _ = made(first, MADE["BO"])
    async with app.run_test(size=size) as pilot:
        for key in ("down", "up", "s", "s", "s", "question_mark", "escape", "x"):
            await pilot.press(key)
            page = shown(app)
            assert not {"\x1b", "\x07", "\u202e"} & set(page)
            assert all(len(line) <= size[0] for line in page.splitlines())
            assert len(page.splitlines()) <= size[1]
