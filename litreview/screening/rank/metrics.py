"""How good an order is: the measures of simulated screening, each of a list of labels in order.

Records that were known beforehand are left out, of the order and of the total. N is the number of
records in the order, R the number of relevant ones (label 1); without either the measures are None.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from litreview.screening.rank.parts import Floats, Labels, Rows


@dataclass(frozen=True, slots=True)
class Metrics:
    """wss95, wss100: work saved over sampling at that recall, as a share of N (Cohen 2006).

    rrf5, rrf10, rrf20: relevant records found in the first 5, 10, 20 % of N, as a share of R.
    atd: mean place of the relevant records, as a share of N (average time to discovery).
    loss: area between the recall curve and the best one, as a share of that between the best and
    the worst (that of ASReview 3.0.8). ndcg: normalised discounted cumulative gain (the same).
    """

    wss95: float
    wss100: float
    rrf5: float
    rrf10: float
    rrf20: float
    atd: float
    loss: float
    ndcg: float


def measure(labels: Labels) -> Metrics | None:
    """All measures of `labels` in their order; None where they are all alike."""
    relevant = int(labels.sum())
    if relevant in (0, len(labels)):
        return None
    found = np.cumsum(labels, dtype=np.int64)
    return Metrics(
        wss95=wss(found, 0.95),
        wss100=wss(found, 1.0),
        rrf5=rrf(found, 5),
        rrf10=rrf(found, 10),
        rrf20=rrf(found, 20),
        atd=float(np.flatnonzero(labels).mean() + 1) / len(labels),
        loss=_loss(found),
        ndcg=_ndcg(labels),
    )


def wss(found: Rows, recall: float) -> float:
    """Work saved over sampling: where `recall` is first reached, that less the share read.

    found: relevant records up to each place.
    """
    total = int(found[-1])
    place = int(np.searchsorted(found, recall * total - 1e-9))
    return float(found[place] / total - (place + 1) / len(found))


def rrf(found: Rows, percent: int) -> float:
    """The share of the relevant records among the first `percent` % of all, rounded to a record."""
    first = round(len(found) * percent / 100)
    return float(found[first - 1] / found[-1]) if first else 0.0


def _loss(found: Rows) -> float:
    relevant, total = int(found[-1]), len(found)
    best = relevant * (total - (relevant - 1) / 2)
    return float((best - found.sum()) / (relevant * (total - relevant)))


def _ndcg(labels: Labels) -> float:
    gain: Floats = 1 / np.log2(np.arange(2, len(labels) + 2))
    return float((labels * gain).sum() / gain[: int(labels.sum())].sum())
