"""The scale of a plot of risk of bias: words, signs and colours, taken from the tool's form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from litreview.errors import UsageError
from litreview.extraction.appraisal.tool import Tool
from litreview.outputs.theme import Role

_COLOURS: Final[dict[int, tuple[Role, ...]]] = {
    1: ("good",),
    2: ("good", "poor"),
    3: ("good", "fair", "poor"),
    4: ("good", "fair", "poor", "series4"),
    5: ("good", "series5", "fair", "poor", "series4"),
}
_SIGNS: Final = "+~-!"
_DRAWN: Final = {"-": "\u2212", "x": "\u00d7", "X": "\u00d7"}
_UNKNOWN: Final = frozenset(
    {"no information", "not applicable", "cannot be told", "unclear", "n/a", "not stated"}
)
_GUESSED: Final = ("rob-2", "robins-i", "generic-bias", "robins-i-v2", "jbi-economic", "maryland")
"""Tools that are recognised by their words. In CLEAR "high" is the best rating, in others the
worst: it must be named."""
MOST: Final = 8
"""Judgements that a scale may have."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A judgement: its word, one character that tells it without colour, its colour."""

    name: str
    sign: str
    role: Role

    @property
    def shown(self) -> str:
        """The character as it is drawn."""
        return _DRAWN.get(self.sign, self.sign)


@dataclass(frozen=True, slots=True)
class Scale:
    """From the best judgement to the worst, then those that say that it cannot be told.

    domains: those of the tool that was asked for, in the order of its form.
    """

    signs: tuple[Sign, ...]
    name: str = ""
    notes: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    def sign(self, word: str) -> Sign | None:
        """The judgement called `word`, however its letters are written; None for another word."""
        plain = _plain(word)
        return next((one for one in self.signs if _plain(one.name) == plain), None)


def scale_of(tool: Tool, name: str = "") -> Scale:
    """The scale of a tool. name: what the figure calls the tool."""
    ranked = [one for one in tool.judgements if one.name not in tool.unknown]
    colours = _colours(len(ranked))
    signs = [Sign(one.name, one.symbol, role)
             for one, role in zip(ranked, colours, strict=True)]  # fmt: skip
    signs += [
        Sign(one.name, one.symbol, "unknown") for one in tool.judgements if one.name in tool.unknown
    ]
    return Scale(tuple(signs), name, domains=tuple(one.label for one in tool.domains))


def of_tool(name: str, words: Iterable[str]) -> Scale:
    """The scale of the shipped tool `name`, or of the first whose scale has all of `words`.

    Raises UsageError for a name that no tool has. Where no tool fits, the words themselves are
    the scale, without colours of better and worse.
    """
    tools = dict(_tools())
    if name:
        if name not in tools:
            raise UsageError(
                f"there is no tool called {name!r}", remedy=f"use one of: {', '.join(tools)}"
            )
        label, tool = tools[name]
        return scale_of(tool, label)
    said = list(dict.fromkeys(words))
    for label, tool in (tools[one] for one in _GUESSED if one in tools):
        scale = scale_of(tool, label)
        if said and all(scale.sign(word) for word in said):
            return Scale(
                scale.signs,
                "",
                (f"The words are those of: {label}. Another tool is chosen by its name.",),
            )
    return _unordered(said)


def of_words(asked: str) -> Scale:
    """A scale of words separated by commas, from the best to the worst. Raises UsageError."""
    names = [name.strip() for name in asked.split(",") if name.strip()]
    if not 1 <= len(names) <= MOST or len({_plain(name) for name in names}) < len(names):
        raise UsageError(
            f"judgements cannot be {asked!r}",
            remedy=f"write 1 to {MOST} different words with commas between, the best one first",
        )
    ranked = [name for name in names if _plain(name) not in _UNKNOWN]
    told = dict(zip(ranked, zip(_signs(ranked), _colours(len(ranked)), strict=True), strict=True))
    signs = [Sign(name, *told[name]) for name in ranked]
    signs += [Sign(name, "?", "unknown") for name in names if name not in told]
    return Scale(tuple(signs))


def _unordered(words: list[str]) -> Scale:
    """Words of no tool that we know: a letter each, and one colour, for no order is known."""
    names = list({_plain(word): word for word in words}.values())[:MOST]
    signs = tuple(Sign(name, sign, "unknown") for name, sign in
                  zip(names, "ABCDEFGH", strict=False))  # fmt: skip
    note = "No tool has these words: their order, from the best to the worst, is not known."
    return Scale(signs, "", (note,) if names else ())


def _tools() -> Iterable[tuple[str, tuple[str, Tool]]]:
    from litreview.extraction.forms import default_forms, shipped_form

    for name in sorted(default_forms()):
        form = shipped_form(name)
        if form.tool is not None:
            yield form.name, (form.label, form.tool)


def _signs(names: list[str]) -> list[str]:
    """One sign a judgement: + ~ - ! for up to four (+ - for two), else numbers from the best."""
    if len(names) > len(_SIGNS):
        return [str(at) for at in range(1, len(names) + 1)]
    return list({1: "+", 2: "+-", 3: "+~-", 4: _SIGNS}[max(len(names), 1)])[: len(names)]


def _colours(count: int) -> tuple[Role, ...]:
    if count in _COLOURS:
        return _COLOURS[count]
    fair: Role = "fair"
    middle = (fair,) * (count - 2)
    return ("good", *middle, "poor") if count else ()


def _plain(word: str) -> str:
    return " ".join(word.split()).casefold()
