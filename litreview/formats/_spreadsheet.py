"""The one rule for cells that a spreadsheet would run, in every CSV file that we write."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*%?")
_FORMULA = re.compile("'*(?:\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\n])")
"""The full-width forms count too: some spreadsheets take them for the plain ones."""


def is_number(text: str) -> bool:
    """Whether the whole text is a number as people print it (``-0.2``, ``1,234``, ``16%``)."""
    return _NUMBER.fullmatch(text) is not None


def guarded(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would run it as a formula.

    Numbers stay numbers. `unguarded` takes the apostrophe off again.
    """
    return f"'{text}" if _FORMULA.match(text) and not is_number(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given: without one of the apostrophes before a formula."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
