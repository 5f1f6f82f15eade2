"""Which judgements a change of the criteria could turn: a function of two versions of them.

The model. A report fulfils a criterion or does not; a reviewer knows of each whether it does, or is
in doubt. A report is *out* where a criterion to exclude applies, or one to include is not
fulfilled; *in* where none of that is so; *maybe* where no criterion is known to put it out, but of
some it is not known whether it does. Besides what review.toml names stands the question of the
review, which no version changes: an exclusion that gives no reason may rest on it. So a judgement
says something of the report:

- an inclusion: no criterion puts it out;
- an exclusion for reasons: these apply. Of all others it says nothing;
- an exclusion without a reason: something puts it out;
- a maybe: nothing is known to put it out, and something is in doubt.

A change *shuts* where the report may be put out by a criterion that did not put it out before, and
*opens* where it may be let in by one that kept it out:

| the criterion ...           | to exclude      | to include      |
|-----------------------------|-----------------|-----------------|
| is new                      | shuts           | shuts           |
| is dropped                  | opens           | opens           |
| has another label           | shuts and opens | shuts and opens |
| is called wider             | shuts           | opens           |
| is called narrower          | opens           | shuts           |
| has another wording only    | neither         | neither         |
| has another rank            | neither         | neither         |

(wider: it applies to all that it applied to, and maybe more; of a criterion to include: it lets
more in.) A criterion that is taken to a stage, or from it, is new or dropped at that stage. Then a
judgement could turn where a report that it may be said of is judged otherwise now:

- an inclusion: where a change shuts;
- an exclusion for reasons: where each of them is a criterion that opens; one that still applies
  keeps the report out, whatever else has changed;
- an exclusion without a reason: where a change opens;
- a maybe: where anything changes, as the doubt may have been about that.

No other judgement could, and each of these could: `tests/property/test_affected_criteria.py` tries
all reports. Where only ranks changed nothing is judged again: the reason that PRISMA counts is
computed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from litreview.model import Criterion, Decision

What = Literal["new", "gone", "other", "wider", "narrower"]
_SHUTS: dict[str, frozenset[What]] = {
    "exclude": frozenset({"new", "other", "wider"}),
    "include": frozenset({"new", "other", "narrower"}),
}
_OPENS: dict[str, frozenset[What]] = {
    "exclude": frozenset({"gone", "other", "narrower"}),
    "include": frozenset({"gone", "other", "wider"}),
}
_WORDS: dict[What, str] = {
    "new": "is new in",
    "gone": "was dropped in",
    "other": "changed in",
    "wider": "became wider in",
    "narrower": "became narrower in",
}


@dataclass(frozen=True, slots=True)
class Version:
    """The criteria of one version. follows: whether it is known to come right after that before.

    Where it is not, what its criteria say of the version before says nothing of the one that is
    known.
    """

    name: str
    criteria: tuple[Criterion, ...]
    follows: bool = True

    def at(self, stage: str) -> dict[tuple[str, str], Criterion]:
        """Effect and code -> the criterion, of those that count at `stage`."""
        return {(c.effect, c.code): c for c in self.criteria if stage in c.stages}


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a criterion at a stage, and the version that did it."""

    code: str
    effect: str
    what: What
    version: str

    @property
    def shuts(self) -> bool:
        """Whether it may put a report out that was in."""
        return self.what in _SHUTS[self.effect]

    @property
    def opens(self) -> bool:
        """Whether it may let a report in that it kept out."""
        return self.what in _OPENS[self.effect]

    @property
    def words(self) -> str:
        """``criterion no-mentoring changed in version 3``."""
        return f"criterion {self.code} {_WORDS[self.what]} version {self.version}"


def changes(chain: Sequence[Version], stage: str) -> tuple[Change, ...]:
    """What changed at `stage` from the first version of `chain` to its last.

    Those that lie between say in which direction a criterion went. One that is named as it was
    named first has not changed, unless a version said that it means something else. Of one that is
    both wider and narrower than it was nothing is known.
    """
    if not chain:
        return ()
    held = [version.at(stage) for version in chain]
    keys = dict.fromkeys([*held[-1], *held[0]])
    found = (_change([one.get(key) for one in held], chain, key) for key in keys)
    return tuple(change for change in found if change is not None)


def _change(
    course: Sequence[Criterion | None], chain: Sequence[Version], key: tuple[str, str]
) -> Change | None:
    """The change of one criterion, which `course` holds for each version of the chain."""
    steps = [
        (_step(before, after, version.follows), version.name)
        for (before, after), version in zip(pairwise(course), chain[1:], strict=True)
    ]
    moved = [(what, name) for what, name in steps if what is not None]
    if not moved:
        return None
    first, last = course[0], course[-1]
    if first is None or last is None:
        what: What = "new" if last is not None else "gone"
        return Change(key[1], key[0], what, _which(moved, what))
    if first.label == last.label and not any(
        a is not None and b is not None and a.label == b.label
        for (a, b), (step, _) in zip(pairwise(course), steps, strict=True)
        if step is not None
    ):
        return None
    kinds = {step for step, _ in moved}
    return Change(key[1], key[0], kinds.pop() if len(kinds) == 1 else "other", moved[-1][1])


def _which(moved: Sequence[tuple[What, str]], what: What) -> str:
    """The version that did it last."""
    return [name for step, name in moved if step == what][-1]


def _step(before: Criterion | None, after: Criterion | None, follows: bool) -> What | None:
    """What a version did to a criterion of the version before; None: nothing.

    A word on its meaning counts where the label is another, or where the word itself is: one that
    was left standing from the version before was about that one.
    """
    if before is None or after is None:
        return None if before is after else "new" if after is not None else "gone"
    said = after.change
    if after.label == before.label and (not said or said == before.change):
        return None
    if said == "wording" and (follows or after.label == before.label):
        return None
    directed: tuple[What, ...] = ("wider", "narrower") if follows else ()
    return next((what for what in directed if what == said), "other")


def turning(
    decision: Decision, reasons: Sequence[str], changed: Sequence[Change]
) -> tuple[Change, ...]:
    """The changes for which a judgement could turn; none: it stands.

    reasons: those of an exclusion. One that is no criterion of either version stands.
    """
    if decision == "include":
        return tuple(change for change in changed if change.shuts)
    if decision == "maybe":
        return tuple(changed)
    opened = {c.code: c for c in changed if c.opens and (c.effect == "exclude" or not reasons)}
    if not reasons:
        return tuple(opened.values())
    if all(reason in opened for reason in reasons):
        return tuple(opened[reason] for reason in dict.fromkeys(reasons))
    return ()


def only_ranks(before: Version, after: Version) -> bool:
    """Whether the two versions hold the same criteria in another order."""

    def plain(version: Version) -> list[tuple[str, str, str, tuple[str, ...]]]:
        return [(c.effect, c.code, c.label, tuple(sorted(c.stages))) for c in version.criteria]

    return plain(before) != plain(after) and sorted(plain(before)) == sorted(plain(after))
