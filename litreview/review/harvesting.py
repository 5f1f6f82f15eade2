"""A harvest of one source into the review: asked, walked, filed.

Three steps, so that several sources can be walked side by side: `prepare` (planning.py) says what
will be asked, and touches no network; `Job.walk` brings the pages, and touches nothing of the
review but its own folder; `file` (filing.py) makes records of them and appends the event that
admits them.

A harvest that stops early is filed as far as it came, marked incomplete with the reason; run again,
it goes on, keeps its name and the numbers of its records, and is filed anew.
"""

from __future__ import annotations

from litreview.review.filing import Harvest, file
from litreview.review.planning import Account, Job, Wanted, admitted, job_of, prepare, reached

__all__ = [
    "Account",
    "Harvest",
    "Job",
    "Wanted",
    "admitted",
    "file",
    "job_of",
    "prepare",
    "reached",
]
