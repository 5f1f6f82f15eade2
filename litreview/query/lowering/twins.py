"""A letter left open inside a word, where only two English words fit: ``labo?r``, ``organi#ation``.

Both are written out. That is taken as exact, and said: no third word of English fits, but a slip of
the pen might. Short words are left alone, since other languages have words that fit. The pairs are
those that lint asks for (`query.variants`), and the few below that differ in one letter.
"""

from __future__ import annotations

from functools import lru_cache
from string import ascii_lowercase

from litreview.query.lowering.words import Word, merged
from litreview.query.tree import ANY_ENDING, ONE, OPTIONAL, Wild
from litreview.query.variants import spellings

_PAIRS = (frozenset({"woman", "women"}), frozenset({"grey", "gray"}))
_LETTERS = {OPTIONAL: ("", *ascii_lowercase), ONE: tuple(ascii_lowercase)}


@lru_cache(maxsize=65_536)
def twins(word: Word) -> tuple[Word, ...]:
    """The two words that fit `word`, in the order of letters; empty: it is no such word.

    `word` has one wildcard inside, and may have ``*`` at its end.
    """
    body, ending = (word[:-1], "*") if word[-1] == ANY_ENDING else (word, "")
    open_ = [at for at, piece in enumerate(body) if isinstance(piece, Wild)]
    if len(open_) != 1 or not 0 < open_[0] < len(body) - 1:
        return ()
    before, wild, after = (body[open_[0] - 1], body[open_[0]], body[open_[0] + 1])
    if wild not in _LETTERS or not isinstance(before, str) or not isinstance(after, str):
        return ()
    small = {
        f"{before}{letter}{after}".lower(): f"{before}{letter}{after}" for letter in _LETTERS[wild]
    }
    pairs = {frozenset({one, other}) for one in small for other in _others(one, ending)}
    fitting = [pair for pair in pairs if pair <= small.keys()]
    if len(fitting) != 1:
        return ()
    end = (ANY_ENDING,) if ending else ()
    return tuple(merged([small[one], *end]) for one in sorted(fitting[0]))


def _others(word: str, ending: str) -> set[str]:
    """The other spellings of `word`, without the ending."""
    found = {other.removesuffix("*") for other in spellings(word + ending)}
    for pair in _PAIRS:
        if word in pair and not ending:
            found |= pair - {word}
    return found
