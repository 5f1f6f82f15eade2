"""A search as a search-history file: JSON with the keys that `search-query` reads and writes.

The standard behind it is Haddaway et al. 2022, Campbell Systematic Reviews 18, e1288, doi
10.1002/cl2.1288; the keys are those of the program search-query (its ``search_file.py``). What has
no key there stands below ``litreview``, and what we do not know is kept as it came.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any, NoReturn

from litreview.errors import FileRefused
from litreview.query.dialects import DIALECTS

OURS = "litreview"
_TEXTS = ("version", "field", "generic_query", "title", "description", "keywords", "license",
          "search_results_path")  # fmt: skip
_KNOWN = frozenset({"search_string", "platform", "authors", "record_info", "date", "database",
                    OURS, *_TEXTS})  # fmt: skip
_NAMES = {
    r"\bovid\b": "ovid", r"\bpubmed\b": "pubmed", r"\bembase\.com\b": "embase",
    r"\bcochrane\b": "cochrane", r"\bscopus\b": "scopus", r"\bweb[ -]?of[ -]?science\b": "wos",
    r"\bebsco(?:host)?\b": "ebscohost", r"\bproquest\b": "proquest", r"\bopenalex\b": "openalex",
}  # fmt: skip
"""Words in the name of a source that say whose notation its strings are in."""
_NO_PLATFORM = frozenset({"medline", "central"})
"""Names of databases that several platforms have, though a notation answers to them."""


@dataclass(frozen=True, slots=True)
class Author:
    """A person who searched. Empty text: not given."""

    name: str
    orcid: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """One search on one platform. Empty text: not given. Days as they were written.

    platform: as written. ours: what stands below ``litreview``; unknown: keys that nobody here
    knows, as they came (those of the dates with ``date.`` in front).
    """

    search_string: str
    platform: str
    authors: tuple[Author, ...] = ()
    record_info: Mapping[str, Any] = made(default_factory=dict)
    data_entry: str = ""
    conducted: str = ""
    database: tuple[str, ...] = ()
    version: str = ""
    field: str = ""
    generic_query: str = ""
    title: str = ""
    description: str = ""
    keywords: str = ""
    license: str = ""
    search_results_path: str = ""
    ours: Mapping[str, Any] = made(default_factory=dict)
    unknown: Mapping[str, Any] = made(default_factory=dict)

    @property
    def dialect(self) -> str:
        """The name of the notation; "" where the platform is none of ours."""
        return dialect_of(self.platform)

    @property
    def sha256(self) -> str:
        """The hash of the string as run, in UTF-8."""
        return hashlib.sha256(self.search_string.encode("utf-8", "replace")).hexdigest()

    @property
    def changed(self) -> bool:
        """Whether the file says that its string once had another hash."""
        return bool(self.ours.get("sha256", self.sha256) != self.sha256)


def dialect_of(platform: str) -> str:
    """The notation that a platform or a source means, by its name; "": cannot tell.

    MEDLINE, PsycInfo and the like say no notation: they are on many platforms.
    """
    name = platform.strip().lower()
    if name in _NO_PLATFORM:
        return ""
    if name in {*DIALECTS.names(), *DIALECTS.aliases}:
        return DIALECTS.get(name).name
    found = {dialect for words, dialect in _NAMES.items() if re.search(words, name)}
    return found.pop() if len(found) == 1 else ""


def read(text: str, where: str) -> History:
    """The search in `text`. Raises FileRefused with the row and column, or the key, at fault."""
    data = _object(text, where)
    for key in ("search_string", "platform"):
        if not _text(data, key, where).strip():
            _refuse(f"the key {key!r} is missing or empty", where, f"give {key} a text")
    days = _mapping(data, "date", where)
    database = data.get("database", [])
    if isinstance(database, str):
        database = [database]
    if not isinstance(database, list) or not all(isinstance(one, str) for one in database):
        _refuse("database must be a list of names", where, 'write "database": ["..."]')
    return History(
        search_string=data["search_string"],
        platform=data["platform"],
        authors=tuple(_author(one, where) for one in _list(data, "authors", where)),
        record_info=_mapping(data, "record_info", where),
        data_entry=_text(days, "data_entry", where),
        conducted=_text(days, "search_conducted", where),
        database=tuple(database),
        ours=_mapping(data, OURS, where),
        unknown={key: value for key, value in data.items() if key not in _KNOWN}
        | {f"date.{k}": v for k, v in days.items() if k not in ("data_entry", "search_conducted")},
        **{key: _text(data, key, where) for key in _TEXTS},
    )


def as_data(one: History) -> dict[str, Any]:
    """`one` with its keys in the order of the standard; empty ones that may be left out are."""
    days = {"data_entry": one.data_entry, "search_conducted": one.conducted}
    other = {k.removeprefix("date."): v for k, v in one.unknown.items() if k.startswith("date.")}
    data: dict[str, Any] = {
        "search_string": one.search_string,
        "platform": one.platform,
        "version": one.version,
        "authors": [
            {key: value for key, value in
             (("name", a.name), ("ORCID", a.orcid), ("email", a.email)) if value or key == "name"}
            for a in one.authors
        ],
        "record_info": dict(one.record_info),
        "date": {key: value for key, value in days.items() if value} | other,
        "database": list(one.database),
    } | {key: getattr(one, key) for key in _TEXTS[1:]}  # fmt: skip
    data |= {key: value for key, value in one.unknown.items() if not key.startswith("date.")}
    if one.ours:
        data[OURS] = dict(one.ours)
    always = {"search_string", "platform", "authors", "record_info", "date"}
    return {key: value for key, value in data.items() if value not in ("", []) or key in always}


def write(one: History) -> str:
    """`one` as the text of a file."""
    return json.dumps(as_data(one), ensure_ascii=False, indent=2) + "\n"


def _object(text: str, where: str) -> dict[str, Any]:
    try:
        data = json.loads(text.removeprefix("\ufeff"), parse_constant=_no_number)
        json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        place = f"{where}, row {error.lineno}, column {error.colno}"
        _refuse(f"this is not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}", place,
                "mend that place, or export the search again")  # fmt: skip
    except RecursionError:
        _refuse("this JSON is nested too deeply", where, "see whether it is a search history")
    except UnicodeEncodeError:
        _refuse("a text holds half a character", where, "export the search again as UTF-8")
    except ValueError as error:
        _refuse(f"this is not valid JSON: {error}", where, "write a number of usual size")
    if not isinstance(data, dict):
        _refuse("this JSON is no search history", where, "one search is one object: {...}")
    return data


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _refuse(what: str, where: str, remedy: str) -> NoReturn:
    raise FileRefused(what, where=where, remedy=remedy)


def _text(data: Mapping[str, Any], key: str, where: str) -> str:
    """The text at `key`; a list of texts is joined by semicolons, None and none are empty."""
    found = data.get(key)
    if found is None:
        return ""
    if isinstance(found, list) and all(isinstance(one, str) for one in found):
        return "; ".join(found)
    if not isinstance(found, str):
        _refuse(f"{key} must be text", where, f'write "{key}": "..."')
    return found


def _mapping(data: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    found = data.get(key)
    if found is None:
        return {}
    if not isinstance(found, dict):
        _refuse(f"{key} must be an object", where, f'write "{key}": {{...}}')
    return found


def _list(data: Mapping[str, Any], key: str, where: str) -> list[Any]:
    found = data.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        _refuse(f"{key} must be a list", where, f'write "{key}": [...]')
    return found


def _author(data: object, where: str) -> Author:
    if not isinstance(data, dict):
        _refuse("an author must be an object", where, 'write {"name": "..."}')
    name = _text(data, "name", where)
    if not name.strip():
        _refuse("an author has no name", where, 'write {"name": "..."}')
    return Author(name, _text(data, "ORCID", where), _text(data, "email", where))
