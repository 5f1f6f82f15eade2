"""What a widened string brought in is judged by what was meant; nothing unsure is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from query_trees import finds, read, trees

from litreview.model import Record, RecordId, SearchId
from litreview.query.sifting import Sifted, sift
from litreview.query.tree import TOPIC, Dates, Field, Heading, Native, Node, Scoped, walk


def record(name: str, title: str, abstract: str = "") -> Record:
    return Record(RecordId(name), SearchId("s"), title=title, abstract=abstract)


MEANT = read('topic:("job coach*" ~2 young)')
FOUND = (
    record("match", "Job coaches for young people", "Text."),
    record("apart", "Job coaches", "They stand, as it happens, far away from the young."),
    record("unsure", "Job coaches"),
    record("apart-too", "Coaches on the job", "Young people."),
)


def test_what_surely_does_not_match_is_left_out_and_all_else_is_kept_in_order() -> None:
    counts = Sifted()
    kept = [one.id for one in sift(MEANT, FOUND, counts)]
    assert kept == ["match", "unsure"]
    assert [one.id for one in counts.left_out] == ["apart", "apart-too"]
    assert (counts.matching, counts.unknown, counts.without_abstract) == (1, 1, 1)
    assert counts.records == len(FOUND)


def test_a_record_that_its_title_rules_out_under_not_needs_no_abstract() -> None:
    counts = Sifted()
    assert not list(sift(read("topic:coach NOT title:nurse"), [record("n", "Nurse coach")], counts))
    assert counts.left_out


def test_where_keywords_are_withheld_a_record_without_them_is_kept() -> None:
    one = record("k", "Coaches", "They stand by themselves.")
    assert not list(sift(read("topic:mentor*"), [one], Sifted()))
    counts = Sifted()
    assert list(sift(read("topic:mentor*"), [one], counts, keywords=False)) == [one]
    assert (counts.unknown, counts.without_abstract) == (1, 0)


@given(trees(), st.text("job coachlabur", max_size=30), st.text("job coachlabur", max_size=30))
def test_no_record_that_matches_is_left_out(tree: Node, title: str, abstract: str) -> None:
    one = record("r", title, abstract)
    text = {Field.TITLE: (title,), Field.ABSTRACT: (abstract,)}
    counts = Sifted()
    kept = list(sift(Scoped(TOPIC, tree), [one], counts))
    assert counts.records == 1
    if not any(isinstance(part, Heading | Dates | Native) for part in walk(tree)):
        assert kept == [one] or not finds(tree, text)
