"""PDF, Word, Mermaid and text: each says what the SVG says, and nothing in it acts."""

from __future__ import annotations

import html
import io
import re
import runpy
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.cells import cell_len

from litreview.errors import UsageError
from litreview.outputs.diagram.formats import FORMATS, Drawing, write
from litreview.outputs.diagram.language import codes, language
from litreview.outputs.diagram.look import PLAIN, USUAL, Look
from litreview.outputs.diagram.plain import plain
from litreview.outputs.diagram.rows import rows
from litreview.outputs.diagram.text import one_line
from litreview.outputs.theme import THEMES
from litreview.prisma import Flow

MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "diagram" / "made.py"))
FLOWS: dict[str, Callable[[], Flow]] = MADE["FLOWS"]
SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DANISH = Look(language("da"), THEMES["dark"], 120.0)


def drawing(name: str, look: Look = PLAIN, *, linked: bool = False) -> Drawing:
    link = (lambda key: f"index.html#box-{key}") if linked else None
    return Drawing(FLOWS[name](), "A made-up review", look, link)


def lines(flow: Flow, look: Look = PLAIN) -> list[str]:
    """What stands in the boxes, a line a paragraph, without blanks."""
    contents = [c for row in rows(flow, look) for c in (*row.dbr, *row.other, row.previous)]
    paragraphs = [p for content in contents for entry in content for p in entry.paragraphs]
    return [bare(" ".join(run.text for run in p.runs)) for p in paragraphs]


def bare(text: str) -> str:
    return re.sub(r"\s+", "", one_line(text))


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_flow_gives_the_same_bytes_and_another_number_others(suffix: str) -> None:
    small = replace(drawing("other-methods", linked=True), dpi=60)
    one = write(small, suffix)
    assert one == write(small, suffix)
    assert one != write(replace(small, flow=MADE["others"](records_screened=1101)), suffix)


def document(package: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        assert not [n for n in held.namelist() if "media" in n and not n.endswith(".jpeg")]
        return ET.fromstring(held.read("word/document.xml"))  # noqa: S314 - ours


@pytest.mark.parametrize("name", ["extra-updated", "hostile", "scripts", "millions"])
def test_the_word_file_is_text_in_boxes(name: str) -> None:
    root = document(write(drawing(name), "docx"))
    found = [
        "".join(p.itertext()) for p in root.iter(f"{WORD}p") if p.find(f".//{SHAPE}wsp") is None
    ]
    said = [bare(text) for text in found]
    for line in lines(FLOWS[name]()):
        assert line in said
    names = [e.get("name", "") for e in root.iter() if e.tag.endswith("}docPr")]
    assert len([n for n in names if n.startswith(("box", "waiting"))]) >= 9
    assert any(n.startswith("arrow") for n in names)
    assert not list(root.iter(f"{WORD}pict"))


def test_the_word_file_opens_with_its_links_and_its_title() -> None:
    from docx import Document

    made = write(drawing("databases", linked=True), "docx")
    opened = Document(io.BytesIO(made))
    assert opened.core_properties.title == "A made-up review"
    fields = [e.get(f"{WORD}instr", "") for e in document(made).iter(f"{WORD}fldSimple")]
    assert ' HYPERLINK "index.html#box-records_screened" ' in fields
    assert ' HYPERLINK "https://doi.org/10.1136/bmj.n71" ' in fields


def test_a_link_cannot_end_its_field() -> None:
    found = Drawing(FLOWS["databases"](), "x", PLAIN, lambda _: 'a" \\o "b')
    fields = [
        e.get(f"{WORD}instr", "") for e in document(write(found, "docx")).iter(f"{WORD}fldSimple")
    ]
    assert {f.strip() for f in fields} == {'HYPERLINK "https://doi.org/10.1136/bmj.n71"'}
    assert b"click" not in write(found, "mmd")


def test_the_pdf_has_its_text_its_size_and_its_links() -> None:
    from pypdf import PdfReader

    (page,) = PdfReader(io.BytesIO(write(drawing("databases", linked=True), "pdf"))).pages
    said = bare(page.extract_text())
    for line in lines(FLOWS["databases"]()):
        assert line in said
    addresses = [a.get_object()["/A"]["/URI"] for a in page["/Annots"]]
    assert "index.html#box-dbr_excluded" in addresses
    assert "https://doi.org/10.1136/bmj.n71" in addresses
    narrow = PdfReader(io.BytesIO(write(drawing("databases", DANISH), "pdf")))
    assert float(narrow.pages[0].mediabox.width) == pytest.approx(120 / 25.4 * 72, abs=0.1)
    assert narrow.metadata is not None
    assert narrow.metadata.title == "A made-up review"
    assert "Referencer screenet: 4.970" in (narrow.metadata.subject or "")
    assert narrow.trailer["/Root"]["/Lang"] == "da"


def test_the_letters_that_a_pdf_lacks_are_named() -> None:
    from litreview.outputs.diagram.pdf import lacking

    assert lacking(FLOWS["databases"](), DANISH) == ""
    assert {"\u4e07", "\u0e02"} <= set(lacking(FLOWS["scripts"]()))
    assert "\u05d0" not in lacking(FLOWS["scripts"]()), "the font has Hebrew"


@pytest.mark.parametrize("name", ["from-file", "extra-updated", "hostile", "scripts"])
def test_mermaid_is_a_flowchart_whose_words_are_only_words(name: str) -> None:
    text = write(drawing(name, linked=True), "mmd").decode()
    first, *rest = text.splitlines()
    assert first == "flowchart TB"
    box = re.compile(r'(\w+)(?:\["|\(\[")(?P<label>[^"]*)"(?:\]|\]\)):::\w+')
    labels = {m.group(1): m["label"] for line in rest if (m := box.fullmatch(line))}
    edges = [m.groups() for line in rest if (m := re.fullmatch(r"(\w+) (?:-->|~~~) (\w+)", line))]
    assert {node for edge in edges for node in edge} == set(labels)
    other = (
        r"acc(?:Title|Descr): [^;#]*(?:#\d+;[^;#]*)*|click \w+ href \"[^\" ]+\"|classDef .*|%% .*"
    )
    for line in rest:
        assert (
            box.fullmatch(line)
            or re.fullmatch(r"\w+ (?:-->|~~~) \w+", line)
            or re.fullmatch(other, line)
        ), line
    named = [node for node, label in labels.items() if label.startswith("<b>")]
    assert len(named) == 3
    assert all(re.fullmatch(r"dbr\d", node) for node in named), "a stage is named in the flow"
    said = []
    for label in labels.values():
        assert set(re.findall(r"<[^>]*>", label)) <= {"<br/>", "<b>", "</b>"}
        plain_label = html.unescape(re.sub(r"#(\d+);", r"&#\1;", label.replace("<br/>", "\n")))
        said += [bare(line.lstrip("- ")) for line in plain_label.split("\n")]
    for line in lines(FLOWS[name]()):
        assert line.lstrip("-") in [s.lstrip("-") for s in said]


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_text_stays_within_its_columns(name: str) -> None:
    for code in codes():
        for columns in (40, 80):
            look = Look(language(code), details=USUAL | {"screening-reasons"})
            found = plain(FLOWS[name](), look, columns=columns)
            assert max(map(cell_len, found.splitlines())) <= columns
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", found)


def test_text_has_every_line_in_a_box() -> None:
    text = plain(FLOWS["databases"]())
    left = "".join(line[2:35] for line in text.splitlines() if line[:1] == "\u2502")
    for line in ("Recordsidentifiedfrom*:", "Databases(n=6,158)", "Reportsassessedforeligibility"):
        assert line in re.sub(r"\s", "", left)
    assert text.count("\u25b6") == 4
    with pytest.raises(UsageError, match="40 columns"):
        plain(FLOWS["databases"](), columns=39)


def test_a_picture_is_as_large_as_asked() -> None:
    made = write(replace(drawing("databases", DANISH), dpi=150), "png")
    assert int.from_bytes(made[16:20], "big") == round(120 / 25.4 * 150)
    with pytest.raises(UsageError, match="too large"):
        write(replace(drawing("databases"), dpi=2400), "png")
    for width in (0.0, 19.9, 3000.0, float("nan")):
        with pytest.raises(UsageError, match="mm wide"):
            replace(PLAIN, width_mm=width)


def test_details_are_shown_and_left_out() -> None:
    flow = MADE["made"](
        parts={
            "database_results": {"Base": 3},
            "records_excluded": {"Other topic": 2, "Animals": 1},
        }
    )

    def said(*details: str) -> str:
        return " ".join(lines(flow, replace(PLAIN, details=frozenset(details))))

    assert "Othertopic(n=2)" in said("screening-reasons")
    assert "Othertopic" not in said(*USUAL)
    assert "Base(n=3)" in said("sources")
    assert "Base(n=3)" not in said()
    assert "Registers(n=0)" in said("zeros")
    assert "*" in said("notes")
    assert "*" not in said("sources", "zeros"), "a mark without its note would lead nowhere"
    assert "Registers" not in said("sources")
    assert (
        "CC BY"
        not in write(Drawing(flow, "x", replace(PLAIN, details=frozenset())), "svg").decode()
    )
