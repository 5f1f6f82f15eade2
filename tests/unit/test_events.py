"""Events: one line each, strict in reading, and the registers that each of them sets."""

from __future__ import annotations

import json
from typing import get_args

import msgspec
import pytest

from litreview.errors import LogDamaged, NewerVersion, UsageError
from litreview.events import (
    AnyEvent,
    ConflictResolved,
    CorrectionWithdrawn,
    CountCorrected,
    CriteriaAdopted,
    DuplicatesFound,
    DuplicatesJoined,
    DuplicatesSplit,
    Entry,
    Fold,
    LabelsSet,
    LogOpened,
    LogSealed,
    PrimingLoaded,
    PrimingWithdrawn,
    RandomCheckAsked,
    RankingMade,
    ReportSetAside,
    ResolutionWithdrawn,
    RetrievalNoted,
    ReviewerJoined,
    ReviewerLeft,
    RowExtracted,
    RowSettled,
    RowSettlementWithdrawn,
    RowWithdrawn,
    ScreeningResumed,
    ScreeningStopped,
    SealNoted,
    SearchLoaded,
    SearchWithdrawn,
    Seen,
    StudyExtracted,
    StudyLinked,
    StudyPooled,
    ToolDeclared,
    ValueExtracted,
    ValuesExtracted,
    VoteCast,
    VoteWithdrawn,
    decode,
    encode,
    fold,
    line_hash,
    votes,
)

PAIRS = (("a:1", "a:2"), ("a:1", "b:1"))
EXAMPLES: dict[AnyEvent, tuple[tuple[str, tuple[str, ...]], ...]] = {
    LogOpened(format=1, log="ann.aa", who="ann", review="r1", program="p"): (),
    CriteriaAdopted(version="2", sha256="0", criteria=()): (("criteria", ("2",)),),
    SearchLoaded(search="medline", manifest="0", records=2, failures=1): (
        ("search", ("medline",)),
    ),
    SearchWithdrawn(search="medline", reason="twice"): (("search", ("medline",)),),
    DuplicatesJoined(pairs=PAIRS): tuple(("pair", pair) for pair in PAIRS),
    DuplicatesSplit(pairs=PAIRS): tuple(("pair", pair) for pair in PAIRS),
    VoteCast(stage="t", record="a:1", decision="maybe", criteria="1"): (
        ("vote", ("t", "a:1", "ann")),
    ),
    VoteWithdrawn(stage="t", record="a:1"): (("vote", ("t", "a:1", "ann")),),
    ConflictResolved(
        stage="t", record="a:1", decision="include", criteria="1", settles=("v2", "v1", "v2")
    ): (("resolution", ("t", "a:1", "v1", "v2")),),
    ResolutionWithdrawn(stage="t", record="a:1", settles=("v2", "v1")): (
        ("resolution", ("t", "a:1", "v1", "v2")),
    ),
    RetrievalNoted(record="a:1", status="open"): (("retrieval", ("a:1",)),),
    StudyLinked(record="a:1", study="s"): (("study", ("a:1",)),),
    RowWithdrawn(form="effects", row="1"): (("row", ("effects", "1", "ann")),),
    ValueExtracted(
        form="effects",
        row="1",
        study="s",
        field="se",
        value="2",
        seen=Seen(place="p. 3", quote="of 2", how="full text"),
    ): (("value", ("effects", "1", "se", "ann")),),
    RowSettlementWithdrawn(form="effects", settles=("r2", "r1")): (
        ("row-settlement", ("effects", "r1", "r2")),
    ),
    StudyExtracted(study="s"): (("extracted", ("s", "ann")),),
    LabelsSet(record="a:1", labels=("cost",)): (("labels", ("a:1", "ann")),),
    PrimingLoaded(name="old", sha256="0", included=1, excluded=2): (("priming", ("old",)),),
    PrimingWithdrawn(name="old"): (("priming", ("old",)),),
    RandomCheckAsked(stage="t", seed=1, reports=9): (("check", ("t",)),),
    ScreeningResumed(stage="t"): (("stop", ("t",)),),
    ReviewerJoined(reviewer="bo"): (("reviewer", ("bo",)),),
    ReviewerLeft(reviewer="bo"): (("reviewer", ("bo",)),),
    ToolDeclared(reviewer="bot", tool="Sorter 2"): (("tool", ("bot",)),),
    ReportSetAside(record="a:1", status="ongoing"): (("aside", ("a:1",)),),
    StudyPooled(study="s"): (("pooled", ("s",)),),
    CountCorrected(box="duplicates", n=3, because="by hand"): (("correction", ("duplicates", "")),),
    CorrectionWithdrawn(box="duplicates", part="X"): (("correction", ("duplicates", "X")),),
    LogSealed(salt="0"): (),
    SealNoted(log="bo.bb", head="0", lines=3, sealed_at=""): (("seal", ("ann", "bo.bb", "0")),),
}
UNHASHED = [
    (
        DuplicatesFound(
            file="duplicates-0123456789ab.csv", sha256="0", records=2, sure=1, unsure=0,
            parameters={"least": 0.8, "rules": "3"}, program="p",
        ),
        (("dedup-run", ()),),
    ),
    (
        RowExtracted(
            form="effects", row="1", study="s", values={"outcome": "job"},
            seen={"outcome": Seen(place="table 2")},
        ),
        (("row", ("effects", "1", "ann")),),
    ),
    (
        ValuesExtracted(
            form="effects", row="1", study="s", values={"se": "2", "ci": ""},
            seen={"se": Seen(place="table 2")},
        ),
        (("value", ("effects", "1", "ci", "ann")), ("value", ("effects", "1", "se", "ann"))),
    ),
    (
        RowSettled(
            form="effects", row="1", study="s", values={"outcome": "job"}, settles=("r2", "r1"),
            seen={"outcome": Seen(how="abstract")},
        ),
        (("row-settlement", ("effects", "r1", "r2")),),
    ),
    (
        RankingMade(
            stage="t", ranking="0", recipe="default", seed=1, learned=2, reports=3,
            parameters={"text": "0"}, program="p",
        ),
        (("ranking", ("t", "ann", "0")),),
    ),
    (
        ScreeningStopped(stage="t", rule="r", evidence={}, read=2, included=1, unread=3),
        (("stop", ("t",)),),
    ),
]  # fmt: skip
ALL = [*EXAMPLES.items(), *UNHASHED]


def test_every_kind_of_event_has_an_example_here() -> None:
    assert {type(event) for event, _ in ALL} == set(get_args(AnyEvent))


@pytest.mark.parametrize(("event", "writes"), ALL, ids=lambda x: type(x).__name__)
def test_each_event_sets_the_registers_of_its_kind(event: AnyEvent, writes: object) -> None:
    assert event.writes("ann") == writes


@pytest.mark.parametrize(("event", "writes"), ALL, ids=lambda x: type(x).__name__)
def test_a_line_names_its_kind_and_leaves_out_what_is_not_said(
    event: AnyEvent, writes: object
) -> None:
    assert isinstance(writes, tuple)
    line = json.loads(encode(event))
    assert line["kind"] == type(event).__struct_config__.tag
    assert not {"at", "prev", "note", "shown"} & set(line)
    assert decode(encode(event), "") == event


def test_a_vote_of_two_people_are_two_registers_and_one_of_one_person_is_one() -> None:
    cast = VoteCast(stage="t", record="a:1", decision="maybe", criteria="1")
    assert cast.writes("ann") != cast.writes("bo")
    assert cast.writes("ann") == VoteWithdrawn(stage="t", record="a:1").writes("ann")


def test_an_encoded_event_is_one_line() -> None:
    note = "one\ntwo\r\nthree\u2028four\x00"
    line = encode(VoteCast(stage="t", record="a", decision="maybe", criteria="1", note=note))
    assert b"\n" not in line
    assert b"\r" not in line
    found = decode(line, "")
    assert isinstance(found, VoteCast)
    assert found.note == note


@pytest.mark.parametrize(
    "line",
    [
        b'{"kind":"unheard-of"}',
        b'{"kind":"vote-cast","stage":"t","record":"a","decision":"perhaps","criteria":"1"}',
        b'{"kind":"vote-cast","stage":"t","record":"a","decision":"maybe"}',
        b'{"kind":"vote-withdrawn","stage":"t","record":"a","more":1}',
        b'{"kind":"vote-withdrawn","stage":7,"record":"a"}',
        b'{"stage":"t","record":"a"}',
        b"[]",
        b"null",
    ],
)
def test_a_line_of_another_shape_is_not_guessed_at(line: bytes) -> None:
    with pytest.raises(NewerVersion) as caught:
        decode(line, "ann.aa.jsonl, line 3")
    assert caught.value.where == "ann.aa.jsonl, line 3"
    assert "newest litreview" in caught.value.remedy


@pytest.mark.parametrize("line", [b"", b"{", b"hello", b"\xff", b'{"kind":"a"}{}', b"[" * 100_000])
def test_a_line_that_is_no_json_is_damage(line: bytes) -> None:
    with pytest.raises((LogDamaged, NewerVersion)) as caught:
        decode(line, "ann.aa.jsonl, line 3")
    assert caught.value.where == "ann.aa.jsonl, line 3"


HOSTILE = ["../x", "a/../../x", "/etc/x", "a\\x", ".hidden", "", "a:b", "a\x00", "a\n", "x" * 121]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_search_cannot_lead_out_of_the_review(name: str) -> None:
    for event in (
        SearchLoaded(search=name, manifest="0", records=1, failures=0),
        SearchWithdrawn(search=name, reason=""),
    ):
        with pytest.raises(NewerVersion):
            decode(encode(event), "")


@pytest.mark.parametrize("name", [*HOSTILE, "duplicates-0123456789ab.csv/../x", "review.toml"])
def test_a_file_of_pairs_cannot_lead_out_of_the_log_folder(name: str) -> None:
    event = msgspec.structs.replace(UNHASHED[0][0], file=name)
    with pytest.raises(NewerVersion):
        decode(encode(event), "")


@pytest.mark.parametrize("name", ["medline", "medline-12ab", "första-genomgången", "a.b_c-1"])
def test_an_ordinary_search_is_read(name: str) -> None:
    event = SearchLoaded(search=name, manifest="0", records=1, failures=0)
    assert decode(encode(event), "") == event


def test_bytes_that_are_no_text_are_named_before_they_are_written() -> None:
    with pytest.raises(UsageError, match="no text") as caught:
        encode(StudyLinked(record="a:1", study="\udcff"))
    assert caught.value.remedy


def test_the_hash_of_a_line_is_that_of_its_bytes() -> None:
    assert line_hash(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


# -- the fold --------------------------------------------------------------------------------------


def entry(event: AnyEvent, at: int, digest: str = "0", who: str = "ann") -> Entry:
    stamped = msgspec.structs.replace(event, at=f"2026-11-24T00:00:{at:02d}.000000Z")
    return Entry(stamped, digest, f"{who}.aa", who)


def test_nothing_folds_to_nothing() -> None:
    assert fold([]) == Fold()
    assert fold([]).of("vote") == {}
    assert list(votes(Fold())) == []


def test_equal_times_are_settled_by_the_hash_whatever_the_order() -> None:
    one = entry(StudyLinked(record="a:1", study="one"), 5, "aaaa")
    two = entry(StudyLinked(record="a:1", study="two"), 5, "bbbb", who="bo")
    for order in ([one, two], [two, one], [two, one, two]):
        assert fold(order).of("study") == {("a:1",): two}


def test_an_undoing_covers_what_came_before_it_only() -> None:
    cast = VoteCast(stage="t", record="a:1", decision="include", criteria="1")
    back = VoteWithdrawn(stage="t", record="a:1")
    assert not list(votes(fold([entry(cast, 1), entry(back, 2)])))
    ((found, _),) = votes(fold([entry(back, 2), entry(cast, 3)]))
    assert found.event.at.endswith("03.000000Z")


def test_a_join_and_a_split_of_a_pair_are_one_register() -> None:
    same, other = DuplicatesJoined(pairs=PAIRS), DuplicatesSplit(pairs=PAIRS[:1])
    held = fold([entry(same, 1), entry(other, 2, "1")]).of("pair")
    assert {pair: type(e.event) for pair, e in held.items()} == {
        PAIRS[0]: DuplicatesSplit,
        PAIRS[1]: DuplicatesJoined,
    }
