"""`litreview plot`: sizes and themes, from a file, without a review."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from litreview.outputs.theme import THEMES

if TYPE_CHECKING:
    from conftest import Shell

ROWS = "study,yi,sei\nA,0.1,0.1\nB,0.3,0.2\nC,0.9,0.4\n"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "effects.csv"
    path.write_text(ROWS, "utf-8")
    return path


def test_a_picture_is_as_wide_as_paper_and_resolution_say(
    shell: Shell, rows: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "f.png"
    shell.ok("plot", "forest", "--from-csv", str(rows), "--width-mm", "127", "--dpi", "100",
             "--png", str(picture))  # fmt: skip
    found = picture.read_bytes()
    assert struct.unpack(">I", found[16:20]) == (500,)  # 127 mm are 5 inches
    assert round(struct.unpack(">I", found[41:45])[0] * 0.0254) == 100


def test_a_theme_colours_the_drawing(shell: Shell, rows: Path, tmp_path: Path) -> None:
    drawing = tmp_path / "f.svg"
    for name in ("dark", "grey"):
        shell.ok("plot", "funnel", "--from-csv", str(rows), "--theme", name, "--svg", str(drawing))
        assert f'fill="{THEMES[name].colours["main"]}"' in drawing.read_text("utf-8")


def test_the_flow_is_drawn_in_a_theme_too(shell: Shell, tmp_path: Path) -> None:
    drawing = tmp_path / "flow.svg"
    shell.ok("prisma", "--theme", "dark", "--svg", str(drawing))
    text = drawing.read_text("utf-8")
    assert THEMES["dark"].colours["stage"] in text
    assert "#ffffff" not in text


def test_a_picture_that_would_be_too_large_is_refused(
    shell: Shell, rows: Path, tmp_path: Path
) -> None:
    said = shell("plot", "forest", "--from-csv", str(rows), "--width-mm", "2000", "--dpi", "1200",
                 "--png", str(tmp_path / "f.png"))  # fmt: skip
    assert said.status == 2
    assert "too large" in said.err


def test_what_comes_next_draws_the_same_file(shell: Shell, rows: Path) -> None:
    said = shell.ok("plot", "forest", "--from-csv", str(rows)).err
    assert f"plot forest --from-csv {rows} --svg forest.svg" in said
