"""Strategies put to the test: does each known study come back, and if not, by which part?"""

from litreview.query.trial.judging import Failing, InSource, Judged, Trial, in_source
from litreview.query.trial.plan import Index, Plan, Recorded, Test, plan
from litreview.query.trial.recall import Recall, recall, wilson

__all__ = [
    "Failing", "InSource", "Index", "Judged", "Plan", "Recall", "Recorded", "Test", "Trial",
    "in_source", "plan", "recall", "wilson",
]  # fmt: skip
