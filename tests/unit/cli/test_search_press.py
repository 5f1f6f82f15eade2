"""`litreview search press`: the form beside the string, from the first to the last point."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from litreview.query.press import ELEMENTS

if TYPE_CHECKING:
    from conftest import Shell

BLOCKS = {
    "mentor.en.txt": "# concept:  mentor - of people\n# language: English (en)\n\nmentor*\n",
    "cow.en.txt": "# concept:  cow - in a field\n# language: English (en)\n\ncow\n",
    "core.en.strategy.txt": "# strategy: core, English (en)\n\nmentor.en NOT cow.en\n",
}


@pytest.fixture
def form(empty: Shell) -> Path:
    """Where the form of core.en will stand."""
    folder = empty.root / "search_strings"
    for name, text in BLOCKS.items():
        (folder / name).write_text(text, "utf-8")
    return folder / "core.en.press.toml"


def fill(form: Path) -> None:
    """Ann is content with everything."""
    text = form.read_text("utf-8")
    for empty_, full in (
        ('judgement = ""', 'judgement = "no revision"'), ('date = ""', 'date = "2026-11-24"'),
        ('reviewer = ""', 'reviewer = "ann"'), ('answer = ""', 'answer = "meant so"'),
    ):  # fmt: skip
        text = text.replace(empty_, full)
    form.write_text(text, "utf-8")


def test_a_form_is_made_filled_and_opened_by_a_change(empty: Shell, form: Path) -> None:
    said = empty("search", "press", "core.en")
    assert said.status == 1
    assert "core.en.press.toml: made" in said.err
    assert all(f"open: {element.title}: nobody" in said.out for element in ELEMENTS)
    assert "open: LR209 at 'cow.en' in core.en" in said.out

    fill(form)
    before = form.read_bytes()
    said = empty("search", "press", "core.en")
    assert (said.status, said.out) == (0, "")
    assert "Nothing is open" in said.err
    assert form.read_bytes() == before

    (form.parent / "mentor.en.txt").write_text(BLOCKS["mentor.en.txt"] + "coach*\n", "utf-8")
    said = empty("search", "press", "core.en")
    assert said.status == 1
    assert "the string has changed" in said.out


def test_a_new_finding_is_added_and_what_people_wrote_stays(empty: Shell, form: Path) -> None:
    empty("search", "press", "core.en")
    fill(form)
    form.write_text("# a remark of mine\n" + form.read_text("utf-8"), "utf-8")
    (form.parent / "mentor.en.txt").write_text(BLOCKS["mentor.en.txt"] + "me*\n", "utf-8")
    said = empty("search", "press", "core.en", "--json")
    assert said.status == 1
    assert said.json["status"] == "added"
    (words,) = [one for one in said.json["elements"] if one["element"] == "text-words"]
    assert "LR301" in {one["code"] for one in words["findings"]}
    text = form.read_text("utf-8")
    assert text.startswith("# a remark of mine\n")
    assert text.count('reviewer = "ann"') > len(ELEMENTS)


def test_a_strategy_that_is_none_or_has_errors_is_refused(empty: Shell, form: Path) -> None:
    said = empty("search", "press", "cores.en")
    assert said.status == 2
    assert "core.en" in said.err
    (form.parent / "core.en.strategy.txt").write_text("(mentor.en AND\n", "utf-8")
    said = empty("search", "press", "core.en")
    assert said.status == 2
    assert "has errors" in said.err
    assert not form.exists()


def test_a_form_that_cannot_be_read_is_left_as_it_is(empty: Shell, form: Path) -> None:
    for content in (b"\xff\xfe\x00", b"[string\n", b'[string]\nstrategy = "x"\nsha256 = "y"\n'):
        form.write_bytes(content)
        said = empty("search", "press", "core.en")
        assert said.status == 2
        assert "core.en.press.toml" in said.err
        assert form.read_bytes() == content
