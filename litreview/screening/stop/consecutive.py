"""So many irrelevant reports in a row: 50, 100, 200, or a share of the stage."""

from __future__ import annotations

from litreview.screening.stop.parts import Goal, Reading, Rule, Verdict, plainly, share

IN_A_ROW = 50
SHARE = 0.05


def judge(reading: Reading, goal: Goal) -> Verdict:  # noqa: ARG001 - it promises no recall
    """Whether as many as `IN_A_ROW` and as `SHARE` of the stage were irrelevant in a row."""
    plain = plainly(reading)
    if plain is not None:
        return plain
    met = reading.since >= max(IN_A_ROW, SHARE * reading.total)
    of_stage = reading.since / reading.total
    words = f"{reading.since:,} irrelevant in a row, {share(round(of_stage, 3))} of the stage"
    return Verdict(met, words, {"in_a_row": reading.since, "share": of_stage})


RULE = Rule(
    "consecutive",
    f"At least {IN_A_ROW} reports, and {share(SHARE)} of the stage, were irrelevant in a row.",
    "It promises no recall at all: in simulations it often ends far too early.",
    judge,
)
