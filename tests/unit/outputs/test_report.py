"""The report folder and its page."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import runpy
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files as files_of
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from litreview import __version__
from litreview.model import Finding
from litreview.outputs.checklists import checklist, names
from litreview.outputs.checklists.filling import fill
from litreview.outputs.diagram.formats import FORMATS
from litreview.outputs.methods import sentences
from litreview.outputs.page import boxes
from litreview.outputs.page.index import index as build
from litreview.outputs.parts.searches import files as strategies
from litreview.outputs.report import report_files
from litreview.outputs.tables import TABLES
from litreview.outputs.words import counted, day, listed, moment, period
from litreview.outputs.writers import WRITERS
from litreview.prisma import PENDING

ROOT = Path(__file__).parents[3]
MADE = runpy.run_path(str(ROOT / "tests" / "golden" / "tables" / "made.py"))
DONE = (("included", "ALPHA"), ("full-text", "BETA"), ("title", ""))


def files(*args: Any, **kwargs: Any) -> dict[str, bytes]:
    return {file.path: file.content for file in report_files(MADE["evidence"](*args, **kwargs))}


def page(*args: Any, **kwargs: Any) -> str:
    evidence = MADE["evidence"](*args, **kwargs)
    return build(evidence, {kind.name: kind.build(evidence) for kind in TABLES.all()}, (), ())


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return files()


@pytest.fixture(scope="module")
def index(made: dict[str, bytes]) -> str:
    return made["index.html"].decode()


class _Page(HTMLParser):
    """The ids, the links and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for key, value in attrs:
            self.attributes.add(key)
            if key == "id":
                self.ids.append(value or "")
            if key in {"href", "xlink:href"}:
                self.links.append(value or "")


def text_of(found: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", found).split())


def section(found: str, name: str) -> str:
    match = re.search(rf'<section id="{name}".*?</section>', found, re.DOTALL)
    assert match, name
    return match.group()


def test_the_folder_holds_what_it_should(made: dict[str, bytes]) -> None:
    lists = {f"checklists/{name}.{suffix}" for name in names() for suffix in ("docx", "html", "md")}
    plots = {path for path in made if path.startswith("plots/")}
    assert set(made) == {
        *("index.html", "boxes.csv", "counts-check.md", "methods.md", "ro-crate-metadata.json"),
        *("search-report.md", "strategies.md"),
        *(f"prisma.{suffix}" for suffix in (*FORMATS, "html", "csv", "json")),
        *(f"references/included.{suffix}" for suffix in ("ris", "bib", "csv", "csl.json")),
        *(f"tables/{name}{writer.suffix}" for name in TABLES.names() for writer in WRITERS.all()),
        *(lists | plots),
    }
    assert {"plots/direction.svg", "plots/gap-map.html"} <= plots
    assert list(made)[-1] == "index.html", "the page is written when all that it links to is there"
    assert all(made.values())


def test_a_string_stands_as_it_was_run_whatever_is_in_it() -> None:
    evidence = MADE["evidence"]()
    search = replace(evidence.searches[0], query="a\n```\n# b <script>\n````")
    evidence = replace(evidence, searches=(search,))
    text = next(f.content for f in strategies(evidence) if f.path == "strategies.md").decode()
    assert f"`````text\n{search.query}\n`````\n" in text


def test_what_a_checklist_leads_to_is_there(made: dict[str, bytes]) -> None:
    evidence = MADE["evidence"]()
    rows = [row for name in names() for row in fill(checklist(name), evidence)]
    for where in {row.answer.where for row in rows} - {""}:
        assert any(
            path.startswith(where) if where.endswith("/") else path == where for path in made
        )


def test_paths_stay_inside_the_folder(made: dict[str, bytes]) -> None:
    assert all(re.fullmatch(r"[a-z-]+(?:/[a-z0-9-]+)?(?:\.[a-z]+)+", path) for path in made)


def test_counts_are_those_of_the_flow(made: dict[str, bytes]) -> None:
    evidence = MADE["evidence"]()
    found = json.loads(made["prisma.json"])
    assert found["counts"] == evidence.flow.counts()
    assert found["pending"] == evidence.flow.pending == 2
    assert found["as_of"] == evidence.as_of
    assert {part["label"]: part["n"] for part in found["parts"]["dbr_excluded"]} == {
        "No mentor | no personal support": 1,
        "Not an effect study": 1,
    }
    assert {one["code"] for one in found["findings"]} == {"PR12", "PR13"}
    assert all(one["holds"] is not False for one in found["identities"])
    rules = made["counts-check.md"].decode().splitlines()
    assert sum(line.endswith(" | yes |") for line in rules) == sum(
        one["holds"] is True for one in found["identities"]
    )


def test_boxes_list_every_id_of_every_count(made: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(made["boxes.csv"].decode())))
    for key, box in MADE["evidence"]().flow.boxes.items():
        assert [row["id"] for row in rows if row["box"] == key] == list(box.ids)
    duplicate = next(row for row in rows if row["box"] == "duplicates")
    assert duplicate["reference"].endswith("Taken together with base:1.")
    assert {row["part"] for row in rows if row["box"] == "database_results"} == {
        "Made-up Base",
        "Second Base",
    }
    assert [row["reference"] for row in rows if row["box"] == "new_studies"][:2] == [
        "Moss 2010",
        "Reed 2010",
    ]


def test_every_link_leads_somewhere(made: dict[str, bytes], index: str) -> None:
    found = _Page(index)
    assert len(set(found.ids)) == len(found.ids)
    for link in found.links:
        if link.startswith("#"):
            assert link[1:] in found.ids, link
        elif not link.startswith("https://"):
            assert link in made, link
    linked = {link for link in found.links if not link.startswith(("#", "https://"))}
    assert linked == set(made) - {"index.html"}


def test_every_box_with_a_number_opens(index: str) -> None:
    ids = set(_Page(index).ids)
    for box in MADE["evidence"]().flow.boxes.values():
        assert (f"box-{box.key}" in ids) == bool(box.n)
    assert '<a href="#box-records_screened">' in index


def test_sections_stand_in_the_order_of_prisma(index: str) -> None:
    order = re.findall(r'<section id="([a-z]+)"', index)
    assert order == [
        "question",
        "sources",
        "flow",
        "records",
        "studies",
        "summary",
        "effects",
        "costs",
        "comparison",
        "bias",
        "plots",
        "excluded",
        "elsewhere",
        "agreement",
        "findings",
        "methods",
        "checklists",
        "files",
    ]
    assert re.findall(r'<li><a href="#([a-z]+)"><span>', index) == order


def test_key_numbers_are_those_of_the_flow(index: str) -> None:
    found = re.findall(r"<b>([\d,]+)</b><span>([a-z ]+)</span>", index)
    assert {what: int(n) for n, what in found} == {
        "records identified": 11,
        "records screened": 9,
        "reports assessed": 6,
        "studies included": 3,
        "effects": 6,
        "economic results": 4,
    }


def test_the_number_screened_says_what_prisma_has_no_box_for(index: str) -> None:
    """One of the nine came by citation: the box "Records screened" has only the other eight."""
    flow = MADE["evidence"]().flow
    assert (flow["records_screened"].n, flow["other_screened"].n) == (8, 1)
    assert "1 of the 9 records screened came by other methods" in text_of(index)
    only = page((("title", ""),))
    assert "other methods than databases" not in text_of(only)
    assert '<li><a href="#box-records_screened"><b>1</b>' in only


def test_the_stages_stand_in_their_order(index: str) -> None:
    assert "Selection in 2 stages: “Titles and abstracts”, then “Full texts”." in text_of(index)


def test_what_is_open_is_said_at_the_top(index: str) -> None:
    notice = (
        "In progress: 1 record still to be screened and 1 report still to be assessed. "
        "The counts will change."
    )
    assert index.index(notice) < index.index("<section")
    done = page(DONE)
    assert 'class="notice"' not in done
    assert "Every record is decided on" in section(done, "findings")


@pytest.mark.parametrize(
    ("fates", "words"),
    [
        ((("title", ""), ("to-screen", "")), "1 record from other methods still to be screened"),
        ((("title", ""), ("to-assess", "")), "1 report from other methods still to be assessed"),
    ],
)
def test_each_kind_of_open_work_has_words(fates: tuple[tuple[str, str], ...], words: str) -> None:
    assert f"In progress: {words}." in page(fates)
    from litreview.outputs.page.sections import _WAITING

    assert set(_WAITING) == set(PENDING) - {"previous_pending"}  # it is over all versions


def test_the_time_is_that_of_the_log(index: str) -> None:
    assert "As of 24 November 2026, 09:05 UTC" in index
    assert "Nothing is decided yet" in page(())


def test_the_question_and_the_criteria_are_shown(index: str) -> None:
    shown = text_of(section(index, "question"))
    assert "Do mentors help people in made-up towns to find work?" in shown
    assert "Criteria (version 3)" in shown
    assert "Included if: Mentor support is a substantial part" in shown


def test_findings_stand_by_severity_with_their_remedy(index: str) -> None:
    shown = text_of(section(index, "findings"))
    assert "a row has no unit row 2 TEST1 To do: add it" in shown
    assert "Warnings a search is not complete: Second Base" in shown
    assert shown.index("Warnings") < shown.index("Notes")
    assert "Records still to be screened: 1 PR12" in shown


def test_a_command_in_a_finding_is_shown_as_code(index: str) -> None:
    shown = section(index, "findings")
    assert "<code>litreview status</code>" in shown
    assert "`" not in shown
    hostile = page(say=lambda text: f"{text} `<b>` and `")
    assert "<code>&lt;b&gt;</code> and `" in section(hostile, "findings")


def test_the_page_says_that_it_is_not_the_whole_check() -> None:
    for fates in ((), DONE):
        assert "<code>litreview check</code> verifies more" in section(page(fates), "findings")


def test_a_finding_given_twice_is_shown_once() -> None:
    from dataclasses import replace

    from litreview.outputs.page.sections import findings
    from litreview.prisma import identities

    evidence = MADE["evidence"]()
    double = replace(evidence, findings=(*identities(evidence.flow), *evidence.findings))
    assert findings(double) == findings(evidence)
    error = replace(evidence, findings=(Finding("X", "error", "wrong"), *evidence.findings))
    assert text_of(findings(error).body).index("Errors") < text_of(findings(error).body).index(
        "Warnings"
    )


METHODS = f"""
Records come from 3 searches of Made-up Base, Second Base and Citations, run on 2 November 2026
(date not known for 2).
Not all that the source held was received for second.
1 entry could not be read; it is kept aside.
Of 10 records from databases and registers, 1 was removed as a duplicate.
Other methods found 1 record, 0 of them already known or found twice.
Titles and abstracts: 9 reports decided by 1 reviewer (kim); 1 reviewer judged each report, as
planned.
Full texts: 6 reports decided by 2 reviewers (kim and lou); 2 reviewers judged each report, as
planned.
Judgements were made under criteria version 3.
24 effects and 16 economic results are extracted by kim and lou, as reported; where an amount or
an effect is converted, the reported value stands beside it. Of these, 6 effects and 4 economic
results belong to included studies.
Effects are compared as risk difference (RD); earnings as log ratio of means (ROM); where there is a
choice, effects of the offer (ITT). An effect that cannot be converted is shown as printed, with the
reason.
Amounts are compared in the money and prices of Germany in 2023: first to the prices of that year,
then to that currency, by the GDP deflator and purchasing power parities. An amount that cannot be
converted is left as printed, with the reason.
Counts, figure and tables were computed by litreview {__version__}, from the review's log up to
24 November 2026, 09:05 UTC.
"""


def test_methods_say_what_was_done() -> None:
    assert " ".join(sentences(MADE["evidence"]())) == " ".join(METHODS.split())


def test_methods_do_not_speak_of_what_was_not_done() -> None:
    assert list(sentences(MADE["evidence"]((), rows=False))) == [
        f"Counts, figure and tables were computed by litreview {__version__}."
    ]
    unread = " ".join(sentences(MADE["evidence"]((("to-screen", ""), ("to-screen", "")))))
    assert "reviewer" not in unread
    assert "criteria" not in unread


def test_methods_agree_with_the_flow() -> None:
    evidence = MADE["evidence"]()
    said = " ".join(sentences(evidence))
    screened = evidence.flow["dbr_sought_reports"].n + evidence.flow["records_excluded"].n
    assert f"Titles and abstracts: {screened + evidence.flow['other_sought_reports'].n} " in said


def test_a_source_with_a_comma_in_its_name_is_quoted() -> None:
    evidence = MADE["evidence"](say=lambda text: f"{text}, first pass")
    assert "of “Made-up Base, first pass”, “Second Base, first pass” and “Cita" in " ".join(
        sentences(evidence)
    )
    mixed = replace(
        evidence,
        searches=tuple(
            replace(search, source=name)
            for search, name in zip(
                evidence.searches, ("One", "Two and a half", "Last"), strict=True
            )
        ),
    )
    assert "of “One”, “Two and a half” and “Last”, run" in " ".join(sentences(mixed))


def test_a_plan_that_was_not_kept_is_told_as_a_plan() -> None:
    evidence = MADE["evidence"]()
    *first, last = evidence.plan.stages
    plan = replace(evidence.plan, stages=(*first, replace(last, votes=3)))
    said = " ".join(sentences(replace(evidence, plan=plan)))
    assert "(kim and lou); 3 judgements of each report were planned." in said


def test_rows_that_are_all_of_included_studies_are_said_to_be() -> None:
    fates = (("included", "ALPHA"),)
    said = " ".join(sentences(MADE["evidence"](fates, studies=("ALPHA",))))
    assert "All of them belong to included studies." in said


def test_methods_count_only_what_the_figure_counts() -> None:
    """A full text judged although the title is out, or the report is not had, is in no box."""
    evidence = MADE["evidence"]()
    texts = dict(evidence.screening.verdicts["full-text"])
    some = next(iter(texts.values()))
    more = {
        id_: some
        for key in ("records_excluded", "dbr_notretrieved_reports")
        for id_ in evidence.flow[key].ids
    }
    verdicts = {**evidence.screening.verdicts, "full-text": {**texts, **more}}
    wider = replace(evidence, screening=replace(evidence.screening, verdicts=verdicts))
    assert list(sentences(wider)) == list(sentences(evidence))
    assert f"Full texts: {evidence.flow.assessed} reports decided" in " ".join(sentences(wider))


def test_a_long_list_says_that_it_is_cut(
    made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boxes, "MOST", 3)
    shown = text_of(section(page(), "flow"))
    assert "These are the first 3 of 8; boxes.csv has all." in shown
    assert len(list(csv.reader(io.StringIO(made["boxes.csv"].decode())))) > 30


def test_the_policy_names_exactly_the_style_and_the_script(index: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', index)
    assert policy
    assert policy.group(1).startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", index, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy.group(1)
    assert "unsafe" not in policy.group(1)


def test_the_page_asks_nothing_of_the_network(index: str) -> None:
    found = _Page(index)
    assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & set(found.tags)
    assert not {"src", "srcset", "style", "background", "ping"} & found.attributes
    assert not re.search(r"@import|url\((?!#)|fetch\(|XMLHttpRequest|innerHTML", index)


def test_hostile_text_does_not_leave_its_place() -> None:
    nasty = '</script><script>alert(1)</script><a href="javascript:x">"\'\x00\u202e'
    shown = page(say=lambda text: f"{text} {nasty}")
    found = _Page(shown)
    assert found.tags.count("script") == 2, "the data, and what reads them"
    assert not [key for key in found.attributes if key.startswith("on")]
    assert not [link for link in found.links if "javascript" in link]
    assert not set("\x00\u202e") & set(shown)


def test_a_review_without_anything_has_a_page_that_says_what_comes_next() -> None:
    shown = page((), rows=False)
    assert shown.count("Next: litreview") >= 6
    assert shown.count("<tbody>") == 1, "the checklists are always there"


def colours(scheme: str) -> dict[str, str]:
    style = (files_of("litreview.outputs.page") / "style.css").read_text("utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    chosen = light if scheme == "light" else dark
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", chosen))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [(ink, ground) for ink in ("ink", "soft", "faint", "link") for ground in ("paper", "band")]
    + [("ink", "head"), ("ink", "notice")],
)
def test_text_can_be_read_on_its_ground(scheme: str, ink: str, ground: str) -> None:
    found = colours(scheme)
    dark, light = sorted((luminance(found[ink]), luminance(found[ground])))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_numbers_dates_and_lists_in_words() -> None:
    assert [counted(n, "entry") for n in (0, 1, 2904)] == [
        "0 entries",
        "1 entry",
        "2,904 entries",
    ]
    assert [counted(2, noun) for noun in ("study", "day", "search", "box", "record")] == [
        "2 studies",
        "2 days",
        "2 searches",
        "2 boxes",
        "2 records",
    ]
    assert [listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert moment("2026-11-24T00:20:31.123456Z") == "24 November 2026, 00:20 UTC"
    assert moment("2026-11-24T01:20:00+02:00") == "23 November 2026, 23:20 UTC"
    assert moment("last week") == "last week"
    assert day("2026-02-01") == "1 February 2026"
    assert period(["2026-02-03", "", "2026-01-01"]) == (
        "between 1 January 2026 and 3 February 2026"
    )
    assert period([""]) == ""
    months = [day(f"2026-{month:02}-01").split()[1] for month in range(1, 13)]
    assert len(set(months)) == 12
    assert all(before != after for before, after in pairwise(months))
