"""What is wrong with a search string beyond its notation: one file a rule, found by its name.

A rule looks at a `Subject`, which is gathered once, and says what it finds; it changes nothing.
docs/lint/ has a page for each code. Cost: linear in the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from litreview.query.dialect import Dialect
from litreview.query.findings import Found, in_order
from litreview.query.lint._dictionary import Dictionary, english
from litreview.query.lint._subject import Rule, gathered
from litreview.query.reading import Parsed
from litreview.registry import Registry

__all__ = ["RULES", "Dictionary", "english", "lint"]
RULES = Registry("litreview.query.lint", "RULE", Rule, "lint rule")


@cache
def _rules() -> tuple[Rule, ...]:
    return RULES.all()


def lint(
    parsed: Parsed,
    dialect: Dialect,
    *,
    hits: Mapping[str, int] | None = None,
    words: Dictionary | None = None,
) -> tuple[Found, ...]:
    """All that is wrong with `parsed`, by place: what reading it found, and what the rules find.

    hits: of each line, by its label (``1``, ``S1``), where they are known. words: a dictionary of
    English (`english()`); None: spelling is not looked at.
    """
    subject = gathered(parsed, dialect, hits or {}, words)
    found = list(parsed.findings)
    for rule in _rules():
        found.extend(rule.check(subject))
    return in_order(found)
