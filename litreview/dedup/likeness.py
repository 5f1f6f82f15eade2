"""How alike two titles, author lists, abstracts or page ranges are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from litreview.dedup.places import Pages
from litreview.dedup.titles import Title

TitleLikeness = Literal["same", "typo", "near", "cut", "part", "similar", "other"]
"""same: equal but for spaces and signs; typo: a letter in long words; near: few letters in few
words; cut: one begins or ends the other; part: words are left out, or one holds the other's
translation; similar: most letters in common; other: two titles."""
Mark = Literal["agree", "near", "differ", "unknown"]

_SIMILAR: Final = 0.80
_NEAR: Final = 0.93
_NEAR_WORDS: Final = 0.72
_TYPO_WORD: Final = 5
_MOST_TYPOS: Final = 3
_PART_LETTERS: Final = 25
_CUT_LETTERS: Final = 16
_ABSTRACT_SAME: Final = 0.85
_ABSTRACT_OTHER: Final = 0.55
_NAME_SAME: Final = 0.82
_NAME_LEAST: Final = 4
_NAMES: Final = 12
"""Names of one list that are searched for spelling variants."""
_HALF: Final = 0.5
_MOST: Final = 0.75


def title_likeness(a: Title, b: Title) -> TitleLikeness:
    """The relation of two titles that are not empty; numbers are judged elsewhere."""
    from rapidfuzz.fuzz import ratio

    if a.compact == b.compact:
        return "same"
    if _is_cut(a.compact, b.compact):
        return "cut"
    if _half_matches(a, b):
        return "part"
    return _by_words(a, b, ratio(a.compact, b.compact, score_cutoff=100 * _HALF) / 100)


def _by_words(a: Title, b: Title, alike: float) -> TitleLikeness:
    """Judge two titles by the words that only one of them has; `alike` is from 0 to 1."""
    from rapidfuzz.fuzz import ratio

    if not alike:
        return "other"
    only_a, only_b = _leftover(a.words, b.words), _leftover(b.words, a.words)
    if (not only_a or not only_b) and min(len(a.compact), len(b.compact)) >= _PART_LETTERS:
        return "near" if alike >= _NEAR else "part"
    if alike < _SIMILAR:
        return "other"
    one, two = "".join(only_a), "".join(only_b)
    if _are_typos(only_a, only_b) or _are_typos([one], [two]):
        return "typo"
    is_near = alike >= _NEAR and ratio(one, two) >= 100 * _NEAR_WORDS
    return "near" if is_near else "similar"


def _are_typos(one: Sequence[str], other: Sequence[str]) -> bool:
    """One slip per word: a letter wrong, missing, doubled or swapped, or a longer ending."""
    from rapidfuzz.distance import OSA

    if len(one) != len(other) or len(one) > _MOST_TYPOS:
        return False
    for pair in zip(one, other, strict=True):
        short, long = sorted(pair, key=len)
        ending = long.startswith(short) and len(long) - len(short) <= 2  # noqa: PLR2004
        if len(short) < _TYPO_WORD or not (ending or OSA.distance(short, long) <= 1):
            return False
    return True


def _half_matches(a: Title, b: Title) -> bool:
    """Whether one title is, or shares, one language's half of the other."""
    from rapidfuzz.fuzz import ratio

    if not (a.halves or b.halves):
        return False
    return any(
        ratio(one, other) >= 100 * _NEAR
        for one in (a.compact, *a.halves)
        for other in (b.compact, *b.halves)
    )


def _is_cut(one: str, other: str) -> bool:
    """Whether a subtitle or a heading ("Research note:") stands in one of them only."""
    short, long = sorted((one, other), key=len)
    begins = len(short) >= _CUT_LETTERS and long.startswith(short)
    return begins or (len(short) >= _PART_LETTERS and long.endswith(short))


def _leftover(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """The words that the other title lacks, in order; a repeated word counts each time."""
    have = list(others)
    out = []
    for word in words:
        if word in have:
            have.remove(word)
        else:
            out.append(word)
    return out


def author_likeness(a: Sequence[str], b: Sequence[str]) -> Mark:
    """agree: the first authors are one and half of the shorter list is in the longer, or more is.

    near: some name is shared; differ: none is.
    """
    if not a or not b:
        return "unknown"
    short, long = sorted((tuple(a), tuple(b)), key=lambda names: (len(names), names))
    known = set(long)
    shared = sum(name in known for name in short)
    if 2 * shared < len(short) or a[0] != b[0]:
        missing = [name for name in short[:_NAMES] if name not in known]
        shared += sum(any(_variant(name, other) for other in long[:_NAMES]) for name in missing)
    if not shared:
        return "differ"
    share = shared / len(short)
    first = a[0] == b[0] or _variant(a[0], b[0])
    agree = share >= _HALF if first else len(short) > 1 and share >= _MOST
    return "agree" if agree else "near"


def _variant(one: str, other: str) -> bool:
    """Spellings of one name: an umlaut, a hyphenated part, a letter."""
    from rapidfuzz.fuzz import ratio

    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < _NAME_LEAST:
        return False
    if long.startswith(short) or long.endswith(short):
        return True
    return ratio(short, long, score_cutoff=100 * _NAME_SAME) > 0


def abstract_likeness(a: str, b: str) -> Mark:
    """Compared are the beginnings, as far as both go."""
    from rapidfuzz.fuzz import ratio

    if not a or not b:
        return "unknown"
    length = min(len(a), len(b))
    alike = ratio(a[:length], b[:length]) / 100
    if alike >= _ABSTRACT_SAME:
        return "agree"
    return "differ" if alike < _ABSTRACT_OTHER else "near"


def page_likeness(a: Pages | None, b: Pages | None) -> Mark:
    """agree: the same first page; near: the same last page; article number and range: unknown."""
    if a is None or b is None:
        return "unknown"
    if a.first == b.first:
        return "agree" if _same_end(a.last, b.last) else "near"
    beside_range = a.locator != b.locator and bool(a.last or b.last)
    if beside_range or _is_length(a, b) or _is_length(b, a):
        return "unknown"
    if a.last and a.last == b.last:
        return "near"
    return "differ"


def _same_end(one: str, other: str) -> bool:
    """Whether the last pages are one, but for a page or two that a source adds."""
    if not one or not other or one == other:
        return True
    return abs(int(one) - int(other)) <= 2  # noqa: PLR2004 - see docstring


def _is_length(a: Pages, b: Pages) -> bool:
    """Whether `a` gives how many pages there are, and `b` from where to where."""
    if a.last or not b.last or not a.first.isdigit():
        return False
    return int(a.first) == int(b.last) - int(b.first) + 1
