"""The facade: a review on disk, and what may be done with it. Every rule lives below."""

from litreview.review.facade import Review
from litreview.review.loading import Loaded, Origin
from litreview.review.opening import create, open_review
from litreview.review.pairs import Effect
from litreview.review.standing import StageStanding, Standing

__all__ = [
    "Effect",
    "Loaded",
    "Origin",
    "Review",
    "StageStanding",
    "Standing",
    "create",
    "open_review",
]
