"""The page of the gap map in a real browser: filters that are set, sizes, script and policy."""

from __future__ import annotations

import html
import json
import re
import runpy
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from litreview.outputs.plots import PLOTS, Ask
from litreview.outputs.plots._canvas import Look
from litreview.outputs.plots._rows import read

ROOT = Path(__file__).parents[2]
MADE = runpy.run_path(str(ROOT / "tests" / "golden" / "plots" / "evidence_made.py"))
WIDTHS = (1300, 390)
Browse = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.browser
TEXT = """\
study,intervention,outcome_domain,country,rating,year,included
A,one,jobs,Utopia,high,1999,yes
A,one,pay,Utopia,high,1999,yes
B,one,jobs,Atlantis,high,2005,no
C,one,jobs,Atlantis,low,2011,yes
D,two,pay,Utopia,low,,yes
"""

# Sets filters one after the other, and leaves what the page then shows in an element of its own.
PROBE = """
addEventListener("load", () => {
  const out = {};
  const set = (query, value) => {
    const one = document.querySelector(query);
    if (one.type === "checkbox") one.checked = value; else one.value = value;
    one.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const look = () => ({
    count: document.querySelector("#count").textContent,
    bubbles: [...document.querySelectorAll("#map .bubble")].filter((b) => b.offsetWidth)
      .map((b) => b.textContent.trim()),
    gaps: [...document.querySelectorAll("#map .none")].filter((c) => c.offsetWidth).length,
    listed: [...document.querySelectorAll("li[data-e]")].filter((i) => i.offsetHeight).length,
    headings: [...document.querySelectorAll("section.cell")].filter((i) => i.offsetHeight).length,
  });
  const option = (name, text) => [...document.querySelectorAll(`[data-filter=${name}] option`)]
    .find((one) => one.textContent === text).value;
  out.filters = document.querySelector("#filters").offsetHeight > 0;
  out.all = look();
  set("[data-filter=country]", option("country", "Utopia"));
  out.country = look();
  document.querySelector("#reset").click();
  set("#from", "2000");
  out.from = look();
  set("#included", true);
  out.both = look();
  document.querySelector("#reset").click();
  out.reset = look();
  const size = (e) => parseFloat(getComputedStyle(e).width);
  const shown = [...document.querySelectorAll("#map .bubble")];
  out.sizes = shown.map(size);
  out.round = shown.every((e) => Math.abs(e.offsetWidth - e.offsetHeight) < 1);
  out.reach = shown.every((e) => e.tabIndex === 0 && e.tagName === "A");
  out.width = document.documentElement.clientWidth;
  out.content = document.documentElement.scrollWidth;
  addEventListener("hashchange", () => setTimeout(() => {
    out.focus = document.activeElement.id;
    const pre = document.createElement("pre");
    pre.id = "probe";
    pre.textContent = JSON.stringify(out);
    document.body.append(pre);
  }));
  setTimeout(() => shown[0].click(), 50);
});
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("gap-map")
    kind = PLOTS.get("gap-map")
    assert kind.from_rows is not None
    assert kind.page is not None
    rows = read(TEXT.encode(), "made.csv", kind.columns)
    (top / "map.html").write_text(kind.page(kind.from_rows(rows, Ask(Look()))), "utf-8")
    return top


@pytest.fixture(scope="module")
def probed(browse: Browse, folder: Path) -> dict[int, dict[str, Any]]:
    """What PROBE finds at each width, in frames: a window has a least width."""
    page = (folder / "map.html").read_text("utf-8")
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    (folder / "probed.html").write_text(page.replace("</body>", f"<script>{PROBE}</script></body>"))
    frames = "".join(
        f'<iframe src="probed.html" width="{width}" height="700"></iframe>' for width in WIDTHS
    )
    outer = folder / "frames.html"
    outer.write_text(
        f'<body>{frames}<script>addEventListener("load", () => setTimeout(() => {{'
        'for (const frame of document.querySelectorAll("iframe"))'
        '  document.body.append(frame.contentDocument.querySelector("#probe"));}, 1000));</script>'
    )
    flags = ("--dump-dom", "--allow-file-access-from-files", "--window-size=1700,900")
    found = browse(outer.as_uri(), *flags).stdout
    probes = re.findall(r'<pre id="probe">(.*?)</pre>', found, re.DOTALL)
    assert len(probes) == len(WIDTHS), found[-2000:]
    return dict(zip(WIDTHS, (json.loads(html.unescape(one)) for one in probes), strict=True))


def test_filters_count_again(probed: dict[int, dict[str, Any]]) -> None:
    found = probed[1300]
    assert found["filters"]
    everything = {
        "count": "4 studies",
        "bubbles": ["2 studies, high", "1 study, low", "1 study, high", "1 study, low"],
        "gaps": 1,
        "listed": 5,
        "headings": 3,
    }
    assert found["all"] == everything
    assert found["reset"] == everything
    assert found["country"] == {
        "count": "2 of 4 studies: Utopia",
        "bubbles": ["1 study, high", "1 study, high", "1 study, low"],
        "gaps": 1,
        "listed": 3,
        "headings": 3,
    }
    assert found["from"]["count"] == "2 of 4 studies: from 2000"
    assert found["both"] == {
        "count": "1 of 4 studies: from 2000, included only",
        "bubbles": ["1 study, low"],
        "gaps": 3,
        "listed": 1,
        "headings": 1,
    }


def test_bubbles_are_round_links_whose_studies_get_the_focus(
    probed: dict[int, dict[str, Any]],
) -> None:
    found = probed[1300]
    assert found["round"]
    assert found["reach"]
    assert found["sizes"][0] > found["sizes"][1]
    assert found["focus"] == "cell-0-0"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_does_not_scroll_sideways(probed: dict[int, dict[str, Any]], width: int) -> None:
    assert probed[width]["content"] <= probed[width]["width"]


def test_the_policy_lets_its_own_script_run(browse: Browse, folder: Path) -> None:
    found = browse((folder / "map.html").as_uri(), "--dump-dom")
    assert re.search(
        r'<div id="filters" class="filters" role="group" aria-label="Filters">', found.stdout
    )
    assert "Content Security Policy" not in found.stderr
    assert "Uncaught" not in found.stderr
