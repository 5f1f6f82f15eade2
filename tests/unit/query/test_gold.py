"""Gold sets: lists read, studies judged, recall with its interval, indexes kept apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import SettingsError, UsageError
from litreview.model import Doi, Failure, Record, RecordId, SearchId
from litreview.query.blocks import library
from litreview.query.gold import GoldStudy, completed, from_list, gold_set
from litreview.query.trial import Failing, Judged, Recall, Trial, in_source, plan, recall, wilson

FILES = {
    "mentor.en.txt": "mentor*\ncoach*\n",
    "people.en.txt": "unemploy*\n",
    "work.en.txt": '"labour market"\n',
    "sport.en.txt": "football\n",
    "wide.en.txt": '"case work*"\n',
    "core.en.strategy.txt": "mentor.en AND (people.en OR work.en) NOT sport.en",
    "wider.en.strategy.txt": "wide.en AND (people.en OR work.en)",
    "all.en.strategy.txt": "core.en OR wider.en",
    "mentor.da.txt": "mentor*\n",
    "work.da.txt": "arbejd*\n",
    "core.da.strategy.txt": "mentor.da AND work.da",
}


def study(title: str = "", abstract: str = "", doi: str = "10.1000/a", **more: object) -> GoldStudy:
    record = Record(RecordId("g:1"), SearchId("g"), title=title, abstract=abstract,
                    doi=Doi(doi) if doi else None, **more)  # type: ignore[arg-type] # fmt: skip
    return GoldStudy(doi, record, "gold.ris, entry 1")


def judged(given_: GoldStudy, strategy: str = "core.en") -> Judged:
    return Trial(library(FILES), strategy).judge(given_)


def test_a_list_of_identifiers_with_remarks_and_addresses() -> None:
    text = "# a list\n10.1000/A  # first\nhttps://doi.org/10.1000/b\n\nPMID: 123\n42\nnothing\n#\n"
    entries = list(from_list(text, "gold.txt"))
    keys = [
        one.reason if isinstance(one, Failure) else one.doi or f"pmid:{one.pmid}"
        for _, one in entries
    ]
    assert keys == ["10.1000/a", "10.1000/b", "pmid:123", "pmid:42", "no DOI and no PMID"]
    assert entries[-1][0] == "gold.txt, line 7"


def test_what_is_wrong_with_a_gold_set_has_a_code_and_a_place() -> None:
    bare = Record(RecordId("g:2"), SearchId("g"), title="Only a title")
    empty = Record(RecordId("g:3"), SearchId("g"))
    text = "10.1000/a\n10.1000/A\nnothing\n"
    entries = [*from_list(text, "g.txt"), ("g.ris, entry 2", bare), ("g.ris, entry 3", empty)]
    found = gold_set("mine", "g.txt", entries)
    assert [(one.code, one.severity, one.where) for one in found.findings] == [
        ("GS102", "warning", "g.ris, entry 2"),
        ("GS103", "note", "g.txt, line 2"),
        ("GS104", "warning", "g.txt, line 3"),
        ("GS105", "warning", "g.ris, entry 3"),
    ]
    assert [one.label for one in found.studies] == ["10.1000/a", "Only a title"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "a title\n"])
def test_a_gold_set_without_identifiers_is_an_error_with_its_file(text: str) -> None:
    found = gold_set("mine", "gold/mine.txt", from_list(text, "gold/mine.txt"))
    assert (found.findings[0].code, found.findings[0].severity) == ("GS101", "error")
    assert found.findings[0].where == "gold/mine.txt"
    assert found.findings[0].message == "the gold set 'mine' names no study by DOI or PMID"


def test_the_review_gives_the_text_that_the_list_lacks_and_no_more() -> None:
    held = Record(RecordId("r:1"), SearchId("r"), title="Theirs", abstract="Long.", year=2001)
    gold = gold_set("x", "x", [("x, line 1", study("Ours").record)])
    (filled,) = completed(gold, {"10.1000/a": held}).studies
    assert (filled.record.title, filled.record.abstract, filled.record.year) == (
        "Ours", "Long.", 2001,
    )  # fmt: skip
    assert completed(gold, {"10.1000/other": held}) == gold


def test_a_study_that_the_strategy_finds() -> None:
    assert judged(study("Mentors for the unemployed", "An abstract.")).outcome == "retrieved"


def test_what_not_might_still_take_out_is_unknown() -> None:
    one = judged(study("Mentors for the unemployed"))
    assert one.failing == (Failing("sport.en", "unknown", excludes=True),)


def test_a_missed_study_names_the_block_that_it_fails() -> None:
    one = judged(study("Mentors at school", "An abstract."))
    assert one.outcome == "missed"
    assert one.failing == (Failing("people.en OR work.en", "no"),)


def test_a_study_that_not_takes_out_names_what_takes_it_out() -> None:
    one = judged(study("Football coaches of the unemployed", "An abstract."))
    assert one.failing == (Failing("sport.en", "no", excludes=True),)


def test_without_abstract_a_study_is_unknown_not_missed() -> None:
    one = judged(study("Mentors at school"))
    assert one.outcome == "unknown"
    assert [(f.part, f.verdict) for f in one.failing] == [
        ("people.en OR work.en", "unknown"), ("sport.en", "unknown"),
    ]  # fmt: skip


def test_a_study_of_which_only_the_doi_is_known_has_no_text() -> None:
    assert judged(study()).outcome == "no text"


def test_keywords_that_are_not_there_decide_nothing_and_those_there_do() -> None:
    assert judged(study("Mentors at school", "An abstract.")).outcome == "missed"
    with_words = study("Mentors", "An abstract.", keywords=("unemployment",))
    assert judged(with_words).outcome == "retrieved"


def test_where_there_are_two_ways_the_nearer_one_is_told() -> None:
    one = judged(study("Case workers at school", "An abstract."), "all.en")
    assert one.failing == (Failing("people.en OR work.en", "no"),)
    other = judged(study("Sport at school", "An abstract."), "all.en")
    assert len(other.failing) == 2


def test_a_term_inside_a_compound_is_a_miss_that_says_so() -> None:
    one = judged(study("Mentorer og ungdomsarbejdsløshed", "Et resumé."), "core.da")
    assert (one.outcome, one.compound) == ("missed", True)
    assert one.failing == (Failing("work.da", "no", compound=True),)
    assert judged(study("Mentorer", "Et resumé."), "core.da").compound is False


def test_a_strategy_with_an_error_is_refused_with_its_place() -> None:
    held = library({**FILES, "people.en.txt": "(unemploy*\n"})
    with pytest.raises(UsageError) as caught:
        Trial(held, "core.en")
    assert caught.value.where == "people.en.txt, row 1, column 1"
    assert "LR102" in caught.value.what


def test_recall_is_of_the_decided_and_its_bounds_take_the_others_in() -> None:
    outcomes = ["retrieved"] * 3 + ["missed"] + ["unknown"] * 4 + ["no text"] * 2
    found = recall(Judged(study(), one) for one in outcomes)  # type: ignore[arg-type]
    assert found == Recall(3, 1, 4, 2)
    assert (found.value, found.bounds, found.total) == (0.75, (0.3, 0.9), 10)
    assert Recall(0, 0, 3).value is None
    assert Recall(0, 0).bounds == (0.0, 1.0)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_proportion_and_mirrors(successes: int, failures: int) -> None:
    total = successes + failures
    low, high = wilson(successes, total)
    assert 0 <= low <= high <= 1
    if total:
        assert low <= successes / total <= high
    mirrored = wilson(failures, total)
    assert mirrored == pytest.approx((1 - high, 1 - low))


@given(st.integers(1, 200), st.integers(1, 20))
def test_more_studies_of_the_same_share_make_it_narrower(total: int, times: int) -> None:
    few, many = wilson(total // 2, total), wilson(total // 2 * times, total * times)
    assert many[1] - many[0] <= few[1] - few[0] + 1e-12


def test_what_the_source_does_not_hold_is_no_miss() -> None:
    ones = [Judged(study(doi=f"10.1000/{name}"), "missed") for name in "abc"]
    ones.append(Judged(study("t", doi=""), "missed"))
    found = in_source(ones, "OpenAlex", {"10.1000/a", "pmid:1"})
    assert [one.study.key for one in found.indexed] == ["10.1000/a"]
    assert [one.study.key for one in found.not_indexed] == ["10.1000/b", "10.1000/c"]
    assert len(found.unidentified) == 1


PLAN = """format = 1

[[gold]]
name = "included"
files = ["gold/a.txt"]

[[index]]
source = "OpenAlex"
files = ["gold/openalex.txt"]

[[test]]
strategy = "core.en"
gold = ["included"]
recall_at_least = 0.5
must_find = ["https://doi.org/10.1000/A", "PMID 7"]

[[hits]]
strategy = "core.en"
source = "review"
date = "2026-11-24"
hits = 12
drift = 0.1
"""


def test_the_plan_is_read_whole() -> None:
    found = plan(PLAN, "tests.toml")
    assert [one.files for one in found.gold] == [("gold/a.txt",)]
    assert found.tests[0].must_find == ("10.1000/a", "pmid:7")
    assert found.tests[0].recall_at_least == 0.5
    assert found.indexes[0].source == "OpenAlex"
    assert (found.hits[0].hits, found.hits[0].drift) == (12, 0.1)


def test_drift_is_what_goes_beyond_the_share_that_is_allowed() -> None:
    (held,) = plan(PLAN, "tests.toml").hits
    assert [held.drifted(now) for now in (10, 11, 12, 13, 14)] == [True, False, False, False, True]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("format = 1", "format = 2", 1),
        ('files = ["gold/a.txt"]', "files = []", 3),
        ('gold = ["included"]', 'gold = ["other"]', 13),
        ("recall_at_least = 0.5", "recall_at_least = 5", 14),
        ("recall_at_least = 0.5", "recall_at_least = nan", 14),
        ("recall_at_least = 0.5", "recall_at_lest = 0.5", 14),
        ('"PMID 7"', '"a title"', 15),
        ("hits = 12", "hits = -1", 21),
        ('date = "2026-11-24"', 'date = "yesterday"', 20),
        ('files = ["gold/openalex.txt"]', "", 7),
    ],
)
def test_every_slip_in_the_plan_has_its_line(old: str, new: str, line: int) -> None:
    with pytest.raises(SettingsError) as caught:
        plan(PLAN.replace(old, new), "tests.toml")
    assert caught.value.where == f"tests.toml, line {line}"
    assert caught.value.remedy
