"""What a notation reads in a text: the codes of its findings, and the nodes of a kind.

Imported by its bare name: pytest puts this folder on the path, because of the conftest.py in it.
"""

from __future__ import annotations

from litreview.query.dialect import Dialect
from litreview.query.reading import parse
from litreview.query.tree import walk


def codes_in(dialect: Dialect, text: str) -> list[str]:
    return [one.code for one in parse(text, dialect).findings]


def parts_in(dialect: Dialect, text: str, kind: type) -> list[object]:
    parsed = parse(text, dialect)
    assert parsed.tree is not None, parsed.findings
    return [one for one in walk(parsed.tree) if isinstance(one, kind)]
