"""Log likelihoods of a weighted fit: full, and restricted (Harville 1977, doi 10.2307/2286796)."""

from __future__ import annotations

import math

import numpy as np

from litreview.synthesis.design import Weighted


def ml(weighted: Weighted) -> float:
    """The log likelihood at the weights of the fit."""
    k = weighted.design.k
    logs = float(np.log(weighted.w).sum())
    return -k / 2 * math.log(2 * math.pi) + logs / 2 - weighted.rss / 2


def reml(weighted: Weighted) -> float:
    """The restricted log likelihood, with the term of X'X, so that it does not depend on scale."""
    design = weighted.design
    _, of_x = np.linalg.slogdet(design.x.T @ design.x)
    _, of_a = np.linalg.slogdet(weighted.inverse)
    logs = float(np.log(weighted.w).sum())
    constant = -design.df / 2 * math.log(2 * math.pi)
    return constant + float(of_x) / 2 + logs / 2 + float(of_a) / 2 - weighted.rss / 2
