"""The tables ``[sources.NAME]`` of review.toml: how this review reaches its sources."""

from __future__ import annotations

import re
from collections.abc import Mapping

from litreview.toml_table import Table

_KNOWN = ("base_url", "key", "token", "email", "rate", "protocol", "set", "prefix", "title")
"""How any source is reached, then what a repository may be told; whatever else is a slip of the
hand, told with its line. A source for which a key means nothing refuses it when it is asked."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")


def source_settings(top: Table) -> Mapping[str, Mapping[str, str]]:
    """Source -> its settings as text. Raises SettingsError, with the line.

    Which sources there are is not known here: a repository may be the user's own.
    """
    if "sources" not in top.data:
        return {}
    tables = top.table("sources")
    return {name: _one(tables, name) for name in tables.data}


def _one(tables: Table, name: str) -> Mapping[str, str]:
    if not _NAME.fullmatch(name):
        tables.fail(
            f"{name!r} cannot be the name of a source",
            "use small letters, digits and hyphens",
            name,
        )
    table = tables.table(name)
    table.only(*_KNOWN)
    return {key: _text(table, key) for key in table.data}


def _text(table: Table, key: str) -> str:
    found = table.data[key]
    if key != "rate" or isinstance(found, str):
        return table.text(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        table.fail("rate must be a number of requests a second", "write rate = 0.5", key)
    return str(found)
