"""What seals prove of two people who worked apart, and what they do not."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from sealed import Person, exchange, quick, rewritten, team  # noqa: F401 - a fixture

from litreview.errors import UsageError
from litreview.events import AnyEvent, LogSealed, SealNoted, VoteCast
from litreview.store.seals import Seal, chain

Two = tuple[Person, Person]


@pytest.fixture
def two(tmp_path: Path) -> Two:
    """ann and bo, each with a copy of six reports; neither has voted."""
    ann, bo = team(tmp_path, "ann", "bo")
    return ann, bo


def whys(person: Person, one: str, other: str) -> dict[str, int]:
    return {why: len(ids) for why, ids in person.proof(one, other).unproved.items()}


def test_a_seal_says_how_far_the_log_goes_and_nothing_that_it_says(two: Two) -> None:
    ann, _ = two
    ann.vote("iee")
    seal = ann.seal()
    held = chain(ann.log)
    assert held is not None
    assert (seal.who, seal.log, seal.review) == ("ann", "ann.aaaaaa", "r1")
    assert seal.lines == len(held.entries)
    assert seal.head == held.entries[-1].hash
    assert isinstance(held.entries[-1].event, LogSealed)
    assert held.entries[-1].event.holds == ()
    assert held.entries[-1].event.salt not in str(seal)


def test_a_seal_says_what_the_copy_held_of_others(two: Two) -> None:
    ann, bo = two
    bo.vote("ie")
    bo.seal()
    held = chain(bo.log)
    assert held is not None
    event = held.entries[-1].event
    assert isinstance(event, LogSealed)
    assert [(one.log, one.lines) for one in event.holds] == [("ann.aaaaaa", 2)]
    assert ann.log.read_bytes() == (bo.root / "log" / ann.log.name).read_bytes()


def test_sealed_again_it_is_the_same_until_something_was_written(two: Two) -> None:
    ann, _ = two
    ann.vote("i")
    first = ann.seal()
    assert ann.seal() == first
    ann.vote("e", 2)
    assert ann.seal().lines == first.lines + 2


def test_votes_that_were_sealed_before_the_logs_were_exchanged_are_proved(two: Two) -> None:
    ann, bo = two
    ann.vote("ieeeei")
    bo.vote("iieee.")
    exchange(ann, bo)
    for copy in two:
        verified = copy.verified()
        assert (verified.findings, verified.missing, verified.seals) == ((), "", 2)
        for one, other in (("ann", "bo"), ("bo", "ann")):
            proof = copy.proof(one, other)
            assert (proof.votes, proof.proved, proof.unproved) == (5, 5, {})
            assert proof.before == (), "both had voted when they noted the seals"


def test_where_the_other_votes_after_noting_there_was_nothing_to_be_seen(two: Two) -> None:
    ann, bo = two
    ann.vote("iei")
    bo.note(ann.seal())
    bo.vote("iii")
    ann.note(bo.seal())
    ann.take(bo)
    assert len(ann.proof("ann", "bo").before) == 3
    proof = ann.proof("bo", "ann")
    assert (len(proof.apart), proof.before) == (3, ())


def test_without_seals_nothing_is_proved(two: Two) -> None:
    ann, bo = two
    ann.vote("ie")
    bo.vote("ie")
    ann.take(bo)
    assert ann.verified().seals == 0
    assert whys(ann, "ann", "bo") == whys(ann, "bo", "ann") == {"unsealed": 2}


def test_a_seal_that_nobody_noted_proves_nothing(two: Two) -> None:
    ann, bo = two
    ann.vote("ie")
    bo.vote("ie")
    ann.seal()
    bo.take(ann)
    assert whys(bo, "ann", "bo") == {"unnoted": 2}


def test_votes_after_the_exchange_are_not_proved(two: Two) -> None:
    ann, bo = two
    ann.vote("ie")
    bo.vote("ieei")
    exchange(ann, bo)
    ann.vote("ei", 3)
    bo.note(ann.seal())
    bo.take(ann)
    proof = bo.proof("ann", "bo")
    assert proof.apart == ("boats:1", "boats:2")
    assert proof.unproved == {"late": ("boats:3", "boats:4")}


def test_a_second_round_is_proved_as_the_first_was(two: Two) -> None:
    ann, bo = two
    ann.vote("ie")
    bo.vote("ii")
    exchange(ann, bo)
    ann.vote("eeei", 3)
    bo.vote("eeii", 3)
    exchange(ann, bo)
    for one, other in (("ann", "bo"), ("bo", "ann")):
        assert ann.proof(one, other).proved == 6


def test_noting_a_seal_when_the_log_is_here_already_comes_too_late(two: Two) -> None:
    ann, bo = two
    ann.vote("ie")
    bo.vote("ie")
    seal = ann.seal()
    bo.take(ann)
    bo.note(seal)
    assert whys(bo, "ann", "bo") == {"here": 2}
    held = chain(bo.log)
    assert held is not None
    assert isinstance(held.entries[-1].event, SealNoted)
    assert [one.lines for one in held.entries[-1].event.holds] == [seal.lines]


def test_a_vote_that_was_changed_after_the_exchange_was_still_cast_blind(two: Two) -> None:
    ann, bo = two
    ann.vote("ie")
    bo.vote("ii")
    exchange(ann, bo)
    ann.vote("i", 2)
    bo.take(ann)
    assert bo.proof("ann", "bo").proved == 2


def test_votes_in_one_shared_folder_are_not_proved(two: Two) -> None:
    ann, _ = two
    bo = Person("bo", ann.root, "eeeeee", ann.at)
    ann.vote("ie")
    bo.vote("ie")
    bo.note(ann.seal())
    ann.note(bo.seal())
    assert whys(ann, "ann", "bo") == {"here": 2}
    assert whys(ann, "bo", "ann") == {"here": 2}


def test_a_second_machine_that_took_the_votes_in_is_not_passed_over(two: Two) -> None:
    ann, bo = two
    bo.vote("iei")
    other = Person("ann", ann.root.with_name("laptop"), "eeeeee", ann.at)
    shutil.copytree(ann.root, other.root)
    other.vote("e", 6)
    other.take(bo)
    ann.at = other.at
    ann.vote("iei")
    bo.note(ann.seal())
    ann.note(bo.seal())
    ann.take(bo, other)
    assert whys(ann, "ann", "bo") == {"elsewhere": 3}
    other.at = ann.at
    bo.note(other.seal())
    ann.take(bo, other)
    assert whys(ann, "ann", "bo") == {"elsewhere": 3}, "its seal says that it held them"


def test_a_second_machine_that_held_nothing_needs_a_seal_of_its_own(two: Two) -> None:
    ann, bo = two
    bo.vote("iei")
    other = Person("ann", ann.root.with_name("laptop"), "eeeeee", ann.at)
    shutil.copytree(ann.root, other.root)
    other.vote("e", 6)
    ann.at = other.at
    ann.vote("iei")
    other.at = ann.at
    bo.note(ann.seal())
    bo.note(other.seal())
    ann.note(bo.seal())
    ann.take(bo, other)
    assert ann.proof("ann", "bo").proved == 3


def test_the_first_vote_counts_whichever_machine_it_was_cast_on(two: Two) -> None:
    ann, bo = two
    bo.vote("ii")
    other = Person("ann", ann.root.with_name("laptop"), "eeeeee", ann.at)
    shutil.copytree(ann.root, other.root)
    other.vote("i")
    ann.at = other.at
    ann.vote("ie")
    bo.note(ann.seal())
    bo.take(ann, other)
    assert whys(bo, "ann", "bo") == {"elsewhere": 1, "unsealed": 1}


def test_a_machine_whose_later_log_came_along_without_votes_of_others_is_none_of_concern(
    two: Two,
) -> None:
    ann, bo = two
    bo.vote("iii")
    other = Person("ann", ann.root.with_name("laptop"), "eeeeee", ann.at)
    shutil.copytree(ann.root, other.root)
    other.vote("e", 6)
    ann.at = other.at
    ann.vote("iei")
    other.at = ann.at
    other.vote("e", 5)
    ann.take(other)
    bo.note(ann.seal())
    other.vote("e", 4)
    bo.take(ann, other)
    assert bo.proof("ann", "bo").proved == 3


@pytest.mark.parametrize("sealed", [False, True])
def test_a_machine_that_may_have_taken_the_votes_in_after_it_was_last_heard_of_is_of_concern(
    two: Two, sealed: bool
) -> None:
    ann, bo = two
    bo.vote("iii")
    other = Person("ann", ann.root.with_name("laptop"), "eeeeee", ann.at)
    shutil.copytree(ann.root, other.root)
    other.vote("e", 6)
    if sealed:
        bo.note(other.seal())
    ann.take(other)
    other.take(bo)
    ann.at = other.at
    ann.vote("iei")
    other.at = ann.at
    other.vote("e", 5)
    bo.note(ann.seal())
    bo.take(ann, other)
    assert whys(bo, "ann", "bo") == {"elsewhere": 3}


def test_what_the_other_said_on_a_second_machine_was_there_to_be_seen(two: Two) -> None:
    ann, bo = two
    laptop = Person("bo", bo.root.with_name("laptop"), "eeeeee", bo.at)
    shutil.copytree(bo.root, laptop.root)
    laptop.vote("ieiiei")
    ann.take(laptop)
    ann.vote("ei", 5)
    bo.note(ann.seal())
    bo.take(ann, laptop)
    assert whys(bo, "ann", "bo") == {"late": 2}


def test_a_machine_whose_log_was_begun_after_the_vote_is_none_of_concern(two: Two) -> None:
    ann, bo = two
    bo.vote("iei")
    ann.vote("iei")
    bo.note(ann.seal())
    later = Person("ann", ann.root.with_name("later"), "eeeeee", ann.at)
    shutil.copytree(ann.root, later.root)
    later.take(bo)
    later.vote("e", 6)
    bo.take(later)
    assert bo.proof("ann", "bo").proved == 3


def test_a_seal_of_a_line_that_says_nothing_of_its_copy_proves_nothing(two: Two) -> None:
    ann, bo = two
    ann.vote("ie")
    bo.vote("ie")
    held = chain(ann.log)
    assert held is not None
    bo.note(
        Seal(
            review="r1", who="ann", log="ann.aaaaaa", lines=held.head.lines, head=held.head.head,
            sealed_at=held.entries[-1].event.at,
        )
    )  # fmt: skip
    bo.take(ann)
    assert whys(bo, "ann", "bo") == {"unsaid": 2}


def test_where_one_log_was_changed_nothing_of_either_is_proved(two: Two) -> None:
    ann, bo = two
    ann.vote("ie")
    bo.vote("ii")
    exchange(ann, bo)

    def turned(_number: int, event: AnyEvent) -> AnyEvent:
        if isinstance(event, VoteCast) and event.record == "boats:2":
            return msgspec.structs.replace(event, decision="include")
        return event

    rewritten(bo.root / "log" / ann.log.name, turned)
    assert whys(bo, "ann", "bo") == whys(bo, "bo", "ann") == {"rewritten": 2}


def test_a_vote_that_stood_last_in_the_log_that_was_taken_in_was_held(two: Two) -> None:
    ann, bo = two
    bo.vote("i")
    ann.take(bo)
    ann.vote("i")
    bo.note(ann.seal())
    bo.take(ann)
    assert whys(bo, "ann", "bo") == {"late": 1}


def test_a_folder_that_was_moved_is_another_copy_whose_seal_stands_for_both_logs(two: Two) -> None:
    ann, bo = two
    ann.vote("iei")
    bo.vote("iei..e")
    moved = Person("ann", ann.root.with_name("moved"), "eeeeee", ann.at)
    ann.open().close()
    ann.root.rename(moved.root)
    moved.vote("eee", 4)
    seal = moved.seal()
    assert seal.log == "ann.eeeeee"
    bo.note(seal)
    bo.vote("ee", 4)
    bo.take(moved)
    proof = bo.proof("ann", "bo")
    assert (len(proof.before), len(proof.apart), proof.unproved) == (2, 4, {})
    old = bo.root / "log" / "ann.aaaaaa.jsonl"
    old.write_bytes(b"".join(old.read_bytes().splitlines(keepends=True)[:-1]))
    assert bo.proof("ann", "bo").apart == (), "cut short, it is not what was sealed"


def test_three_people_are_told_two_by_two(tmp_path: Path) -> None:
    ann, bo, cy = people = team(tmp_path, "ann", "bo", "cy")
    ann.vote("iei...")
    bo.vote("..ieii")
    cy.vote("ii..ee")
    seals = [one.seal() for one in people]
    for one in people:
        for seal in seals:
            if seal.who != one.who:
                one.note(seal)
    ann.take(bo, cy)
    found = {(p.reviewer, p.towards): (p.proved, p.votes) for p in ann.verified().proofs}
    assert found == {
        ("ann", "bo"): (1, 1), ("bo", "ann"): (1, 1), ("ann", "cy"): (2, 2),
        ("cy", "ann"): (2, 2), ("bo", "cy"): (2, 2), ("cy", "bo"): (2, 2),
    }  # fmt: skip


def test_a_seal_is_noted_once(two: Two) -> None:
    ann, bo = two
    ann.vote("i")
    seal = ann.seal()
    assert bo.note(seal)
    before = bo.log.read_bytes()
    assert not bo.note(seal)
    assert bo.log.read_bytes() == before


def test_a_seal_is_made_anew_when_another_log_came_since(two: Two) -> None:
    ann, bo = two
    ann.vote("i")
    bo.vote("e")
    first = ann.seal()
    ann.take(bo)
    assert ann.seal().lines == first.lines + 1


def test_one_seal_may_be_noted_by_more_than_one(tmp_path: Path) -> None:
    ann, bo, cy = team(tmp_path, "ann", "bo", "cy")
    ann.vote("i")
    seal = ann.seal()
    assert bo.note(seal)
    cy.take(bo)
    assert cy.note(seal)


def test_what_a_note_says_was_held_are_all_logs_of_the_person(two: Two) -> None:
    ann, bo = two
    other = Person("ann", ann.root.with_name("laptop"), "eeeeee", ann.at)
    shutil.copytree(ann.root, other.root)
    other.vote("e", 6)
    bo.take(other)
    ann.vote("i")
    bo.note(ann.seal())
    held = chain(bo.log)
    assert held is not None
    assert isinstance(held.entries[-1].event, SealNoted)
    assert {one.log for one in held.entries[-1].event.holds} == {"ann.aaaaaa", "ann.eeeeee"}


def test_without_a_log_there_is_nothing_to_seal(two: Two) -> None:
    _, bo = two
    with pytest.raises(UsageError, match="bo has no log here") as caught:
        bo.seal()
    assert caught.value.where
    assert "vote first" in caught.value.remedy


def test_seals_that_cannot_be_noted(two: Two) -> None:
    ann, bo = two
    ann.vote("i")
    seal = ann.seal()
    with pytest.raises(UsageError, match="of another review"):
        bo.note(msgspec.structs.replace(seal, review="r2"))
    with pytest.raises(UsageError, match="a seal of ann's own"):
        ann.note(seal)
    assert bo.note(seal)
    with pytest.raises(UsageError, match=r"bo noted line .* with another hash"):
        bo.note(msgspec.structs.replace(seal, head="0" * 64))
    bo.take(ann)
    with pytest.raises(UsageError, match="this copy holds line 1 "):
        bo.note(msgspec.structs.replace(seal, lines=1))
    assert not bo.log.read_bytes().count(b'"0000')
