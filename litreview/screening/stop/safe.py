"""SAFE: a procedure of four phases (Boetje & van de Schoot 2024, doi 10.1186/s13643-024-02502-7).

The phases, as the paper's summary names them: Screen a random set, Apply active learning, Find more
with a different model, Evaluate quality. The numbers by which the second phase ends are given here
FROM MEMORY of the paper, of which only the summary could be read again: all key papers found, twice
as many read as are estimated to be relevant, a tenth of all read, 50 irrelevant in a row; the
random set is 1 % of all (that and the 50 stand in a user's account, asreview issue 2343).

Three of these can be seen in a reading, the estimate only where a random check was read. The key
papers, the different model and the evaluation are for people, and are named.
"""

from __future__ import annotations

import math

from litreview.screening.stop.check import draws
from litreview.screening.stop.consecutive import row
from litreview.screening.stop.reading import Opinion, Reading
from litreview.screening.stop.rule import Rule
from litreview.screening.stop.saying import plainly

NAME = "safe"
TIMES, TENTH, IN_A_ROW = 2, 10, 50


def estimated(reading: Reading) -> float | None:
    """Relevant reports of the stage, from its first random check; None without one."""
    made = draws(reading)
    if not made:
        return None
    one = made[0]
    return one.found + one.urn * one.relevant / one.read


def judge(reading: Reading) -> Opinion:
    """Whether what can be seen of the checks holds; without a random check it cannot say."""
    plain = plainly(NAME, reading)
    if plain is not None:
        return plain
    read, now = len(reading.labels), row(reading.labels)
    tenth, expected = math.ceil(reading.total / TENTH), estimated(reading)
    holds = read >= tenth and now >= IN_A_ROW
    words = f"{read:,} read of {tenth:,}, {now:,} in a row of {IN_A_ROW}, "
    figures = {"read": float(read), "in_a_row": float(now)}
    if expected is None:
        words += "no random check"
        return Opinion(NAME, None if holds else False, words, figures)
    twice = math.ceil(TIMES * expected)
    words += f"twice the estimate: {twice:,}"
    met = holds and read >= twice
    return Opinion(NAME, met, words, figures | {"estimated_relevant": expected})


RULE = Rule(
    NAME,
    f"A tenth is read, {IN_A_ROW} in a row were irrelevant, and twice as many are read as a random "
    "check lets expect relevant.",
    "It gives no recall and no confidence. Key papers, another ranking and a look at what was "
    "excluded, which SAFE asks as well, are left to you.",
    judge,
)
