"""The notations of databases and APIs: one file each, which defines DIALECT."""

from litreview.query.dialect import Dialect
from litreview.registry import Registry

DIALECTS = Registry("litreview.query.dialects", "DIALECT", Dialect, "notation")
