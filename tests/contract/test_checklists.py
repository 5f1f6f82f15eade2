"""What every checklist promises: its items, an answer for each, and words of our own."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest
from test_docs import find, options

from litreview.errors import UnknownName
from litreview.outputs.checklists import checklist, names
from litreview.outputs.checklists.filling import counts, fill, table
from litreview.outputs.checklists.topics import TOPICS

ROOT = Path(__file__).parents[2]
_MADE = runpy.run_path(str(ROOT / "tests" / "golden" / "tables" / "made.py"))
WHOLE = _MADE["whole"]
MADE = _MADE["evidence"]
DOCS = (ROOT / "docs" / "report.md").read_text("utf-8")
ROWS = {
    "prisma-2020": 42,
    "prisma-abstract": 12,
    "prisma-s": 16,
    "prisma-scr": 22,
    "prisma-traice": 17,
}
"""As the publications have them."""
COMMAND = re.compile(r"(litreview [a-z][^;,()]*)")


@pytest.fixture(scope="module")
def states() -> tuple[Any, ...]:
    """Reviews with nothing, with something, and with all that there may be."""
    return (MADE((), rows=False), MADE(rows=False), MADE(), WHOLE())


@pytest.mark.parametrize("name", names())
class TestEveryChecklist:
    def test_has_the_rows_of_its_publication(self, name: str) -> None:
        held = checklist(name)
        items = [row.item for row in held.rows]
        assert len(items) == len(set(items)) == ROWS[name]
        assert held.link.startswith("https://doi.org/10.")
        assert f"`{name}`" in DOCS

    def test_every_row_has_an_answer(self, name: str, states: tuple[Any, ...]) -> None:
        for evidence in states:
            for one in fill(checklist(name), evidence):
                answer = one.answer
                assert one.row.title
                assert one.row.ask
                if answer.status in {"filled", "does not apply"}:
                    assert answer.what
                    assert not answer.missing
                else:
                    assert answer.missing

    def test_what_is_to_be_done_names_commands_that_exist(
        self, name: str, states: tuple[Any, ...]
    ) -> None:
        for evidence in states:
            for one in fill(checklist(name), evidence):
                for line in COMMAND.findall(one.answer.missing):
                    words = shlex.split(line.partition(" pools")[0])[1:]
                    command, rest = find(words)
                    given = {word for word in rest if word.startswith("--")}
                    assert given <= options(command), line

    def test_the_table_counts_its_rows(self, name: str) -> None:
        evidence = MADE()
        rows = fill(checklist(name), evidence)
        assert (
            sum(counts(rows).values()) == ROWS[name] == len(table(checklist(name), evidence).rows)
        )


def test_every_topic_is_asked_for() -> None:
    asked = {row.topic for name in names() for row in checklist(name).rows if row.topic}
    assert asked - {"prisma-s"} == set(TOPICS)


def test_a_checklist_that_there_is_not_is_named() -> None:
    with pytest.raises(UnknownName, match="no checklist 'moose'"):
        checklist("moose")
