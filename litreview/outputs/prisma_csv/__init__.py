"""The CSV of the PRISMA2020 package (R, and its web app): written, read, and as a link."""

from __future__ import annotations

from litreview.outputs.prisma_csv.layout import COLUMNS
from litreview.outputs.prisma_csv.link import LONGEST, link
from litreview.outputs.prisma_csv.reading import Reading, read
from litreview.outputs.prisma_csv.writing import label, write

__all__ = ["COLUMNS", "LONGEST", "Reading", "label", "link", "read", "write"]
