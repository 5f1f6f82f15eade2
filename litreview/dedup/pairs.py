"""The whole search for duplicates: records -> pairs that are sure and pairs to ask about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from litreview.dedup.block import Blocking, candidates
from litreview.dedup.compare import SURE, UNSURE, Comparison, compare
from litreview.dedup.consistency import Groups
from litreview.dedup.normalise import Keys, normalise
from litreview.dedup.order import natural
from litreview.model import Record, RecordId

RULES: Final = "2"
"""Version of the rules: raised when the same records may give other pairs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may describe one work; ``a`` comes before ``b`` in natural order.

    score: from 0 to 1; agree and differ: the content fields for and against;
    reason: one sentence in our own words, without text from the records.
    """

    a: RecordId
    b: RecordId
    score: float
    agree: tuple[str, ...]
    differ: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What a search for duplicates found.

    sure: every pair that the rules take for one work and no record between contradicts;
    unsure: near misses for a person, the best pair of each two clusters, the likeliest first;
    parameters: the rules' version and limits, how many pairs were compared, and how many
    blocks were above the cap, so that only neighbours in them were compared.
    """

    sure: tuple[Pair, ...]
    unsure: tuple[Pair, ...]
    parameters: Mapping[str, float | str]


def find(records: Iterable[Record], *, cap: int = 60, window: int = 12) -> Duplicates:
    """Search `records` for duplicates. The answer does not depend on their order.

    cap: records of one block that are all compared with each other; in a larger block each is
    compared with the next `window` in the order of title, author, year and place.
    Raises ValueError where two records bear one id.
    """
    ordered = sorted(records, key=lambda record: natural(record.id))
    _refuse_repeated([record.id for record in ordered])
    keys = [normalise(record) for record in ordered]
    blocking = Blocking(cap=cap, window=window)
    likely: list[Pair] = []
    doubtful: list[Pair] = []
    places: dict[RecordId, int] = {}
    for one, other in candidates(keys, blocking):
        found = compare(keys[one], keys[other])
        if found.verdict != "different":
            places[keys[one].id], places[keys[other].id] = one, other
            pair = _pair(keys[one].id, keys[other].id, found)
            (likely if found.verdict == "sure" else doubtful).append(pair)
    sure, held, groups = _consistent(likely, {id_: keys[at] for id_, at in places.items()})
    return Duplicates(
        sure=sure,
        unsure=_questions([*held, *doubtful], groups),
        parameters=MappingProxyType(
            {
                "rules": RULES,
                "sure from points": SURE,
                "unsure from points": UNSURE,
                "records": len(keys),
                "pairs compared": blocking.compared,
                "held back as contradictory": len(held),
                **blocking.parameters(),
            }
        ),
    )


def _refuse_repeated(ids: Sequence[RecordId]) -> None:
    for one, other in pairwise(ids):
        if one == other:
            raise ValueError(f"two records bear the id {one!r}")


def _pair(a: RecordId, b: RecordId, found: Comparison) -> Pair:
    return Pair(a, b, found.score, found.agree, found.differ, found.reason)


def _consistent(
    likely: Iterable[Pair], keys: Mapping[RecordId, Keys]
) -> tuple[tuple[Pair, ...], list[Pair], Groups]:
    """Join from the highest score down; a pair whose clusters contradict is held back."""
    groups = Groups(keys)
    sure: list[Pair] = []
    held: list[Pair] = []
    for pair in sorted(likely, key=_best_first):
        against = groups.join(pair.a, pair.b)
        if against:
            held.append(replace(pair, reason=f"{pair.reason}; but among their records {against}"))
        else:
            sure.append(pair)
    return tuple(sure), held, groups


def _questions(pairs: Iterable[Pair], groups: Groups) -> tuple[Pair, ...]:
    """One question, the best, for any two clusters; none inside a cluster."""
    asked: set[tuple[RecordId, RecordId]] = set()
    out: list[Pair] = []
    for pair in sorted(pairs, key=_best_first):
        one, other = sorted((groups.root(pair.a), groups.root(pair.b)))
        if one != other and (one, other) not in asked:
            asked.add((one, other))
            out.append(pair)
    return tuple(out)


def _best_first(pair: Pair) -> tuple[float, tuple[str, int, str], tuple[str, int, str]]:
    return (-pair.score, natural(pair.a), natural(pair.b))
