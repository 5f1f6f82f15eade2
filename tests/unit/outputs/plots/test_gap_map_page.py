"""The page of the gap map: all that it shows is in it, and nothing in it can do harm."""

from __future__ import annotations

import json
import re
import runpy
from html.parser import HTMLParser
from pathlib import Path

from litreview.outputs.page.document import embedded
from litreview.outputs.plots import PLOTS, Ask
from litreview.outputs.plots._canvas import Look
from litreview.outputs.plots._gap_map_page import STEPS, page, step
from litreview.outputs.plots._rows import read

MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "plots" / "evidence_made.py"))


def made(text: str, **chosen: str) -> str:
    kind = PLOTS.get("gap-map")
    assert kind.from_rows is not None
    rows = read(text.encode("utf-8", "replace"), "made.csv", kind.columns)
    return page(kind.from_rows(rows, Ask(Look(), chosen)))


class Tags(HTMLParser):
    """Which elements and attributes there are."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(text)
    return parser.found


def test_the_same_data_make_the_same_bytes() -> None:
    text = MADE["gap_map"](30)
    assert made(text) == made(text)


def test_the_numbers_stand_in_the_page_itself() -> None:
    found = made(
        "study,intervention,outcome_domain,rating\nA,one,jobs,high\nB,one,jobs,high\nC,one,pay,low\n,two,,\n"
    )
    assert '<b>2</b><span class="said"> studies, high</span>' in found
    assert '<b>1</b><span class="said"> study, low</span>' in found
    assert found.count('<td id="at-1-0" class="gap">') == 1
    assert re.search(
        r'id="cell-0-0".*?<ul><li data-e="0"><b>A</b>.*?<li data-e="1"><b>B</b>', found
    )
    assert "3 studies" in found


def test_every_bubble_leads_to_its_studies() -> None:
    found = tags(made(MADE["gap_map"](30)))
    ids = {attrs["id"] for _, attrs in found if "id" in attrs}
    links = [attrs["href"] or "" for tag, attrs in found if tag == "a"]
    inner = [link[1:] for link in links if link.startswith("#")]
    assert len(inner) > 20
    assert set(inner) <= ids
    assert all(link.startswith(("#", "https://example.org/")) for link in links)


def test_nothing_is_asked_of_a_network() -> None:
    found = made(MADE["gap_map"](12))
    assert not [a for t, a in tags(found) if t in {"link", "img", "iframe", "object"} or "src" in a]
    assert "default-src 'none'" in found
    assert "url(" not in found
    assert "@import" not in found


def test_text_that_would_like_to_be_more_stays_text() -> None:
    text = MADE["gap_map"](12, names=MADE["HOSTILE"])
    text = text.replace("mentoring", "</script><script>alert(1)</script>")
    found = made(text.replace("https://example.org/", "javascript:alert(1)//"))
    scripts = [attrs for tag, attrs in tags(found) if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "data"}, {}]
    assert not [a for _, a in tags(found) if any(name.startswith("on") for name in a)]
    assert "javascript:" not in found
    assert "\u202e" not in found
    assert "\x1b" not in found


def test_data_cannot_end_the_element_that_holds_them() -> None:
    text = embedded({"a": "</script><!-- & \u2028"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!-- & \u2028"}


def test_a_page_of_nothing_says_so() -> None:
    found = made("study,intervention,outcome_domain\n")
    assert "There are no interventions and outcomes to show" in found
    assert "0 studies" in found


def test_sizes_grow_with_the_root_of_the_number() -> None:
    assert [step(n, 16) for n in (1, 4, 16)] == [3, 6, 12]
    assert step(1, 10_000) == 1
    assert step(16, 16) == STEPS
    assert step(0, 0) == 1


def test_filters_offer_what_there_is() -> None:
    found = made(MADE["gap_map"](12))
    assert re.findall(r'<select data-filter="(\w+)"', found) == [
        "country", "design", "centrality", "population", "rating"
    ]  # fmt: skip
    assert 'id="included"' in found
    assert 'id="included"' not in made("study,intervention,outcome_domain\nA,one,jobs\n")
