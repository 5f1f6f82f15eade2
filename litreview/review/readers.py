"""How much each reviewer of a stage has read, and has still to read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from litreview.model import Stage
from litreview.review import teams, voting
from litreview.review.present import Present


@dataclass(frozen=True, slots=True)
class Reader:
    """One reviewer of a stage.

    read: reports that they judged; open: reports that wait for them. What they left at maybe is
    among these where whoever asks may know of it: of others, where all votes are cast.
    calibration: how many of these belong to the calibration sample, which comes first.
    left: they take no more part, and what they judged stays.
    """

    name: str
    read: int
    open: int
    calibration: int = 0
    left: bool = False


def readers(present: Present, stage: Stage, asks: str = "") -> tuple[Reader, ...]:
    """Everybody who takes part in `stage` or judged a report there, by name; as told to `asks`."""
    held, reports = present.screening, present.eligible(stage)
    read = Counter(v.reviewer for r in reports for v in held.of(stage.name, r).votes)
    active = held.teams[stage.name].active
    here = [_reader(present, stage, name, read[name], asks) for name in active]
    gone = [Reader(name, read[name], 0, left=True) for name in read if name not in active]
    return tuple(sorted([*here, *gone], key=lambda one: one.name))


def _reader(present: Present, stage: Stage, name: str, read: int, asks: str) -> Reader:
    queue, own = voting.queue(present, stage, name, whole=True)
    known = [
        item
        for item in queue
        if item.report not in own
        or present.screening.of(stage.name, item.report).open_to(stage, asks, name)
    ]
    return Reader(name, read, len(known), len(teams.to_calibrate(present, stage, name)))


def wanted(present: Present, stage: Stage) -> int:
    """How many people are missing, so that every report of `stage` can get its votes."""
    active, held = set(present.screening.teams[stage.name].active), present.screening
    reports = present.eligible(stage)
    missing = 0 if reports else max(0, stage.votes - len(active))
    for report in reports:
        if lacking := teams.lacks(present, stage, report):
            voters = {vote.reviewer for vote in held.of(stage.name, report).votes}
            missing = max(missing, lacking - len(active - voters))
    return missing
