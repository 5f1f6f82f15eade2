"""SAFE's four checks before its last two phases (Boetje & van de Schoot 2024).

10.1186/s13643-024-02502-7. The numbers (twice, 10 %, 50) are given from memory of the paper. What
the checks cannot see here is said: the key papers, and the switch to another model after them.
"""

from __future__ import annotations

from litreview.screening.stop.parts import Goal, Reading, Rule, Verdict, plainly, share

TIMES = 2
SHARE = 0.10
IN_A_ROW = 50


def judge(reading: Reading, goal: Goal) -> Verdict:  # noqa: ARG001 - it promises no recall
    """Whether the checks that can be seen hold; without a random sample one of them cannot."""
    plain = plainly(reading)
    if plain is not None:
        return plain
    part = reading.read / reading.total
    checks = {"share_read": part >= SHARE, "in_a_row": reading.since >= IN_A_ROW}
    sampled = int(reading.sampled.sum())
    if sampled and not reading.sample_unread:
        rate = float((reading.sampled & reading.relevant).sum()) / sampled
        checks["twice_the_estimate"] = reading.read >= TIMES * rate * reading.total
    told = (
        f"{share(round(part, 3))} read ({share(SHARE)} asked)",
        f"{reading.since:,} in a row ({IN_A_ROW} asked)",
        "twice the estimate " + ("yes" if checks.get("twice_the_estimate") else "no")
        if "twice_the_estimate" in checks
        else "no random sample",
    )
    figures = {name: float(met) for name, met in checks.items()}
    return Verdict(all(checks.values()), "; ".join(told), figures)


RULE = Rule(
    "safe",
    f"At least {share(SHARE)} is read, {IN_A_ROW} in a row were irrelevant and, with a random "
    "sample, twice as many are read as it lets expect relevant.",
    "It promises no recall. Whether all key papers are found, and what another ranking would bring "
    "up, you must check yourself.",
    judge,
)
