"""Words that are cut off too early, run together, or have a number of hits among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litreview.query.findings import Found
from litreview.query.lint._subject import Rule, Subject, Use

LEAST = 3
"""Letters before an open ending: with two, as in ``ag*``, hundreds of other words are found."""
_LAST_YEAR = 2100
_FIRST_YEAR = 1500
_NUMBER = re.compile(
    r"(?<![\w.\-/])\d{1,3}(?:,\d{3})+(?![\w.\-/])|(?<![\w.\-/,])\d{4,}(?![\w.\-/])"
)
_STEM = re.compile(r"(?P<stem>\w*)(?P<wild>[*?#][*?#\w]*)")
_TOGETHER = {
    "".join(words.split()): words
    for words in (
        "propensity score", "propensity match", "control group", "control condition",
        "comparison group", "treatment group", "intervention group", "experimental group",
        "experimental design", "experimental stud", "matched control", "matched comparison",
        "time series", "effect size", "difference in difference", "instrumental variable",
        "regression discontinuit", "repeated measure", "randomised control",
        "randomized control", "controlled trial", "clinical trial", "systematic review",
        "literature review", "waiting list", "cohort stud", "case control", "quasi random",
        "random allocat", "random assign", "longitudinal stud", "observational stud",
        "prospective stud", "retrospective stud", "feasibility stud", "pilot stud",
        "cost benefit", "cost effective", "cost utility", "labour market", "labor market",
        "labour force", "labor force", "human capital", "social network", "social security",
        "social capital", "foster care", "child welfare", "looked after", "independent living",
        "public employment", "employment service", "employment program", "vocational training",
        "vocational rehabilitation", "job search", "job training", "job placement", "young adult",
        "young people", "mental health", "public health", "primary care", "usual care",
        "standard care", "quality of life", "follow up stud", "machine learning",
        "artificial intelligence", "welfare state", "welfare benefit", "long term unemploy",
        "youth unemployment", "youth employment", "higher education", "focus group",
    )
}  # fmt: skip
"""Terms of two or more words that English never writes in one; written so, they find nothing."""
_SHORTEST = min(map(len, _TOGETHER))
_LONGEST = max(map(len, _TOGETHER))


def _check(subject: Subject) -> Iterator[Found]:
    least = max(LEAST, subject.dialect.capability.ending_after)
    seen: set[str] = set()
    told = {  # some notations count the letters themselves
        line.number for line in subject.parsed.lines for one in line.findings if one.code == "LR301"
    }
    for use in subject.uses:
        yield from _pasted(subject, use)
        for word in use.words:
            if "*" in word and use.is_text and use.line.number not in told:
                yield from _short(subject, use, word, least)
            if word not in seen and len(word) >= _SHORTEST:
                seen.add(word)
                yield from _together(subject, use, word)


def _short(subject: Subject, use: Use, word: str, least: int) -> Iterator[Found]:
    match = _STEM.fullmatch(word)
    if match is None or match["wild"] != "*" or len(match["stem"]) >= least or not match["stem"]:
        return
    stem = match["stem"]
    place = subject.within(use, stem)
    alone = len(use.words) == 1 or least > LEAST
    if alone and (least > LEAST or stem.isalpha()):
        name = subject.dialect.title
        limit = f"; {name} wants {least}" if least > LEAST else ""
        yield Found(
            "LR301", place, f"only {len(stem)} letters before the open ending{limit}",
            "cut it off later, or write the words that are meant, joined by OR",
        )  # fmt: skip
    elif stem.isalpha():
        yield Found(
            "LR310", place, f"only {len(stem)} letters before the open ending, in a phrase",
            "see that no other phrase begins so, or write the words that are meant",
        )  # fmt: skip


def _pasted(subject: Subject, use: Use) -> Iterator[Found]:
    if len(use.words) == 1 or use.term.quoted or not subject.holds(use.span):
        return
    text = subject.parsed.text[use.span.start : use.span.end]
    if not any(letter.isdigit() for letter in text):
        return
    for match in _NUMBER.finditer(text):
        number = int(match[0].replace(",", ""))
        if not _FIRST_YEAR <= number <= _LAST_YEAR:
            place = use.span._replace(
                start=use.span.start + match.start(), end=use.span.start + match.end()
            )
            yield Found(
                "LR304", place, f"{match[0]} among the words of a phrase: a number of hits?",
                "take it away: with it the phrase finds nothing",
            )  # fmt: skip


def _together(subject: Subject, use: Use, word: str) -> Iterator[Found]:
    for length in range(_SHORTEST, min(len(word), _LONGEST) + 1):
        words = _TOGETHER.get(word[:length])
        if words is not None and len(word) - length <= len("ments*"):
            meant = words + word[length:]
            yield Found(
                "LR306", subject.within(use, word[:length]),
                f"{word!r} is written in several words", f"write {meant!r}",
            )  # fmt: skip
            return


RULE = Rule(("LR301", "LR304", "LR306", "LR310"), _check)
