"""What the end of a queue says of the stage besides one's own part: agreement, and stopping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litreview.model import Stage

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.screening.agreement import Figure

_LACKING = frozenset({"unread", "waiting"})
_LABELS = {"raw": "agreed on", "cohen_kappa": "Cohen's kappa", "fleiss_kappa": "Fleiss' kappa"}


def agreement(review: Review, stage: Stage) -> list[str]:
    """How well those who voted agree, where each report has all its votes; else nothing.

    As long as a vote is to come, nobody is told how the others vote.
    """
    from litreview.review.agreeing import agreed

    held = review.present.screening
    verdicts = [held.of(stage.name, report) for report in review.present.eligible(stage)]
    if stage.votes < 2 or not verdicts or any(v.status in _LACKING for v in verdicts):  # noqa: PLR2004 - nobody to agree with
        return []
    review.index.catch_up(review.folder.log_files())  # first votes are read from there
    found = agreed(review, stage.name)
    overall = found.agreement.overall
    if found.waiting or not overall.n:
        return []
    pairs = found.agreement.pairs
    figures = {**overall.figures, **(pairs[0].figures if len(pairs) == 1 else {})}
    said = [_figure(name, figures[name]) for name in _LABELS if name in figures]
    return [f"{', '.join(overall.reviewers)} on {overall.n:,} reports: {'; '.join(said)}"]


def _figure(name: str, figure: Figure) -> str:
    if figure.value is None:
        return f"{_LABELS[name]} {figure.why}"
    if name == "raw":
        return f"{_LABELS[name]} {100 * figure.value:.1f} %"
    interval = ""
    if figure.low is not None and figure.high is not None:
        interval = f" ({figure.low:.2f} to {figure.high:.2f})"
    return f"{_LABELS[name]} {figure.value:.2f}{interval}"


def closing(review: Review, stage: Stage) -> list[str]:
    """What the end of the queue at `stage` says, a line each."""
    from litreview.review.stopping import words

    return [*agreement(review, stage), *words(review, stage)]
