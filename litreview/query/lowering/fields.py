"""Which of a target's own fields stand for those that are asked for."""

from __future__ import annotations

from typing import NamedTuple

from litreview.query.capability import Capability
from litreview.query.lowering.changes import Change
from litreview.query.tree import Field, Scope, scope


class Chosen(NamedTuple):
    """The target's fields, to be joined with OR; none: it has nothing of what is asked for."""

    scopes: tuple[Scope, ...]
    change: Change | None = None


def choose(
    wanted: Scope, can: Capability, *, up: bool, among: frozenset[Scope] | None = None
) -> Chosen:
    """A target's fields for `wanted`: the same, else the fewest more (up), else the most of them.

    Less is chosen going up too where nothing holds all: the caller sees it in the change.
    """
    native = frozenset(can.scopes.values()) if among is None else among
    if wanted in native or _joins(wanted, native, can):
        return Chosen((wanted,))
    inside = _cover(wanted, [one for one in native if set(one) <= _reach(wanted)])
    if _all(inside) == set(wanted):
        return Chosen(inside)
    names = ", ".join(one for one in wanted)
    why = f"has no field for exactly {names}"
    larger = _larger(wanted, native, inside) if up else None
    if larger is not None:
        more = ", ".join(sorted(_all(larger) - set(wanted)))
        more = "any field" if (Field.ANY,) in larger else more
        return Chosen(larger, Change("larger", why, f"words in {more} are found as well"))
    if inside:
        less = ", ".join(sorted(set(wanted) - _all(inside) - {Field.ANY})) or "other fields"
        return Chosen(
            inside, Change("smaller", why, f"words that stand only in {less} are not found")
        )
    coded = set(wanted) <= can.coded
    why = (
        f"has {names} as codes, which words do not become" if coded else f"has no field for {names}"
    )
    return Chosen((), Change("gone", why))


def named(chosen: Chosen, can: Capability) -> str | None:
    """The target's own marks for the fields."""
    names = {fields: name for name, fields in can.scopes.items()}
    if not chosen.scopes:
        return None
    return ", ".join(names.get(one) or ", ".join(one) for one in chosen.scopes)


def _joins(wanted: Scope, native: frozenset[Scope], can: Capability) -> bool:
    return can.joins_scopes and all((one,) in native for one in wanted)


def _all(scopes: tuple[Scope, ...]) -> set[Field]:
    return {one for fields in scopes for one in fields}


def _cover(wanted: Scope, inside: list[Scope]) -> tuple[Scope, ...]:
    """As few of `inside` as cover what can be covered, the largest first."""
    left = _reach(wanted)
    chosen: list[Scope] = []
    for fields in sorted(inside, key=lambda one: (-len(one), one)):
        if left & set(fields):
            chosen.append(fields)
            left -= set(fields)
    return tuple(chosen)


def _larger(
    wanted: Scope, native: frozenset[Scope], inside: tuple[Scope, ...]
) -> tuple[Scope, ...] | None:
    """The fields that hold all of `wanted` and the least besides; None: there are none."""
    choices: list[tuple[Scope, ...]] = [
        (fields,) for fields in native if set(wanted) <= _reach(fields)
    ]
    added = list(inside)
    for one in wanted:
        if one in _all(tuple(added)):
            continue
        holding = [fields for fields in native if one in _reach(fields)]
        if not holding:
            return None
        added.append(min(holding, key=lambda fields: (len(_reach(fields)), fields)))
    choices.append(tuple(dict.fromkeys(added)))
    best = min(choices, key=lambda found: (_size(found), len(found), found))
    return (scope(Field.ANY),) if (Field.ANY,) in best else best


_CODED = frozenset({Field.LANGUAGE, Field.TYPE})
"""What records hold as codes (``eng``): the word of a search is found nowhere else in them."""


def _reach(fields: Scope) -> set[Field]:
    return set(Field) - _CODED if Field.ANY in fields else set(fields)


def _size(found: tuple[Scope, ...]) -> int:
    return len({one for fields in found for one in _reach(fields)})
