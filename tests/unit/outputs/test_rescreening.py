"""What the report says of changed criteria, from the log alone; nothing where none changed."""

from __future__ import annotations

from collections.abc import Iterable

from litreview.events import CriteriaAdopted, Entry, VoteCast, VoteWithdrawn, fold
from litreview.model import Criterion, Plan, RecordId, ReportId, Stage
from litreview.screening.affected import Version
from litreview.screening.rescreened import Rescreened, in_words, rescreened

STAGES = (Stage("t", "Titles", "screening"), Stage("f", "Full texts", "eligibility"))
CLUSTERS = {RecordId(f"a:{at}"): ReportId(f"a:{at}") for at in range(1, 10)}


def sinks(label: str, **more: object) -> Criterion:
    return Criterion("sinks", label, "exclude", ("t", "f"), 1, **more)  # type: ignore[arg-type]


def told(
    events: Iterable[tuple[str, object]], now: Criterion, version: str
) -> tuple[Rescreened, ...]:
    """What came of the changes, of events each of which is a second later than the last."""
    entries = [
        Entry(_at(event, at), hash=f"{at:04}", log=f"{who}.x", who=who)
        for at, (who, event) in enumerate(events)
    ]
    plan = Plan("", "", STAGES, (now,), version)
    return rescreened(reversed(entries), fold(entries), CLUSTERS, plan, frozenset())


def _at(event: object, at: int) -> object:
    import msgspec

    return msgspec.structs.replace(event, at=f"2026-11-24T00:00:{at:02}.000000Z")  # type: ignore[type-var]


def adopts(version: str, one: Criterion) -> tuple[str, CriteriaAdopted]:
    text = {"code": one.code, "label": one.label, "effect": one.effect, "stages": "t,f"}
    return "ann", CriteriaAdopted(version=version, sha256="", criteria=(text,))


def votes(record: int, decision: str, version: str, who: str = "ann") -> tuple[str, VoteCast]:
    reasons = ("sinks",) if decision == "exclude" else ()
    event = VoteCast(
        stage="t",
        record=f"a:{record}",
        decision=decision,
        criteria=version,
        reasons=reasons,  # type: ignore[arg-type]
    )
    return who, event


OLD, NEW = sinks("It sinks"), sinks("It sinks within an hour")
FIRST = [
    adopts("1", OLD),
    votes(1, "include", "1"),
    votes(2, "exclude", "1"),
    votes(3, "maybe", "1"),
]


def test_one_version_has_nothing_to_tell() -> None:
    assert told(FIRST, OLD, "1") == ()


def test_before_any_vote_under_it_a_version_is_told_all_the_same() -> None:
    (one,) = told(FIRST, NEW, "2")
    assert (one.version, one.before, one.adopted) == ("2", "1", "")
    assert one.told == ("sinks: “It sinks” became “It sinks within an hour”",)
    assert (one.affected, one.again, one.changed) == (3, 0, 0)


def test_what_was_cast_again_is_counted_and_what_came_out_otherwise() -> None:
    more = [adopts("2", NEW), votes(1, "include", "2"), votes(2, "include", "2")]
    (one,) = told([*FIRST, *more], NEW, "2")
    assert one.adopted == "2026-11-24T00:00:05.000000Z"
    assert (one.affected, one.again, one.changed) == (3, 2, 1)


def test_a_vote_that_was_undone_waits_again_and_one_taken_back_is_none() -> None:
    more = [adopts("2", NEW), votes(1, "exclude", "2"), votes(1, "include", "1")]
    gone = ("ann", VoteWithdrawn(stage="t", record="a:2"))
    (one,) = told([*FIRST, *more, gone], NEW, "2")
    assert (one.affected, one.again, one.changed) == (2, 0, 0)


def test_a_copy_that_did_not_know_of_the_change_counts_too() -> None:
    more = [adopts("2", NEW), votes(5, "include", "2"), votes(4, "include", "1", who="bo")]
    (one,) = told([*FIRST, *more], NEW, "2")
    assert one.affected == 4


def test_each_version_counts_what_its_own_step_could_turn() -> None:
    wider = sinks("It sinks at once", change="wider")
    more = [adopts("2", NEW), votes(1, "include", "2")]
    one, two = told([*FIRST, *more], wider, "3")
    assert (one.affected, one.again) == (3, 1)
    assert (two.affected, two.again) == (2, 0)


def test_changes_are_told_in_words() -> None:
    paper = Criterion("paper", "Paper", "exclude", ("f",), 2)
    asked = Criterion("floats", "It floats", "include", ("t", "f"), 1)
    old = Version("1", (asked, OLD, paper))
    new = Version("2", (asked, sinks("It dives", change="wider"),
                        Criterion("paper", "Paper", "exclude", ("t", "f"), 2)))  # fmt: skip
    assert list(in_words(old, new)) == [
        "sinks: “It sinks” became “It dives” (wider, by its authors)",
        "paper counts at t, f (before: f)",
    ]
    assert list(in_words(old, Version("2", (asked,)))) == [
        "sinks was dropped (“It sinks”)",
        "paper was dropped (“Paper”)",
    ]
    assert list(in_words(Version("1", (OLD,)), Version("2", (OLD, paper)))) == [
        "paper is new (“Paper”)"
    ]
    assert list(in_words(old, Version("2", (asked, paper, OLD)))) == [
        "the order of the criteria changed, and nothing else"
    ]
