"""The default ranking against ELAS u4, on labelled sets whose family the prior never saw.

    python -m bench.train_prior --leave-family-out FOLDER
    python -m bench.prior FOLDER [--against u4] [--seeds 1 2 3] [--criteria FILE.json]

Each set is played from one included and one excluded record, drawn as ASReview draws them, by both
recipes, with the prior of FOLDER that was learned without the set's family. The prior that is
shipped has seen all these sets, so it cannot be judged on them and is not loaded here.

--against: `u4` is ELAS u4's model solved as in `default`, learned after every label; `elas_u4` is
the exact one (the same but for a rank here and there, and much slower); `default` is the default
without its prior.

With --criteria: from the text of the criteria, no label known, against records in a drawn order
until both kinds are known and `--against` from there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.labelled import CORPUS, Labelled, labelled_sets
from litreview.screening.rank import prior
from litreview.screening.rank.metrics import Metrics, measure
from litreview.screening.rank.parts import Recipe, Rows
from litreview.screening.rank.recipes import every_label, recipe
from litreview.screening.rank.simulate import drawn_priors, simulate

EQUAL = 1e-4
"""A smaller difference in Loss is none."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Means over seeds of Loss, WSS@95 and RRF@10 of one set, before and with the default."""

    name: str
    family: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]

    @property
    def loss(self) -> float:
        """How much Loss the default adds (below 0: it is better)."""
        return self.after[0] - self.before[0]


def with_prior(one: Labelled, folder: Path) -> Recipe:
    """The default recipe with the prior that did not see this set's family."""
    text = (folder / f"{one.name}.tsv").read_text("utf-8")
    if one.name in text.partition("=")[0]:
        raise SystemExit(f"the prior for {one.name} was learned from it: nothing to measure")
    return replace(recipe("default", learned_prior=False), prior=prior.read(text))


def from_priors(one: Labelled, before: Recipe, after: Recipe, seeds: Sequence[int]) -> Pair:
    """Both recipes from one included and one excluded record."""
    played = [[_from_one_of_each(one, which, seed) for seed in seeds] for which in (before, after)]
    return Pair(one.name, one.family, _mean(played[0]), _mean(played[1]))


def _from_one_of_each(one: Labelled, which: Recipe, seed: int) -> Metrics:
    """What is known at the start is not measured, as in ASReview."""
    known = drawn_priors(one.labels, 1, 1, seed)
    played = simulate(one.pool, one.labels, which, seed=seed, priors=known)
    return _measured(one, played.order)


def from_criteria(
    one: Labelled, before: Recipe, after: Recipe, seeds: Sequence[int], text: str
) -> Pair:
    """A drawn start, and the default from the text (which draws nothing)."""
    drawn = [_whole(one, before, seed, _drawn_start(one, seed), "") for seed in seeds]
    told = _whole(one, after, seeds[0], np.empty(0, np.int64), text)
    return Pair(one.name, one.family, _mean(drawn), _mean([told]))


def _whole(one: Labelled, which: Recipe, seed: int, start: Rows, text: str) -> Metrics:
    """From nothing known: the records of the start are read, and so are measured."""
    played = simulate(one.pool, one.labels, which, seed=seed, priors=start, criteria=text)
    return _measured(one, np.concatenate((start, played.order)))


def _drawn_start(one: Labelled, seed: int) -> Rows:
    """Records in a drawn order, up to the first that makes both kinds known."""
    order = np.random.RandomState(seed).permutation(len(one.pool))
    seen = np.cumsum(one.labels[order])
    both = (seen > 0) & (seen < np.arange(1, len(order) + 1))
    return np.asarray(order[: int(np.argmax(both)) + 1], np.int64)


def _measured(one: Labelled, order: Rows) -> Metrics:
    found = measure(one.labels[order])
    if found is None:
        raise SystemExit(f"{one.name} has no measure: it needs both kinds of labels")
    return found


def _mean(found: Sequence[Metrics]) -> tuple[float, float, float]:
    table = np.array([(m.loss, m.wss95, m.rrf10) for m in found]).mean(axis=0)
    return float(table[0]), float(table[1]), float(table[2])


def show(pairs: Sequence[Pair]) -> None:
    """A table of sets, then the means with their standard errors."""
    print("| set | Loss before | after | difference | WSS@95 | RRF@10 |\n|---|---|---|---|---|---|")
    for pair in pairs:
        wss, rrf = (pair.after[at] - pair.before[at] for at in (1, 2))
        print(
            f"| {pair.name} | {pair.before[0]:.4f} | {pair.after[0]:.4f} | {pair.loss:+.4f} "
            f"| {wss:+.3f} | {rrf:+.3f} |"
        )
    before = float(np.mean([pair.before[0] for pair in pairs]))
    by_family: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_family.setdefault(pair.family, []).append(pair)
    after = float(np.mean([pair.after[0] for pair in pairs]))
    print(f"\nmean Loss before {before:.4f}, after {after:.4f}, ratio {after / before:.3f}")
    for name, values in (
        ("sets", [pair.loss for pair in pairs]),
        # the sets of a family are not independent: here each family counts once
        ("families", [float(np.mean([p.loss for p in kin])) for kin in by_family.values()]),
    ):
        mean, error = float(np.mean(values)), _standard_error(values)
        print(
            f"{name}: {mean:+.4f} (standard error {error:.4f}), {100 * mean / before:+.1f} % "
            f"(error {100 * error / before:.1f} points) of the mean Loss before; better "
            f"{sum(v < -EQUAL for v in values)}, worse {sum(v > EQUAL for v in values)}, "
            f"of {len(values)}"
        )


def _standard_error(values: Sequence[float]) -> float:
    """Of the mean; not defined for one value."""
    return float(np.std(values, ddof=1) / len(values) ** 0.5) if len(values) > 1 else float("nan")


def main() -> None:
    """See the top of the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="of `bench.train_prior --leave-family-out`")
    parser.add_argument("--corpus", type=Path, default=CORPUS / "screening")
    parser.add_argument("--against", default="u4", choices=("u4", "elas_u4", "default"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--criteria", type=Path, help="JSON: set -> {criteria: text}")
    parser.add_argument("--sets", nargs="+", default=[])
    chosen = parser.parse_args()
    texts = json.loads(chosen.criteria.read_text("utf-8")) if chosen.criteria else {}
    before = recipe("elas_u4" if chosen.against == "elas_u4" else "default", learned_prior=False)
    if chosen.against == "u4":
        before = replace(before, pause=every_label)
    pairs: list[Pair] = []
    for one in labelled_sets(chosen.corpus):
        if chosen.sets and one.name not in chosen.sets:
            continue
        after = with_prior(one, chosen.folder)
        if not chosen.criteria:
            pairs.append(from_priors(one, before, after, chosen.seeds))
        elif one.name in texts:
            text = texts[one.name]["criteria"]
            pairs.append(from_criteria(one, before, after, chosen.seeds, text))
    show(pairs)


if __name__ == "__main__":
    main()
