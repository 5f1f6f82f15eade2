"""The facade: a review on disk, and what may be done with it. Every rule lives below."""

from litreview.review.facade import Review, create, open_review
from litreview.review.loading import Loaded, Origin

__all__ = ["Loaded", "Origin", "Review", "create", "open_review"]
