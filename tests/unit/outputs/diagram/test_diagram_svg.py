"""The drawing: well-formed, readable by programs and screen readers, harmless."""

from __future__ import annotations

import os
import re
import runpy
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.errors import FileRefused
from litreview.outputs.diagram import read_counts, svg
from litreview.outputs.diagram.language import ENGLISH
from litreview.prisma import Flow

DEFINITIONS = ENGLISH.texts["definitions"]

GOLDEN = Path(__file__).parents[3] / "golden" / "diagram"
MADE = runpy.run_path(str(GOLDEN / "made.py"))
FLOWS: dict[str, Callable[[], Flow]] = MADE["FLOWS"]
NAMESPACE = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "metadata", "rect", "g", "text", "tspan", "path", "a"}
UPDATE = os.environ.get("LITREVIEW_UPDATE_GOLDEN") == "1"


def drawn(name: str, **given: object) -> str:
    return svg(FLOWS[name](), title="A made-up review", **given)  # type: ignore[arg-type]


def parsed(text: str) -> ET.Element:
    assert "<!DOCTYPE" not in text
    return ET.fromstring(text)  # noqa: S314 - our own drawing, without a document type


def tag(element: ET.Element) -> str:
    return element.tag.removeprefix(NAMESPACE)


def words_of(element: ET.Element) -> str:
    """What is drawn: a title inside an element is shown when the mouse rests on it."""
    inner = "".join(words_of(e) + (e.tail or "") for e in element if tag(e) != "title")
    tails = "".join(e.tail or "" for e in element if tag(e) == "title")
    return (element.text or "") + tails + inner


def texts(root: ET.Element) -> list[str]:
    return [words_of(found) for found in root.iter(f"{NAMESPACE}text")]


@pytest.mark.parametrize("name", MADE["GOLDEN"])
def test_drawing_is_as_recorded(name: str) -> None:
    """LITREVIEW_UPDATE_GOLDEN=1 rewrites it; look at the picture before committing it."""
    path = GOLDEN / f"{name}.svg"
    found = drawn(name)
    if UPDATE:
        path.write_text(found, "utf-8", newline="\n")
    assert found == path.read_text("utf-8")


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_it_is_well_formed_and_has_nothing_that_acts(name: str) -> None:
    root = parsed(drawn(name, link=lambda key: f"#box-{key}"))
    for element in root.iter():
        assert tag(element) in ALLOWED
        assert not [key for key in element.attrib if key.startswith(("on", "style"))]
        assert element.get("href", "#").startswith("#")
    ids = [found for element in root.iter() if (found := element.get("id"))]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_its_counts_can_be_read_back(name: str) -> None:
    assert read_counts(drawn(name)) == FLOWS[name]().counts()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_label_and_no_title_breaks_it(label: str, title: str) -> None:
    flow = MADE["made"](parts={"database_results": {label: 3}, "dbr_excluded": {label: 2}})
    found = svg(flow, title=title, link=lambda key: f"#{key}{label}")
    assert {tag(e) for e in parsed(found).iter()} <= ALLOWED
    assert read_counts(found) == flow.counts()


def test_control_characters_leave_a_mark() -> None:
    found = drawn("hostile")
    assert "\ufffd" in found
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe]", found)
    said = " ".join(texts(parsed(found)))
    assert "</text><script>" in said.replace("</ ", "</").replace(" ", "")


def test_the_wording_is_that_of_a_new_review() -> None:
    said = " ".join(texts(parsed(drawn("other-methods")))).replace("\n", "")
    for words in (
        "Identification of studies via databases and registers",
        "Identification of studies via other methods",
        "Records removed before screening:",
        "Records screened (n = 1,100) In progress: 20 still to be screened",
        "Reports sought for retrieval (n = 90)",
        "Studies included in review (n = 70) Reports of included studies (n = 81)",
        "Other methods, before retrieval: 12 duplicates and 8 excluded on title or abstract",
        "(PRISMA 2020 has no box for them).",
    ):
        assert words in said
    assert "new studies" not in said.lower()


def test_lines_without_a_number_to_tell_are_left_out() -> None:
    said = " ".join(texts(parsed(drawn("databases"))))
    assert "automation tools (n = 7)" in said
    assert "other reasons" not in said
    assert "other methods" not in said
    assert "Duplicate records removed (n = 0)" in " ".join(texts(parsed(drawn("empty"))))


def test_every_number_has_its_definition_and_its_link() -> None:
    found = parsed(drawn("other-methods", link=lambda key: f"#box-{key}" if key else ""))
    keyed = {e.get("id"): e for e in found.iter() if e.get("id") in DEFINITIONS}
    assert set(keyed) >= {"database_results", "records_screened", "other_duplicates", "new_studies"}
    for key, element in keyed.items():
        title = element.find(f"{NAMESPACE}title")
        assert title is not None
        assert DEFINITIONS[str(key)] in (title.text or "")
    links = {a.get("href") for a in found.iter(f"{NAMESPACE}a")}
    assert links == {f"#box-{key}" for key in keyed}
    assert found.get("role") == "group"


def test_without_links_it_is_one_picture_with_a_description() -> None:
    root = parsed(drawn("other-methods"))
    assert root.get("role") == "img"
    assert not list(root.iter(f"{NAMESPACE}a"))
    described = (root.get("aria-labelledby") or "").split()
    title, desc = (next(e for e in root.iter() if e.get("id") == id_) for id_ in described)
    assert title.text == "A made-up review"
    for words in (
        "1,260 records from databases (Base of Towns 900, Second Base 360)",
        "Records screened: 1,100, of which 1,010 excluded",
        "48 were screened, of which 8 excluded on title or abstract",
        "38, of which 20 excluded (Other population 20)",
        "Included: 70 studies in 81 reports",
        "In progress: 20 records still to be screened; 1 report from other methods still to be",
    ):
        assert words in (desc.text or "")


def test_it_is_as_wide_as_a_printed_page() -> None:
    for name in FLOWS:
        root = parsed(drawn(name))
        assert root.get("width") == "180mm"
        _, _, width, height = map(float, (root.get("viewBox") or "").split())
        millimetres = float((root.get("height") or "").removesuffix("mm"))
        assert millimetres / 180 == pytest.approx(height / width, rel=1e-3)


COUNTS = '<metadata id="litreview-counts">{}</metadata>'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not an SVG"),
        ("<svg>", "not an SVG"),
        ("\ud800", "not an SVG"),
        ("<svg/>", "holds no counts"),
        ('<svg><metadata id="other">{"a": 1}</metadata></svg>', "holds no counts"),
        (f"<svg>{COUNTS.format('{')}</svg>", "holds no counts"),
        (f"<svg>{COUNTS.format('[1]')}</svg>", "not counts"),
        (f"<svg>{COUNTS.format('{&quot;a&quot;: -1}')}</svg>", "not counts"),
        (f"<svg>{COUNTS.format('{&quot;a&quot;: true}')}</svg>", "not counts"),
        (f"<svg>{COUNTS.format('{&quot;a&quot;: 1.5}')}</svg>", "not counts"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "document type"),
    ],
)
def test_a_drawing_that_is_not_ours_is_refused(text: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read_counts(text)


def test_a_second_list_of_counts_is_not_read() -> None:
    first, second = (COUNTS.format(f'{{"a": {n}}}') for n in (1, 2))
    assert read_counts(f"<svg>{first}{second}</svg>") == {"a": 1}
