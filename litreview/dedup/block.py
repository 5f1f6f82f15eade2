"""Which pairs are worth comparing: records that share a key. Near-linear in the records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from litreview.dedup.normalise import Keys

_HEAD: Final = 28
_TAIL: Final = 24
_ABSTRACT: Final = 90


@dataclass(slots=True)
class Blocking:
    """The limits of the search for candidates, and what it did.

    cap: records of a block that are all compared; window: neighbours compared in a larger one;
    compared: pairs so far; over: for each kind of key the blocks above the cap.
    """

    cap: int
    window: int
    compared: int = 0
    over: Counter[str] = field(default_factory=Counter)

    def parameters(self) -> dict[str, float | str]:
        """Limits and excesses, for the record that the review keeps."""
        excess = {f"blocks above the cap, by {name}": n for name, n in sorted(self.over.items())}
        return {"block cap": self.cap, "block window": self.window, **excess}


def candidates(keys: Sequence[Keys], blocking: Blocking) -> Iterator[tuple[int, int]]:
    """Pairs of places in `keys`, each once, the smaller first; counts are kept in `blocking`."""
    seen: set[int] = set()
    for name, key_of in BLOCKS.items():
        for members in _blocks(keys, key_of):
            reach = len(members)
            if reach > blocking.cap:
                blocking.over[name] += 1
                members.sort(key=lambda place: _likely_order(keys[place], place))
                reach = blocking.window
            for left, one in enumerate(members):
                for other in members[left + 1 : left + 1 + reach]:
                    low, high = (one, other) if one < other else (other, one)
                    code = low * len(keys) + high
                    if code not in seen:
                        seen.add(code)
                        blocking.compared += 1
                        yield low, high


def _blocks(keys: Sequence[Keys], key_of: Callable[[Keys], str]) -> list[list[int]]:
    """The places that share a key, for every key that at least two share."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(keys):
        if key := key_of(item):
            blocks[key].append(place)
    return [members for members in blocks.values() if len(members) > 1]


def _likely_order(keys: Keys, place: int) -> tuple[str, str, str, str, str, int]:
    """Neighbours in this order are the likeliest duplicates of a large block."""
    author = keys.authors[0] if keys.authors else ""
    page = keys.pages.first if keys.pages else ""
    return (keys.title.compact, author, str(keys.year or ""), keys.volume, page, place)


def _title_head(keys: Keys) -> str:
    return keys.title.compact[:_HEAD]


def _title_tail(keys: Keys) -> str:
    """The end of the title: its beginning may bear a typing error or a heading."""
    return keys.title.compact[-_TAIL:] if len(keys.title.compact) > _HEAD else ""


def _author_page(keys: Keys) -> str:
    if not keys.authors or keys.pages is None:
        return ""
    return f"{keys.authors[0]} {keys.pages.first}"


def _author_word(keys: Keys) -> str:
    """First author and the longest word of the title: errors at both of its ends."""
    if not keys.authors or not keys.title.words:
        return ""
    return f"{keys.authors[0]} {max(keys.title.words, key=lambda word: (len(word), word))}"


def _volume_pages(keys: Keys) -> str:
    if not keys.volume or keys.pages is None or not keys.pages.last:
        return ""
    return f"{keys.volume} {keys.pages.first} {keys.pages.last}"


BLOCKS: Final[Mapping[str, Callable[[Keys], str]]] = MappingProxyType(
    {
        "DOI": lambda keys: keys.doi or "",
        "PubMed number": lambda keys: keys.pmid or "",
        "title head": _title_head,
        "title tail": _title_tail,
        "first author and page": _author_page,
        "first author and word": _author_word,
        "volume and pages": _volume_pages,
        "abstract": lambda keys: keys.abstract[:_ABSTRACT],
    }
)
"""Kind of key -> the key of a record, "" where it has none."""
