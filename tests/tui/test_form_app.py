"""The form on the screen, by key presses, on a desk without a disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from litreview.events import Seen
from litreview.extraction.entry import Entry
from litreview.extraction.forms import default_forms, parse_form
from litreview.extraction.importing import Entered
from litreview.tui.extracting import FormApp, Sources

FORM = parse_form(default_forms()["estimate"], "estimate")
HOSTILE = "\x1b[2J\x1b]0;owned\x07 \u202egnp.exe"


@dataclass
class Desk:
    held: list[Entered] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def rows(self) -> Sequence[Entered]:
        return self.held

    def inherited(self, row: str) -> Mapping[str, tuple[str, str]]:
        return {"country": (f"Norway {HOSTILE}", f"study of {row}")}

    def begin(self, row: Entered) -> None:
        self.said.append(f"begin {row.row}")

    def enter(self, row: str, name: str, value: str, seen: Seen) -> None:
        self.said.append(f"{row} {name}={value} @{seen.place}|{seen.quote}|{seen.how}")

    def withdraw(self, row: str) -> None:
        self.said.append(f"withdraw {row}")


def made(*rows: str, **values: str) -> tuple[FormApp, Desk]:
    held = [Entered("estimate", one, "S", {"estimate_id": one, **values}) for one in rows]
    desk = Desk(held)
    return FormApp(Entry(FORM, "S", "ann", desk)), desk


def shown(app: FormApp) -> str:
    return str(app.query_one("#all", Static).render())


async def type_(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("space" if char == " " else char for char in text), "enter")


async def to(pilot: Pilot[None], words: str) -> None:
    await pilot.press("slash")
    await type_(pilot, words)


@pytest.mark.asyncio
async def test_a_value_is_written_and_the_next_field_is_there() -> None:
    app, desk = made("E1")
    async with app.run_test(size=(80, 24)) as pilot:
        await to(pilot, "effect value")
        await to(pilot, "effect_value")
        await pilot.press("enter")
        await type_(pilot, "4.0")
        assert desk.said == ["E1 effect_value=4.0 @||"]
        assert "> Unit of the effect, as printed" in shown(app)
        assert "wanted" in shown(app)
        await pilot.press("u")
        assert desk.said[-1] == "E1 effect_value= @||"


@pytest.mark.asyncio
async def test_an_option_is_a_digit_and_a_wrong_one_is_told() -> None:
    app, desk = made("E1")
    async with app.run_test(size=(80, 24)) as pilot:
        await to(pilot, "mentoring_centrality")
        await pilot.press("1")
        assert desk.said == ["E1 mentoring_centrality=core @||"]
        await pilot.press("9")
        assert "no option 9" in shown(app)


@pytest.mark.asyncio
async def test_where_a_value_was_seen_is_asked_in_three_lines() -> None:
    app, desk = made("E1", se="1.2")
    async with app.run_test(size=(80, 24)) as pilot:
        await to(pilot, "standard error")
        await pilot.press("w")
        await type_(pilot, "table 2")
        await type_(pilot, "se 1.2")
        await pilot.press("down", "enter")
        assert desk.said == ["E1 se=1.2 @table 2|se 1.2|full text"]
        assert "table 2 · “se 1.2” · full text" in shown(app)


@pytest.mark.asyncio
async def test_without_a_row_one_is_begun_and_a_copy_keeps_its_values() -> None:
    app, desk = made()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        assert desk.said == ["begin S-1"]
        await pilot.press("d")
        await pilot.press("enter")
        assert desk.said[-1] == "begin S-2"
        assert "(2 of 2)" in shown(app)


@pytest.mark.asyncio
async def test_the_report_is_opened_and_of_several_one_is_chosen() -> None:
    app, _ = made("E1")
    opened: list[str] = []

    def opener(target: str) -> bool:
        opened.append(target)
        return True

    pages = {f"One {HOSTILE}": "https://example.org/1", "Two": "https://example.org/2"}
    app.sources = Sources({}, pages, opener)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        assert "no full text of it is kept here" in shown(app)
        await pilot.press("o", "down", "enter")
        assert opened == ["https://example.org/2"]
        assert "opened https://example.org/2" in shown(app)


@pytest.mark.asyncio
async def test_inherited_and_hostile_values_are_harmless_and_it_fits_any_size() -> None:
    for size in ((80, 24), (60, 16), (160, 50)):
        app, _ = made("E1", region=HOSTILE)
        async with app.run_test(size=size) as pilot:
            await to(pilot, "country")
            page = shown(app)
            assert "study of E1: Norway" in page
            assert "\x1b" not in page
            assert "\u202e" not in page
            lines = page.split("\n")
            assert len(lines) <= size[1]
            assert all(len(line) <= size[0] for line in lines)
            await pilot.press("question_mark")
            await pilot.press("escape")
            await pilot.press("q")
