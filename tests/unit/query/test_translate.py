"""Translation: labels, what is refused, and each silent error of other translators by its name.

The silent errors were seen in programs that were run: a distance that became the default one, a
range of years that became one year, and so on. Here each has a test.
"""

from __future__ import annotations

import pytest
from query_trees import read, target

from litreview.errors import UsageError
from litreview.query.capability import Nearness
from litreview.query.dialects import DIALECTS
from litreview.query.reading import parse
from litreview.query.translate import Translation, translate
from litreview.query.tree import (
    And,
    Block,
    Field,
    Heading,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Scoped,
    Span,
    walk,
)

DATABASES = ("pubmed", "embase", "cochrane", "scopus", "wos", "ebscohost", "proquest", "ovid")


def tree(text: str, syntax: str) -> Node:
    parsed = parse(text, DIALECTS.get(syntax))
    assert parsed.tree is not None, parsed.findings
    return parsed.tree


def made(
    text: str, syntax: str, to: str, *, allow_loss: bool = False, vocabulary: str = ""
) -> Translation:
    return translate(
        tree(text, syntax), DIALECTS.get(to), allow_loss=allow_loss, vocabulary=vocabulary,
        source=syntax,
    )  # fmt: skip


def written(text: str, syntax: str, to: str) -> str:
    found = made(text, syntax, to)
    assert len(found.strings) == 1, found.steps
    return found.strings[0]


# -- silent errors of other translators ----------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "operator"),
    [("wos", "NEAR/3"), ("scopus", "W/3"), ("ebscohost", "N3"), ("proquest", "NEAR/3"),
     ("ovid", "adj4")],
)  # fmt: skip
def test_the_distance_of_a_proximity_is_kept_and_never_the_default(to: str, operator: str) -> None:
    found = made("TI=(mentor NEAR/3 coach)", "wos", to)
    assert found.label == "exact"
    assert f"mentor {operator} coach" in found.strings[0]


@pytest.mark.parametrize(
    ("to", "operator"),
    [("wos", "NEAR/2"), ("scopus", "W/2"), ("ebscohost", "N2"), ("ovid", "adj3")],
)
def test_adj3_has_two_words_between_and_is_not_written_one_wider(to: str, operator: str) -> None:
    assert operator in written("(mentor adj3 coach).ti.", "ovid", to)


@pytest.mark.parametrize("to", DATABASES)
def test_a_range_of_years_never_becomes_its_first_year(to: str) -> None:
    found = made("2010:2020[dp] AND mentor[ti]", "pubmed", to)
    if found.label == "exact":
        assert any(year in found.strings[0] for year in ("2020", "2021"))
    else:
        assert found.label == "wider"
        assert "2010" not in found.strings[0]
        assert "is left out, so records without it are found as well" in found.steps[0].reason


@pytest.mark.parametrize("source", ["TI (mentor* N3 program*)", "TI (mentor* W3 program)"])
def test_no_truncation_goes_inside_a_pubmed_proximity(source: str) -> None:
    found = made(source, "ebscohost", "pubmed")
    assert found.label == "wider"
    assert "~" not in found.strings[0]
    assert "AND" in found.strings[0]


def test_no_alternatives_go_inside_a_pubmed_proximity() -> None:
    found = made("TI=(mentor NEAR/3 (job OR work))", "wos", "pubmed")
    assert found.label == "exact"
    assert found.strings == ('"mentor job"[ti:~3] OR "mentor work"[ti:~3]',)


@pytest.mark.parametrize("to", ["ebscohost", "wos", "ovid", "proquest"])
def test_the_scope_of_not_stays_with_what_is_excluded(to: str) -> None:
    found = made("TS=(mentor*) NOT TI=(nurs*)", "wos", to)
    assert found.label == "exact"
    node = tree(found.strings[0], to)
    drops = [one.drop for one in walk(node) if isinstance(one, Not)]
    assert [one.fields for drop in drops for one in walk(drop) if isinstance(one, Scoped)] == [
        (Field.TITLE,)
    ]


@pytest.mark.parametrize("to", ["ovid", "ebscohost", "cochrane", "proquest", "pubmed"])
def test_an_exploded_heading_stays_exploded_and_another_does_not(to: str) -> None:
    found = made('"Work"[Mesh] OR "Mentors"[Mesh:NoExp]', "pubmed", to)
    assert found.label == "exact"
    headings = [one for one in walk(tree(found.strings[0], to)) if isinstance(one, Heading)]
    assert [(one.name, one.explode) for one in headings] == [("Work", True), ("Mentors", False)]


@pytest.mark.parametrize("to", DIALECTS.names())
def test_adj_never_becomes_and_without_a_word(to: str) -> None:
    found = made("(job adj seeker*).ti.", "ovid", to, allow_loss=True)
    apart = found.tree is not None and any(isinstance(one, And) for one in walk(found.tree))
    said = any("AND" in one.reason and one.label != "exact" for one in found.steps)
    assert found.strings
    assert apart == said
    assert not apart or found.label in ("wider", "narrower")


@pytest.mark.parametrize("to", [name for name in DATABASES if name != "cochrane"])
def test_words_side_by_side_stay_a_phrase(to: str) -> None:
    found = made("(job adj seeker*).ti.", "ovid", to)
    assert found.label == "exact"
    assert "job seeker*" in found.strings[0]


def test_no_field_goes_inside_a_proximity_of_ebscohost() -> None:
    text = written("((mentor adj4 (coach or tutor))).ti,ab.", "ovid", "ebscohost")
    assert text == "AB (mentor N3 (coach OR tutor)) OR TI (mentor N3 (coach OR tutor))"


def test_scopus_excludes_with_and_not() -> None:
    text = written("mentor.ti. not nurse.ti.", "ovid", "scopus")
    assert text == "TITLE(mentor) AND NOT TITLE(nurse)"


@pytest.mark.parametrize("text", ["(mentor* or coach*.ti.", "mentor*) or coach*.ti."])
def test_a_bracket_is_never_mended_in_silence(text: str) -> None:
    parsed = parse(text, DIALECTS.get("ovid"))
    assert not parsed.ok
    assert {one.code for one in parsed.findings} & {"LR102", "LR103"}


def test_open_truncation_is_not_written_as_one_letter() -> None:
    assert written("mentor$.ti.", "ovid", "pubmed") == "mentor*[ti]"


def test_a_topic_of_web_of_science_is_translated_and_not_a_failure() -> None:
    assert written("TS=(mentor*)", "wos", "pubmed") == "mentor*[tiab]"


def test_mixed_operators_are_bracketed_for_readers_with_another_precedence() -> None:
    text = written("a.ti. or b.ti. and c.ti.", "ovid", "scopus")
    assert text == "TITLE(a) OR (TITLE(b) AND TITLE(c))"


@pytest.mark.parametrize("to", DIALECTS.names())
def test_no_alternative_of_a_concept_is_lost_without_a_word(to: str) -> None:
    found = made("exp Mentors/ or mentor*.ti.", "ovid", to)
    if found.strings:
        assert any(isinstance(one, Heading) for one in walk(found.tree or Nothing()))
    else:
        assert found.refused
        assert any(one.label in ("narrower", "impossible") for one in found.steps)


# -- headings of a thesaurus that nobody named ---------------------------------------------------

MENTORS = "exp Mentors/ or mentor*.ti,ab."


@pytest.mark.parametrize(
    ("text", "syntax", "to", "written"),
    [(MENTORS, "ovid", "embase", "'Mentors'/exp OR mentor*:ti,ab"),
     ('DE "Mentors" OR TI mentor*', "ebscohost", "pubmed", '"Mentors"[mesh:noexp] OR mentor*[ti]'),
     (MENTORS, "ovid", "ebscohost", '(MH "Mentors+") OR AB mentor* OR TI mentor*'),
     ('MAINSUBJECT.EXACT("Mentors") OR ti(mentor*)', "proquest", "eric",
      'descriptor:"Mentors" OR title:mentor*')],
)  # fmt: skip
def test_a_heading_of_an_unknown_thesaurus_is_never_exact_elsewhere(
    text: str, syntax: str, to: str, written: str
) -> None:
    refused = made(text, syntax, to)
    assert (refused.label, refused.strings) == ("narrower", ())
    assert "its thesaurus is not known" in refused.steps[0].reason
    assert "--thesaurus" in refused.steps[0].reason
    allowed = made(text, syntax, to, allow_loss=True)
    assert (allowed.label, allowed.strings) == ("narrower", (written,))
    assert parse(allowed.strings[0], DIALECTS.get(to)).ok


@pytest.mark.parametrize(
    ("vocabulary", "to", "written"),
    [("mesh", "pubmed", '"Mentors"[mesh] OR mentor*[ab] OR mentor*[ti]'),
     ("mesh", "ovid", "exp Mentors/ or mentor*.ti,ab."),
     ("emtree", "embase", "'Mentors'/exp OR mentor*:ti,ab")],
)  # fmt: skip
def test_a_named_thesaurus_makes_its_headings_exact(vocabulary: str, to: str, written: str) -> None:
    found = made(MENTORS, "ovid", to, vocabulary=vocabulary)
    assert (found.label, found.strings) == ("exact", (written,))


def test_headings_of_the_wrong_thesaurus_are_not_passed_on() -> None:
    found = made(MENTORS, "ovid", "embase", vocabulary="mesh")
    assert found.refused
    assert "does not have the thesaurus mesh" in found.steps[0].reason


@pytest.mark.parametrize("syntax", ["ovid", "ebscohost", "proquest"])
def test_a_heading_stays_what_it_is_where_it_was_and_in_the_own_notation(syntax: str) -> None:
    text = {"ovid": "exp Mentors/", "ebscohost": '(MH "Mentors+")',
            "proquest": 'MAINSUBJECT.EXACT.EXPLODE("Mentors")'}[syntax]  # fmt: skip
    for to in (syntax, "litreview"):
        assert made(text, syntax, to).label == "exact"


def test_a_heading_of_an_unknown_thesaurus_excludes_nothing() -> None:
    found = made("mentor.ti. not (exp Animals/ not Humans/)", "ovid", "pubmed")
    assert (found.label, found.strings) == ("wider", ("mentor[ti]",))


def test_a_vocabulary_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(UsageError, match="no thesaurus is called 'mash'"):
        made(MENTORS, "ovid", "pubmed", vocabulary="mash")


def test_a_subheading_is_written_only_in_a_form_that_the_target_reads() -> None:
    found = made("Mentors/ed, mt and a.ti.", "ovid", "embase", vocabulary="emtree")
    assert (found.label, found.strings) == ("wider", ("'Mentors'/de AND a:ti",))
    assert "has no subheading ed, mt" in found.steps[0].reason
    again = made("'mentoring'/exp/dm_th", "embase", "embase")
    assert (again.label, again.strings) == ("exact", ("'mentoring'/exp/dm_th",))


# -- labels, refusal, steps ----------------------------------------------------------------------


def test_what_the_target_can_say_is_exact_and_the_same_object() -> None:
    node = read("title:(mentor* OR coach) NOT abstract:nurse")
    found = translate(node, target())
    assert (found.label, found.steps, found.refused) == ("exact", (), False)
    assert found.strings == ("title:(mentor* OR coach) NOT abstract:nurse",)


def test_a_step_says_where_what_and_why() -> None:
    text = "title:(coach OR gizmo?r)"
    found = translate(read(text), target())
    (step,) = found.steps
    assert (step.label, step.part, step.became) == ("wider", "gizmo?r", "gizmo*")
    assert text[step.span.start : step.span.end] == "gizmo?r"
    assert step.reason == (
        "Inventa has no sign for one letter or none: gizmo* is searched, which finds other words"
        " as well"
    )


def test_under_not_the_same_lack_is_met_by_finding_less() -> None:
    found = translate(read("title:(a NOT gizmo?r)"), target())
    assert (found.label, found.strings) == ("wider", ("title:a NOT title:gizmor",))
    assert "under NOT: less is excluded, so more is found" in found.steps[0].reason


def test_not_under_not_turns_back() -> None:
    found = translate(read("title:(a NOT (b NOT gizmo?r))"), target())
    assert found.strings == ("title:a NOT (title:b NOT title:gizmo*)",)
    assert found.label == "wider"


def test_what_would_lose_records_is_refused_and_written_only_on_demand() -> None:
    node = read("title:(coach OR mentor*)")
    refused = translate(node, target(ending=False))
    assert (refused.label, refused.strings, refused.refused) == ("narrower", (), True)
    assert "other forms of the word are not found" in refused.steps[0].reason
    allowed = translate(node, target(ending=False), allow_loss=True)
    assert (allowed.label, allowed.refused) == ("narrower", False)
    assert allowed.strings == ("title:(coach OR mentor)",)


def test_both_more_and_less_is_narrower_with_both_reasons() -> None:
    found = translate(read("title:(*ship OR la*r)"), target(), allow_loss=True)
    assert found.label == "narrower"
    assert [step.label for step in found.steps] == ["narrower", "wider"]


def test_a_target_without_not_excludes_nothing() -> None:
    found = translate(read("title:(a NOT b)"), target(negation=False))
    assert (found.label, found.strings) == ("wider", ("title:a",))


def test_a_field_that_the_target_lacks_becomes_the_next_larger() -> None:
    scopes = {"t": (Field.TITLE,), "": (Field.ANY,)}
    found = translate(read("topic:mentor AND title:job"), target(scopes=scopes, joins_scopes=False))
    assert found.strings == ("any:mentor AND title:job",)
    assert found.steps[0].part == "title, abstract, keywords"
    assert "words in any field are found as well" in found.steps[0].reason


def test_a_limit_that_the_target_lacks_is_left_out_of_and_never_of_or() -> None:
    scopes = {"t": (Field.TITLE,)}
    lacking = target(scopes=scopes)
    found = translate(read("title:mentor AND language:english"), lacking)
    assert (found.label, found.strings) == ("wider", ("title:mentor",))
    assert translate(read("title:mentor OR language:english"), lacking).label == "narrower"


def test_what_only_one_database_knows_is_left_out_and_said() -> None:
    found = translate(read("title:mentor AND ovid{english.lg}"), target())
    assert found.strings == ("title:mentor AND ovid{english.lg}",)
    found = made("mentor.ti. and 5.rw.", "ovid", "wos")
    assert (found.label, found.strings) == ("wider", ("TI=mentor",))
    assert "which only ovid knows" in found.steps[0].reason


def test_an_ending_with_an_end_is_exact_with_one_note() -> None:
    found = translate(read("title:(mentor* OR coach*)"), target(ending_most=20))
    assert found.label == "exact"
    (step,) = found.steps
    assert step.label == "exact"
    assert "by at most 20 letters: taken as the same" in step.reason
    assert "not found" not in step.reason, "its label says that the same is found"


def test_a_proximity_that_other_fields_have_is_not_said_to_be_missing_altogether() -> None:
    near = Nearness(scopes=frozenset({(Field.TITLE,)}))
    found = translate(read("abstract:(a ~2 b)"), target(near=near))
    assert found.steps[0].reason.startswith("Inventa has no proximity in abstract: ")
    none = translate(read("abstract:(a ~2 b)"), target(near=None))
    assert none.steps[0].reason.startswith("Inventa has no proximity: ")


def test_a_field_of_codes_is_not_said_to_be_missing() -> None:
    lacking = target(scopes={"t": (Field.TITLE,)}, coded=frozenset({Field.LANGUAGE}))
    found = translate(read("title:mentor AND language:english"), lacking)
    assert (found.label, found.strings) == ("wider", ("title:mentor",))
    assert "has language as codes, which words do not become" in found.steps[0].reason
    found = made("mentor.ti. and english.la.", "ovid", "openalex")
    assert "codes" in found.steps[0].reason
    assert any("language is (en)" in one for one in DIALECTS.get("openalex").capability.remarks)


def test_nothing_that_could_be_run_is_impossible() -> None:
    for node in (read('mesh:"Work"'), Nothing(), read("title:a ~3 abstract:b")):
        found = translate(node, target(near=None))
        assert (found.label, found.strings, found.refused) == ("impossible", (), True)
        assert found.tree is None


def test_a_block_that_was_not_put_in_is_an_error() -> None:
    with pytest.raises(UsageError, match="not been put in"):
        translate(Or((Block("mentor.en"), read("title:a"))), DIALECTS.get("wos"))


def test_terms_without_a_field_are_looked_for_in_the_topic() -> None:
    node = Near((read("a").item, read("b").item), 2, span=Span(0, 6))  # type: ignore[union-attr]
    assert translate(node, DIALECTS.get("litreview")).strings == ("topic:(a ~2 b)",)


def test_a_part_that_cannot_be_shown_yet_leaves_no_field_behind() -> None:
    found = made("(job adj3 (coach* or mentor)).ti. and work.ab.", "ovid", "pubmed")
    assert found.strings == (DIALECTS.get("pubmed").write(found.tree or Nothing()),)
