"""Laws of lint: it never raises, its places are in the text, brackets end what they should."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from litreview.query.codes import CODES
from litreview.query.dialects import DIALECTS
from litreview.query.lint import Dictionary, lint
from litreview.query.reading import parse

READ = [one for one in DIALECTS.all() if one.grammar is not None]
WORDS = Dictionary({"mentor": 500, "labor": 500, "program": 500, "evaluation": 500})
PARTS = [
    "mentor*", "labour", "ag* out", "propensityscore*", "study 534693", "Mentoring/", "exp x/",
    " and ", " OR ", " NOT ", "(", ")", "adj3", " N2 ", "NEAR/3", "TI ", ".ti.", "[tiab]", '"',
    "“a b”", "1", "S1", "#1", "or/1-2", "\n", "\n2. ", "limit 1 to yr=2010", "job seeker", "*", "?",
    "ti:", "TS=(", "noft(", "evaluatoin", ",", "'", "ß", "İ", "\u202e", "\x00",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PARTS), max_size=25).map("".join) | st.text(max_size=60)


@given(TEXTS, st.sampled_from(READ))
def test_whatever_stands_there_every_finding_has_a_place_in_it(text: str, dialect: object) -> None:
    assert dialect in READ
    found = lint(parse(text, dialect), dialect, hits={"1": 0}, words=WORDS)  # type: ignore[arg-type]
    for one in found:
        assert 0 <= one.span.start <= one.span.end <= len(text)
        assert one.code in CODES
        assert one.message
        assert one.remedy
    assert list(found) == sorted(found, key=lambda one: (one.span, one.code))


def levels(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    joined = st.tuples(st.sampled_from([" and ", " or "]), st.lists(inner, min_size=2, max_size=4))
    return joined.map(lambda one: f"({one[0].join(one[1])})")


BRACKETED = st.recursive(st.sampled_from(["a.ti.", "b.ab.", "c.kf."]), levels, max_leaves=12)


@given(BRACKETED, st.sampled_from([" and ", " or "]))
def test_where_every_level_is_bracketed_none_is_mixed(text: str, operator: str) -> None:
    ovid = DIALECTS.get("ovid")
    whole = f"{text}{operator}{text}"
    assert "LR208" not in {one.code for one in lint(parse(whole, ovid), ovid)}


@given(st.permutations([" and ", " or ", " and "]), st.sampled_from(["pubmed", "ovid"]))
def test_where_a_level_is_mixed_it_is_told_once(operators: list[str], syntax: str) -> None:
    dialect = DIALECTS.get(syntax)
    term = "a[ti]" if syntax == "pubmed" else "a.ti."
    text = term + "".join(f"{one.upper()}{term}" for one in operators)
    codes = [one.code for one in lint(parse(text, dialect), dialect)]
    assert codes.count("LR208") == 1


@given(st.lists(st.sampled_from(["mentor*", "coach*", "labour", "youth"]), max_size=8))
def test_a_term_that_stands_once_is_never_told_to_stand_twice(terms: list[str]) -> None:
    ovid = DIALECTS.get("ovid")
    text = f"({' or '.join(terms)}).ti." if terms else "x.ti."
    codes = [one.code for one in lint(parse(text, ovid), ovid)]
    assert codes.count("LR305") == len(terms) - len(set(terms))
