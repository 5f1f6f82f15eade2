"""What a database or an API can express, on the day that somebody looked it up.

Translation reads nothing else: a target that learns something new is changed in its own file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from litreview.query.tree import Field, Scope

Operands = Literal["words", "phrases", "groups"]


@dataclass(frozen=True, slots=True)
class Nearness:
    """A proximity operator.

    operands: the most that may stand beside it: single words, also phrases, or also alternatives
    in brackets. wild: also with wildcards. unordered, ordered: which of the two it has. most: the
    greatest number of words between; several: more than two operands in one window; nested: a
    proximity as operand.
    """

    operands: Operands = "groups"
    wild: bool = True
    unordered: bool = True
    ordered: bool = False
    most: int | None = None
    several: bool = False
    nested: bool = False
    scopes: frozenset[Scope] = frozenset()
    """The fields in which it works; empty: in all."""


@dataclass(frozen=True, slots=True)
class Capability:
    """What a target can express. A False means: it cannot, or nobody has shown that it can."""

    kind: Literal["database", "api"]
    checked: str
    """The day of `references`, ``2026-11-24``."""
    references: tuple[str, ...]
    """Addresses of the documentation that the record was read from."""
    scopes: Mapping[str, Scope]
    """Its field marks: how one is written, and what it looks in. ``""``: without a mark."""
    coded: frozenset[Field] = frozenset()
    """Fields that it has as lists of codes (``en``), added by hand: no word becomes one."""
    joins_scopes: bool = False
    """Whether one mark can name several fields (``.ti,ab.``), so that they need no OR."""
    ending: bool = True
    """Any number of letters at the end of a word."""
    ending_after: int = 1
    """At least so many letters in front."""
    ending_most: int | None = None
    """The most letters that an open ending stands for; None: any number."""
    limited_ending: bool = False
    """From none to a stated number of letters at the end."""
    inner: bool = False
    """Any number of letters with letters behind them."""
    leading: bool = False
    """Any number of letters at the front of a word."""
    one: bool = False
    """Exactly one letter."""
    one_at_end: bool = True
    """Whether the sign for one letter may stand at the end of a word."""
    optional: bool = False
    """One letter or none."""
    phrase: bool = True
    phrase_wild: Literal["none", "last", "any"] = "any"
    """Which words of a phrase may hold wildcards."""
    wild_words: int | None = None
    """The most words with wildcards in one phrase or proximity; None: any number."""
    wild_words_after: int = 1
    """At least so many letters in front of an open ending, where there are several such words."""
    near: Nearness | None = None
    negation: bool = True
    vocabularies: frozenset[str] = frozenset()
    """The thesauri whose headings it can search; ``""``: its own, whichever it is."""
    names_thesauri: bool = False
    """Whether a heading is written with its thesaurus, so that an unknown one stays unknown."""
    explode: bool = False
    major: bool = False
    subheadings: bool = False
    subheading_form: str = ""
    """A regular expression of one of its subheadings; empty: any letters."""
    dates: frozenset[str] = frozenset({"publication"})
    """The kinds of dates that a range can be of."""
    days: bool = False
    """Whether a range can be finer than years."""
    most_years: int | None = None
    """The most years of a range, where each is written; None: a range is written by its ends."""
    years_to: str = ""
    """The year up to which an open end is written where each is."""
    types: frozenset[str] | None = None
    """The types of publication that it knows, by their names in `types.py`; None: any word."""
    longest: int | None = None
    """Characters of one string."""
    most_terms: int | None = None
    stems: str = ""
    """Which endings it adds by itself, and how that is kept off; empty: none, or not known."""
    stemmed: bool = False
    """Whether it adds them always: every word then finds its other forms as well."""
    remarks: tuple[str, ...] = ()
    """What a person must set or know before running a string here."""
    probe: str = ""
    """A string whose number of hits shows whether the record still holds."""

    @property
    def to_know(self) -> tuple[str, ...]:
        """What a person must know before running a string: the remarks, and what it adds itself."""
        if not self.stems or self.stemmed:
            return self.remarks
        return (*self.remarks, f"Beyond what a label says it adds {self.stems}.")
