"""Places of words in a text -> places of phrases, and of things near each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

Marks = Mapping[int, int]
"""Number of a word in its text, from 0 -> the bits of the patterns that it fits; others absent."""


class Place(NamedTuple):
    """Words `start` to `end` (exclusive) of a text."""

    start: int
    end: int


def phrase(bits: Sequence[int], marks: Marks) -> list[Place]:
    """Where words that fit `bits`, one each, stand side by side in this order."""
    first, rest = bits[0], bits[1:]
    size = len(bits)
    return [
        Place(at, at + size)
        for at, found in marks.items()
        if found & first and all(marks.get(at + step, 0) & bit for step, bit in enumerate(rest, 1))
    ]


def are_near(operands: Sequence[Sequence[Place]], between: int, *, ordered: bool) -> bool:
    """Whether `near` would find any stretch. Cost: linear in the places, also for a wide `between`.

    From left to right; of all ways to lay down the same operands only the one matters that leaves
    the fewest words over at this point.
    """
    if not operands or not all(operands):
        return False
    whole = (1 << len(operands)) - 1
    stands = sorted((*place, number) for number, found in enumerate(operands) for place in found)
    waiting: list[tuple[int, int, int]] = []  # (end, laid down, words between), by end
    best: dict[int, int] = {}  # laid down -> words between, less the end
    for start, end, number in stands:
        while waiting and waiting[0][0] <= start:
            behind, laid, used = heappop(waiting)
            best[laid] = min(best.get(laid, used - behind), used - behind)
        if number == 0 or not ordered:
            heappush(waiting, (end, 1 << number, 0))
        for laid, less in best.items():
            taken = laid != (1 << number) - 1 if ordered else laid >> number & 1
            if taken or less + start > between:
                continue
            if laid | 1 << number == whole:
                return True
            heappush(waiting, (end, laid | 1 << number, less + start))
    return False


def near(operands: Sequence[Sequence[Place]], between: int, *, ordered: bool) -> list[Place]:
    """The stretches that hold one place of each of `operands`, apart from each other.

    The words of the stretch that belong to none are `between` at most: for two operands those
    between the end of one and the start of the other. Operands are laid down from left to right;
    cost: their places by `between`, by the orders they can stand in.
    """
    if not operands or not all(operands):
        return []
    whole = (1 << len(operands)) - 1
    reached: dict[tuple[int, int, int], int] = {}  # (laid down, start, end) -> words between
    for number in (0,) if ordered else range(len(operands)):
        reached |= {(1 << number, start, end): 0 for start, end in operands[number]}
    starts = [_by_start(places) for places in operands]
    for _step in operands[1:]:
        reached = _further(reached, starts, between, ordered=ordered)
    return sorted({Place(start, end) for laid, start, end in reached if laid == whole})


def _by_start(places: Sequence[Place]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for start, end in places:
        found.setdefault(start, []).append(end)
    return found


def _further(
    reached: dict[tuple[int, int, int], int],
    starts: Sequence[dict[int, list[int]]],
    between: int,
    *,
    ordered: bool,
) -> dict[tuple[int, int, int], int]:
    """One more operand laid down behind each stretch, where there is room."""
    further: dict[tuple[int, int, int], int] = {}
    for (laid, first, last), used in reached.items():
        for number, ends in enumerate(starts):
            if laid >> number & 1 or (ordered and laid != (1 << number) - 1):
                continue
            for gap, end in _following(ends, last, between - used):
                key = (laid | 1 << number, first, end)
                further[key] = min(further.get(key, between), used + gap)
    return further


def _following(ends: dict[int, list[int]], last: int, room: int) -> list[tuple[int, int]]:
    """(words passed over, end) of the places that start within `room` words behind `last`."""
    if len(ends) <= room:
        return [
            (start - last, end)
            for start, found in ends.items()
            if 0 <= start - last <= room
            for end in found
        ]
    return [(gap, end) for gap in range(room + 1) for end in ends.get(last + gap, ())]
