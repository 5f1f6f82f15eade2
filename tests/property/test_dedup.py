"""Laws of de-duplication, over invented records that are made to collide."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from litreview.dedup.block import Blocking, candidates
from litreview.dedup.clusters import Join, cluster
from litreview.dedup.compare import compare
from litreview.dedup.evaluate import evaluate
from litreview.dedup.fold import fold, words
from litreview.dedup.merge import merge
from litreview.dedup.names import families
from litreview.dedup.normalise import normalise
from litreview.dedup.order import natural
from litreview.dedup.pairs import find
from litreview.dedup.titles import read_title
from litreview.dedup.vetoes import contradiction
from litreview.model import Record, RecordId, ReportId, SearchId, parse_doi, parse_pmid

quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(max_examples=80, deadline=None)

TITLES = [
    "Paper boats in heavy rain: a randomised trial of sinking",
    "PAPER BOATS IN HEAVY RAIN: A RANDOMISED TRIAL OF SINKING",
    "Paper boats in heavy rain: a randomized trial of sinking",
    "Paper boats in heavy rain",
    "Paper boats in heavy rain. Part 2",
    "Erratum: Paper boats in heavy rain",
    "Editorial",
    "Umbrellas of two imaginary cities",
    "",
]
ABSTRACT = "We launched four hundred paper boats on an invented pond and counted what floated. " * 3

titles = st.sampled_from(TITLES) | st.text(max_size=30)
authors = st.lists(
    st.sampled_from(["Quill, Anna", "Quill A.", "Pond B.Oak C.", "Ash, D", "Anonymous"]), max_size=3
).map(tuple)
noise = st.text(max_size=8)


@st.composite
def record(draw: st.DrawFn, number: int) -> Record:
    """A record that shares most fields with the others, and sometimes holds anything."""
    return Record(
        id=RecordId(f"a:{number}"),
        search=SearchId("a"),
        kind=draw(st.sampled_from(["article", "conference", "preprint", "other"])),
        title=draw(titles),
        authors=draw(authors),
        year=draw(st.sampled_from([None, 2010, 2011, 2014])),
        venue=draw(st.sampled_from(["Imaginary Ponds", "Imag Ponds", "medRxiv", ""]) | noise),
        volume=draw(st.sampled_from(["12", "13", "", "1)"]) | noise),
        issue=draw(st.sampled_from(["3", "4", "", "01-Mar"]) | noise),
        pages=draw(st.sampled_from(["101-110", "101-10", "7-17", "e5", "06-Oct", ""]) | noise),
        abstract=draw(st.sampled_from([ABSTRACT, ABSTRACT + "More.", ""])),
        keywords=draw(st.lists(st.sampled_from(["rain", "Rain", "boats"]), max_size=2).map(tuple)),
        doi=parse_doi(
            draw(st.sampled_from(["10.1234/a", "10.1234/b", "10.1101/2020.01.01.1", ""]))
        ),
        pmid=parse_pmid(draw(st.sampled_from(["1", "2", "", ""]))),
        database=draw(st.sampled_from(["Pondbase", ""])),
        accession=draw(st.sampled_from(["77", ""])),
        extra=draw(
            st.lists(st.tuples(st.sampled_from(["N1", "U1"]), noise), max_size=2).map(tuple)
        ),
    )


@st.composite
def libraries(draw: st.DrawFn, most: int = 9) -> list[Record]:
    count = draw(st.integers(min_value=1, max_value=most))
    return [draw(record(number)) for number in range(1, count + 1)]


IDS = [RecordId(f"{search}:{number}") for search in "ab" for number in (1, 2, 3, 9, 10, 11)]
joins = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=8)
scored = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from([0.5, 0.7, 0.9])),
    max_size=15,
)


@many
@given(scored, joins, joins, st.randoms(use_true_random=False))
def test_clusters_do_not_depend_on_order(
    sure: list[tuple[RecordId, RecordId, float]],
    same: list[Join],
    different: list[Join],
    random: object,
) -> None:
    expected = cluster(IDS, sure, same, different)
    shuffled = [list(items) for items in (IDS, sure, same, different)]
    for items in shuffled:
        random.shuffle(items)  # type: ignore[attr-defined]
    ids, sure2, same2, different2 = shuffled
    turned = [(b, a) for a, b in different2]
    assert cluster(ids, [(b, a, s) for a, b, s in sure2], same2, turned) == expected
    assert list(cluster(ids, sure2, same2, turned)) == sorted(IDS, key=natural)


@many
@given(scored, joins, joins)
def test_clusters_are_an_equivalence_that_respects_people(
    sure: list[tuple[RecordId, RecordId, float]], same: list[Join], different: list[Join]
) -> None:
    found = cluster(IDS, sure, same, different)
    assert found.keys() == set(IDS)
    for report, members in _members(found).items():
        assert report == min(members, key=natural)
        assert _connected(members, [*same, *((a, b) for a, b, _ in sure)])
    for a, b in different:
        assert a == b or found[a] != found[b]


@many
@given(scored, joins)
def test_without_objections_every_pair_is_joined(
    sure: list[tuple[RecordId, RecordId, float]], same: list[Join]
) -> None:
    found = cluster(IDS, sure, same, [])
    assert all(found[a] == found[b] for a, b in [*same, *((a, b) for a, b, _ in sure)])


@many
@given(joins, joins)
def test_an_objection_costs_no_more_than_it_must(same: list[Join], different: list[Join]) -> None:
    """Two clusters that could still be united by a pair are kept apart by some objection."""
    found = cluster(IDS, [], same, different)
    clusters = _members(found)
    apart = {frozenset((found[a], found[b])) for a, b in different if a != b}
    for a, b in same:
        if found[a] != found[b]:
            assert frozenset((found[a], found[b])) in apart
    assert sum(map(len, clusters.values())) == len(IDS)


def _members(found: Mapping[RecordId, ReportId]) -> dict[ReportId, list[RecordId]]:
    out: dict[ReportId, list[RecordId]] = {}
    for id_, report in found.items():
        out.setdefault(report, []).append(id_)
    return out


def _connected(members: list[RecordId], edges: list[Join]) -> bool:
    reached, inside = {members[0]}, set(members)
    for _ in members:
        for a, b in edges:
            if {a, b} <= inside and {a, b} & reached:
                reached |= {a, b}
    return reached == inside


@quick
@given(libraries(), st.randoms(use_true_random=False))
def test_find_does_not_depend_on_order(records: list[Record], random: object) -> None:
    expected = find(records)
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert find(shuffled) == expected


@quick
@given(libraries())
def test_what_is_sure_is_agreed_and_free_of_contradiction(records: list[Record]) -> None:
    found = find(records)
    keys = {item.id: normalise(item) for item in records}
    clusters = cluster(keys, [(p.a, p.b, p.score) for p in found.sure], (), ())
    for pair in (*found.sure, *found.unsure):
        assert natural(pair.a) < natural(pair.b)
        assert 0.0 <= pair.score <= 1.0
        assert pair.reason
    for pair in found.sure:
        # docs/deduplication.md: a bare identifier has no more to agree on than itself
        if not pair.reason.endswith("one is a bare identifier"):
            assert len(pair.agree) >= 2
            assert keys[pair.a].title.key
            assert keys[pair.b].title.key
        assert pair.agree
        assert clusters[pair.a] == clusters[pair.b]
    for pair in found.unsure:
        assert clusters[pair.a] != clusters[pair.b]
    for members in _members(clusters).values():
        for a, b in combinations(members, 2):
            assert contradiction(keys[a], keys[b]) == ""


@quick
@given(libraries())
def test_a_library_twice_over_shrinks_to_itself(records: list[Record]) -> None:
    """A copy of a record is never the reason for a cluster that was not there before."""
    copies = [_renamed(item, number) for number, item in enumerate(records, start=101)]
    keys = [item.id for item in records]
    alone = cluster(keys, [(p.a, p.b, p.score) for p in find(records).sure], (), ())
    both = find([*records, *copies]).sure
    together = cluster(
        [*keys, *(c.id for c in copies)], [(p.a, p.b, p.score) for p in both], (), ()
    )
    assert {id_: together[id_] for id_ in keys} == alone


def _renamed(item: Record, number: int) -> Record:
    fields = {name: getattr(item, name) for name in Record.__dataclass_fields__ if name != "id"}
    return Record(id=RecordId(f"a:{number}"), **fields)


@many
@given(record(1), record(2))
def test_the_comparison_is_symmetric(one: Record, other: Record) -> None:
    a, b = normalise(one), normalise(other)
    assert compare(a, b) == compare(b, a)
    assert contradiction(a, b) == contradiction(b, a)


@many
@given(record(1))
def test_nothing_contradicts_itself(item: Record) -> None:
    keys = normalise(item)
    assert contradiction(keys, keys) == ""


@quick
@given(libraries())
def test_candidates_come_once_and_in_order(records: list[Record]) -> None:
    blocking = Blocking(cap=3, window=2)
    found = list(candidates([normalise(item) for item in records], blocking))
    assert len(found) == len(set(found)) == blocking.compared
    assert all(0 <= low < high < len(records) for low, high in found)


@many
@given(libraries(most=5), st.randoms(use_true_random=False))
def test_merging_invents_nothing(records: list[Record], random: object) -> None:
    by_id = {item.id: item for item in records}
    report = merge(records, ReportId(records[0].id))
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merge(shuffled, ReportId(records[0].id)) == report
    assert report.records == tuple(by_id)
    told = dict(report.provenance)
    assert len(told) == len(report.provenance)
    for field in Record.__dataclass_fields__:
        value = getattr(report.record, field)
        if field in {"id", "search"}:
            continue
        if field in {"keywords", "extra"}:
            for at, item in enumerate(value):
                assert item in getattr(by_id[told[f"{field}[{at}]"]], field)
            assert len(set(value)) == len(value)
        elif value:
            assert getattr(by_id[told[field]], field) == value
        elif field not in {"database", "accession"}:
            assert not any(getattr(item, field) for item in records)
    assert {item for one in records for item in one.extra} == set(report.record.extra)


@many
@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    title = read_title(text)
    assert title.key == " ".join(title.words)
    assert title.compact == "".join(title.words)
    assert fold(fold(text)) is not None
    assert all(word for word in words(text))
    assert all(families([text, text + ", " + text]))
    item = Record(
        id=RecordId("a:1"), search=SearchId("a"), title=text, pages=text, volume=text, venue=text
    )
    assert normalise(item).title == title


@many
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3), min_size=1), st.data())
def test_the_four_counts_add_up(truth: dict[str, int], data: st.DataObject) -> None:
    clusters = {id_: data.draw(st.integers(0, 3)) for id_ in truth}
    found = evaluate(clusters, truth)
    assert found.tp + found.fp + found.fn + found.tn == len(truth)
    assert found.tn + found.fp == len(set(truth.values()))
    assert evaluate(truth, truth).fp == evaluate(truth, truth).fn == 0
