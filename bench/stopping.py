"""What each stopping rule would have reached on labelled sets, and what it would have cost.

    python -m bench.stopping [--seeds 1 2 3] [--corpus FOLDER] [--keep FOLDER] [-o FILE.md]

Each set is played from the records that ASReview draws as known (1 included, 1 excluded), which
count as read, by the recipes `default` and `elas_u4`, without the learned prior, which has seen
these sets. Each rule is asked after every report and obeyed at once; one that is never met reads
everything. `--keep` keeps the orders, which take most of the time, and uses those that are there.

QBCB: reports are drawn at random until 59 relevant ones are among them (all, if there are fewer);
SAFE: a random hundredth is read first, and neither key papers nor a second model are played;
a random check: 100 of the unread, after 50 irrelevant in a row, then on until it is met. Draws are
seeded by set, run and number, five a run, and what is drawn counts as read. No ranking learns from
them.

Exit status 1 where the certificate at 95/95 reached 95 % recall in fewer than 95 % of the runs.
"""

from __future__ import annotations

import argparse
import math
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from bench.labelled import CORPUS, Labelled, labelled_sets
from litreview.screening.rank.recipes import recipe
from litreview.screening.rank.simulate import drawn_priors, simulate
from litreview.screening.stop import anytime, check, estimate, qbcb, safe
from litreview.screening.stop.certificate import smallest_p
from litreview.screening.stop.consecutive import row
from litreview.screening.stop.reading import Reading
from litreview.screening.stop.rules import RULES
from litreview.screening.stop.sample import drawn

AIM, LOOKS, DRAWS = 0.95, 200, 5
RECIPES = ("default", "elas_u4")
CERTIFICATE = "certificate 95/95"
POSITIVES, CHECKED, IN_A_ROW = 59, 100, 50
CONFIDENCES = (0.95, 0.8)


@dataclass(frozen=True, slots=True)
class Stopped:
    """One run of one rule, all shares: recall, reports read, those beyond the shortest way."""

    recall: float
    read: float
    excess: float


@dataclass(frozen=True, slots=True)
class Run:
    """The records of a set in the order in which they were shown, and their labels."""

    ids: Sequence[str]
    labels: Sequence[bool]

    @property
    def size(self) -> int:
        """How many records."""
        return len(self.labels)

    def shortest(self) -> int:
        """After how many reports 95 % of the relevant ones are read."""
        places = np.flatnonzero(self.labels)
        return int(places[math.ceil(AIM * len(places) - 1e-9) - 1]) + 1

    def stopped(self, n: int, besides: frozenset[str] = frozenset()) -> Stopped:
        """What reading the first `n`, and some besides, comes to."""
        read = [place < n or one in besides for place, one in enumerate(self.ids)]
        found = sum(label for label, was in zip(self.labels, read, strict=True) if was)
        share = sum(read) / self.size
        return Stopped(found / sum(self.labels), share, share - self.shortest() / self.size)


def played(one: Labelled, name: str, seed: int, keep: Path | None) -> Run:
    """The order of a recipe."""
    kept = keep / f"{one.name}.{name}.{seed}.npy" if keep else None
    if kept and kept.exists():
        order = np.load(kept)
    else:
        priors = drawn_priors(one.labels, 1, 1, seed)
        of = recipe(name, learned_prior=False)
        made = simulate(one.pool, one.labels, of, seed=seed, priors=priors)
        order = np.concatenate((made.priors, made.order))
        if kept:
            np.save(kept, order)
    ids = [f"{one.name} {row_of}" for row_of in order]
    return Run(ids, [bool(label) for label in one.labels[order]])


def first(run: Run, met: Callable[[Reading], bool], step: int = 1) -> int:
    """After how many reports a rule is met, asked after every `step`."""
    for n in range(step, run.size, step):
        if met(Reading(run.labels[:n], run.size - n)):
            return n
    return run.size


def certificates(run: Run) -> Iterator[tuple[str, int]]:
    """The certificate, and the one for those who look often, at two confidences."""
    labels, places = np.array(run.labels), range(run.labels.index(True) + 1, run.size)
    looks = [n for n in places if n % max(1, run.size // LOOKS) == 0]

    @cache
    def p(n: int) -> float:
        return smallest_p(labels[:n], run.size - n, AIM)

    @cache
    def q(n: int) -> float:
        return _wrong(run.labels[:n], run.size - n)

    for confidence in CONFIDENCES:
        goal, aim = f"{AIM * 100:g}/{confidence * 100:g}", 1 - confidence
        yield f"certificate {goal}", next((n for n in places if p(n) < aim), run.size)
        yield f"anytime {goal}", next((n for n in places if q(n) < aim), run.size)
    seldom = next((n for n in looks if p(n) < 1 - AIM), run.size)
    yield f"certificate 95/95, every N/{LOOKS}", seldom


def _wrong(labels: Sequence[bool], unread: int) -> float:
    now = row(labels)
    return anytime.wrong(sum(labels), now, now + unread, AIM)


def rows(run: Run) -> Iterator[tuple[str, int]]:
    """So many in a row."""
    for name in (one for one in RULES if one.startswith("row-")):
        yield name, first(run, lambda r: RULES[name].judge(r).met is True)  # noqa: B023


def by_qbcb(run: Run, seed: int) -> Stopped:
    """The sample, and reading until enough of it has come up."""
    relevant = {one for one, label in zip(run.ids, run.labels, strict=True) if label}
    order = drawn(run.ids, seed, run.size)
    enough = np.flatnonzero(np.cumsum([one in relevant for one in order]) >= POSITIVES)
    sample = frozenset(order[: int(enough[0]) + 1] if len(enough) else order)
    n = len(sample & relevant)
    again = 0
    for place, one in enumerate(run.ids):
        came_up = one in sample and one in relevant
        again += came_up
        if came_up and qbcb.judged(again, n, AIM, AIM).met:
            return run.stopped(place + 1, sample)
    return run.stopped(run.size)


def by_safe(run: Run, seed: int) -> Stopped:
    """A random hundredth, then in order until the checks hold."""
    sample = frozenset(drawn(run.ids[2:], seed, math.ceil(run.size / 100)))
    other, checks = with_check(run, sample, 2)

    def met(reading: Reading) -> bool:
        if row(reading.labels) < safe.IN_A_ROW:
            return False  # a check of the rule, asked first because it is quick
        return safe.judge(replace(reading, checks=checks[: len(reading.labels)])).met is True

    return run.stopped(0, frozenset(other.ids[: first(other, met)]))


def by_check(run: Run, seed: int) -> Stopped:
    """In order until 50 in a row, a check, then in order until it is met."""
    begin = first(run, lambda r: r.relevant > 0 and row(r.labels) >= IN_A_ROW)
    sample = frozenset(drawn(run.ids[begin:], seed, CHECKED))
    other, checks = with_check(run, sample, begin)
    after = range(begin + len(sample), run.size)

    def met(n: int) -> bool:
        return check.judge(Reading(other.labels[:n], run.size - n, checks[:n])).met is True

    # The bound is made once and what is found only grows, so that it is met from some n on.
    n = bisect_left(after, True, key=met) + after.start
    return run.stopped(0, frozenset(other.ids[:n]))


def with_check(run: Run, sample: frozenset[str], begin: int) -> tuple[Run, list[bool]]:
    """The run with the sample read after `begin` reports, and what of it is the check."""
    label = dict(zip(run.ids, run.labels, strict=True))
    rest = [one for one in run.ids[begin:] if one not in sample]
    ids = [*run.ids[:begin], *sorted(sample), *rest]
    checks = [begin <= place < begin + len(sample) for place in range(run.size)]
    return Run(ids, [label[one] for one in ids]), checks


def covered(run: Run) -> Iterator[bool]:
    """Whether the estimate from the last reports read bounds what is unread, every N/20."""
    total = sum(run.labels)
    for n in range(run.size // 20, run.size, run.size // 20):
        reading = Reading(run.labels[:n], run.size - n)
        if reading.relevant:
            yield total - reading.relevant <= estimate.of_the_end(reading).most


def measured(run: Run, seed: int) -> Iterator[tuple[str, Stopped]]:
    """Every rule, obeyed."""
    for name, n in (*certificates(run), *rows(run)):
        yield name, run.stopped(n)
    for draw in range(DRAWS):
        chosen = DRAWS * seed + draw
        yield f"qbcb 95/95, {POSITIVES} relevant drawn", by_qbcb(run, chosen)
        yield "safe, its checks that can be played", by_safe(run, chosen)
        yield f"random-check 95/95, {CHECKED} after row-{IN_A_ROW}", by_check(run, chosen)


def share_reached(runs: Sequence[Stopped]) -> float:
    """The share of runs with a recall of 95 %."""
    return float(np.mean([run.recall >= AIM - 1e-9 for run in runs]))


def table(found: dict[str, list[Stopped]]) -> Iterator[str]:
    """One recipe's rules, those first that reached it most often, the cheaper first."""
    yield "| rule | runs | reached | mean recall | lowest recall | read | beyond the shortest |"
    yield "|---|---|---|---|---|---|---|"
    means = {name: float(np.mean([run.read for run in runs])) for name, runs in found.items()}
    for name in sorted(found, key=lambda one: (-share_reached(found[one]), means[one])):
        runs = found[name]
        recall = [run.recall for run in runs]
        excess = np.mean([run.excess for run in runs])
        yield (f"| {name} | {len(runs)} | {share_reached(runs):.3f} | {np.mean(recall):.3f} | "
               f"{min(recall):.3f} | {means[name]:.3f} | {excess:+.3f} |")  # fmt: skip


HEAD = """# Stopping rules, measured

Written by `python -m bench.stopping -o bench/stopping.md`, whose head says how each rule is played.
{sets} labelled sets, {seeds} starts each, every rule asked after every report unless it says
otherwise. Reached: the share of runs with a recall of 95 % at the stop. Read: the mean share of the
set. Beyond the shortest: that, less the share after which this order has shown 95 %.
"""


def main() -> int:
    """Play, write, judge."""
    asked = argparse.ArgumentParser(prog="python -m bench.stopping")
    asked.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked.add_argument("--corpus", type=Path, default=CORPUS / "screening")
    asked.add_argument("--keep", type=Path)
    asked.add_argument("-o", "--output", type=Path)
    given = asked.parse_args()
    sets = labelled_sets(given.corpus)
    text, worst = HEAD.format(sets=len(sets), seeds=len(given.seeds)), 1.0
    for name in RECIPES:
        found: dict[str, list[Stopped]] = defaultdict(list)
        bounded: list[bool] = []
        for one in sets:
            for seed in given.seeds:
                run = played(one, name, seed, given.keep)
                for rule, stopped in measured(run, seed):
                    found[rule].append(stopped)
                bounded += covered(run)
            print(f"{name} {one.name}", file=sys.stderr, flush=True)
        worst = min(worst, share_reached(found[CERTIFICATE]))
        text += f"\n## Order of `{name}`\n\n" + "\n".join(table(found)) + "\n"
        text += (f"\nThe estimate without a check, asked every N/20: its bound at 95 % held "
                 f"{np.mean(bounded):.1%} of {len(bounded):,} times.\n")  # fmt: skip
    if given.output:
        given.output.write_text(text, "utf-8")
    print(text, end="")
    return int(worst < AIM)


if __name__ == "__main__":
    sys.exit(main())
