"""What a review fills of a checklist, and what it leaves to people."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

from litreview.events import RankingMade
from litreview.model import ReportPlan
from litreview.outputs.checklists import checklist
from litreview.outputs.checklists.answering import Answer
from litreview.outputs.checklists.filling import fill
from litreview.outputs.conduct import Conduct, Ranked
from litreview.outputs.methods import sentences
from litreview.outputs.parts.bias import files as bias

_MADE = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "tables" / "made.py"))
MADE, WHOLE = _MADE["evidence"], _MADE["whole"]
ORDER = RankingMade(
    at="2026-11-20T10:00:00Z",
    stage="title-abstract",
    ranking="0123456789abcdef",
    recipe="default",
    seed=7,
    learned=5,
    reports=9,
    parameters={"c": 0.1},
    program="litreview 0.0.9",
)
RANKED = Conduct(
    programs=("litreview 0.0.9",),
    ranked=(Ranked("title-abstract", "default", (ORDER,), 4, 9),),
)


def answers(name: str, evidence: Any) -> dict[str, Answer]:
    return {one.row.item: one.answer for one in fill(checklist(name), evidence)}


def test_the_numbers_are_those_of_the_flow() -> None:
    found = answers("prisma-2020", MADE())
    assert found["16a"].what.startswith("11 records found, 9 screened, 6 reports assessed")
    assert found["16a"].status == "gap", "two are still to be decided on"
    assert "2 still to be decided on" in found["16a"].missing
    done = MADE((("included", "ALPHA"), ("full-text", "BETA"), ("title", "")))
    assert answers("prisma-2020", done)["16a"].status == "filled"


def test_a_day_that_is_missing_is_a_gap_that_names_the_search() -> None:
    found = answers("prisma-2020", MADE())["6"]
    assert found.status == "gap"
    assert "no day for second, cited" in found.missing
    assert "Made-up Base (2 November 2026)" in found.what


def test_what_only_people_know_is_taken_from_the_settings() -> None:
    evidence = MADE()
    assert answers("prisma-2020", evidence)["25"].status == "gap"
    said = replace(evidence.plan, report=ReportPlan(funding="Nobody paid.", protocol="None."))
    found = answers("prisma-2020", replace(evidence, plan=said))
    assert (found["25"].status, found["25"].what) == ("filled", "Nobody paid.")
    assert found["24b"].what == "None."
    assert found["24a"].missing == "write registration = ... in [report] of review.toml"


def test_a_review_without_a_tool_does_not_answer_for_one() -> None:
    assert {one.status for one in answers("prisma-traice", MADE()).values()} == {"does not apply"}


def test_an_order_of_reading_is_told_with_what_it_learned_from() -> None:
    found = answers("prisma-traice", replace(MADE(), conduct=RANKED))
    assert found["M2"].what == "litreview 0.0.9, recipe default"
    assert "for 4 of 9 votes" in found["M3"].what
    assert "up to 5 decisions" in found["M4"].what
    assert "recipe default, seed 7; c 0.1" in found["M7"].what
    assert found["M6"].status == "does not apply"
    assert found["M8"].what.startswith("Every decision is a person's.")
    assert found["D1"].status == "for a person"


def test_a_tool_among_the_reviewers_leaves_more_to_people() -> None:
    conduct = replace(RANKED, tools={"kim": "Sorter 2.1"})
    found = answers("prisma-traice", replace(MADE(), conduct=conduct))
    assert "Sorter 2.1 (reviewer kim)" in found["M2"].what
    assert found["M6"].status == "for a person"
    assert not found["M8"].what.startswith("Every decision is a person's")
    assert "kim judged 9 reports" in found["M3"].what


def test_the_methods_tell_of_orders_tools_and_programs_only_where_there_were_any() -> None:
    plain = " ".join(sentences(MADE()))
    assert "recipe" not in plain
    assert "automation" not in plain
    told = " ".join(
        sentences(replace(MADE(), conduct=replace(RANKED, tools={"lou": "Sorter 2.1"})))
    )
    assert (
        "4 of 9 votes were cast on reports shown in an order made by the recipe “default”" in told
    )
    assert "Among the reviewers, lou (Sorter 2.1) is an automation tool." in told
    assert "The log was written by litreview 0.0.9." in told


def test_people_agree_and_evidence_is_certain_only_where_the_log_says_so() -> None:
    plain = " ".join(sentences(MADE()))
    assert "kappa" not in plain
    assert "GRADE" not in plain
    assert answers("prisma-2020", MADE())["15"].status == "for a person"
    whole = WHOLE()
    told = " ".join(sentences(whole))
    assert "Full texts, first votes of kim and lou on 6 reports" in told
    assert "judged by GRADE for 4 outcomes; 1 of them is not" in told
    assert "RoB 2" in told
    found = answers("prisma-2020", whole)
    assert found["15"].status == found["22"].status == "gap"
    assert found["11"].status == "filled"
    assert found["18"].what == "judged: 2 of 3 included studies"


def test_values_that_two_people_gave_are_told_with_how_many_are_equal() -> None:
    told = " ".join(sentences(WHOLE()))
    same = sum(one.same for one in WHOLE().fields)
    assert f"Of 14 values that two people both gave, {same} were equal (79%)." in told


def test_judgements_of_bias_are_written_as_robvis_reads_them() -> None:
    (file,) = bias(WHOLE())
    lines = file.content.decode().splitlines()
    assert file.path == "plots/rob-rob-2.csv"
    assert lines[0] == '"Study","D1","D2","D3","D4","D5","Overall"'
    assert '"Low","Low","Low","Low","Low","Low"' in lines[1]
    assert '"Low","Some concerns",,,,' in lines[2]
