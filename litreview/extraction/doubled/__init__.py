"""Double extraction: whose rows are about one thing, where they differ, and what settles it."""

from litreview.extraction.doubled.aligning import Group, align
from litreview.extraction.doubled.comparing import Compared, Difference, compare
from litreview.extraction.doubled.settling import Held, held

__all__ = ["Compared", "Difference", "Group", "Held", "align", "compare", "held"]
