"""Whatever was found, judged and linked: the boxes add up, and every number is a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from litreview.dedup.clusters import cluster
from litreview.events import (
    AnyEvent,
    ConflictResolved,
    Entry,
    ScreeningResumed,
    ScreeningStopped,
    SearchLoaded,
    VoteCast,
    VoteWithdrawn,
    fold,
    votes,
)
from litreview.model import (
    DATABASE_KINDS,
    SOURCE_KINDS,
    Criterion,
    Decision,
    Plan,
    RecordId,
    ReportId,
    Search,
    SearchId,
    Stage,
    StudyId,
)
from litreview.outputs.diagram import read_counts, svg
from litreview.outputs.prisma_csv import read, write
from litreview.prisma import WITHIN, Facts, Flow, changes, flow, identities, moves, rules
from litreview.screening.state import screening

NAMES = ("a", "b", "c")
CODES = ("pop", "des", "dropped")
STAGES = ("s0", "s1", "s2")
REASONS = ((), ("pop",), ("des", "pop"), ("dropped",))
decisions: st.SearchStrategy[Decision] = st.sampled_from(["include", "exclude", "maybe"])
passes: st.SearchStrategy[tuple[Decision, ...]] = st.sampled_from(
    [("include",) * 3, ("include",) * 2, ("include", "exclude"), ("exclude",), ("maybe",), ()]
)
"""What the first reviewer says of one record, stage by stage."""
few = settings(max_examples=50)
RECORDS = [RecordId(f"{name}:{at}") for name in NAMES for at in range(1, 5)]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    first, second = draw(st.sampled_from([(1, 1), (1, 1), (2, 1), (1, 2), (0, 1), (1, 0)]))
    phases = ["screening"] * first + ["eligibility"] * second
    stages = tuple(
        Stage(f"s{at}", "", phase, draw(st.sampled_from([1, 1, 1, 2])))  # type: ignore[arg-type]
        for at, phase in enumerate(phases)
    )
    criteria = tuple(
        Criterion(code, code.title(), "exclude", (), rank) for rank, code in enumerate(CODES[:2], 1)
    )
    return Plan("", "", stages, criteria, "1")


class Log:
    """Entries in the order in which they happen."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    @property
    def now(self) -> str:
        """The time of the next event."""
        return f"{len(self.entries):06d}"

    def add(self, event: AnyEvent, who: str = "ann") -> None:
        self.entries.append(Entry(event, f"{len(self.entries):04x}", "log", who))

    def load(self, names: Sequence[str]) -> None:
        for name in names:
            self.add(SearchLoaded(at=self.now, search=name, manifest="", records=4, failures=0))


@st.composite
def events(draw: st.DrawFn) -> list[Entry]:
    """A reviewer goes through records, may stop; then come votes, undos, settlements, stops.

    Of the searches some are loaded before all this, and some after it. Reading may be stopped at
    any stage, also at those that cannot be, and go on.
    """
    log, early = Log(), draw(st.sampled_from([3, 3, 2, 0]))
    log.load(NAMES[:early])
    left = draw(st.sampled_from([None, 0, 2, 3]))  # one record in four is never come to
    for record in RECORDS:
        if left is None or int(record[2:]) % 4 != left:
            for stage, decision in zip(STAGES, draw(passes), strict=False):
                log.add(_vote(draw, log, stage, record, decision))
    if left is not None:
        log.add(_stopped(STAGES[0], log.now))
    for _ in range(draw(st.integers(0, 12))):
        _something(draw, log)
    log.load(NAMES[early:])
    return log.entries


def _vote(draw: st.DrawFn, log: Log, stage: str, record: str, decision: Decision) -> VoteCast:
    return VoteCast(
        at=log.now,
        stage=stage,
        record=record,
        decision=decision,
        criteria="1",
        reasons=tuple(draw(st.sampled_from(REASONS))),
    )


def _something(draw: st.DrawFn, log: Log) -> None:
    stage, record = draw(st.sampled_from(STAGES)), draw(st.sampled_from(RECORDS))
    cast = _vote(draw, log, stage, record, draw(decisions))
    steps: dict[str, AnyEvent] = {
        "vote": cast,
        "undo": VoteWithdrawn(at=cast.at, stage=stage, record=record),
        "settle": _settled(cast, log.entries),
        "stop": _stopped(stage, cast.at),
        "resume": ScreeningResumed(at=cast.at, stage=stage),
    }
    kind = draw(st.sampled_from(["vote", "vote", *steps]))
    log.add(steps[kind], draw(st.sampled_from(["ann", "bo"])) if kind == "vote" else "ann")


def _stopped(stage: str, at: str) -> ScreeningStopped:
    return ScreeningStopped(
        at=at, stage=stage, rule="invented", evidence={}, read=0, included=0, unread=0
    )


def _settled(cast: VoteCast, before: list[Entry]) -> ConflictResolved:
    """A settlement of the votes that stand on the record at this moment."""
    place = (cast.stage, cast.record)
    standing = votes(fold(before))
    return ConflictResolved(
        at=cast.at,
        stage=cast.stage,
        record=cast.record,
        decision=cast.decision,
        criteria="1",
        settles=tuple(e.hash for e, vote in standing if (vote.stage, vote.record) == place),
        reasons=cast.reasons,
    )


def _id(search: Search) -> SearchId:
    return search.id


pairs = st.tuples(st.sampled_from(RECORDS), st.sampled_from(RECORDS))


@st.composite
def reviews(draw: st.DrawFn) -> Facts:
    searches = tuple(
        Search(SearchId(name), draw(st.sampled_from(["X", "Y"])), draw(kind), 0, 0, 0, ())
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
        for kind in [st.sampled_from(SOURCE_KINDS)]
    )
    records = {one.id: [r for r in RECORDS if r.startswith(f"{one.id}:")] for one in searches}
    ids = [record for held in records.values() for record in held]
    sure = ((a, b, 1.0) for a, b in draw(st.lists(pairs, max_size=12)))
    clusters = cluster(ids, sure, (), draw(st.lists(pairs, max_size=4)))
    some = st.sampled_from([*sorted(set(clusters.values())), ReportId("gone:1")])
    return Facts(
        searches=searches,
        records=records,
        clusters=clusters,
        screening=screening(fold(draw(events())), clusters, draw(plans())),
        retrieval=draw(
            st.dictionaries(some, st.sampled_from(["retrieved", "not-retrieved"]), max_size=8)
        ),
        studies=draw(st.dictionaries(some, st.sampled_from("ST").map(StudyId), max_size=8)),
        previous=frozenset(draw(st.just([]) | st.lists(st.sampled_from(searches).map(_id)))),
        tools=draw(st.sampled_from([frozenset(), frozenset({"ann"}), frozenset({"ann", "bo"})])),
        aside=draw(st.dictionaries(some, st.sampled_from(["ongoing", "awaiting"]), max_size=8)),
        pooled=draw(st.frozensets(st.sampled_from("ST").map(StudyId) | some.map(StudyId))),
    )


def union(found: Flow, *keys: str) -> Counter[str]:
    return Counter(id_ for key in keys for id_ in found[key].ids)


RARE = (
    "records_left_unread", "other_left_unread", "records_excluded_tool", "ongoing_reports",
    "excluded_s0",
)  # fmt: skip


@pytest.mark.parametrize("box", RARE)
def test_among_what_is_tried_is_what_is_rare(box: str) -> None:
    def there(facts: Facts) -> bool:
        found = flow(facts).boxes.get(box)
        return found is not None and found.n > 0

    tried = settings(max_examples=500, phases=[Phase.generate], database=None)
    assert find(reviews(), there, settings=tried)


@few
@given(reviews())
def test_every_identity_holds_and_what_is_pending_is_said(facts: Facts) -> None:
    found = flow(facts)
    findings = identities(found)
    assert {f.code for f in findings} <= {"PR12"}
    assert sum(len(f.ids) for f in findings) == found.pending
    assert all(one.holds for one in rules(found))
    assert changes(found, found) == moves(found, found) == ()


@few
@given(reviews())
def test_the_figure_and_the_file_read_back_give_the_counts(facts: Facts) -> None:
    found = flow(facts)
    assert read_counts(svg(found, title="")) == found.counts()
    again, left = read(write(found), "x.csv").flow, found["records_left_unread"].n
    drawn = found.counts() | {"records_excluded": found["records_excluded"].n + left}
    assert again.counts().items() <= drawn.items()


@few
@given(reviews())
def test_every_count_is_a_list_without_repetition_and_parts_partition_it(facts: Facts) -> None:
    for key, box in flow(facts).boxes.items():
        assert box.n == len(box.ids) == len(set(box.ids)), key
        if box.parts:
            assert Counter(box.ids) == Counter(id_ for part in box.parts for id_ in part.ids), key
        assert all(part.n for part in box.parts) or key.endswith("_results"), key


def reports_of(facts: Facts, *, previous: bool, kinds: Sequence[str] = SOURCE_KINDS) -> set[str]:
    """The reports of the searches of a version, by those of some kinds."""
    return {
        facts.clusters[record]
        for one in facts.searches
        if (one.id in facts.previous) == previous and one.kind in kinds
        for record in facts.records[one.id]
    }


@few
@given(reviews())
def test_the_boxes_partition_the_reports_of_each_arm(facts: Facts) -> None:
    found = flow(facts)
    known = reports_of(facts, previous=True)
    by_database = reports_of(facts, previous=False, kinds=DATABASE_KINDS) - known
    arms = {
        "dbr": by_database,
        "other": reports_of(facts, previous=False) - known - by_database,
    }
    boxes = {
        "dbr": ("records_screened", "records_excluded", "records_left_unread", "pending_screening"),
        "other": (
            "other_screened", "other_screened_out", "other_left_unread", "other_pending_screening",
        ),
    }  # fmt: skip
    for arm, reports in arms.items():
        screened, excluded, left, pending = boxes[arm]
        sought, missing = f"{arm}_sought_reports", f"{arm}_notretrieved_reports"
        assessed, out, open_ = f"{arm}_assessed", f"{arm}_excluded", f"{arm}_pending"
        assert union(found, screened, pending) == Counter(reports)
        assert union(found, excluded, left, sought) == union(found, screened)
        assert union(found, missing, assessed, open_) == union(found, sought)
        ends = [key for key in ENDS if key in found.boxes]
        kept = Counter(id_ for key in ends for id_ in found[key].ids if id_ in reports)
        assert union(found, out) + kept == union(found, assessed)


ENDS = ("new_reports", "awaiting_reports", "ongoing_reports")


@few
@given(reviews())
def test_people_tools_and_stages_divide_what_was_excluded(facts: Facts) -> None:
    found = flow(facts)
    for key, (people, tools) in WITHIN.items():
        if facts.tools:
            assert union(found, people, tools) == union(found, key)
    stages = [one.name for one in facts.screening.plan.stages if one.phase == "screening"]
    for record in found["records_excluded_human"].ids if facts.tools else ():
        verdicts = [facts.screening.of(stage, ReportId(record)) for stage in stages]
        hands = {v.reviewer for one in verdicts for v in one.votes} | {
            one.resolution.by for one in verdicts if one.resolution
        }
        assert hands - facts.tools, "a person had a hand in it"
    for prefix, key in (("", "records_excluded"), ("other_", "other_screened_out")):
        layers = [
            layer.excluded for layer in found.layers
            if layer.excluded.startswith("other_") == bool(prefix)
            and found[layer.excluded].unit == "records"
        ]  # fmt: skip
        assert not layers or union(found, *layers) == union(found, key)


@few
@given(reviews())
def test_each_record_is_the_first_of_its_report_or_a_duplicate(facts: Facts) -> None:
    found = flow(facts)
    duplicates = union(found, "duplicates", "other_duplicates")
    fresh = [r for one in facts.searches if one.id not in facts.previous
             for r in facts.records[one.id]]  # fmt: skip
    firsts = [r for r in fresh if r not in duplicates]
    assert Counter(facts.clusters[RecordId(r)] for r in firsts) == Counter(
        reports_of(facts, previous=False) - reports_of(facts, previous=True)
    )
    assert found.identified == len(fresh)
    assert found.screened + found["pending_screening"].n + found[
        "other_pending_screening"
    ].n == len(firsts)


@few
@given(reviews())
def test_included_reports_are_in_one_study_and_what_is_set_aside_in_none(
    facts: Facts,
) -> None:
    found = flow(facts)
    studies, reports = found.included
    assert Counter(r for study in found.studies for r in study.reports) == Counter(reports.ids)
    assert all(study.reports for study in found.studies)
    assert tuple(study.id for study in found.studies) == studies.ids
    for study in found.studies:
        for report in study.reports:
            assert facts.studies.get(ReportId(report), StudyId(report)) == study.id
    if facts.pooled:
        assert set(found["total_studies_ma"].ids) == set(studies.ids) & facts.pooled
    aside = [id_ for key in ENDS[1:] if key in found.boxes for id_ in found[key].ids]
    assert all(facts.aside[ReportId(id_)] for id_ in aside)
    assert not set(aside) & set(reports.ids)
