"""The learned prior: what records that other reviews included had in common, before any label.

score = z(tanh(z(t . T + u . U + n . N))),  z(x) = (x - mean) / standard deviation over the pool,
where t is the record's binary vector of listed terms in title and abstract, scaled to length 1, u
the same of the title alone, and n the numbers of `prior_numbers`; T, U and N were learned by
`python -m bench.train_prior` from labelled sets (docs/ranking.md says which). A record without an
abstract never counts as less likely than the mean: what is missing is no evidence. Where more than
half have none, all are read alike.

The weights stand in `learned_prior.tsv`: `#` lines say what they are, then `=name<tab>weight` for
each number and `term<tab>weight in the text<tab>weight in the title` for each term, sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from litreview.screening.rank.matrix import Matrix
from litreview.screening.rank.parts import Floats, Pool
from litreview.screening.rank.prior_numbers import FLAT, NUMBERS, numbers, without_abstract
from litreview.screening.rank.prior_terms import Terms, weighed

DATA = "learned_prior.tsv"
HALF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class LearnedPrior:
    """Terms with a weight each in the text and in the title, and a weight for each of NUMBERS."""

    terms: Terms
    in_text: Floats
    in_title: Floats
    of_numbers: Floats

    def scores(self, pool: Pool, matrix: Matrix) -> Floats:
        """A score for each record, of mean 0 and standard deviation 1 (0 where all are equal).

        `matrix` has the pool's features, rows of length 1; only their mean cosine is used.
        """
        if not len(pool):
            return np.empty(0)
        squashed = standard(np.tanh(standard(self.raw(pool, matrix))))
        missing = without_abstract(pool)
        if missing.mean() <= HALF:
            squashed[missing] = np.maximum(squashed[missing], 0.0)
        return standard(squashed)

    def raw(self, pool: Pool, matrix: Matrix) -> Floats:
        """The linear score, of no fixed scale."""
        texts = [f"{t} . {a}" for t, a in zip(pool.titles, pool.abstracts, strict=True)]
        return (
            weighed(self.terms, texts, self.in_text)
            + weighed(self.terms, pool.titles, self.in_title)
            + numbers(pool, matrix) @ self.of_numbers
        )


def standard(values: Floats) -> Floats:
    """Of mean 0 and standard deviation 1; all 0 where all are equal."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > FLAT else np.zeros(len(values))


@cache
def load() -> LearnedPrior:
    """The prior that comes with the program."""
    return read(files(__package__).joinpath(DATA).read_text("utf-8"))


def read(text: str) -> LearnedPrior:
    """The prior that `write` wrote; see the top of this file.

    Raises ValueError where a number is missing or a line has another shape.
    """
    of_numbers: dict[str, float] = {}
    rows: list[tuple[str, float, float]] = []
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        name, *weights = line.split("\t")
        if name.startswith("="):
            of_numbers[name[1:]] = float(*weights)
        else:
            in_text, in_title = weights
            rows.append((name, float(in_text), float(in_title)))
    if of_numbers.keys() != set(NUMBERS):
        raise ValueError(f"a learned prior weighs {sorted(of_numbers)}, not {sorted(NUMBERS)}")
    return LearnedPrior(
        Terms([term for term, _, _ in rows]),
        np.array([weight for _, weight, _ in rows]),
        np.array([weight for _, _, weight in rows]),
        np.array([of_numbers[name] for name in NUMBERS]),
    )


def write(prior: LearnedPrior, notes: Sequence[str]) -> str:
    """The text of a prior: `notes`, the numbers, the terms in order, weights to 3 decimals."""
    numbered = zip(NUMBERS, prior.of_numbers, strict=True)
    listed = zip(prior.terms.terms, prior.in_text, prior.in_title, strict=True)
    lines = [f"# {note}" for note in notes]
    lines += [f"={name}\t{weight:.3f}" for name, weight in numbered]
    lines += [f"{term}\t{text:.3f}\t{title:.3f}" for term, text, title in sorted(listed)]
    return "\n".join(lines) + "\n"
