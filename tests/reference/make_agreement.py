"""Figures of agreement by other programs, noted down in agreement.json.

Run in an environment with statsmodels, krippendorff, irrCAC, SciPy and pandas (versions are noted):

    python tests/reference/make_agreement.py

Tables: from the literature, and drawn with a seed. Where irrCAC gives an interval, its standard
error is noted and the interval made with the quantile of the incomplete beta function: SciPy's own
quantile of Student's t is off by up to 4e-9 (39 degrees; 1.12.0).
"""

from __future__ import annotations

import json
import math
import random
from importlib.metadata import version
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
from irrCAC.raw import CAC
from scipy.special import betaincinv
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa
from statsmodels.stats.proportion import proportion_confint

Cell = int | None
SEED, DRAWN = 20261125, 40

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): four observers, missing
# data, nominal alpha 0.743.
FOUR_OBSERVERS: list[list[Cell]] = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1],
    [None, 3, None, None],
]  # fmt: skip
# J. L. Fleiss, Psychological Bulletin 76 (1971), table 1: 30 patients, 6 psychiatrists, counts of
# five diagnoses, kappa 0.430.
DIAGNOSES = [
    (0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0),
    (2, 0, 4, 0, 0), (0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6),
    (1, 0, 0, 5, 0), (1, 1, 0, 4, 0), (0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1),
    (0, 0, 5, 0, 1), (3, 0, 0, 1, 2), (5, 1, 0, 0, 0), (0, 2, 0, 4, 0), (1, 0, 2, 0, 3),
    (0, 0, 0, 0, 6), (0, 1, 0, 5, 0), (0, 2, 0, 1, 3), (2, 0, 0, 4, 0), (1, 0, 0, 4, 1),
    (0, 5, 0, 1, 0), (4, 0, 0, 0, 2), (0, 2, 0, 4, 0), (1, 0, 5, 0, 0), (0, 0, 0, 0, 6),
]  # fmt: skip
# A. R. Feinstein and D. V. Cicchetti, Journal of Clinical Epidemiology 43 (1990): raw agreement is
# 0.85 in both, kappa 0.70 and 0.32.
BALANCED, UNBALANCED = [[40, 9], [6, 45]], [[80, 10], [5, 5]]
# J. L. Fleiss, J. Cohen and B. S. Everitt, Psychological Bulletin 72 (1969): 200 cases, three
# diagnoses, kappa 0.429.
THREE_WAYS = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]


def of_square(square: list[list[int]]) -> list[list[Cell]]:
    """One line a case, of a table of two raters."""
    return [
        [a, b]
        for a, row in enumerate(square, 1)
        for b, count in enumerate(row, 1)
        for _ in range(count)
    ]


def of_counts(rows: list[tuple[int, ...]]) -> list[list[Cell]]:
    """One line a case, of counts of categories."""
    return [[k for k, count in enumerate(row, 1) for _ in range(count)] for row in rows]


def drawn(draw: random.Random) -> list[list[Cell]]:
    """An invented table: a case has a true category, which each rater meets more or less often."""
    raters, categories = draw.randint(2, 6), draw.choice([2, 2, 3, 3, 4])
    missing, care = draw.choice([0.0, 0.0, 0.2, 0.5]), draw.uniform(0.2, 0.95)
    weights = [0.08, 0.85, 0.05, 0.02][:categories] if draw.random() < 0.5 else [1.0] * categories
    table: list[list[Cell]] = []
    for _ in range(draw.randint(6, 120)):
        names = range(1, categories + 1)
        true = draw.choices(names, weights)[0]
        table.append([
            None if draw.random() < missing
            else true if draw.random() < care
            else draw.choices(names, weights)[0]
            for _ in range(raters)
        ])  # fmt: skip
    return [row for row in table if any(cell is not None for cell in row)]


def student(degrees: int) -> float:
    """The 97.5 % quantile of Student's t."""
    return math.sqrt(degrees / betaincinv(degrees / 2, 0.5, 0.05) - degrees)


def irrcac(frame: pd.DataFrame, name: str, n: int) -> dict[str, float]:
    found = getattr(CAC(frame, digits=16), name)()["est"]
    value, error = float(found["coefficient_value"]), float(found["se"])
    half = student(n - 1) * error
    return {"value": value, "low": max(-1.0, value - half), "high": min(1.0, value + half)}


def several(table: list[list[Cell]]) -> dict[str, Any]:
    """The figures of any number of raters."""
    frame = pd.DataFrame(table, dtype=float)
    held = frame.count(axis=1)
    told: dict[str, Any] = {
        "fleiss": irrcac(frame, "fleiss", len(frame)),
        "bp": irrcac(frame, "bp", len(frame)),
        "alpha": irrcac(frame, "krippendorff", int((held >= 2).sum())),
        "krippendorff": float(
            krippendorff.alpha(reliability_data=frame.T.values, level_of_measurement="nominal")
        ),
    }
    if (held == frame.shape[1]).all():
        counts, _ = aggregate_raters(frame.to_numpy(int))
        told["statsmodels"] = float(fleiss_kappa(counts))
        told["randolph"] = float(fleiss_kappa(counts, method="randolph"))
    return told


def two(table: list[list[Cell]]) -> dict[str, Any]:
    """The figures of the first two raters, over the cases that both judged."""
    said = [(row[0], row[1]) for row in table if row[0] is not None and row[1] is not None]
    names = sorted({one for pair in said for one in pair})
    square = np.zeros((len(names), len(names)))
    for a, b in said:
        square[names.index(a), names.index(b)] += 1
    with np.errstate(invalid="ignore"):  # its test of kappa = 0, which is not asked for
        found = cohens_kappa(square)
    same = int(np.trace(square))
    told: dict[str, Any] = {
        "n": len(said),
        "cohen": {
            "value": float(found.kappa),
            "low": max(-1.0, float(found.kappa_low)),
            "high": min(1.0, float(found.kappa_upp)),
        },
        "raw": wilson(same, len(said)),
        "on": {},
    }
    for k, name in enumerate(names):
        both = square[k, k]
        either = square[k].sum() + square[:, k].sum() - both
        share = wilson(both, either)
        told["on"][str(name)] = {end: 2 * p / (1 + p) for end, p in share.items()}
    return told


def wilson(part: float, whole: float) -> dict[str, float]:
    low, high = proportion_confint(part, whole, method="wilson")
    return {"value": float(part / whole), "low": float(low), "high": float(high)}


def main() -> None:
    draw = random.Random(SEED)  # noqa: S311 - no secret
    tables = {
        "four observers": FOUR_OBSERVERS,
        "diagnoses": of_counts(DIAGNOSES),
        "balanced": of_square(BALANCED),
        "unbalanced": of_square(UNBALANCED),
        "three ways": of_square(THREE_WAYS),
    }
    while len(tables) < 5 + DRAWN:
        table = drawn(draw)
        if len({cell for row in table if None not in row[:2] for cell in row[:2]}) > 1:
            tables[f"drawn {len(tables) - 4}"] = table
    programs = ("statsmodels", "krippendorff", "irrCAC", "scipy", "numpy", "pandas")
    lines = [
        json.dumps({"name": name, "table": table, "two": two(table), "several": several(table)})
        for name, table in tables.items()
    ]
    made_with = json.dumps({program: version(program) for program in programs})
    body = ",\n".join(lines)
    text = f'{{"made_with": {made_with},\n"tables": [\n{body}\n]}}\n'
    Path(__file__).with_name("agreement.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
