"""What databases print around a history: heads, hits, the newest line first, dashes in ranges."""

from __future__ import annotations

import pytest

from litreview.query.dialects import DIALECTS
from litreview.query.prints import hits, is_head
from litreview.query.reading import Parsed, parse

OWN = DIALECTS.get("litreview")


def read(name: str, text: str) -> Parsed:
    return parse(text, DIALECTS.get(name))


def told(parsed: Parsed) -> list[tuple[str, str]]:
    return [(one.code, parsed.text[one.span.start : one.span.end]) for one in parsed.findings]


def own(parsed: Parsed) -> str:
    assert parsed.tree is not None, parsed.findings
    return OWN.write(parsed.tree)


PLAIN = {
    "ovid": "1. exp Mentors/\n2. coach*.ti.\n3. 1 or 2",
    "cochrane": "#1 [mh Mentors]\n#2 coach*:ti\n#3 #1 or #2",
    "embase": "#1 'mentor'/exp\n#2 coach*:ti,ab\n#3 #1 OR #2",
    "pubmed": "#1 mentor*[tiab]\n#2 coach*[ti]\n#3 #1 OR #2",
    "ebscohost": "S1 TI mentor*\nS2 AB coach*\nS3 S1 OR S2",
    "wos": "#1 TI=mentor*\n#2 TI=coach*\n#3 #1 OR #2",
}


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("cochrane", "ID Search\n"),
        ("cochrane", "Search Name:\nDate Run:\t23/11/2026\nComment:\tx\n\nID\tSearch\tHits\n"),
        ("ovid", "Database: Ovid MEDLINE(R) <1946 to 2026>\nSearch Strategy:\n--------\n"),
        ("ovid", "Ovid MEDLINE(R) ALL <1946 to May 01, 2020>\n\n"),
        ("embase", "Embase Session Results\nNo. Query Results\n"),
        ("pubmed", "Search\tQuery\tItems found\n"),
        ("ebscohost", "S# Searches Results\n"),
    ],
)
def test_a_head_does_not_move_the_numbers_of_lines(name: str, head: str) -> None:
    parsed = read(name, head + PLAIN[name])
    assert own(parsed) == own(read(name, PLAIN[name]))
    assert [line.number for line in parsed.lines] == [1, 2, 3]
    assert [code for code, _ in told(parsed)] == ["LR214"]
    assert parsed.ok


def test_what_is_no_head_is_told_and_makes_no_line() -> None:
    parsed = read("ovid", "exp Mentors/\n" + PLAIN["ovid"])
    assert told(parsed) == [("LR101", "exp Mentors/")]
    assert (parsed.tree, parsed.ok) == (None, False)


@pytest.mark.parametrize("name", list(PLAIN))
def test_a_history_may_be_printed_newest_first(name: str) -> None:
    turned = read(name, "\n".join(reversed(PLAIN[name].splitlines())))
    assert own(turned) == own(read(name, PLAIN[name]))
    assert [line.row for line in turned.lines] == [3, 2, 1]


def test_a_later_line_has_a_higher_number() -> None:
    parsed = read("embase", "#3 coach*:ti\n#2 #3 OR #1\n#1 mentor*:ti")
    assert ("LR202", "#3") in told(parsed)


def test_a_blank_may_stand_in_a_label_of_web_of_science() -> None:
    text = "# 3 #1 OR #2\n# 2 TI=coach*\n# 1 TI=mentor*"
    assert own(read("wos", text)) == own(read("wos", PLAIN["wos"]))


@pytest.mark.parametrize("text", ["# 1 people\n# 2 work\nmentor*.ti.", "# 3 studies\nmentor*.ti."])
def test_a_remark_may_begin_with_a_number(text: str) -> None:
    assert own(read("ovid", text)) == own(read("ovid", "mentor*.ti."))


@pytest.mark.parametrize(
    ("name", "hits"),
    [
        ("ovid", (" 1234", " 22", " 1250")),
        ("ovid", ("", " 22", " 1,250")),
        ("ovid", ("\t1234\tAdvanced", "\t22\tAdvanced", "\t1,250\tAdvanced")),
        ("cochrane", (" 34", " 1,234", " 1250")),
        ("embase", (" 1,234", " 22", " 1,250 1 Jan 2020")),
        ("pubmed", (" 1234", " 22", " 1250")),
        ("ebscohost", ("  1234", "  22", "  1250")),
        ("wos", ("\t1234", "\t22", "\t1250")),
    ],
)
def test_hits_behind_lines_are_told_once_each(name: str, hits: tuple[str, ...]) -> None:
    lines = zip(PLAIN[name].splitlines(), hits, strict=True)
    parsed = read(name, "\n".join(line + number for line, number in lines))
    assert own(parsed) == own(read(name, PLAIN[name]))
    assert told(parsed) == [("LR304", number.split()[0]) for number in hits if number]


def test_what_is_sure_for_one_line_holds_for_a_column() -> None:
    parsed = read("ovid", "1 exp Mentors/ 12\n2 job coach* 1234\n3 1 or 2 1240")
    assert own(parsed) == own(read("ovid", "1 exp Mentors/\n2 job coach*\n3 1 or 2"))
    assert [code for code, _ in told(parsed)] == ["LR304"] * 3


def test_one_line_below_a_head_is_numbered() -> None:
    parsed = read("ovid", "Database: MEDLINE\n1 exp Mentors/")
    assert own(parsed) == own(read("ovid", "exp Mentors/"))


@pytest.mark.parametrize(
    "line",
    ["1 or 2", "or/ 1", "mentor* 12", "census 2011", "a adj 3", "limit 3 to 2010", "TS=(a) OR 3",
     "between 1 and 5", '"a"', "", "12"],
)  # fmt: skip
def test_a_number_that_may_be_a_part_of_the_search_is_no_hits(line: str) -> None:
    assert hits(line) is None


@pytest.mark.parametrize("row", ["mentor* or", "exp Mentors/", "search*.ti.", "(results)", ""])
def test_a_row_of_a_search_is_no_head(row: str) -> None:
    assert not is_head(row)


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212")
@pytest.mark.parametrize(
    ("name", "line"),
    [("ovid", "or/1~2"), ("ovid", "1 or 1~2"), ("ovid", "1 or 1 ~ 2"), ("cochrane", "{or #1~#2}"),
     ("ovid", 'limit 1 to yr="2010~2020"'), ("ovid", 'limit 1 to yr="2010 ~Current"')],
)  # fmt: skip
def test_a_dash_in_a_range_is_a_hyphen_and_told(name: str, line: str, dash: str) -> None:
    above = "\n".join(PLAIN[name].splitlines()[:2]) + f"\n{'#' * (name == 'cochrane')}3 "
    parsed = read(name, above + line.replace("~", dash))
    assert own(parsed) == own(read(name, above + line.replace("~", "-")))
    assert ("LR118", dash) in told(parsed)


def test_a_dash_in_a_name_stays() -> None:
    assert told(read("pubmed", "Smith\u2013Jones[au]")) == []


def test_one_line_that_calls_lines_calls_none() -> None:
    parsed = read("ovid", "1 and 2")
    assert told(parsed) == [("LR201", "1 and 2")]
    assert parsed.tree is None
    assert read("ovid", '"1" and "2"').ok


def test_a_heading_without_a_name_is_told() -> None:
    parsed = read("cochrane", "MeSH descriptor: [] explode all trees")
    assert [code for code, _ in told(parsed)] == ["LR107"]
