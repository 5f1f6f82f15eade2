"""Criteria as a query: what a text of eligibility criteria says that a relevant record would say.

Sentences and lists that say what is excluded are left out: their words are those of records that
are not wanted. So are words that any criteria have ("studies", "reported", "English") and that tell
nothing of a topic. What is left is learned as one more included record (`ranker`), beside the words
of the search string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ends = re.compile(r"(?<=[.;!?])\s+|\n+|\s+(?=\(?\d{1,2}[.)]\s)")
"""Between two statements: after a full stop, at a line's end, before the number of a list."""
_excludes = re.compile(
    r"\b(?:exclu(?:de|des|ded|ding|sion\s+criteri\w+)|ineligible|not\s+(?:be\s+)?(?:eligible|included|"
    r"considered|suitable)|ruled\s+out)\b",
    re.IGNORECASE,
)
_list_of_excluded = re.compile(
    r"^\W*(?:exclusion\s+criteri\w+|(?:we\s+)?excluded?\b.{0,40}:|not\s+included\s*:)",
    re.IGNORECASE,
)
_list_of_included = re.compile(
    r"^\W*(?:(?:the\s+following\s+)?inclusion\s+criteri\w+|(?:we\s+)?included?\b|eligib)",
    re.IGNORECASE,
)
_words = re.compile(r"[^\W_]+(?:-[^\W_]+)*").findall
_BOILERPLATE = """
    a abstract abstracts all an and answer answers any applied are article articles as at be
    been by consider considered contained could criteria criterion data defined did do
    eligibility eligible english following for from full full-text had has have if in include
    included includes including inclusion inclusions into is it journal journals language least
    met more must of on only or original other paper papers peer-reviewed publication
    publications published question questions records report reported reporting reports research
    results review reviews should studies study text than that the their these they this those
    to was we were where which will with written
"""
BOILERPLATE = frozenset(_BOILERPLATE.split())
"""Words of criteria whatever the topic."""


def query(text: str, words: Iterable[str] = ()) -> str:
    """What of the criteria `text` tells of the topic, then the search string's `words`.

    "" where nothing is left. Lists of what is excluded end where one of what is included begins.
    """
    kept = (word for part in wanted(text) for word in _words(part.lower()))
    told = [word for word in kept if word not in BOILERPLATE and not word.isdigit()]
    return " ".join([*told, *(word for word in words if word.strip())])


def wanted(text: str) -> list[str]:
    """The statements of `text` that do not say what is excluded, in order."""
    statements: list[str] = []
    excluded = False
    for part in _ends.split(text):
        if _list_of_excluded.search(part):
            excluded = True
        elif _list_of_included.search(part):
            excluded = False
        if part.strip() and not excluded and not _excludes.search(part):
            statements.append(part.strip())
    return statements
