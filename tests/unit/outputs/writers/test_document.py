"""The shell of pages, links in short, and office files without a clock."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import runpy
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.outputs.escape import http_url
from litreview.outputs.page.boxes import anchor, describer
from litreview.outputs.page.boxes import table as boxes_table
from litreview.outputs.page.document import document
from litreview.outputs.table import Column, Table
from litreview.outputs.tables import TABLES
from litreview.outputs.writers._blocks import Block, blocks, body_columns, spans
from litreview.outputs.writers._links import short
from litreview.outputs.writers._zip import EPOCH, timeless
from litreview.outputs.writers.html import fragment
from litreview.prisma import Flow

MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "tables" / "made.py"))
WHOLE = MADE["whole"]()


def style(page: str) -> str:
    found = re.search("<style>(.*?)</style>", page, re.DOTALL)
    assert found
    return found.group(1)


def test_a_page_without_a_script_allows_none() -> None:
    page = document("A <title>", "<p>x</p>")
    assert "<title>A &lt;title&gt;</title>" in page
    assert "script-src 'none'" in page
    assert "<script" not in page
    assert page.endswith("</html>\n")


def test_a_page_allows_the_script_that_it_holds_and_no_other() -> None:
    page = document("x", "", "filter.js")
    (code,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in page
    assert "innerHTML" not in code


def test_the_style_knows_every_width_that_a_table_may_ask_for() -> None:
    rules = style(document("x", ""))
    for kind in TABLES.all():
        page = fragment(kind.build(WHOLE))
        for width, share in re.findall(r'<col class="w(\d+) p(\d+)(?: words)?">', page):
            assert f"col.w{width}{{" in rules
            assert f"col.p{share}{{" in rules


def test_on_paper_a_narrow_column_has_room_for_its_words() -> None:
    columns = (
        *(Column(f"c{at}", "C", width=20) for at in range(12)),
        Column("row", "Row", width=4),
    )
    page = fragment(Table("made", "", columns, (("word " * 9,) * 12 + ("CBA33",),)))
    *_, share = re.findall(r" p(\d+)", page)
    assert int(share) / 200 * 277 > 8, "millimetres of a page on its side"


def test_a_first_column_of_sentences_is_no_heading_in_bold() -> None:
    rows = (("A whole reference, with its title and its year and its journal", "x"),)
    page = fragment(Table("made", "", (Column("a", "A", width=52), Column("b", "B")), rows))
    assert ' words"><col' in page
    assert '<th scope="row" class="words">' in page
    name = fragment(Table("made", "", (Column("a", "A", width=18), Column("b", "B")), rows))
    assert "words" not in name.replace("with its", "")


def test_shares_of_a_printed_page_make_about_the_whole() -> None:
    for kind in TABLES.all():
        page = fragment(kind.build(WHOLE))
        shares = [int(share) for share in re.findall(r'<col class="w\d+ p(\d+)(?: words)?">', page)]
        assert sum(shares) == pytest.approx(200, abs=6)


def test_the_style_is_for_dark_light_and_paper_and_asks_for_no_file() -> None:
    rules = style(document("x", ""))
    assert "prefers-color-scheme: dark" in rules
    assert "@media print" in rules
    assert "size: A4 landscape" in rules
    assert not re.search(r"url\(|@import|@font-face|https?:", rules)
    assert rules.count("{") == rules.count("}")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (
            "https://doi.org/10.99999/a-very-long-suffix-that-goes-on-and-on",
            "doi.org/10.99999/a-very-long-suffix-that-goes-on-and-on",
        ),
        ("https://example.org/a/", "example.org/a"),
        ("https://www.example.org/a/path/that/is/too/long?to=show", "example.org/…"),
        ("http://user:secret@example.org/" + "x" * 40, "example.org/…"),
        ("http://sub.example.org:8080/" + "x" * 40, "sub.example.org/…"),
    ],
)
def test_long_addresses_are_shown_by_their_host(address: str, shown: str) -> None:
    assert http_url(address)
    assert short(address) == shown


def package(stamp: str, date: tuple[int, int, int, int, int, int]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        core = f'<c><dcterms:created a="b">{stamp}</dcterms:created><x>{{}}</x></c>'
        made.writestr(zipfile.ZipInfo("docProps/core.xml", date), core)
        made.writestr(zipfile.ZipInfo("word/other.xml", date), f"<kept>{'same'}</kept>")
    return out.getvalue()


def test_packages_made_at_different_times_become_the_same() -> None:
    one = timeless(package("2020-01-01T00:00:00Z", (2020, 1, 1, 0, 0, 0)))
    other = timeless(package("2026-11-24T10:11:12Z", (2026, 11, 24, 10, 11, 12)))
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as found:
        assert found.testzip() is None
        assert found.read("word/other.xml") == b"<kept>same</kept>"
        assert f"{EPOCH:%Y-%m-%d}" in found.read("docProps/core.xml").decode()


def test_timeless_changes_nothing_twice() -> None:
    once = timeless(package("2020-01-01T00:00:00Z", (2020, 1, 1, 0, 0, 0)))
    assert timeless(once) == once


def test_a_table_without_headings_is_one_block() -> None:
    table = Table("t", "T", (Column("a", "A"),), (("1",), ("2",)))
    assert list(blocks(table)) == [Block("", (("1",), ("2",)))]
    assert spans(table.columns) == ()


rows = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(["", "p"]), st.text(max_size=3)))


@given(rows)
def test_blocks_keep_every_row_in_its_order(found: list[tuple[str, str, str]]) -> None:
    columns = (Column("a", "A", width=0), Column("b", "B", width=0), Column("c", "C"))
    table = Table("t", "T", columns, tuple(found))
    cut = list(blocks(table))
    assert [row for block in cut for row in block.rows] == [(text,) for _, _, text in found]
    assert all(block.rows for block in cut)
    assert [column.key for column in body_columns(table)] == ["c"]


def test_headings_of_two_columns_are_joined() -> None:
    columns = (Column("a", "A", width=0), Column("b", "B", width=0), Column("c", "C"))
    table = Table("t", "T", columns, (("x", "y", "1"), ("x", "", "2")))
    assert [block.heading for block in blocks(table)] == ["x · y", "x"]


def test_every_id_of_the_flow_can_be_described() -> None:
    evidence = MADE["evidence"]()
    describe = describer(evidence)
    flow: Flow = evidence.flow
    for box in flow.boxes.values():
        for id_ in box.ids:
            line, link = describe(id_)
            assert line, id_
            assert not link or http_url(link)
    assert describe("nobody:1") == ("", "")
    assert describe("second:1")[0].endswith("Taken together with base:1.")
    assert describe("ALPHA") == ("Moss 2010", "")


def test_boxes_as_a_table_have_as_many_rows_as_the_counts_say() -> None:
    evidence = MADE["evidence"]()
    table = boxes_table(evidence)
    assert len(table.rows) == sum(evidence.flow.counts().values())
    assert len({anchor(box) for box in evidence.flow.boxes.values()}) == len(evidence.flow.boxes)
