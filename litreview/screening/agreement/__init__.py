"""How far people agree: raw, Cohen's, Fleiss' and adjusted kappa, Krippendorff's alpha.

Pure and without libraries. Categories are words; a report on which somebody said nothing simply
lacks that person. What cannot be computed is a value that says why.
"""

from litreview.screening.agreement.comparing import Agreement, Comparison, Maybe, compare
from litreview.screening.agreement.figure import LEVEL, Figure, undefined
from litreview.screening.agreement.pair import Square
from litreview.screening.agreement.several import Rows
from litreview.screening.agreement.votes import Given, Taken, changed, final_votes, first_votes

__all__ = [
    "LEVEL",
    "Agreement",
    "Comparison",
    "Figure",
    "Given",
    "Maybe",
    "Rows",
    "Square",
    "Taken",
    "changed",
    "compare",
    "final_votes",
    "first_votes",
    "undefined",
]
