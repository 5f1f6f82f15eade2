"""Tables of what people judged, wait for, or searched with."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

from litreview.extraction.forms import shipped_form
from litreview.extraction.rows import Row
from litreview.model import DIRECTION, Harvested
from litreview.outputs.table import Table
from litreview.outputs.tables import TABLES
from litreview.outputs.writers import WRITERS

MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "tables" / "made.py"))


def built(name: str, **changes: Any) -> Table:
    return TABLES.get(name).build(replace(MADE["evidence"](), **changes))


def searched(**changes: Any) -> list[tuple[str, ...]]:
    first, *_ = MADE["evidence"]().searches
    table = built("strategies", searches=(replace(first, **changes),))
    return [row[1:] for row in table.rows]


def test_a_string_of_several_lines_has_a_row_a_line() -> None:
    lines = "1. mentor*\r\n\r\n2. job seek*  \n3. 1 and 2"
    assert searched(query=lines) == [
        ("as run", "1", "1. mentor*"),
        ("as run", "2", "2. job seek*"),
        ("as run", "3", "3. 1 and 2"),
    ]


def test_a_harvest_tells_what_was_sent_meant_and_lost() -> None:
    harvest = Harvested(
        "openalex",
        ("q=mentor", "q=coach"),
        meant="mentor* OR coach*",
        limits=(("first", "2010"),),
        remarks=("the stars were widened",),
    )
    assert [row[0] for row in searched(harvest=harvest, query="")] == [
        *("as run", "as run", "as meant", "limits", "remarks")
    ]
    chased = replace(harvest, limits=((DIRECTION, "forward"),), meant="", remarks=())
    assert searched(harvest=chased)[0] == ("works", "1", "q=mentor")


def test_a_string_is_shown_whole_with_its_addresses() -> None:
    string = "url:https://example.org/a/very/long/path/that/goes/on/and/on " + "mentor OR " * 200
    first, *_ = MADE["evidence"]().searches
    table = built("strategies", searches=(replace(first, query=string),))
    page = WRITERS.get("html").write(table).decode()
    assert string.rstrip() in page
    assert "<details" not in page


def test_what_was_done_without_a_string_is_told_and_a_lost_string_is_not_made_up() -> None:
    assert searched(query="", kind="website", note="read by hand") == [
        ("no string", "", "read by hand")
    ]
    assert searched(query="", note="cut by the source") == [("no string", "", "not known")]


def appraised(**values: str) -> list[tuple[str, ...]]:
    row = Row("rob-2", "A1", "ALPHA", values, "kim", "", "a1")
    table = built("bias", rows=(row,), forms={"rob-2": shipped_form("rob-2")})
    return [one[2:] for one in table.rows]


def test_a_proposal_of_the_rule_is_not_shown_as_a_judgement_of_a_person() -> None:
    low = {f"d{at}": "low" for at in range(1, 6)}
    rule = "by the rule of the tool, not by a person: all domains are at low risk"
    assert appraised(**low)[-1] == ("Overall", "low", rule)
    person = appraised(**low, overall="high", overall_support="it is odd")
    assert person[-1] == ("Overall", "high", "it is odd")
    assert appraised(d1="low")[-1][:2] == ("Overall", "not judged")


def test_the_only_domain_is_not_judged_again() -> None:
    row = Row("maryland", "A1", "ALPHA", {}, "kim", "", "a1")
    form = shipped_form("maryland")
    assert form.tool is not None
    (domain,) = form.tool.domains
    held = replace(row, values={domain.name: "5", f"{domain.name}_support": "by lot"})
    table = built("bias", rows=(held,), forms={"maryland": form})
    assert [one[2:] for one in table.rows] == [(domain.label, "5", "by lot")]


def test_appraisals_of_studies_that_are_not_included_stand_nowhere() -> None:
    row = Row("rob-2", "A1", "GAMMA", {"d1": "low"}, "kim", "", "a1")
    table = built("bias", rows=(row,), forms={"rob-2": shipped_form("rob-2")})
    assert table.rows == ()
    assert "litreview extract import rob-2" in table.empty


def test_a_study_block_has_a_line_only_for_what_somebody_entered() -> None:
    table = built("characteristics-cochrane")
    entries = {(row[0], row[1]): row[2] for row in table.rows}
    assert entries["Moss 2010 (ALPHA)", "Methods"] == "Design: RCT.\nCountry: Utopia."
    assert {row[1] for row in table.rows} == {
        *("Methods", "Participants", "Interventions", "Outcomes", "Notes")
    }
    assert len(table.rows) == 5 * len({row[0] for row in table.rows})
