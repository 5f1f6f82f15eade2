"""The diagram in a real browser: its own measure of the words against the frames."""

from __future__ import annotations

import base64
import html
import json
import re
import runpy
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from litreview.outputs.diagram import svg
from litreview.outputs.diagram.language import codes, language
from litreview.outputs.diagram.look import USUAL, Look
from litreview.outputs.fonts import FACES, font_file

MADE = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "diagram" / "made.py"))
NAMES = ("databases", "other-methods", "nothing-from-databases", "millions", "scripts", "hostile")
TEMPLATES = {
    f"{version}{'-other' if other else ''}": MADE["crowded"](other=other, like=MADE[like])
    for version, like in (("new", "EMPTY"), ("updated", "UPDATED"))
    for other in (False, True)
}
CROWDED = {f"{template}-{code}": (template, code) for template in TEMPLATES for code in codes()}
WEIGHTS = {"Regular": "normal", "Bold": "bold"}
pytestmark = pytest.mark.browser

# By how many units of the drawing each line reaches beyond its frame, and its neighbours.
PROBE = """
document.fonts.ready.then(() => {
  const out = {};
  for (const svg of document.querySelectorAll("svg")) {
    const unit = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const found = { lines: 0, beyond: [], frames: 0, overlaps: 0, scripts: 0 };
    const frames = [...svg.querySelectorAll("g > rect:first-child:not(.area)")];
    const area = (e) => e.getBoundingClientRect();
    found.frames = frames.length;
    frames.forEach((one, at) => frames.slice(at + 1).forEach((two) => {
      const a = area(one), b = area(two);
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        found.overlaps += 1;
    }));
    for (const frame of frames) {
      const outer = area(frame);
      for (const text of frame.parentNode.querySelectorAll("text")) {
        const inner = area(text);
        const over = Math.max(outer.left - inner.left, inner.right - outer.right,
          outer.top - inner.top, inner.bottom - outer.bottom) / unit;
        found.lines += 1;
        if (over > 0.2) found.beyond.push([text.textContent, over]);
      }
    }
    found.scripts = svg.querySelectorAll("script, foreignObject, image, use").length;
    out[svg.parentNode.id] = found;
  }
  const pre = document.createElement("pre");
  pre.id = "probe";
  pre.textContent = JSON.stringify(out);
  document.body.append(pre);
});
"""


def _encoded(path: str) -> str:
    return base64.b64encode(Path(path).read_bytes()).decode()


@pytest.fixture(scope="module")
def measured(
    browse: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, dict[str, Any]]:
    """What PROBE finds in each drawing, in the font that comes with the program."""
    fonts = "".join(
        f'@font-face {{ font-family: "Liberation Sans"; font-weight: {WEIGHTS[face]};'
        f" src: url(data:font/ttf;base64,{_encoded(font_file(face))}) }}"
        for face in FACES
    )
    made = {name: svg(MADE["FLOWS"][name](), title=name) for name in NAMES}
    for name, (template, code) in CROWDED.items():
        look = Look(language(code), details=USUAL | {"screening-reasons"})
        made[name] = svg(TEMPLATES[template], title=name, look=look)
    drawings = "".join(f'<div id="{name}">{text}</div>' for name, text in made.items())
    page = tmp_path_factory.mktemp("diagram") / "page.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><style>{fonts} svg {{ width: 1400px }}</style>'
        f"{drawings}<script>{PROBE}</script>",
        "utf-8",
    )
    found = browse(page.as_uri(), "--dump-dom", "--window-size=1500,900").stdout
    (probe,) = re.findall(r'<pre id="probe">(.*?)</pre>', found, re.DOTALL)
    result: dict[str, dict[str, Any]] = json.loads(html.unescape(probe))
    return result


@pytest.mark.parametrize("name", [*NAMES, *CROWDED])
def test_every_line_stays_in_its_frame(measured: dict[str, dict[str, Any]], name: str) -> None:
    found = measured[name]
    assert found["lines"] > 20
    assert found["frames"] >= 13
    assert found["beyond"] == []
    assert found["overlaps"] == 0
    assert found["scripts"] == 0
