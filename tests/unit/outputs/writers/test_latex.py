"""LaTeX: one longtable whose text TeX does not obey, read by a strict parser."""

from __future__ import annotations

import re

import pytest
from pylatexenc.latexwalker import LatexWalker

from litreview.outputs.table import Column, Table
from litreview.outputs.writers import WRITERS

COLUMNS = (
    Column("group", "Group", width=0),
    Column("study", "Study", width=14),
    Column("effect", "Effect", "right", width=8, group="As printed"),
    Column("unit", "Unit", width=10, group="As printed"),
)


def tex(*rows: tuple[str, ...], columns: tuple[Column, ...] = COLUMNS) -> str:
    table = Table("made", "50 % & more", columns, rows, ("A note_1.",), "Nothing yet.")
    return WRITERS.get("latex").write(table).decode()


def body(text: str) -> str:
    return text.partition(r"\endlastfoot")[2].partition(r"\end{longtable}")[0]


def test_the_header_repeats_and_groups_have_a_rule() -> None:
    text = tex(("Adults", "Moss 2010", "-0.20", "not reported"))
    assert text.count(r"\textbf{Study} & \textbf{Effect} & \textbf{Unit} \\") == 2
    assert text.index(r"\endfirsthead") < text.index(r"\endhead") < text.index(r"\endlastfoot")
    assert r"\cmidrule(lr){2-3}" in text
    assert r"\caption{50 \% \& more}\label{tab:made}" in text
    assert (
        r"\multicolumn{3}{@{}>{\raggedright\arraybackslash}p{\linewidth}@{}}{\textbf{Adults}}"
        in text
    )
    assert r"Moss 2010 & -0.20 & \textcolor[HTML]{646C75}{not reported} \\" in text
    assert r"\par A note\_1." in text
    assert LatexWalker(text, tolerant_parsing=False).get_latex_nodes()[0]


def test_the_page_lies_on_its_side_where_the_table_is_wide() -> None:
    many = tuple(Column(f"c{at}", f"C{at}", width=30) for at in range(5))
    assert r"\documentclass{article}" in tex(("", "a", "b", "c"))
    assert r"\documentclass[landscape]{article}" in tex(("x" * 40,) * 5, columns=many)


def test_an_empty_table_says_why() -> None:
    assert "Nothing yet." in tex()
    assert "longtable}" not in tex().partition(r"\begin{document}")[2]


@pytest.mark.parametrize("start", ["[2pt] a", "* a"])
def test_the_end_of_a_row_takes_no_cell_as_its_own(start: str) -> None:
    rows = [line for line in body(tex(("", start, "1", "x"))).splitlines() if "&" in line]
    assert rows[0].startswith("{}")


def test_long_words_may_be_broken_and_numbers_not() -> None:
    found = body(tex(("", "evaluation-of-the-mentor/scheme", "-1,234.50", "unemployment")))
    assert r"evaluati\allowbreak{}on-\allowbreak{}of-" in found
    assert "-1,234.50" in found
    assert "unemployment" in found


def test_a_text_longer_than_a_page_goes_on_in_further_rows() -> None:
    words = " ".join(f"word{at}" for at in range(3_000))
    found = body(tex(("", words, "1", "x")))
    rows = [line for line in found.splitlines() if line.count(" & ") == 2]
    assert len(rows) > 3
    assert re.findall(r"word\d+", found) == words.split()


def test_addresses_are_links_that_tex_does_not_obey() -> None:
    found = body(tex(("", r"https://example.org/a%20b?x=1&y=#z_{}", "", "javascript:alert(1)")))
    assert r"\href{https://example.org/a\%20b?x=1\&y=\#z\_}" in found
    assert "javascript" not in "".join(re.findall(r"\\href\{[^}]*\}", found))
