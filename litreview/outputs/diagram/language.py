"""The words of the figure in a language: one TOML file each, in the folder `languages`.

English is the wording of PRISMA 2020. The others are translations of our own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from litreview.errors import UsageError
from litreview.outputs.diagram.text import TIE
from litreview.prisma import Box, Unit


@dataclass(frozen=True, slots=True)
class Language:
    """A language. code: as BCP 47 names it (``da``); name: as its speakers call it.

    singular: the numbers that a noun in the singular stands with. thousands: what parts groups
    of three digits. texts: section -> key -> a text or, where it counts, its singular and plural.
    """

    code: str
    name: str
    thousands: str
    singular: frozenset[int]
    texts: Mapping[str, Mapping[str, Any]]

    def say(self, section: str, key: str, **values: str) -> str:
        """A text with its placeholders filled in."""
        return str(self.texts[section][key]).format(**values)

    def many(self, section: str, key: str, n: int) -> str:
        """``1 record``, ``4,821 records``: the text that fits the number."""
        one, more = self.texts[section][key]
        return str(one if n in self.singular else more).format(n=self.number(n))

    def number(self, n: int) -> str:
        """``4,821``."""
        return f"{n:,}".replace(",", self.thousands)

    def count(self, n: int) -> str:
        """``(n = 4,821)``, which no line break divides."""
        return f"(n{TIE}={TIE}{self.number(n)})"

    def counted(self, n: int, unit: Unit) -> str:
        """``1 record``, ``4,821 records``."""
        return self.many("units", unit, n)

    def label(self, box: Box) -> str:
        """What a box is called outside the figure; that of one stage has no label but its own."""
        return str(self.texts.get("labels", {}).get(box.key, box.label))

    def definition(self, box: Box) -> str:
        """What the number of a box counts."""
        known = self.texts["definitions"]
        stage = "excluded_stage" if "excluded_" in box.key else "seen_stage"
        return str(known.get(box.key, known[stage]))


@cache
def codes() -> tuple[str, ...]:
    """The languages that there are, English first."""
    found = {
        entry.name.removesuffix(".toml")
        for entry in (files(__package__) / "languages").iterdir()
        if entry.name.endswith(".toml")
    }
    return ("en", *sorted(found - {"en"}))


@cache
def language(code: str) -> Language:
    """The language called `code`; raises UsageError for one that we do not have."""
    if code not in codes():
        raise UsageError(
            f"the figure has no language {code!r}", remedy=f"use one of: {', '.join(codes())}"
        )
    text = (files(__package__) / "languages" / f"{code}.toml").read_text("utf-8")
    held = tomllib.loads(text)
    texts = {key: value for key, value in held.items() if isinstance(value, dict)}
    return Language(code, held["name"], held["thousands"], frozenset(held["singular"]), texts)


ENGLISH = language("en")
