"""References in citation styles: made-up records, set by citeproc-py."""

from __future__ import annotations

import json
import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from litreview.errors import SettingsError, UnknownName
from litreview.model import Record, RecordId, SearchId, parse_doi
from litreview.outputs.csl import STYLES, cite, item, named_style, own_style
from litreview.outputs.parts import references
from litreview.outputs.references import included_reports

ARTICLE = Record(
    RecordId("s:1"),
    SearchId("s"),
    title="Mentors and jobs",
    authors=("Moss, Ada B.", "Eva van der Heide", "Institute of Made-up Labour"),
    year=2019,
    venue="Journal of Towns",
    volume="3",
    issue="2",
    pages="100-120",
    doi=parse_doi("10.1000/x"),
    language="eng",
)
BARE = Record(RecordId("s:2"), SearchId("s"), kind="report", title="støtte på jobbet", year=2015)
OWN = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Ours</title><id>ours</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
{}</style>"""
LIST = '<bibliography><layout><text variable="title" suffix="!"/></layout></bibliography>'


EXPECTED = {
    "apa": """\
Moss, A. B., van der Heide, E., & Institute of Made-up Labour. (2019). Mentors and jobs. \
Journal of Towns, 3(2), 100-120. https://doi.org/10.1000/x
støtte på jobbet. (2015).""",
    "chicago": """\
Moss, Ada B., Eva van der Heide, and Institute of Made-up Labour. 2019. “Mentors and Jobs”. \
Journal of Towns 3 (2): 100-120. doi:10.1000/x.
støtte på jobbet. 2015.""",
    "harvard": """\
Moss, A.B., van der Heide, E. and Institute of Made-up Labour (2019) “Mentors and jobs”, \
Journal of Towns, 3(2), pp. 100-120. Available at: https://doi.org/10.1000/x.
støtte på jobbet (2015).""",
    "vancouver": """\
1. Moss AB, van der Heide E, Institute of Made-up Labour. Mentors and jobs. \
Journal of Towns. 2019;3(2):100-20. doi:10.1000/x
2. støtte på jobbet. 2015.""",
}


@pytest.mark.parametrize("name", STYLES)
def test_the_four_styles(name: str) -> None:
    found = cite([ARTICLE, BARE], named_style(name))
    lines = [line.replace("\N{EN DASH}", "-") for line in found.by_id.values()]
    assert list(found.by_id) == [ARTICLE.id, BARE.id]
    assert "\n".join(lines) == EXPECTED[name]
    assert sorted(found.ordered) == sorted(found.by_id.values())


def test_the_report_has_the_references_in_a_file_of_their_own() -> None:
    made = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "tables" / "made.py"))
    evidence = made["evidence"]()
    records = [one.record for _, one in included_reports(evidence)]
    cited = cite(records, own_style(OWN.format(LIST).encode(), "ours.csl"))
    files = {one.path: one.content for one in references.files(replace(evidence, cited=cited))}
    assert files["references/included.txt"].decode().splitlines() == list(cited.ordered)


def test_references_are_there_as_csl_json_with_the_title_in_its_place() -> None:
    made = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "tables" / "made.py"))
    evidence = made["evidence"]()
    files = {one.path: one.content for one in references.files(evidence)}
    items = json.loads(files["references/included.csl.json"])
    assert [one["id"] for one in items] == [one.record.id for _, one in included_reports(evidence)]
    assert all(one["title"].startswith("Made-up title") for one in items)
    assert {"family": "Moss", "given": "Ada"} in items[0]["author"]


def test_a_style_puts_references_in_its_order() -> None:
    later = replace(ARTICLE, id=RecordId("s:3"), authors=("Abel, Cy",))
    by_author = cite([ARTICLE, later], named_style("apa")).ordered
    as_given = cite([ARTICLE, later], named_style("vancouver")).ordered
    assert by_author[0].startswith("Abel")
    assert as_given[0].startswith("1. Moss")


def test_hostile_text_stays_text() -> None:
    nasty = replace(ARTICLE, title="<b>x</b> \x1b[2J {{y}} $z$", authors=("Moss, <i>Ada</i>",))
    found = cite([nasty], named_style("vancouver")).ordered[0]
    assert "<b>x</b> \ufffd[2J {{y}} $z$" in found


def test_what_is_not_known_is_left_out() -> None:
    empty = Record(RecordId("s:4"), SearchId("s"), url="javascript:alert(1)")
    assert item(empty) == {"type": "article-journal", "language": "und"}


def test_a_style_of_ones_own() -> None:
    found = cite([ARTICLE], own_style(OWN.format(LIST).encode(), "ours.csl"))
    assert (found.label, found.ordered) == ("Ours", ("Mentors and jobs!",))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("nothing", "no XML"),
        ("<x/>", "no CSL style"),
        ('<!DOCTYPE style [<!ENTITY a "b">]>' + OWN.format(LIST), "no CSL style"),
        (OWN.format(""), "no list of references"),
        (OWN.format(LIST).replace("suffix", "nonsense"), "schema"),
        (
            OWN.format(LIST).replace(
                "</id>", '</id><link href="http://x.org/apa" rel="independent-parent"/>'
            ),
            "from another one: apa",
        ),
    ],
)
def test_what_is_no_style_is_refused(content: str, why: str) -> None:
    with pytest.raises(SettingsError) as caught:
        own_style(content.encode(), "ours.csl")
    assert why in caught.value.what


@pytest.mark.parametrize("name", ["nonsense", "../apa", ""])
def test_an_unknown_style_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(UnknownName) as caught:
        named_style(name)
    assert "apa, chicago, harvard, vancouver" in caught.value.remedy
