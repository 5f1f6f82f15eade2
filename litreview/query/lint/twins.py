"""A word whose other spelling is looked for nowhere: labour and labor, job seeker and jobseeker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litreview.query.findings import Found
from litreview.query.lint._subject import LONGEST_WORD, Rule, Subject, Use
from litreview.query.tree import Field
from litreview.query.variants import MOST_WORDS, compounds, spellings


def _check(subject: Subject) -> Iterator[Found]:
    if not subject.english:
        return
    reach = _Reach(subject.uses)
    told: set[str] = set()
    for use in subject.uses:
        if not use.read or not use.is_text or use.term.language not in ("", "en"):
            continue
        yield from _spelt(subject, use, reach, told)
        yield from _parted(use, reach, told)


def _spelt(subject: Subject, use: Use, reach: _Reach, told: set[str]) -> Iterator[Found]:
    for at, word in enumerate(use.words if len(use.words) <= MOST_WORDS else ()):
        if word in told:
            continue
        others = sorted(spellings(word))
        if not others:
            continue
        twins = [_with(use.words, at, other) for other in others]
        if any(reach.holds(twin, use) or reach.holds(other, use)
               for twin, other in zip(twins, others, strict=True)):  # fmt: skip
            continue
        told.update((word, *others))
        yield Found(
            "LR302", subject.within(use, word.rstrip("*")),
            f"{word!r} is also spelt {others[0]!r}, which is looked for nowhere in these fields",
            f"add {twins[0]!r}, or cover both with a wildcard",
        )  # fmt: skip


def _parted(use: Use, reach: _Reach, told: set[str]) -> Iterator[Found]:
    for other in sorted(compounds(use.text)):
        if other in told or reach.holds(other, use):
            continue
        told.update((other, use.text))
        yield Found(
            "LR311", use.span,
            f"{use.text!r} is also written {other!r}, which is looked for nowhere in these fields",
            f"add {other!r} where the database tells the two apart",
        )  # fmt: skip


def _with(words: tuple[str, ...], at: int, other: str) -> str:
    return " ".join((*words[:at], other, *words[at + 1 :]))


class _Reach:
    """Which texts the strategy finds somewhere, and in which fields."""

    def __init__(self, uses: tuple[Use, ...]) -> None:
        self.whole: dict[str, set[Field]] = {}
        self.stems: dict[str, set[Field]] = {}
        self.open: dict[str, list[tuple[re.Pattern[str], set[Field]]]] = {}
        """Other terms with wildcards, by their first two letters."""
        self.known: dict[str, set[Field]] = {}
        for use in uses:
            self.add(use)

    def add(self, use: Use) -> None:
        text = use.text
        sign = _SIGN.search(text)
        fixed = text[: sign.start()] if sign else text
        if fixed == text:
            self.whole.setdefault(text, set()).update(use.fields)
        elif text == f"{fixed}*":
            self.stems.setdefault(fixed, set()).update(use.fields)
        elif len(fixed) > 1:
            self.open.setdefault(fixed[:2], []).append((_pattern(text), set(use.fields)))

    def holds(self, text: str, use: Use) -> bool:
        """Whether `text` is found in all fields of `use`, by one term or by several."""
        if text not in self.known:
            self.known[text] = self.fields(text)
        found = self.known[text]
        return Field.ANY in found or found.issuperset(use.fields)

    def fields(self, text: str) -> set[Field]:
        open_ended = text.endswith("*")
        letters = text.rstrip("*")
        found: set[Field] = set()
        if not open_ended:
            found |= self.whole.get(letters, set())
        last = letters.rfind(" ") + 1
        for length in range(last + 1, min(len(letters), last + LONGEST_WORD) + 1):
            found |= self.stems.get(letters[:length], set())
        for pattern, fields in self.open.get(letters[:2], ()):
            if not fields <= found and pattern.fullmatch(letters):
                found |= fields
        return found


_SIGN = re.compile(r"(\{\d+\})|[*?#]")
_SIGNS = {"*": r"\w*", "?": r"\w?", "#": r"\w"}


def _pattern(text: str) -> re.Pattern[str]:
    """`text` is of letters, blanks and the signs of the own notation."""
    return re.compile(_SIGN.sub(lambda match: "" if match[1] else _SIGNS[match[0]], text))


RULE = Rule(("LR302", "LR311"), _check)
