"""How a user reaches a source: what review.toml says, and the environment, which wins.

[sources.openalex]                   LITREVIEW_OPENALEX_BASE_URL, _KEY, _TOKEN, _EMAIL, _RATE
base_url = "http://127.0.0.1:8000"   LITREVIEW_EMAIL serves all sources
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from litreview.errors import SettingsError
from litreview.sources._secrets import SHORTEST
from litreview.sources.named import ALIASES, names_of
from litreview.sources.source import Access, Source

KEYS = ("base_url", "key", "token", "email", "rate")
"""What may be set of any source."""
_ADDRESS = re.compile(
    r"https?://(?:\[[0-9a-f:.]+\]|[^\s/?#@\[\]:]+)(?::\d{1,5})?(?:/[^\s?#]*)?", re.IGNORECASE
)
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_INVENTED = re.compile(r"@(?:.*\.)?example\.(?:com|org|net)$", re.IGNORECASE)


def variable(name: str, key: str) -> str:
    """The environment variable for `key` of the source `name`."""
    return f"LITREVIEW_{name.upper().replace('-', '_')}_{key.upper()}"


def table_of(tables: Mapping[str, Mapping[str, str]], name: str) -> Mapping[str, str]:
    """What review.toml says of the source `name`, under whichever of its names."""
    own = ALIASES.get(name, name)
    found: dict[str, str] = {}
    for one in reversed(names_of(own)):
        found |= tables.get(one, {})
    return found


def access(source: Source, said: Mapping[str, str], environ: Mapping[str, str]) -> Access:
    """The access to `source`. said: its table in review.toml. Raises SettingsError.

    No message here shows what a key is.
    """
    name = source.about.name
    found = {key: said[key] for key in KEYS if said.get(key)}
    if email := environ.get("LITREVIEW_EMAIL", "").strip():
        found["email"] = email
    for one in reversed(names_of(name)):
        for key in KEYS:
            if value := environ.get(variable(one, key), "").strip():
                found[key] = value
    base = found.get("base_url", source.about.base_url)
    if not base:
        raise SettingsError(
            f"no address is set for {name}",
            remedy=f"set {variable(name, 'base_url')}, or base_url in review.toml, "
            f"[sources.{name}]",
        )
    if not _ADDRESS.fullmatch(base):
        raise SettingsError(
            f"the base address of {name} is no address that can be used",
            where=set_in(name, "base_url", environ),
            remedy="write it as https://host/path, without user, password, ? or #",
        )
    _printable(name, found, environ)
    return Access(base, found.get("key", ""), found.get("token", ""), found.get("email", ""),
                  _rate(name, found, environ))  # fmt: skip


def usable(source: Source, have: Access) -> Access:
    """`have`, where it has what `source` requires. Raises SettingsError: what is missing."""
    about = source.about
    if about.key == "required" and not have.key:
        raise SettingsError(
            f"{about.title} wants a key",
            remedy=f"set {variable(about.name, 'key')}"
            + (f"; a key is had at {about.key_from}" if about.key_from else ""),
        )
    if about.email == "required" and not have.email:
        raise SettingsError(
            f"{about.title} wants the e-mail address of who asks",
            remedy=f"set {variable(about.name, 'email')} or LITREVIEW_EMAIL to your own",
        )
    return have


def contact(have: Access) -> Access:
    """`have`, without an address that is nobody's: some sources refuse it."""
    return replace(have, email="") if _INVENTED.search(have.email) else have


def _printable(name: str, found: Mapping[str, str], environ: Mapping[str, str]) -> None:
    for key in ("key", "token"):
        if 0 < len(found.get(key, "")) < SHORTEST:
            raise SettingsError(
                f"the {key} of {name} is shorter than {SHORTEST} characters, so it is none",
                where=set_in(name, key, environ), remedy="copy all of it",
            )  # fmt: skip
        if not re.fullmatch(r"[\x21-\x7e]*", found.get(key, "")):
            raise SettingsError(
                f"the {key} of {name} holds blanks or characters that no key has",
                where=set_in(name, key, environ), remedy="copy it again",
            )  # fmt: skip
    if found.get("email") and not _EMAIL.fullmatch(found["email"]):
        raise SettingsError(
            f"the e-mail address for {name} is none", where=set_in(name, "email", environ),
            remedy="give your own, such as name@university.edu",
        )  # fmt: skip


def _rate(name: str, found: Mapping[str, str], environ: Mapping[str, str]) -> float | None:
    if "rate" not in found:
        return None
    try:
        rate = float(found["rate"])
    except ValueError:
        rate = -1.0
    if not 0 < rate <= 1_000:  # noqa: PLR2004 - said in the message
        raise SettingsError(
            f"the rate of {name} is no number of requests a second",
            where=set_in(name, "rate", environ), remedy="write a number from 0.001 to 1000",
        )  # fmt: skip
    return rate


def set_in(name: str, key: str, environ: Mapping[str, str]) -> str:
    """Where `key` of the source `name` is set, if it is set at all: a variable, or review.toml."""
    variables = [variable(one, key) for one in names_of(name)]
    variables += ["LITREVIEW_EMAIL"] if key == "email" else []
    held = (one for one in variables if environ.get(one, "").strip())
    return next(held, f"review.toml, [sources.{name}]")
