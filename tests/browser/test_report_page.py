"""The report's page in a real browser: layout, policy, script, print."""

from __future__ import annotations

import html
import json
import re
import runpy
import subprocess
from collections.abc import Callable, Iterator
from importlib.resources import files as files_of
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
        path.parent.mkdir(exist_ok=True, parents=True)
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


OF_LOOKS = ["color-contrast", "target-size", "link-in-text-block"]
PLACES = ["header", ".contents", "#records", "#costs", "#findings", "#checklists", "footer"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def pages(chromium: str) -> Iterator[Callable[..., Any]]:
    """Open a page without a network; what its script says amiss is kept in `page.amiss`."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])

        def opened(path: Path, **how: Any) -> Any:
            page = browser.new_context(offline=True, **how).new_page()
            page.amiss = []
            page.on("pageerror", lambda error: page.amiss.append(str(error)))
            page.on("console", lambda said: page.amiss.append(said.text))
            page.goto(path.as_uri())
            return page

        yield opened
        browser.close()


@pytest.mark.parametrize(
    ("path", "scheme", "width"),
    [
        ("index.html", "light", 1366),
        ("index.html", "dark", 400),
        ("checklists/prisma-abstract.html", "light", 400),
    ],
)
def test_it_passes_the_checks_of_axe(
    pages: Callable[..., Any], folder: Path, path: str, scheme: str, width: int
) -> None:
    axe = (files_of("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    size = {"width": width, "height": 900}
    page = pages(folder / path, color_scheme=scheme, viewport=size, bypass_csp=True)
    page.evaluate(axe)
    what = {"include": [["body"]] if scheme == "light" else [[one] for one in PLACES]}
    how = {"runOnly": WCAG if scheme == "light" else OF_LOOKS, "resultTypes": ["violations"]}
    found = page.evaluate(f"axe.run({json.dumps(what)}, {json.dumps(how)})")
    assert len(found["passes"]) >= 2
    assert [(one["id"], [n["html"] for n in one["nodes"]]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.amiss == []


def test_records_are_found_by_words_decisions_years_and_boxes(
    pages: Callable[..., Any], folder: Path
) -> None:
    page = pages(folder / "index.html")
    count, first = page.locator("#hits-count"), page.locator("#hits .title").first

    def select(name: str, text: str) -> None:
        option = page.locator(f"#{name} option", has_text=text).first
        page.select_option(f"#{name}", value=option.get_attribute("value"))

    assert count.text_content() == "10 of 10 reports"
    page.fill("#words", "title 5 STONE")
    assert count.text_content() == "0 of 10 reports"
    page.fill("#words", "title 6 stone")
    assert (count.text_content(), first.text_content()) == (
        "1 of 10 reports",
        "Made-up title 6: does it help?",
    )
    page.click("#reset")
    select("fate", "full text excluded: Not an effect study")
    assert count.text_content() == "1 of 10 reports"
    page.click("#reset")
    page.fill("#from", "2012")
    assert count.text_content() == "4 of 10 reports"
    page.click("#reset")
    page.evaluate("location.hash = '#box-new_reports'")
    page.click("#box-new_reports > button")
    assert count.text_content() == "4 of 10 reports"
    assert page.amiss == []
