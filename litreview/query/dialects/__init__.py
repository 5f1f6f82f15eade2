"""The notations of databases and APIs: one file each, which defines DIALECT."""

from litreview.query.dialect import Dialect
from litreview.query.dialects import _names
from litreview.registry import Registry

ALIASES = {
    "ebsco": "ebscohost", "embase.com": "embase", "central": "cochrane", "web-of-science": "wos",
    "webofscience": "wos", "medline": "ovid", "own": "litreview", "entrez": "pubmed-api",
    "e-utilities": "pubmed-api", "s2": "semantic-scholar", "europe-pmc": "europepmc",
}  # fmt: skip
"""Other names by which people call a notation."""
DIALECTS = Registry("litreview.query.dialects", "DIALECT", Dialect, "notation", ALIASES)


def notation(name: str, *, option: str = "") -> Dialect:
    """The notation that people call `name`, whatever its capitals, blanks and hyphens.

    option: such as ``--syntax``, for the remedy. Raises UnknownName with the nearest names; a
    database that several hosts have is none, and is asked about.
    """
    return _names.notation(DIALECTS, name, option=option)
