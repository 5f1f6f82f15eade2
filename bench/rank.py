"""What a ranking finds, and what it costs, beside ASReview on labelled sets.

    python -m bench.rank [--quick] [--seeds 1 2 3] [--corpus FOLDER] [--asreview COMMAND]
                         [--priors FOLDER] [--criteria FILE.json]
    python -m bench.rank --schedule 50 100 200 [--seeds 1 2 3] [--priors FOLDER]
    python -m bench.rank --scale 20000 100000

Both play each set from the same records known at the start (1 included, 1 excluded), by their
commands, one after the other; seconds are processor time of the whole command. Differences are
paired: the mean over seeds for each set, then mean and standard error over sets. ASReview is left
out where its command is not found.

The learned prior that is shipped was taught by these very sets, so it is not judged here.
`--priors` names the folder that `python -m bench.train_prior --leave-family-out FOLDER` wrote: each
set is then ranked with the prior that saw nothing of its family. `--criteria` (a file: set -> text)
compares a start from the text with a drawn one, both without a prior.

`--schedule` compares how often the default learns: when a 50th, a 100th more has been labelled;
each against the first, paired by set, with processor seconds of a simulation without start-up.

`--scale` measures made-up records of 200 words by Zipf's law: first order, updates (processor
time), peak of memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.labelled import CORPUS, Labelled, labelled_sets
from litreview.screening.rank.metrics import Metrics, measure
from litreview.screening.rank.parts import Pool, Recipe, Rows
from litreview.screening.rank.prior import read as read_prior
from litreview.screening.rank.ranker import Ranker
from litreview.screening.rank.recipes import DEFAULT, recipe
from litreview.screening.rank.simulate import drawn_priors, simulate

QUICK = ("Cohen_NSAIDS", "Donners_2021", "Sep_2021")
ROOT = Path(__file__).parents[1]
WORDS, VOCABULARY = 200, 200_000
LABELLED = (10, 100, 1_000, 5_000)
EQUAL = 1e-4
"""A smaller difference in Loss is none."""
AIMS = {20_000: (10.0, 0.2, 3.0), 100_000: (60.0, 1.0, 3.0)}
"""Records -> seconds to the first order, seconds an update, GB."""


@dataclass(frozen=True)
class Run:
    """One set played once: its measures and the processor time of the command."""

    metrics: Metrics
    seconds: float


def by_asreview(command: str, path: Path, one: Labelled, seed: int, folder: Path) -> Run:
    """`asreview simulate`, and its order measured as ours is."""
    made = folder / "run.asreview"
    made.unlink(missing_ok=True)
    asked = ["--ai", "elas_u4", "--n-prior-included", "1", "--n-prior-excluded", "1"]
    asked += ["--prior-seed", str(seed), "--seed", str(seed), "-o", str(made)]
    seconds = timed([command, "simulate", str(path), *asked], folder)
    with zipfile.ZipFile(made) as packed:
        packed.extract("results.db", folder)
    table = sqlite3.connect(folder / "results.db")
    rows = table.execute("select record_id, training_set is null from results order by rowid")
    shown = [row for row, known in rows if not known]
    table.close()
    labels = np.zeros(len(one.labels) - 2, np.int8)
    labels[: len(shown)] = one.labels[shown]
    return Run(_some(measure(labels)), seconds)


def by_litreview(path: Path, seed: int, folder: Path) -> float:
    """Seconds of `litreview screen simulate` as it is shipped."""
    command = [sys.executable, "-m", "litreview", "screen", "simulate", str(path)]
    return timed([*command, "--seed", str(seed), "-o", str(folder / "order.csv")], folder)


def timed(command: Sequence[str], folder: Path) -> float:
    """Processor seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    one_core = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, check=True, capture_output=True, cwd=folder, env=os.environ | one_core)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def played(one: Labelled, of: Recipe, seed: int, priors: Rows, criteria: str = "") -> Metrics:
    """The measures of a simulation here."""
    found = simulate(one.pool, one.labels, of, seed=seed, priors=priors, criteria=criteria)
    return _some(found.metrics)


def _some(metrics: Metrics | None) -> Metrics:
    if metrics is None:
        raise SystemExit("a set whose labels are all alike cannot be measured")
    return metrics


def recipes_for(one: Labelled, priors: Path | None) -> dict[str, Recipe]:
    """The default without a prior, and with the one that saw nothing of this family."""
    found = {"no prior": DEFAULT}
    if priors is not None:
        text = (priors / f"{one.name}.tsv").read_text("utf-8")
        found["unseen prior"] = replace(DEFAULT, prior=read_prior(text))
    return found


def compare(chosen: argparse.Namespace, sets: Sequence[Labelled], folder: Path) -> None:
    """Set by set, then the paired differences."""
    command = shutil.which(chosen.asreview)
    if command is None:
        print(f"no {chosen.asreview}: ASReview is left out (name its command: --asreview)")
    table: dict[str, dict[str, list[list[float]]]] = {}
    for one in sets:
        path = (chosen.corpus / f"{one.name}.csv").resolve()
        for seed in chosen.seeds:
            row: dict[str, list[float]] = {}
            if command is not None:
                theirs = by_asreview(command, path, one, seed, folder)
                row["asreview"] = [*_three(theirs.metrics), theirs.seconds]
            ours = by_litreview(path, seed, folder)
            priors = drawn_priors(one.labels, 1, 1, seed)
            for name, of in recipes_for(one, chosen.priors).items():
                row[name] = [*_three(played(one, of, seed, priors)), ours]
            for name, numbers in row.items():
                table.setdefault(name, {}).setdefault(one.name, []).append(numbers)
            told = "  ".join(f"{k}: {_row(v)}" for k, v in row.items())
            print(f"{one.name} seed {seed}  {told}", flush=True)
    means = {
        name: np.array([np.mean(rows[one.name], axis=0) for one in sets])
        for name, rows in table.items()
    }
    print("\nmeans over sets: Loss, WSS@95, RRF@10, seconds of the whole command")
    for name, numbers in means.items():
        print(f"{name}: {_row(numbers.mean(axis=0))}")
    if "asreview" in means:
        differences(means)


def differences(means: dict[str, np.ndarray]) -> None:
    """Each against ASReview, paired by set."""
    base = means.pop("asreview")
    for name, numbers in means.items():
        less = numbers - base
        error = less.std(axis=0, ddof=1) / np.sqrt(len(less)) if len(less) > 1 else less[0] * np.nan
        loss, wss, rrf = (f"{less[:, i].mean():+.4f} (se {error[i]:.4f})" for i in range(3))
        relative = less[:, 0].mean() / base[:, 0].mean()
        print(f"{name} less asreview: Loss {loss}, {relative:+.1%}; WSS@95 {wss}; RRF@10 {rrf}; "
              f"better Loss on {(less[:, 0] < 0).mean():.0%} of {len(less)} sets")  # fmt: skip
    faster = base[:, 3] / numbers[:, 3]
    total = base[:, 3].sum() / numbers[:, 3].sum()
    print(f"seconds, asreview / litreview: {total:.1f} in all; a set: least {faster.min():.1f}, "
          f"median {np.median(faster):.1f}, most {faster.max():.1f}")  # fmt: skip


def _three(metrics: Metrics) -> tuple[float, float, float]:
    return metrics.loss, metrics.wss95, metrics.rrf10


def _row(numbers: Sequence[float]) -> str:
    return "{:.4f} {:.3f} {:.3f} {:.2f} s".format(*numbers)


def from_criteria(sets: Sequence[Labelled], texts: dict[str, str], seeds: Sequence[int]) -> None:
    """A start from the text beside a drawn one, nothing else known."""
    print("\nLoss from nothing: drawn start (mean over seeds), criteria text")
    found = []
    nothing = np.empty(0, np.int64)
    for one in sets:
        if one.name in texts:
            drawn = np.mean([played(one, DEFAULT, seed, nothing).loss for seed in seeds])
            text = played(one, DEFAULT, seeds[0], nothing, texts[one.name]).loss
            found.append((drawn, text))
            print(f"{one.name}: {drawn:.4f} {text:.4f}", flush=True)
    if found:
        drawn, text = np.mean(found, axis=0)
        print(f"mean: {drawn:.4f} {text:.4f}, ratio {text / drawn:.3f} (aim: 0.85)")


def schedules(
    sets: Sequence[Labelled], seeds: Sequence[int], parts: Sequence[int], priors: Path | None
) -> None:
    """Loss, seconds and orders when a `parts`-th more has been labelled, means over sets."""
    found: dict[int, list[list[float]]] = {part: [] for part in parts}
    for one in sets:
        of = list(recipes_for(one, priors).values())[-1]
        for part in parts:
            learned = replace(of, pause=lambda labels, part=part: max(1, labels // part))
            runs = []
            for seed in seeds:
                began = time.process_time()
                known = drawn_priors(one.labels, 1, 1, seed)
                run = simulate(one.pool, one.labels, learned, seed=seed, priors=known)
                runs.append((_some(run.metrics).loss, time.process_time() - began, run.updates))
            found[part].append(np.mean(runs, axis=0).tolist())
    table = {part: np.array(rows) for part, rows in found.items()}
    for part, rows in table.items():
        loss, seconds, orders = rows.mean(axis=0)
        less = rows[:, 0] - table[parts[0]][:, 0]
        error = less.std(ddof=1) / np.sqrt(len(less)) if len(less) > 1 else np.nan
        print(f"{1 / part:.1%} more: Loss {loss:.5f} ({less.mean():+.5f}, se {error:.5f}; better "
              f"on {(less < -EQUAL).sum()}, worse on {(less > EQUAL).sum()}), {seconds:.2f} s, "
              f"{orders:.0f} orders")  # fmt: skip


def made_up(size: int) -> tuple[Pool, np.ndarray]:
    """Records of random words; one in twenty has words of a small vocabulary among them."""
    drawn = np.random.default_rng(1)
    words = np.array([f"w{number:x}" for number in range(VOCABULARY)])
    share = 1 / np.arange(1, VOCABULARY + 1)
    bounds = np.cumsum(share / share.sum())
    labels = (np.arange(size) % 20 == 0).astype(np.int8)
    abstracts = []
    for label in labels:
        numbers = np.searchsorted(bounds, drawn.random(WORDS - 10))
        own = 500 + drawn.integers(0, 300, 10) if label else drawn.integers(0, VOCABULARY, 10)
        abstracts.append(" ".join(words[np.concatenate((numbers, own)).clip(0, VOCABULARY - 1)]))
    ids = tuple(map(str, range(size)))
    return Pool(ids, ("",) * size, tuple(abstracts), (None,) * size), labels


def scale(size: int, *, prior: bool) -> int:
    """First order, updates, memory at `size` records; 1 where an aim is missed."""
    pool, labels = made_up(size)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{size:,} records, {'with' if prior else 'without'} the learned prior "
          f"(inventing them: {used:.2f} GB)")  # fmt: skip
    began = time.process_time()
    ranker = Ranker(pool, recipe("default", learned_prior=prior), seed=1)
    order = np.random.default_rng(2).permutation(size)
    rows = order[:50]
    ranker.rank(rows, labels[rows])
    first = time.process_time() - began
    print(f"  first order: {first:.2f} s")
    slowest = 0.0
    for known in LABELLED:
        ranker.rank(order[:known], labels[order[:known]])
        more = order[: known + max(1, known // 50)]
        began = time.process_time()
        ranker.rank(more, labels[more])
        spent = time.process_time() - began
        slowest = max(slowest, spent)
        print(f"  an update with {len(more):,} labels: {1000 * spent:.0f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"  peak: {peak:.2f} GB")
    if size not in AIMS:
        return 0
    print("  aim: {:.0f} s, {:.1f} s an update, {:.0f} GB".format(*AIMS[size]))
    return int(any(a > b for a, b in zip((first, slowest, peak), AIMS[size], strict=True)))


def main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--quick", action="store_true", help=f"only {', '.join(QUICK)}")
    asked.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked.add_argument("--corpus", type=Path, default=CORPUS / "screening")
    asked.add_argument("--asreview", default="asreview")
    asked.add_argument("--priors", type=Path)
    asked.add_argument("--criteria", type=Path, help="JSON: set -> text, or -> {criteria: text}")
    asked.add_argument("--scale", type=int, nargs="+", metavar="RECORDS")
    asked.add_argument("--schedule", type=int, nargs="+", metavar="PARTS")
    asked.add_argument("--no-learned-prior", action="store_true", help="with --scale")
    chosen = asked.parse_args()
    if chosen.scale:
        return max(scale(size, prior=not chosen.no_learned_prior) for size in chosen.scale)
    sets = [one for one in labelled_sets(chosen.corpus) if not chosen.quick or one.name in QUICK]
    if chosen.schedule:
        schedules(sets, chosen.seeds, chosen.schedule, chosen.priors)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        compare(chosen, sets, Path(folder))
    if chosen.criteria:
        told = json.loads(chosen.criteria.read_text("utf-8"))
        texts = {k: v["criteria"] if isinstance(v, dict) else v for k, v in told.items()}
        from_criteria(sets, texts, chosen.seeds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
