"""What answers the rows of checklists: topic -> a function of the evidence."""

from __future__ import annotations

from collections.abc import Mapping

from litreview.outputs.checklists import (
    extracting,
    planning,
    resulting,
    searching,
    selecting,
    stating,
    synthesising,
    tooling,
)
from litreview.outputs.checklists.answering import Topic

TOPICS: Mapping[str, Topic] = {
    **planning.TOPICS,
    **searching.TOPICS,
    **selecting.TOPICS,
    **extracting.TOPICS,
    **synthesising.TOPICS,
    **resulting.TOPICS,
    **stating.TOPICS,
    **tooling.TOPICS,
}
