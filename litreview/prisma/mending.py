"""Which one number, put right, would mend a rule that does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from litreview.prisma.boxes import Flow
from litreview.prisma.labels import PENDING
from litreview.prisma.rules import Identity

_NO_SLIP = frozenset({*PENDING, "records_left_unread", "other_left_unread"})
"""Boxes that no file has: nobody wrote a wrong number into them."""
_MOST = 3
"""More candidates than this would be no help."""


def mend(found: Flow, held: Sequence[Identity], broken: Identity) -> str:
    """A sentence that names the box and its number; "" where that is not to be told.

    A number is a candidate where with it every rule about its box holds, but for a bound that did
    not hold before. One that mends several
    rules at once is named alone: a single slip is likelier than two that agree.
    """
    candidates = list(_candidates(found, held, broken))
    best = max((len(codes) for _, _, codes in candidates), default=0)
    kept = [one for one in candidates if len(one[2]) == best]
    if not kept or len(kept) > _MOST:
        return ""
    ways = [f"`{key}` were {n:,}" for key, n, _ in kept]
    also = sorted(kept[0][2] - {broken.code}) if len(kept) == 1 else []
    more = f", and so would {' and '.join(also)}" if also else ""
    return f"it would hold if {' or '.join(ways)}{more}"


def _candidates(
    found: Flow, held: Sequence[Identity], broken: Identity
) -> Iterator[tuple[str, int, set[str]]]:
    """Box, number, and the codes of all the rules that it would mend."""
    if broken.relation != "=" or broken.left is None or broken.right is None:
        return
    for key, weight in broken.weights.items():
        if key in _NO_SLIP:
            continue
        off = broken.left - broken.right
        if off % weight or (n := found[key].n - off // weight) < 0:
            continue
        about = [one for one in held if key in one.weights and one.holds is not None]
        mended = [one for one in about if _holds_with(one, key, n - found[key].n)]
        if all(one in mended or _a_bound(one) for one in about):
            yield key, n, {one.code for one in mended if one.holds is False}


def _a_bound(one: Identity) -> bool:
    return one.relation == "<=" and one.holds is False


def _holds_with(one: Identity, key: str, more: int) -> bool:
    """Whether a rule holds with `more` in a box."""
    if one.left is None or one.right is None:
        return True
    off = one.left - one.right + one.weights[key] * more
    return off == 0 if one.relation == "=" else off <= 0
