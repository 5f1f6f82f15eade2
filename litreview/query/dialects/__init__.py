"""The notations of databases and APIs: one file each, which defines DIALECT."""

from litreview.query.dialect import Dialect
from litreview.registry import Registry

ALIASES = {
    "ebsco": "ebscohost", "embase.com": "embase", "central": "cochrane", "web-of-science": "wos",
    "webofscience": "wos", "medline": "ovid", "own": "litreview", "entrez": "pubmed-api",
    "e-utilities": "pubmed-api", "s2": "semantic-scholar", "europe-pmc": "europepmc",
}  # fmt: skip
"""Other names by which people call a notation."""
DIALECTS = Registry("litreview.query.dialects", "DIALECT", Dialect, "notation", ALIASES)
