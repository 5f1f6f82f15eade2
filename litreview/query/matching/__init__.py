"""Does a record match a search? `matcher(tree)` -> yes, no, or unknown where a field is missing."""

from __future__ import annotations

from litreview.query.matching.compiling import Leaf
from litreview.query.matching.evaluator import Look, Matcher, Source, Verdict, matcher
from litreview.query.matching.tally import Tally, tally

__all__ = ["Leaf", "Look", "Matcher", "Source", "Tally", "Verdict", "matcher", "tally"]
