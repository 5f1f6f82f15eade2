"""Each rule: what it finds, and what looks like it and is right."""

from __future__ import annotations

import pytest

from litreview.query.blocks import library
from litreview.query.dialects import DIALECTS
from litreview.query.findings import Found
from litreview.query.lint import Dictionary, english, lint
from litreview.query.reading import parse

WORDS = Dictionary(
    dict.fromkeys(["mentor", "program", "youth", "leaving", "care", "the", "evaluation"], 500)
    | {"emancipate": 217, "randomized": 168, "unemployment": 4211, "writable": 50}
)


def found(
    text: str, syntax: str = "ovid", code: str = "", hits: dict[str, int] | None = None
) -> list[str]:
    """The text under the caret of each finding of `code`."""
    return [text[one.span.start : one.span.end] for one in told(text, syntax, code, hits)]


def told(
    text: str, syntax: str = "ovid", code: str = "", hits: dict[str, int] | None = None
) -> list[Found]:
    dialect = DIALECTS.get(syntax)
    every = lint(parse(text, dialect), dialect, hits=hits, words=WORDS)
    return [one for one in every if one.code == code]


@pytest.mark.parametrize(
    ("text", "syntax", "where"),
    [
        ("a.ti. or b.ti. and c.ti.", "ovid", ["b.ti. and c.ti."]),
        ("a[ti] OR b[ti] AND c[ti] OR d[ti]", "pubmed", ["a[ti] OR b[ti] AND c[ti]"]),
        ("a.ti. or b.ti. not c.ti.", "ovid", ["b.ti. not c.ti."]),
        ("(a.ti. or b.ti. and c.ti.) and (d.ti. or e.ti. and f.ti.)", "ovid",
         ["b.ti. and c.ti.", "e.ti. and f.ti."]),
        ("1. a.ti.\n2. b.ti.\n3. c.ti.\n4. 1 or 2 and 3", "ovid", ["2 and 3"]),
        ("ti(a) NOT ti(b) AND ti(c)", "proquest", ["ti(b) AND ti(c)"]),
        ("a.ti. and b.ti. not c.ti.", "ovid", []),
        ("(a.ti. or b.ti.) and c.ti.", "ovid", []),
        ("1. a.ti. or b.ti.\n2. c.ti.\n3. 1 and 2", "ovid", []),
        ("1. a.ti.\n2. b.ti.\n3. c.ti.\n4. or/1-2 and 3", "ovid", []),
        ("TI a OR AB a", "ebscohost", []),
        ("1. a.ti.\n2. limit 1 to (english or spanish)", "ovid", []),
    ],
)  # fmt: skip
def test_mixed_levels(text: str, syntax: str, where: list[str]) -> None:
    assert found(text, syntax, "LR208") == where


def test_a_mixed_level_of_any_length_is_told_once() -> None:
    text = " OR ".join(f"a{n}[ti] AND b{n}[ti]" for n in range(30))
    assert len(found(text, "pubmed", "LR208")) == 1


def test_the_message_says_how_this_database_reads_it() -> None:
    (pubmed,) = told("a[ti] OR b[ti] AND c[ti]", "pubmed", "LR208")
    (ovid,) = told("a.ti. or b.ti. and c.ti.", "ovid", "LR208")
    assert "PubMed reads from left to right" in pubmed.message
    assert "Ovid takes AND first" in ovid.message


@pytest.mark.parametrize(
    "text",
    ["((pcr) OR neonatal sepsis)", "pcr OR neonatal sepsis", "(pcr OR neonatal sepsis) AND x"],
)
@pytest.mark.parametrize("syntax", ["pubmed", "embase", "cochrane"])
def test_words_side_by_side_are_no_level(text: str, syntax: str) -> None:
    assert told(text, syntax, "LR208") == []


def test_an_and_that_is_written_is_a_level_all_the_same() -> None:
    assert len(told("pcr OR neonatal sepsis AND x", "pubmed", "LR208")) == 1


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a.ti. not b.ti.", ["b.ti."]),
        ("a.ti. not (Animals/ not (Humans/ and Animals/))", []),
        ("a.ti. not (exp animals/ not humans.sh.)", []),
        ("a.ti. not (Animals/ not (Humans/ or rats.ti.))",
         ["(Animals/ not (Humans/ or rats.ti.))", "(Humans/ or rats.ti.)"]),
        ("1. Animals/ not (Humans/ and Animals/)\n2. a.ti.\n3. 2 not 1", []),
        ("1. b.ti.\n2. a.ti.\n3. 2 not 1", ["1"]),
    ],
)  # fmt: skip
def test_not(text: str, where: list[str]) -> None:
    assert found(text, "ovid", "LR209") == where


@pytest.mark.parametrize(
    ("text", "syntax", "where"),
    [
        ("TI (extend* N2 care OR foster*)", "ebscohost", ["extend* N2 care OR foster*"]),
        ("TI (care OR foster* N2 extend*)", "ebscohost", ["care OR foster* N2 extend*"]),
        ("TI extend* N2 care OR foster*", "ebscohost", ["extend* N2 care OR foster*"]),
        ("(mentor* adj3 program* or coach*).ti.", "ovid", ["mentor* adj3 program* or coach*"]),
        ("TI foster N2 child* OR TI foster N2 youth", "ebscohost", []),
        ("TI (extend* N2 (care OR foster*))", "ebscohost", []),
        ("((mentor* adj3 program*) or coach*).ti.", "ovid", []),
        ("(mentor* adj3 (program* or scheme*) or coach*).ti.", "ovid", []),
        ("(a* adj3 b* or c* adj3 d*).ti.", "ovid", []),
        ('"job coach"[tiab:~3] OR mentor[tiab]', "pubmed", []),
    ],
)
def test_a_proximity_that_ends_before_or(text: str, syntax: str, where: list[str]) -> None:
    assert found(text, syntax, "LR211") == where


@pytest.mark.parametrize(
    ("text", "syntax", "code", "where"),
    [
        ("ag*.ti.", "ovid", "LR301", ["ag*"]),
        ("ag$.ti.", "ovid", "LR301", ["ag$"]),
        ("age*.ti.", "ovid", "LR301", []),
        ("h?po*.ti.", "ovid", "LR301", []),
        ("T2*.ti.", "ovid", "LR301", []),
        ("ag*3.ti.", "ovid", "LR301", []),
        ("ag* out.ti.", "ovid", "LR301", []),
        ("ag* out.ti.", "ovid", "LR310", ["ag*"]),
        ("quasi-ex*.ti.", "ovid", "LR310", ["ex*"]),
        ("men*[ti]", "pubmed", "LR301", ["men*"]),
        ("ment*[ti]", "pubmed", "LR301", []),
    ],
)
def test_short_stems(text: str, syntax: str, code: str, where: list[str]) -> None:
    assert found(text, syntax, code) == where


def test_a_short_stem_is_told_once_where_the_notation_counts_too() -> None:
    assert len(told("men*[ti] OR mentor[ti]", "pubmed", "LR301")) == 1


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("evaluat* study 534693.ti.", ["534693"]),
        ("Retrospective 636912 Study.ti.", ["636912"]),
        ("trial 12,345.ti.", ["12,345"]),
        ("census 2011.ti.", []),
        ("agenda 2030 goals.ti.", []),
        ('"study 534693".ti.', []),
        ("534693.ti.", []),
        ("version 1.12345.ti.", []),
        ("study or study 999.ti.", []),
    ],
)
def test_pasted_counts(text: str, where: list[str]) -> None:
    assert found(text, "ovid", "LR304") == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("propensityscore*.ti.", ["propensityscore*"]),
        ("(mentor* or Controlgroups).ti.", ["Controlgroups"]),
        ("jobseeker*.ti.", []),
        ("propensity score*.ti.", []),
        ("timeseriesanalysisofeverything.ti.", []),
    ],
)
def test_words_run_together(text: str, where: list[str]) -> None:
    assert found(text, "ovid", "LR306") == where


def test_words_are_looked_at_also_where_the_line_cannot_be_read() -> None:
    text = "mentor* or or propensityscore* or ag* or study 534693"
    assert found(text, "ovid", "LR306") == ["propensityscore*"]
    assert found(text, "ovid", "LR301") == ["ag*"]
    assert found(text, "ovid", "LR304") == ["534693"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("labour.ti.", ["labour"]),
        ("(labour or labor).ti.", []),
        ("labo?r.ti.", []),
        ("lab*.ti. or labour.ti.", []),
        ("labour.ti. or labor.ab.", ["labour"]),
        ("labour.ti. or labor.ti,ab.", ["labor"]),
        ("labour.ti. or labor.mp.", ["labor"]),
        ("(labour market or labor market).ti.", []),
        ("(labour market* or labor demand).ti.", ["labour"]),
        ("(organisation* or organiz*).ti.", ["organiz*"]),
        ("(organis* or organization*).ti.", ["organis*"]),
        ("(organis* or organiz*).ti.", []),
        ("organisation*.ti.", ["organisation*"]),
        ("randomi*.ti. or randomised.ti.", []),
        ("supervised.ti. or exercise.ti. or promising.ti.", []),
        ("english.la. and labour.la.", []),
        ("labour.au.", []),
    ],
)
def test_spelling_twins(text: str, where: list[str]) -> None:
    assert found(text, "ovid", "LR302") == where


def test_a_twin_is_told_once_a_word() -> None:
    text = "1. labour.ti.\n2. labour market.ti.\n3. labour force.ti.\n4. or/1-3"
    assert found(text, "ovid", "LR302") == ["labour"]


def test_a_string_in_another_language_has_no_english_twins() -> None:
    assert found("(program or færdigheder or rådgivning).ti.", "ovid", "LR302") == []
    assert found("(program or skills or advice).ti.", "ovid", "LR302") == ["program"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("jobseeker*.ti.", ["jobseeker*"]),
        ("job-seeker*.ti.", ["job-seeker*"]),
        ("(jobseeker* or job seeker*).ti.", []),
        ("out of home care.ti.", []),
        ("(home care or homecare).ti.", []),
    ],
)
def test_compounds(text: str, where: list[str]) -> None:
    assert found(text, "ovid", "LR311") == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("(mentor* or mentorship*).ti.", ["mentorship*"]),
        ("(mentor* or mentoring program*).ti.", ["mentoring program*"]),
        ("(care or foster care).ti.", ["foster care"]),
        ("mentor*.ti. or mentorship*.ab.", []),
        ("mentor*.ti. and mentorship*.ti.", []),
        ("(mentor or mentorship).ti.", []),
        ("(mentorship* or mentee*).ti.", []),
        ("1. mentor*.ti.\n2. mentorship.ti.\n3. 1 or 2", ["mentorship"]),
        ("1. mentor*.ti.\n2. mentorship.ti.\n3. 1 and 2", []),
        ("((mentor* or a) adj3 (mentorship or b)).ti.", []),
    ],
)
def test_terms_within_reach(text: str, where: list[str]) -> None:
    assert found(text, "ovid", "LR303") == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("(mentor or coach or MENTOR).ti.", ["MENTOR"]),
        ("mentor.ti. or mentor.ab.", []),
        ("mentor.ti. and mentor.ti.", []),
        ("(job-coach or job coach).ti.", []),
        ("1. mentor.ti.\n2. (mentor or coach).ti.\n3. 1 or 2", ["mentor"]),
    ],
)
def test_the_same_term_twice(text: str, where: list[str]) -> None:
    assert found(text, "ovid", "LR305") == where


def test_a_repeated_line_says_when_its_hits_show_that_it_was_run_otherwise() -> None:
    text = "1. a.ti.\n2. A.ti.\n3. 1 or 2"
    (plain,) = told(text, "ovid", "LR204")
    assert plain.message == "line 2 repeats line 1"
    assert text[plain.span.start : plain.span.end] == "A.ti."
    (same,) = told(text, "ovid", "LR204", {"1": 5, "2": 5})
    assert same.message == plain.message
    (other,) = told(text, "ovid", "LR204", {"1": 5, "2": 1234})
    assert "found 1,234 records and not 5" in other.message
    assert not found(text, "ovid", "LR305"), "the terms of the line need no word of their own"


@pytest.mark.parametrize(
    ("last", "where"),
    [
        ("4. 3 and 1", ["3"]),
        ("4. 1 or 1", ["1"]),
        ("4. 1 or 3", ["3"]),
        ("4. 3 and youth.ti.", []),
        ("4. 2-3 or youth.ti.", ["2-3"]),
        ("4. (1 or 2) and youth.ti.", []),
    ],
)
def test_lines_that_change_nothing(last: str, where: list[str]) -> None:
    assert found(f"1. a.ti.\n2. b.ti.\n3. 1 or 2\n{last}", "ovid", "LR213") == where


def test_limits_headings_fields_and_counts() -> None:
    text = "1. Mentoring/ or a.ti.\n2. b\n3. (1 or 2) and english.la.\n4. limit 3 to yr=2010"
    assert found(text, "ovid", "LR406") == ["Mentoring/"]
    assert found(text, "ovid", "LR407") == ["b"]
    assert found(text, "ovid", "LR404") == ["english.la.", "yr=2010"]
    assert found(text, "ovid", "LR501") == []
    assert found(text, "ovid", "LR502", {"2": 0, "4": 7}) == ["b"]
    assert found("mentor*.ti.", "ovid", "LR501") == ["mentor*.ti."]
    assert found("TS=(mentor*)", "wos", "LR501") == [], "it has no thesaurus"
    assert found("Mentoring/ or a.ti.", "ovid", "LR406") == [], "one string must hold both"


def test_hits_are_known_by_label_with_or_without_its_sign() -> None:
    text = "S1 TI mentor*\nS2 TI coahc\nS3 S1 OR S2"
    assert found(text, "ebscohost", "LR502", {"S2": 0}) == ["TI coahc"]
    assert found(text, "ebscohost", "LR502", {"2": 0}) == ["TI coahc"]


def test_spelling() -> None:
    good = "leaving or care or youth or mentor"
    assert found(f"(empancipat* or {good}).ti.", "ovid", "LR307") == ["empancipat*"]
    assert found(f"(Unemployement or {good}).ti.", "ovid", "LR307") == ["Unemployement"]
    assert found(f"(randomised or {good}).ti.", "ovid", "LR307") == [], "British"
    assert found(f"(empancipat* or {good}).au.", "ovid", "LR307") == [], "no running text"
    assert found("(empancipat* or ungdom or arbejde).ti.", "ovid", "LR307") == [], "no English"


def test_without_a_dictionary_spelling_is_not_looked_at() -> None:
    dialect = DIALECTS.get("ovid")
    parsed = parse("(empancipat* or care or youth).ti.", dialect)
    assert "LR307" not in {one.code for one in lint(parsed, dialect)}


def test_the_terms_of_a_block_are_alternatives() -> None:
    own = DIALECTS.get("litreview")
    text = "# concept: mentor\nmentor*\nmentorship*\ncoach*\n"
    parsed = library({"mentor.en.txt": text}).parsed("mentor.en")
    places = {one.code: text[one.span.start : one.span.end] for one in lint(parsed, own)}
    assert places == {"LR303": "mentorship*"}


def test_what_a_line_without_a_tree_calls_is_not_told_to_be_unused() -> None:
    text = "1. a.ti.\n2. b.ti.\n3. (1 or 2\n4. Mentoring/"
    assert found(text, "ovid", "LR203") == ["(1 or 2"]
    assert found(text, "ovid", "LR102") == ["("]


def test_a_range_of_lines_that_do_not_exist_is_told_once() -> None:
    (one,) = told("1. a.ti.\n2. or/1-77", "ovid", "LR201")
    assert one.message == "there are no lines 3 to 77"


def test_remarks_in_brackets_are_passed_over_in_ovid() -> None:
    text = "1. Mentoring/ [all kinds, also peers]\n2. mentor*.ti. [words]\n3. 1 or 2 [mentors]"
    assert [one.code for one in lint(parse(text, DIALECTS.get("ovid")), DIALECTS.get("ovid"))] == []


def test_lines_called_with_the_sign_of_another_database_are_told() -> None:
    text = "1. a.ti.\n2. b.ti.\n3. #1 and #2"
    assert found(text, "ovid", "LR205") == ["#1", "#2"]
    assert found("wom#n.ti. or #1b.ti.", "ovid", "LR205") == []


def test_words_of_headings_are_looked_up() -> None:
    dialect = DIALECTS.get("ovid")
    one, two = (
        [(each.span[:2], each.message) for each in lint(parse(text, dialect), dialect,
         words=english()) if each.code == "LR307"]
        for text in ("Vocational Rehabilitaton/", "Vocational Rehabilitation/ or exp Duloxetine/")
    )  # fmt: skip
    what = "'rehabilitaton' is in no dictionary; was 'rehabilitation' meant?"
    assert one == [((11, 24), what)]
    assert two == []


def test_exp_in_front_of_a_text_word_is_a_word() -> None:
    assert found("exp mentoring.mp.", code="LR402") == ["exp mentoring"]
    assert found('("exp" or exp Mentors/).mp.', code="LR402") == []
    assert found("exp Foster Parents", code="LR402") == ["exp Foster Parents"]


@pytest.mark.parametrize("word", ["advis*r", "organi*ation*"])
def test_an_open_wildcard_inside_a_word_is_a_note(word: str) -> None:
    assert found(f"(youth or {word}).ti.", code="LR312") == [word]


@pytest.mark.parametrize("word", ["advis#r", "advis?r", "advis*", "mentor* program"])
def test_other_wildcards_are_none_inside(word: str) -> None:
    assert found(f"{word}.ti.", code="LR312") == []
