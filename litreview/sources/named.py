"""Which sources there are, by which names, and what a user's settings make of them."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.errors import SettingsError
from litreview.registry import Registry
from litreview.sources.source import Source

ALIASES = {
    "semanticscholar": "semantic-scholar", "semantic_scholar": "semantic-scholar",
    "s2": "semantic-scholar", "europe-pmc": "europepmc", "epmc": "europepmc",
    "oai": "oai-pmh", "oaipmh": "oai-pmh", "oai_pmh": "oai-pmh", "web-of-science": "wos",
}  # fmt: skip
"""Other names that people use. They stand here, as no source is imported to find one by its name.
"""
SOURCES = Registry("litreview.sources.apis", "SOURCE", Source, "source", ALIASES)
"""Name -> source, as for `search run --source`."""


def source_named(name: str, said: Mapping[str, str]) -> Source:
    """The source `name`; said: its table in review.toml. Raises UnknownName, SettingsError.

    A table that names a protocol makes a source of a name of its own.
    """
    own = ALIASES.get(name, name)
    if "protocol" not in said:
        return SOURCES.get(own).configured(own, said)
    spoken = _speaking(name, said["protocol"].strip().lower())
    if own not in SOURCES.names():
        return spoken.configured(own, said)
    found = SOURCES.get(own)
    if type(found) is not type(spoken):
        raise SettingsError(
            f"{found.about.title} is no repository: it does not speak {spoken.about.name}",
            where=f"review.toml, [sources.{name}]",
            remedy="take the protocol out, or give the repository a name of its own",
        )
    return found.configured(own, said)


def names_of(name: str) -> tuple[str, ...]:
    """All names of the source `name`, its own first."""
    return (name, *(other for other, meant in ALIASES.items() if meant == name))


def _speaking(name: str, protocol: str) -> Source:
    """The source that reads what speaks `protocol`."""
    protocol = ALIASES.get(protocol, protocol)
    if protocol not in SOURCES.names():
        raise SettingsError(
            f"the protocol {protocol[:40]!r} is not known",
            where=f"review.toml, [sources.{name}]", remedy='write protocol = "oai-pmh"',
        )  # fmt: skip
    return SOURCES.get(protocol)
