"""What people call a notation -> the notation, without regard to capitals, blanks and hyphens."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from litreview.errors import UnknownName
from litreview.query.dialect import Dialect
from litreview.registry import Registry

HOSTS: Mapping[str, tuple[str, ...]] = {
    "cinahl": ("ebscohost",),
    "psycinfo": ("ovid", "ebscohost", "proquest"),
    "apapsycinfo": ("ovid", "ebscohost", "proquest"),
    "econlit": ("ebscohost", "proquest", "ovid"),
    "sociologicalabstracts": ("proquest",),
    "socindex": ("ebscohost",),
    "academicsearch": ("ebscohost",),
    "businesssource": ("ebscohost",),
    "assia": ("proquest",),
}
"""Databases that are no notation, and where they are searched: their host's notation counts."""
_NEAR = 3


def notation(registry: Registry[Dialect], name: str, *, option: str = "") -> Dialect:
    """The notation that people call `name`: ``Ovid``, ``Web of Science``.

    option: how it is given on the command line, for the remedy. Raises UnknownName with the
    nearest names, or with the hosts of a database.
    """
    spelt = {_plain(known): known for known in (*registry.aliases, *registry.names())}
    wanted = _plain(name)
    if wanted in spelt:
        return registry.get(spelt[wanted])
    way = f"{option} " if option else ""
    if wanted in HOSTS:
        hosts = HOSTS[wanted]
        raise UnknownName(
            f"{name!r} is a database, and its notation is that of the host it was searched on",
            remedy=f"name the host: {' or '.join(way + host for host in hosts)}",
        )
    near = dict.fromkeys(spelt[one] for one in difflib.get_close_matches(wanted, spelt, n=_NEAR))
    known = f"use one of: {', '.join(registry.names())}"
    if near:
        known = f"did you mean {' or '.join(way + one for one in near)}? Or {known}"
    elif option:
        known = f"give {option} NAME, and {known}"
    raise UnknownName(f"there is no {registry.noun} called {name!r}", remedy=known)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
