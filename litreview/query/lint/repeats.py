"""The same line twice, the same term twice, and a term that another one finds anyway."""

from __future__ import annotations

from collections.abc import Container, Iterator

from litreview.query.findings import Found
from litreview.query.lint._subject import ALONE, LONGEST_WORD, Rule, Subject, Use
from litreview.query.reading import Line
from litreview.query.shape import text_of
from litreview.query.tree import Scope

_Alternatives = tuple[int, Scope]
"""Terms of one OR that are looked for in the same fields."""


def _check(subject: Subject) -> Iterator[Found]:
    repeated = dict(_lines(subject))
    yield from (_repeated(subject, earlier, line) for line, earlier in repeated.values())
    yield from _terms(subject, repeated)
    yield from _within_reach(subject)


def _lines(subject: Subject) -> Iterator[tuple[int, tuple[Line, Line]]]:
    """By its number, each line that says the same as an earlier one, and that one."""
    first: dict[str, Line] = {}
    for line in subject.parsed.lines if subject.parsed.listed else ():
        text = " ".join(subject.parsed.text[line.span.start : line.span.end].casefold().split())
        earlier = first.setdefault(text, line)
        if earlier is not line:
            yield line.number, (line, earlier)


def _repeated(subject: Subject, earlier: Line, line: Line) -> Found:
    one, other = subject.hits_of(earlier), subject.hits_of(line)
    counts = ""
    if one is not None and other is not None and one != other:
        counts = f", yet found {other:,} records and not {one:,}: it was run differently"
    return Found(
        "LR204", line.span, f"line {line.label} repeats line {earlier.label}{counts}",
        "write what it was meant to be, such as the same terms in another field, or take it away",
    )  # fmt: skip


def _terms(subject: Subject, repeated: Container[int]) -> Iterator[Found]:
    seen: dict[tuple[_Alternatives, str], Use] = {}
    told = {one.span for one in subject.parsed.findings if one.code == "LR305"}
    for use in subject.uses:
        if use.home == ALONE or use.line.number in repeated:
            continue
        text = text_of(use.term.pieces).casefold()  # a hyphen may matter: databases differ
        earlier = seen.setdefault(((use.home, use.fields), text), use)
        if earlier is not use and use.span not in told:
            where = "" if earlier.line is use.line else f" in line {earlier.line.label}"
            yield Found("LR305", use.span, f"{text!r} is among these alternatives already{where}",
                        "take it away, or write what it was meant to be")  # fmt: skip


def _within_reach(subject: Subject) -> Iterator[Found]:
    """Terms of one word, whole or cut off, that find all that a longer term would."""
    whole: dict[_Alternatives, dict[str, Use]] = {}
    stems: dict[_Alternatives, dict[str, Use]] = {}
    for use in subject.uses:
        if use.home == ALONE or len(use.words) != 1 or not use.is_text:
            continue
        word = use.words[0]
        if word.isalnum():
            whole.setdefault((use.home, use.fields), {}).setdefault(word, use)
        elif word[-1] == "*" and word[:-1].isalnum():
            stems.setdefault((use.home, use.fields), {}).setdefault(word[:-1], use)
    for use in subject.uses:
        key = (use.home, use.fields)
        if use.home == ALONE or not use.is_text or not (key in whole or key in stems):
            continue
        wider = _wider(use, whole.get(key, {}), stems.get(key, {}))
        if wider is not None:
            yield Found("LR303", use.span, f"{wider.text!r} finds all that {use.text!r} finds",
                        "take the narrower term away, or cut the wider one off later")  # fmt: skip


def _wider(use: Use, whole: dict[str, Use], stems: dict[str, Use]) -> Use | None:
    for word in use.words:
        letters = word.rstrip("*")
        fixed = next((at for at, letter in enumerate(word) if not letter.isalnum()), len(word))
        if len(use.words) > 1 and word == letters and word in whole:
            return whole[word]
        for length in range(1, min(fixed, LONGEST_WORD) + 1):
            found = stems.get(word[:length])
            if found is not None and found.text != use.text:
                return found
    return None


RULE = Rule(("LR204", "LR303", "LR305"), _check)
