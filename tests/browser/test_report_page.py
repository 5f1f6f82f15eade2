"""The report's page in a real browser: layout, policy, script, print."""

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

from litreview.outputs.report import report_files

ROOT = Path(__file__).parents[2]
MADE = runpy.run_path(str(ROOT / "tests" / "golden" / "tables" / "made.py"))
WIDTHS = (1366, 390)
Browse = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.browser

# Measures the page from inside and leaves what it finds in an element of its own.
PROBE = """
const out = {};
const box = (e) => [e.getBoundingClientRect().left, e.getBoundingClientRect().top];
const size = (e) => parseFloat(getComputedStyle(e).fontSize);
out.width = document.documentElement.clientWidth;
out.content = document.documentElement.scrollWidth;
const wide = document.querySelector("#table-effects .scroll");
wide.style.maxHeight = "150px";
wide.scrollTop = 60;
wide.scrollLeft = 200;
out.frame = box(wide);
out.head = box(wide.querySelector("thead"));
out.first = box(wide.querySelector("tbody th[scope=row]"));
out.scrolls = wide.scrollWidth > wide.clientWidth;
out.measure = [...document.querySelectorAll("main p")].map((p) => p.offsetWidth / size(p));
out.small = [...document.querySelectorAll("td, th, p, li")].map(size);
const input = document.querySelector("#table-extracted-elsewhere input");
input.value = "theta earnings";
input.dispatchEvent(new Event("input"));
out.shown = [...document.querySelectorAll("#table-extracted-elsewhere tbody tr:not(.heading)")]
  .filter((row) => row.offsetHeight).length;
out.headings = [...document.querySelectorAll("#table-extracted-elsewhere tr.heading")]
  .filter((row) => row.offsetHeight).length;
out.count = document.querySelector("#table-extracted-elsewhere output").textContent;
const pre = document.createElement("pre");
pre.id = "probe";
pre.textContent = JSON.stringify(out);
document.body.append(pre);
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("report")
    for file in report_files(MADE["evidence"]()):
        path = top / file.path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(file.content)
    return top


@pytest.fixture(scope="module")
def probed(browse: Browse, folder: Path) -> dict[int, dict[str, Any]]:
    """What PROBE measures at each width, in frames: a window has a least width."""
    page = (folder / "index.html").read_text("utf-8")
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    (folder / "probed.html").write_text(page.replace("</body>", f"<script>{PROBE}</script></body>"))
    frames = "".join(
        f'<iframe src="probed.html" width="{width}" height="800"></iframe>' for width in WIDTHS
    )
    outer = folder / "frames.html"
    outer.write_text(
        f'<body>{frames}<script>addEventListener("load", () => {{'
        'for (const frame of document.querySelectorAll("iframe"))'
        '  document.body.append(frame.contentDocument.querySelector("#probe"));});</script>'
    )
    flags = ("--dump-dom", "--allow-file-access-from-files", "--window-size=1600,900")
    found = browse(outer.as_uri(), *flags).stdout
    probes = re.findall(r'<pre id="probe">(.*?)</pre>', found, re.DOTALL)
    assert len(probes) == len(WIDTHS), found[-2000:]
    return dict(zip(WIDTHS, (json.loads(html.unescape(one)) for one in probes), strict=True))


@pytest.mark.parametrize("width", WIDTHS)
def test_layout(probed: dict[int, dict[str, Any]], width: int) -> None:
    found = probed[width]
    assert found["width"] == pytest.approx(width, abs=20)
    assert found["content"] <= found["width"], "the page itself must not scroll sideways"
    assert found["scrolls"], "the wide table scrolls inside its own frame"
    assert abs(found["head"][1] - found["frame"][1]) <= 2, "its header stays"
    assert abs(found["first"][0] - found["frame"][0]) <= 2, "and so do the names of the studies"
    assert max(found["measure"]) <= 52, "a line of text is at most some 75 characters"
    assert min(found["small"]) >= 11
    assert (found["shown"], found["headings"], found["count"]) == (1, 1, "1 of 30 rows")


def test_the_policy_lets_the_script_open_the_list_of_a_box(browse: Browse, folder: Path) -> None:
    address = f"{(folder / 'index.html').as_uri()}#box-dbr_excluded"
    found = browse(address, "--dump-dom")
    assert re.search(r'<details class="box" id="box-dbr_excluded" open="">', found.stdout)
    assert 'id="box-records_screened">' in found.stdout
    assert found.stdout.count('<label class="filter">') >= 1
    assert "Content Security Policy" not in found.stderr
    assert "Uncaught" not in found.stderr


def test_it_prints_with_wide_tables_on_their_side(
    browse: Browse, folder: Path, tmp_path: Path
) -> None:
    paper = tmp_path / "report.pdf"
    browse(
        (folder / "index.html").as_uri(),
        f"--print-to-pdf={paper}",
        "--no-pdf-header-footer",
    )
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper.read_bytes())
    lying = [float(width) > float(height) for width, height in sizes]
    assert True in lying
    assert False in lying
    assert len(lying) < 25
