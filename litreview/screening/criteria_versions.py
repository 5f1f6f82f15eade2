"""The versions of the criteria: those that the log holds, and the one in force, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import get_args

from litreview.events import CriteriaAdopted, Fold
from litreview.model import Criterion, Plan, Since
from litreview.screening.affected import Change, Version, changes


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions up to the one in force, which is the last; newer ones are left out.

    adopted: version -> when the first vote under it was cast; the one in force may be in no log.
    """

    held: tuple[Version, ...]
    newer: tuple[str, ...]
    adopted: Mapping[str, str]
    _changed: dict[tuple[str, str], tuple[Change, ...] | None] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def now(self) -> Version:
        """The version in force."""
        return self.held[-1]

    def since(self, version: str) -> tuple[Version, ...]:
        """From `version` to the one in force; (): it is not known, or newer."""
        names = [one.name for one in self.held]
        return self.held[names.index(version) :] if version in names else ()

    def changed(self, version: str, stage: str) -> tuple[Change, ...] | None:
        """What changed at `stage` since `version`; None: the log does not hold that version.

        Computed once: it is asked for with every vote.
        """
        key = version, stage
        if key not in self._changed:
            self._changed[key] = self._since(version, stage)
        return self._changed[key]

    def _since(self, version: str, stage: str) -> tuple[Change, ...] | None:
        if version == self.now.name or version in self.newer:
            return ()
        chain = self.since(version)
        return changes(chain, stage) if chain else None


def versions(state: Fold, plan: Plan) -> Versions:
    """The versions of the log and of `plan`, which is in force.

    In the order of their numbers where both of two versions are whole numbers, else of time.
    """
    held = {version: entry for (version,), entry in state.of("criteria").items()}
    newer = newer_versions(state, plan.criteria_version)
    older = [name for name in held if name not in newer and name != plan.criteria_version]
    if all(number(name) for name in older):
        older.sort(key=lambda name: number(name) or (0, ""))
    else:
        older.sort(key=lambda name: held[name].order)
    found = [Version(name, _criteria(held[name].event)) for name in older]
    found.append(Version(plan.criteria_version, plan.criteria))
    return Versions(
        held=(found[0], *(_after(a, b) for a, b in pairwise(found))),
        newer=tuple(newer),
        adopted={name: entry.event.at for name, entry in held.items()},
    )


def newer_versions(state: Fold, own: str) -> list[str]:
    """Versions of the criteria after `own` that votes were cast under: by number, else by time."""
    held = {version: entry for (version,), entry in state.of("criteria").items()}
    mine, mark = held.get(own), number(own)
    found = []
    for version, entry in sorted(held.items()):
        other = number(version)
        by_time = mine is not None and entry.order > mine.order
        later = other > mark if mark and other else by_time
        found += [version] if later else []
    return found


def number(version: str) -> tuple[int, str] | None:
    """A sort key of a version that is a whole number, of any length."""
    digits = version.lstrip("0")
    return (len(digits), digits) if version.isascii() and version.isdigit() else None


def _after(before: Version, after: Version) -> Version:
    """`after`, with whether it comes right behind `before`: of whole numbers one can tell."""
    if number(before.name) and number(after.name):
        follows = _plus_one(before.name) == after.name.lstrip("0")
        return replace(after, follows=follows)
    return after


def _plus_one(digits: str) -> str:
    """The next whole number, of any length: `int` refuses very long ones."""
    kept = digits.rstrip("9")
    nines = len(digits) - len(kept)
    if not kept:
        return "1" + "0" * nines
    return (kept[:-1] + str(int(kept[-1]) + 1) + "0" * nines).lstrip("0")


def _criteria(event: object) -> tuple[Criterion, ...]:
    """The criteria as a log holds them; a log from elsewhere may hold less than is expected."""
    if not isinstance(event, CriteriaAdopted):
        return ()
    ranks = {"include": 0, "exclude": 0}
    found: list[Criterion] = []
    for one in event.criteria:
        effect = "include" if one.get("effect") == "include" else "exclude"
        ranks[effect] += 1
        found.append(
            Criterion(
                code=one.get("code", ""),
                label=one.get("label", ""),
                effect="include" if effect == "include" else "exclude",
                stages=tuple(one.get("stages", "").split(",")),
                rank=ranks[effect],
                change=_said(one.get("change", "")),
            )
        )
    return tuple(found)


def _said(word: str) -> Since:
    known: Sequence[Since] = get_args(Since)
    return next((one for one in known if one == word), "")
