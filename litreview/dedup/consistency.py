"""Clusters that grow pair by pair and refuse members that contradict each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from litreview.dedup.normalise import Keys
from litreview.dedup.vetoes import contradiction
from litreview.model import RecordId

MOST_KINDS: Final = 40
"""Different descriptions that one cluster may hold: more is a chain of errors, not one work."""


@dataclass(slots=True)
class Groups:
    """A union-find over records whose content is known.

    Records with the same description are checked once, so a thousand copies cost what one does.
    """

    keys: Mapping[RecordId, Keys]
    _parent: dict[RecordId, RecordId] = field(default_factory=dict)
    _kinds: dict[RecordId, dict[object, Keys]] = field(default_factory=dict)

    def root(self, id_: RecordId) -> RecordId:
        """The record that stands for the cluster of `id_`."""
        path = []
        while (above := self._parent.get(id_, id_)) != id_:
            path.append(id_)
            id_ = above
        for step in path:
            self._parent[step] = id_
        return id_

    def join(self, a: RecordId, b: RecordId) -> str:
        """Unite two clusters, or say in a phrase why their records contradict; "" is united."""
        one, other = self.root(a), self.root(b)
        if one == other:
            return ""
        small, large = sorted((self._of(one), self._of(other)), key=len)
        against = _against(small, large)
        if against:
            return against
        above, below = (one, other) if self._of(one) is large else (other, one)
        self._parent[below] = above
        large.update(small)
        self._kinds[above] = large
        self._kinds.pop(below, None)
        return ""

    def _of(self, root: RecordId) -> dict[object, Keys]:
        keys = self.keys[root]
        return self._kinds.setdefault(root, {_description(keys): keys})


def _against(small: Mapping[object, Keys], large: Mapping[object, Keys]) -> str:
    new = [keys for description, keys in small.items() if description not in large]
    if len(new) + len(large) > MOST_KINDS:
        return "are too many different descriptions"
    phrases = (contradiction(one, other) for one in new for other in large.values())
    return next((phrase for phrase in phrases if phrase), "")


def _description(keys: Keys) -> tuple[object, ...]:
    """Everything that `contradiction` looks at."""
    return (
        keys.title,
        keys.doi,
        keys.pmid,
        keys.pages,
        keys.volume,
        keys.draft,
        keys.registered,
        keys.year,
        keys.venue,
    )
