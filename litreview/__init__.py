"""Systematic literature reviews from records to evidence tables.

import litreview as lr

with lr.open(".") as review:
    review.load("medline.ris", source="Ovid MEDLINE")
    print(review.flow()["database_results"].n)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from litreview.review import Review, create
    from litreview.review import open_review as open  # noqa: A004 - lr.open, as gzip.open

__version__ = "0.1.0"
__all__ = ["Review", "__version__", "create", "open"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is asked for
    """The facade, imported when it is first asked for: a bare import costs nothing."""
    if name not in {"Review", "create", "open"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from litreview import review

    return getattr(review, "open_review" if name == "open" else name)
