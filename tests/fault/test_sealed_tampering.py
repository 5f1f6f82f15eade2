"""A log that is changed after it was sealed, by somebody who knows how to close its chain again."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from sealed import Person, exchange, quick, rewritten, team  # noqa: F401 - a fixture

from litreview.events import AnyEvent, LogSealed, VoteCast, line_hash
from litreview.review import Review
from litreview.review.sealing import Verified

Two = tuple[Person, Person]


@pytest.fixture
def two(tmp_path: Path) -> Two:
    """ann and bo, who voted apart, noted each other's seals and exchanged their logs."""
    ann, bo = team(tmp_path, "ann", "bo")
    ann.vote("ieeeei")
    bo.vote("iieeei")
    exchange(ann, bo)
    assert {proof.proved for proof in bo.verified().proofs} == {6}
    return ann, bo


def codes(found: Verified) -> list[str]:
    return [finding.code for finding in found.findings]


def turned(number: int, event: AnyEvent) -> AnyEvent:  # noqa: ARG001 - what a change takes
    """The vote on the second report says what bo said."""
    if isinstance(event, VoteCast) and event.record == "boats:2":
        return msgspec.structs.replace(event, decision="include")
    return event


def test_a_vote_that_was_rewritten_before_the_head_is_found(two: Two) -> None:
    ann, bo = two
    rewritten(ann.log, turned)
    shutil.copy(ann.log, bo.root / "log")
    found = bo.verified()
    assert sorted(codes(found)) == ["LG107", "LG108"]
    wrong = next(finding for finding in found.findings if finding.code == "LG108")
    assert wrong.severity == "error"
    assert "bo noted a seal of ann.aaaaaa as far as line" in wrong.message
    assert wrong.where.endswith("ann.aaaaaa.jsonl")
    assert {why for proof in found.proofs for why in proof.unproved} == {"rewritten"}
    assert {proof.proved for proof in found.proofs} == {0}
    with Review(bo.folder, clock=bo.clock, who="bo") as review:
        assert "LG108" in [finding.code for finding in review.check()]


def test_a_vote_that_was_rewritten_before_the_logs_were_exchanged_is_found(
    tmp_path: Path,
) -> None:
    """ann seals, gets the votes of bo, and turns one of hers before she hands over her log."""
    ann, bo = team(tmp_path, "ann", "bo")
    ann.vote("ieeeei")
    bo.vote("iieeei")
    bo.note(ann.seal())
    ann.note(bo.seal())
    rewritten(ann.log, turned)
    bo.take(ann)
    found = bo.verified()
    assert codes(found) == ["LG108"]
    assert {proof.proved for proof in found.proofs} == {0}


def test_a_seal_that_is_made_to_hold_nothing_afterwards_is_found(tmp_path: Path) -> None:
    """ann takes the votes of bo in, votes, seals, and then takes out that her copy held them."""
    ann, bo = team(tmp_path, "ann", "bo")
    bo.vote("iieeei")
    ann.take(bo)
    ann.vote("iieeei")
    bo.note(ann.seal())
    bo.take(ann)
    assert bo.proof("ann", "bo").unproved.keys() == {"late"}

    def emptied(number: int, event: AnyEvent) -> AnyEvent:  # noqa: ARG001
        sealed = isinstance(event, LogSealed)
        return msgspec.structs.replace(event, holds=()) if sealed else event

    rewritten(ann.log, emptied)
    shutil.copy(ann.log, bo.root / "log")
    found = bo.verified()
    assert "LG108" in codes(found)
    assert {proof.proved for proof in found.proofs} == {0}


def test_a_log_that_was_cut_short_before_its_seal_is_found(two: Two) -> None:
    ann, bo = two
    lines = ann.log.read_bytes().splitlines(keepends=True)
    (bo.root / "log" / ann.log.name).write_bytes(b"".join(lines[:5]))
    found = bo.verified()
    assert "LG109" in codes(found)
    short = next(finding for finding in found.findings if finding.code == "LG109")
    assert short.severity == "warning"
    assert "the log ends before that here" in short.message
    assert bo.proof("ann", "bo").unproved.keys() == {"missing"}


def test_a_line_taken_out_is_found(two: Two) -> None:
    ann, bo = two
    rewritten(ann.log, lambda number, event: None if number == 6 else event)
    shutil.copy(ann.log, bo.root / "log")
    assert "LG108" in codes(bo.verified())


def test_a_line_put_in_is_found(tmp_path: Path) -> None:
    """A vote that is cast later, and put where it would have been before the seal."""
    ann, bo = team(tmp_path, "ann", "bo")
    ann.vote("iee")
    bo.vote("iieeei")
    exchange(ann, bo)
    held = ann.log.read_bytes().splitlines(keepends=True)
    ann.vote("i", 4)
    extra = ann.log.read_bytes().splitlines(keepends=True)[-1]
    ann.log.write_bytes(b"".join([*held[:5], extra, *held[5:]]))

    def on_time(number: int, event: AnyEvent) -> AnyEvent:
        # a cheat sets the times so that they rise
        return msgspec.structs.replace(event, at=f"2026-11-24T00:{number:02d}:00.000000Z")

    rewritten(ann.log, on_time)
    shutil.copy(ann.log, bo.root / "log")
    assert "LG108" in codes(bo.verified())


def test_whoever_noted_a_seal_cannot_move_the_note_unseen(two: Two) -> None:
    """bo pretends to have noted the seal of ann before he voted."""
    ann, bo = two
    lines = bo.log.read_bytes().splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if b'"seal-noted"' in line)
    bo.log.write_bytes(b"".join([lines[0], lines[at], *lines[1:at], *lines[at + 1 :]]))
    rewritten(
        bo.log,
        lambda number, event: msgspec.structs.replace(
            event, at=f"2026-11-24T00:{number:02d}:00.000000Z"
        ),
    )
    shutil.copy(bo.log, ann.root / "log")
    found = ann.verified()
    assert "LG108" in codes(found)
    assert "ann noted a seal of bo.bbbbbb" in str(found.findings)
    assert {proof.proved for proof in found.proofs} == {0}


def test_a_vote_changed_without_closing_the_chain_stops_the_proof(two: Two) -> None:
    ann, bo = two
    path = bo.root / "log" / ann.log.name
    path.write_bytes(path.read_bytes().replace(b'"exclude"', b'"include"', 1))
    found = bo.verified()
    assert codes(found) == ["LG101"]
    assert found.proofs == ()
    assert found.missing == "a log is damaged"


def test_a_note_with_a_made_up_head_proves_nothing(tmp_path: Path) -> None:
    """A note of a line that is no seal: it tells when it stood, not what its copy held."""
    ann, bo = team(tmp_path, "ann", "bo")
    ann.vote("iee")
    bo.vote("iii")
    seal = ann.seal()
    held = ann.log.read_bytes().splitlines()
    bo.note(msgspec.structs.replace(seal, lines=len(held) - 1, head=line_hash(held[-2])))
    bo.take(ann)
    assert bo.proof("ann", "bo").unproved.keys() == {"unsaid"}
