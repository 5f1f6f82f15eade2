"""Empirical Bayes: Morris 1983, doi 10.1080/01621459.1983.10477920.

It solves Paule and Mandel's equation (Viechtbauer and others 2015, doi 10.1111/bmsp.12025).
"""

from __future__ import annotations

from litreview.synthesis.tau2 import Estimator
from litreview.synthesis.tau2.pm import estimate

ESTIMATOR = Estimator("EB", "empirical Bayes", "10.1080/01621459.1983.10477920", estimate)
