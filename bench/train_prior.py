"""Learn the prior that comes with the program, from labelled sets.

    python -m bench.train_prior                              writes litreview/screening/rank/DATA
    python -m bench.train_prior --leave-family-out FOLDER    one file a family, learned without it

What was learned from a set, or from a relative of it, cannot be judged on that set: the file that
is shipped has seen all of them, so only the files of `--leave-family-out` are measured
(`python -m bench.prior`). The same sets give the same file.

A logistic regression tells included from excluded records within each review (each review has its
own constant, hardly penalised), on what `prior` reads of a record. The included and the excluded
records of a review weigh the same together; a review weighs the root of its inclusions, 60 at most.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from bench.labelled import CORPUS, Labelled, labelled_sets
from litreview.screening.rank import prior as shipped
from litreview.screening.rank.parts import Floats
from litreview.screening.rank.prior import LearnedPrior, write
from litreview.screening.rank.prior_numbers import numbers
from litreview.screening.rank.prior_terms import BLOCK, Terms, words
from litreview.screening.rank.tfidf import tfidf

FAMILIES, RECORDS, MOST = 8, 3, 0.95
"""A term is listed where as many families have it, in as many records each, and not all have it."""
COST = 0.1
"""The C of the regression."""
TITLE, NUMBER, CONSTANT = 1.2, 0.1, 10.0
"""The scale of the title's vector, of the numbers, and of each review's constant."""
ENOUGH = 60


def learn(sets: Sequence[Labelled]) -> LearnedPrior:
    """The prior that `sets` teach."""
    terms = Terms(common_terms(sets))
    design = _design(sets, terms)
    labels = np.concatenate([one.labels for one in sets])
    model = LogisticRegression(C=COST, tol=1e-6, max_iter=2000)
    model.fit(design, labels, sample_weight=_weights(sets))
    found, size = model.coef_[0], len(terms.terms)
    return LearnedPrior(
        terms,
        found[:size].round(3),
        (TITLE * found[size : 2 * size]).round(3),
        (NUMBER * found[2 * size : -len(sets)]).round(3),
    )


def common_terms(sets: Sequence[Labelled]) -> list[str]:
    """The words and pairs of words that stand in records of many families, sorted."""
    families = sorted({one.family for one in sets})
    having: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    for family in families:
        records: Counter[str] = Counter()
        for one in sets:
            if one.family == family:
                records.update(_frequencies(one))
        having.update(term for term, number in records.items() if number >= RECORDS)
        everywhere.update(records)
    most = MOST * sum(len(one.pool) for one in sets)
    needed = min(FAMILIES, len(families))
    return sorted(t for t, n in having.items() if n >= needed and everywhere[t] <= most)


@cache
def _frequencies(one: Labelled) -> Counter[str]:
    """In how many records of the set each word or pair of words stands."""
    return Counter(term for text in _texts(one) for term in _terms_of(text))


@cache
def _numbers(one: Labelled) -> Floats:
    return numbers(one.pool, tfidf(one.pool))


def _texts(one: Labelled) -> list[str]:
    return [f"{t} . {a}" for t, a in zip(one.pool.titles, one.pool.abstracts, strict=True)]


def _terms_of(text: str) -> set[str]:
    found = words(text.lower())
    return {*found, *(f"{a} {b}" for a, b in pairwise(found))}


def _design(sets: Sequence[Labelled], terms: Terms) -> csr_matrix:
    """A row a record: its terms, its title's terms, its numbers, its review."""
    review = np.repeat(np.arange(len(sets)), [len(one.pool) for one in sets])
    rows = np.arange(len(review))
    constants = csr_matrix((np.full(len(review), CONSTANT), (rows, review)))
    return hstack(
        [
            _lengthened(terms, [text for one in sets for text in _texts(one)]),
            _lengthened(terms, [title for one in sets for title in one.pool.titles]) * TITLE,
            csr_matrix(np.concatenate([_numbers(one) for one in sets])) * NUMBER,
            constants,
        ]
    ).tocsr()


def _lengthened(terms: Terms, texts: Sequence[str]) -> csr_matrix:
    """The binary vectors of texts, scaled to length 1."""
    blocks = []
    for start, text, term in terms.found(texts):
        size = min(BLOCK, len(texts) - start)
        value = 1 / np.sqrt(np.maximum(np.bincount(text, minlength=size), 1))
        blocks.append(csr_matrix((value[text], (text, term)), shape=(size, len(terms.terms))))
    return vstack(blocks)


def _weights(sets: Sequence[Labelled]) -> np.ndarray[Any, Any]:
    """A weight a record, of mean 1."""
    parts = []
    for one in sets:
        included = int(one.labels.sum())
        share = np.where(one.labels, 0.5 / included, 0.5 / (len(one.labels) - included))
        parts.append(share * min(included, ENOUGH) ** 0.5)
    weights = np.concatenate(parts)
    return np.asarray(weights / weights.mean())


def notes(sets: Iterable[Labelled]) -> list[str]:
    """What the head of the file says."""
    return [
        "The learned prior of the ranking: weights of terms and numbers, see prior.py.",
        "Made by: python -m bench.train_prior",
        "Learned from, and so not to be judged on: " + ", ".join(one.name for one in sets),
        "term<tab>weight in title and abstract<tab>weight in the title; =number<tab>weight",
    ]


def leave_family_out(sets: Sequence[Labelled], folder: Path) -> None:
    """For each family a file, learned from all other families, named after each set of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for family in sorted({one.family for one in sets}):
        others = [one for one in sets if one.family != family]
        text = write(learn(others), notes(others))
        for one in sets:
            if one.family == family:
                (folder / f"{one.name}.tsv").write_text(text, "utf-8")
        print(f"{family}: learned from {len(others)} sets", flush=True)


def main() -> None:
    """See the top of the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, default=CORPUS / "screening")
    parser.add_argument("--leave-family-out", type=Path, metavar="FOLDER")
    chosen = parser.parse_args()
    sets = labelled_sets(chosen.corpus)
    if chosen.leave_family_out:
        return leave_family_out(sets, chosen.leave_family_out)
    prior = learn(sets)
    target = Path(shipped.__file__).with_name(shipped.DATA)
    target.write_text(write(prior, notes(sets)), "utf-8")
    print(f"{target.name}: {len(prior.terms.terms)} terms, {target.stat().st_size / 1000:.0f} kB")
    return None


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
