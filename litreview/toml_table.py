"""A table of a TOML file that people write: each value with its type, each fault with its line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from litreview.errors import SettingsError

C = TypeVar("C", bound=str)
_MOST = 1_000_000
"""No count that people write in a file is larger."""


def loads(text: str, where: str) -> dict[str, Any]:
    """The values in a TOML file. Raises SettingsError, naming `where`.

    TOML allows numbers of any length and lists of any depth: what cannot be held is refused.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"this is not valid TOML: {error}", where=where, remedy="mend the line that is named"
        ) from error
    except ValueError as error:
        raise SettingsError(
            "a number in this file has too many digits",
            where=where,
            remedy="shorten it, or put it in quotation marks if it is text",
        ) from error
    except RecursionError as error:
        raise SettingsError(
            "lists or tables in this file are nested too deeply",
            where=where,
            remedy="take out the brackets that are not meant",
        ) from error


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, and its name for messages."""

    text: str
    where: str

    def line(self, header: str, nth: int, key: str) -> int:
        """The line of `key` under the `nth` `header`, else that of the header; 0: not found.

        "" stands for the top of the file, above all headers.
        """
        top, found = not header, 0
        for at, line in enumerate(self.text.splitlines(), 1):
            bare = line.strip()
            if bare.startswith("["):
                if found or top:
                    break
                nth -= bare.startswith(header)
                found = at if nth == 0 and bare.startswith(header) else 0
            elif (found or top) and key and re.match(rf"[\"']?{re.escape(key)}[\"']?\s*=", bare):
                return at
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its values, its header as written, and which of its namesakes it is, from 1."""

    data: Mapping[str, Any]
    header: str
    nth: int
    source: Source

    def fail(self, what: str, remedy: str, key: str = "") -> NoReturn:
        """Raise SettingsError at the line of `key`, or of the table."""
        line = self.source.line(self.header, self.nth, key)
        where = f"{self.source.where}, line {line}" if line else self.source.where
        raise SettingsError(what, where=where, remedy=remedy)

    def only(self, *known: str) -> None:
        """Refuse a key that is not `known`: a slip must not turn a setting off in silence."""
        for key in self.data:
            if key not in known:
                self._unknown(key, known)

    def _unknown(self, key: str, known: Sequence[str]) -> NoReturn:
        found = self.data[key]
        near = difflib.get_close_matches(key, known, n=1)
        remedy = f"write {near[0]}" if near else f"use: {', '.join(known)}"
        if self.header:
            self.fail(f"{self.header} has no setting {key!r}", remedy, key)
        tables = found if isinstance(found, list) else [found]
        if tables and all(isinstance(table, dict) for table in tables):
            header = f"[{key}]" if found is not tables else f"[[{key}]]"
            Table({}, header, 1, self.source).fail(f"there is no table {header}", remedy)
        self.fail(
            f"the setting {key!r} stands above all tables",
            "write it below the header of its table",
            key,
        )

    def text(self, key: str, default: str | None = None) -> str:
        """The text at `key`, not blank; where it is missing `default`, if there is one."""
        if key not in self.data:
            if default is not None:
                return default
            self.fail(f"{key} is missing in {self.header}", f'add {key} = "..." there')
        found = self.data[key]
        if not isinstance(found, str):
            self.fail(f"{key} must be text", f'write {key} = "..."', key)
        if default is None and not found.strip():
            self.fail(f"{key} is empty", f"give {key} a text", key)
        return found

    def texts(self, key: str, default: Sequence[str]) -> tuple[str, ...]:
        """The list of texts at `key`, each once and not blank; where it is missing `default`."""
        found = self.data.get(key, list(default))
        if not isinstance(found, list) or not all(isinstance(i, str) and i.strip() for i in found):
            self.fail(f"{key} must be a list of texts", f'write {key} = ["...", "..."]', key)
        double = [name for at, name in enumerate(found) if name in found[:at]]
        if double:
            self.fail(f"{double[0]!r} stands twice in {key}", "name it once", key)
        return tuple(found)

    def flag(self, key: str, default: bool = False) -> bool:
        """The yes or no at `key`; where it is missing `default`."""
        found = self.data.get(key, default)
        if not isinstance(found, bool):
            self.fail(f"{key} must be true or false", f"write {key} = true", key)
        return found

    def choice(self, key: str, known: Sequence[C]) -> C:
        """The word at `key`, one of `known`; where it is missing the first of them."""
        found = self.data.get(key, known[0])
        if found not in known:
            self.fail(f"{key} cannot be {found!r}", f"use one of: {', '.join(known)}", key)
        return known[known.index(found)]

    def share(self, key: str, default: float) -> float:
        """The number between 0 and 1, both left out, at `key`; where it is missing `default`."""
        found = self.data.get(key, default)
        if not isinstance(found, float) or not 0 < found < 1:
            self.fail(f"{key} must be a number between 0 and 1", f"write {key} = 0.95", key)
        return found

    def whole(self, key: str, default: int, *, least: int = 1) -> int:
        """The whole number from `least` at `key`; where it is missing `default`."""
        found = self.data.get(key, default)
        if type(found) is not int or not least <= found <= _MOST:
            self.fail(
                f"{key} must be a whole number from {least} to {_MOST:,}",
                f"write {key} = {least}, or more",
                key,
            )
        return found

    def table(self, key: str) -> Table:
        """The table at `key`."""
        header = f"[{self._below(key)}]"
        found = self.data.get(key)
        if not isinstance(found, dict):
            remedy = f"add {header} (docs/review-folder.md)"
            self.fail(f"the table {header} is missing", remedy, key)
        return Table(found, header, 1, self.source)

    def optional(self, key: str) -> Table:
        """The table at `key`; an empty one where it is missing."""
        return self.table(key) if key in self.data else Table({}, f"[{key}]", 1, self.source)

    def tables(self, key: str) -> list[Table]:
        """The tables of the list at `key`; empty where it is missing."""
        header = f"[[{self._below(key)}]]"
        found = self.data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            self.fail(f"{key} must be a list of tables", f"write each under {header}", key)
        return [Table(item, header, nth, self.source) for nth, item in enumerate(found, 1)]

    def _below(self, key: str) -> str:
        return f"{self.header.strip('[]')}.{key}".lstrip(".")
