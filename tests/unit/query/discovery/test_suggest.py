"""From a gold set and a background to terms."""

from __future__ import annotations

import pytest

from litreview.model import Record, RecordId, SearchId, parse_doi
from litreview.query.dialects import DIALECTS
from litreview.query.discovery import Asked, Suggested, Suggestion, suggest

OWN = DIALECTS.get("litreview")
ALL = Asked(least_z=0.0, share=1.0)


def records(name: str, *titles: str, language: str = "en") -> list[Record]:
    return [
        Record(RecordId(f"{name}:{at}"), SearchId(name), title=title, language=language)
        for at, title in enumerate(titles, 1)
    ]


GOLD = records(
    "gold",
    "Mentors for job seekers in town",
    "Mentoring a job seeker",
    "A mentor at work, and wages",
    "Mentorship and wages",
)
REST = records(
    "rest",
    "Mental health and wages",
    "Cows at work",
    "Mentors of cows",
    "Seekers of gold in town",
    "Job growth and mentions",
    *(f"Cows of village {word} and wages" for word in ("north", "south", "east", "west")),
)


def by_term(found: Suggested) -> dict[str, Suggestion]:
    return {OWN.write(one.node): one for one in found.suggestions}


def test_forms_become_one_term_with_the_shortest_safe_truncation() -> None:
    (found,) = suggest(GOLD, REST, ALL)
    terms = by_term(found)
    mentor = terms["mentor*"]
    assert (mentor.gold, mentor.background) == (4, 1)
    assert dict(mentor.forms) == {"mentors": 1, "mentoring": 1, "mentor": 1, "mentorship": 1}
    assert mentor.keyness.ratio > 0
    assert '"job seeker*"' in terms


def test_a_term_that_belongs_to_both_is_not_telling() -> None:
    (found,) = suggest(GOLD, REST)
    assert "wages" not in by_term(found)
    assert all(one.keyness.z >= 1.96 for one in found.suggestions)


def test_least_is_the_number_of_gold_records() -> None:
    (found,) = suggest(GOLD, REST, Asked(least=3, least_z=0.0, share=1.0))
    assert set(by_term(found)) == {"mentor*"}


def test_a_gold_record_in_the_background_counts_as_gold_only() -> None:
    once = suggest(GOLD, REST, ALL)
    again = records("again", *(g.title.upper() + "." for g in GOLD))
    assert suggest(GOLD, [*REST, *again], ALL) == once
    assert suggest([*GOLD, *again], REST, ALL) == once


def test_one_doi_is_one_document() -> None:
    doi = parse_doi("10.5555/one")
    gold = [*GOLD, Record(RecordId("g:1"), SearchId("g"), title="Mentors, once", doi=doi)]
    same = Record(RecordId("b:1"), SearchId("b"), title="Mentors, twice", doi=doi)
    assert suggest(gold, [*REST, same], ALL) == suggest(gold, REST, ALL)


def test_a_phrase_says_which_shorter_suggestion_finds_it() -> None:
    (found,) = suggest(
        records("g", "Job coach programmes", "Job coaches", "A coach", "Coaching well"), REST, ALL
    )
    terms = by_term(found)
    assert terms['"job coach*"'].within == terms["coach*"].node
    assert terms["coach*"].within is None


def test_fragments_of_a_fixed_phrase_are_left_out() -> None:
    titles = ("Return to paid work", "On a return to paid work", "No return to paid work here")
    phrase = ("Individual placement support", "On individual placement support")
    (found,) = suggest(records("g", *titles, *phrase), REST, ALL)
    terms = by_term(found)
    assert '"individual placement support"' in terms
    assert '"individual placement"' not in terms
    assert '"placement support"' not in terms
    assert '"paid work"' in terms, "the longer phrase has four words"


def test_covered_names_the_part_that_finds_all_forms_or_some() -> None:
    (found,) = suggest(GOLD, REST, ALL, lambda text: "mentor.en" if "mentor" in text else "")
    terms = by_term(found)
    assert terms["mentor*"].covered == "mentor.en"
    assert terms['"job seeker*"'].covered == ""
    (found,) = suggest(GOLD, REST, ALL, lambda text: "mentor.en" if text == "mentors" else "")
    assert by_term(found)["mentor*"].covered == "partly: mentor.en"


def test_each_language_is_looked_at_by_itself() -> None:
    danish = records("d", "Mentorer og job", "Mentorerne og løn", language="dan")
    both = suggest([*GOLD, *danish], REST, ALL)
    assert [(one.language, one.gold) for one in both] == [("en", 4), ("da", 2)]
    assert both[0] == suggest(GOLD, REST, ALL)[0]
    (only,) = suggest([*GOLD, *danish], REST, Asked("da", least_z=0.0, share=1.0))
    assert (only.language, only.gold, only.background) == ("da", 2, 0)


def test_a_record_that_does_not_say_is_of_the_commonest_language() -> None:
    silent = records("s", "Mentors again", language="")
    (found,) = suggest([*GOLD, *silent], REST, ALL)
    assert found.gold == 5


@pytest.mark.parametrize("gold", [[], records("g", "Mentors"), records("g", "", "")])
def test_too_little_gives_nothing_rather_than_noise(gold: list[Record]) -> None:
    assert not any(one.suggestions for one in suggest(gold, REST, ALL))


def test_a_weaker_term_is_counted_where_it_is_cut_off() -> None:
    gold = [*GOLD, *records("lone", "Ponies, goats", "Two goats, two ponies")]
    (all_,) = suggest(gold, REST, ALL)
    (cut,) = suggest(gold, REST, Asked(least_z=0.0, share=0.3))
    assert set(by_term(all_)) - set(by_term(cut)) == {"goats", "ponies"}
    assert cut.weaker == len(all_.suggestions) - len(cut.suggestions) > 0
    assert all(one.strength >= cut.cut for one in cut.suggestions)
