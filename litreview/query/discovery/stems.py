"""Forms of a word -> one term with a truncation, where that is safe.

Forms belong together that part only in an ending of their language. The endings are inflections
and a few derivations; whether a truncation is safe is not asked of them but of the background.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import takewhile
from typing import Final

SHORTEST: Final = 4
"""Letters in front of a truncation: databases refuse fewer, and they find anything."""
TOLERATED: Final = 0.1
"""The share of other records, by those of the forms themselves, that a truncation may add."""
_LISTS: Final = {
    "en": "s es e ed ing ings y ies ied ion ions ation ations ate ates ated ating ship ships ly "
    "ize izes ized izing ization ise ises ised ising isation",
    "da": "s e en et er ere erne ene ens ets ernes ede ende ning ningen ninger ningerne",
    "no": "s e en et a er ere ene erne ens ets enes ede ende ing ingen inger ning ningen ninger",
    "sv": "s a ar er e en et n na arna erna ens ets ade ande ning ningen ningar ningarna",
    "de": "s e en er es em n ern ens te ten ung ungen",
    "fr": "s x e es é ée és ées er ent ant ants ement ements",
}
_ENDINGS: Final = {
    name: sorted(text.split(), key=len, reverse=True) for name, text in _LISTS.items()
}


def stem(word: str, language: str) -> str:
    """`word` without its longest known ending that leaves `SHORTEST` letters; else as it is."""
    for ending in _ENDINGS[language]:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


def truncation(
    forms: Collection[str], shortest: int, records: Callable[[str], frozenset[int]],
    of_forms: frozenset[int],
) -> str:  # fmt: skip
    """The shortest prefix of all `forms` that adds few records to theirs; "": none is safe.

    shortest: letters that it must have, `SHORTEST` or more; records: those with a word that begins
    in a prefix; of_forms: those with one of the forms.
    """
    first, last = min(forms), max(forms)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    whole = "".join(letter for letter, _ in same)
    for length in range(max(SHORTEST, shortest), len(whole) + 1):
        added = len(records(whole[:length]) - of_forms)
        if added <= TOLERATED * len(of_forms):
            return whole[:length]
    return ""
