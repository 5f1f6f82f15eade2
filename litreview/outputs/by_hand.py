"""How a source was looked through by hand, in words."""

from __future__ import annotations

from litreview.model import Search
from litreview.outputs.words import counted


def by_hand(search: Search) -> str:
    """``https://example.org, 40 entries looked through, by ann``; "": it was not, or nobody said.

    What is not known is left out.
    """
    how = search.browsed
    if how is None:
        return ""
    many = "" if how.screened is None else f"{counted(how.screened, 'entry')} looked through"
    return ", ".join(filter(None, (how.url, many, how.by and f"by {how.by}")))
