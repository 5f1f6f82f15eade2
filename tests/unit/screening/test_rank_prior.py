"""The prior that other reviews taught: what it reads, that it is the same each time, bad input."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.screening.rank import prior as learned
from litreview.screening.rank.matrix import Matrix
from litreview.screening.rank.parts import Floats, Pool
from litreview.screening.rank.prior_numbers import NUMBERS, centrality, numbers, year_ranks
from litreview.screening.rank.prior_terms import BLOCK, Terms, weighed, words

TRIAL = (
    "Weekly walks and sleep: a randomized trial",
    "We randomized 120 adults to walks or a waiting list for 12 weeks (p < 0.01; 95% CI = 1 to 3).",
)
ESSAY = (
    "The role of walking?",
    "Walking has been such a part of culture that its role is discussed in this review of essays.",
)
HOSTILE = ("\x1b[2J\u202e emo\U0001f600ji " + "\x00", "x" * 100_000 + " - -- a--b %%%% \ud800 p<")


def pool_of(*texts: tuple[str, str]) -> Pool:
    return Pool(
        tuple(str(at) for at in range(len(texts))),
        tuple(title for title, _ in texts),
        tuple(abstract for _, abstract in texts),
        (None,) * len(texts),
    )


def matrix_of(rows: Floats) -> Matrix:
    """A full matrix, so that what is tested here needs no reading of text."""
    count, columns = rows.shape
    return Matrix(
        rows.astype(np.float32).ravel(),
        np.tile(np.arange(columns, dtype=np.int32), count),
        np.arange(count + 1, dtype=np.int64) * columns,
        columns,
    )


def plain(pool: Pool) -> Matrix:
    return matrix_of(np.ones((len(pool), 1)))


def scored(*texts: tuple[str, str]) -> Floats:
    pool = pool_of(*texts)
    return learned.load().scores(pool, plain(pool))


def test_the_file_is_read_and_written_without_loss() -> None:
    prior = learned.load()
    again = learned.read(learned.write(prior, ["a note"]))
    assert again.terms.terms == prior.terms.terms
    assert np.array_equal(again.in_text, prior.in_text)
    assert np.array_equal(again.in_title, prior.in_title)
    assert np.array_equal(again.of_numbers, prior.of_numbers)


def test_the_file_has_terms_of_all_fields_and_says_what_it_saw() -> None:
    text = learned.files(learned.__package__).joinpath(learned.DATA).read_text("utf-8")
    assert len(text) < 300_000
    assert "not to be judged on" in text
    assert {"randomized", "weeks"} <= set(learned.load().terms.terms)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a learned prior weighs"),
        ("=centrality\t1\n", "a learned prior weighs"),
        ("word\t1\n", "unpack"),
        ("word\tone\ttwo\n", "float"),
    ],
)
def test_another_file_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        learned.read(text)


@given(st.text(st.sampled_from("ab-B1. \n\x1cé\u212a%"), max_size=30))
def test_a_text_is_read_as_its_words_whatever_stands_between_them(text: str) -> None:
    beyond = "\u00e9 " + text  # what is no ASCII is read by the expression itself
    terms = Terms(sorted({"a", "ab", "ba", "ab ba", "ba ab", "a-b", "b-", *words(text.lower())}))
    found, same = ([place.tolist() for _, _, place in terms.found([one])] for one in (text, beyond))
    said = words(text.lower())
    pairs = [" ".join(two) for two in pairwise(said)]
    assert found == same
    assert [terms.terms[at] for at in found[0]] == sorted({*said, *pairs}.intersection(terms.terms))


@given(st.text(st.sampled_from("12 a.\n\u0663%"), max_size=20))
def test_numerals_are_runs_of_the_ten_digits(text: str) -> None:
    pool = pool_of((text, ""), ("", ""))
    runs = "".join(one if one in "0123456789" else " " for one in text).split()
    column = numbers(pool, plain(pool))[:, NUMBERS.index("numerals")]
    assert column.tolist() == ([1.0, -1.0] if runs else [0.0, 0.0])
    beside = pool_of((text, ""), ("7 " * len(runs), ""))
    assert not numbers(beside, plain(beside))[:, NUMBERS.index("numerals")].any()


def test_a_trial_comes_before_an_essay_wherever_it_stands() -> None:
    assert scored(TRIAL, ESSAY).tolist() == [1.0, -1.0]
    assert scored(ESSAY, TRIAL).tolist() == [-1.0, 1.0]


def test_scores_have_mean_0_and_deviation_1_and_are_the_same_each_time() -> None:
    texts = (TRIAL, ESSAY, (TRIAL[0], ESSAY[1]), (ESSAY[0], TRIAL[1]))
    scores = scored(*texts)
    assert scores.mean() == pytest.approx(0, abs=1e-12)
    assert scores.std() == pytest.approx(1)
    assert np.array_equal(scores, scored(*texts))


def test_what_is_shipped_scores_these_records_so() -> None:
    """Changes when the prior is trained anew (`python -m bench.train_prior`), and only then."""
    scores = scored(TRIAL, ESSAY, (ESSAY[0], TRIAL[1]), (TRIAL[0], ""))
    assert scores.tolist() == pytest.approx([1.0047, -1.5249, -0.2547, 0.7748], abs=2e-4)


def test_a_missing_abstract_is_not_held_against_a_record_but_a_title_speaks_for_it() -> None:
    prior = learned.LearnedPrior(
        Terms(["good"]), np.array([1.0]), np.array([1.0]), np.zeros(len(NUMBERS))
    )
    long = "words " * 20
    pool = pool_of(("good", long), ("bad", long), ("bad", long), ("bad", ""), ("good", ""))
    good, bad, same, bare, bare_good = prior.scores(pool, plain(pool)).tolist()
    assert good == pytest.approx(bare_good)
    assert good > bare > bad == same


def test_where_no_record_has_an_abstract_titles_decide() -> None:
    scores = scored((TRIAL[0], ""), (ESSAY[0], ""), ("Isolated cells", ""), ("", ""))
    assert len(set(scores.tolist())) == len(scores)
    assert scores[0] == scores.max()


def test_no_record_one_record_and_equal_records_score_nothing() -> None:
    assert len(scored()) == 0
    assert scored(TRIAL).tolist() == [0.0]
    assert scored(TRIAL, TRIAL, TRIAL).tolist() == [0.0] * 3
    assert scored(("", ""), ("", "")).tolist() == [0.0] * 2


def test_hostile_text_is_read_like_any_other() -> None:
    scores = scored(HOSTILE, TRIAL, ("", ""), ESSAY)
    assert np.isfinite(scores).all()
    assert scores[1] == scores.max()


TERMS = Terms(["role", "role of", "well-being", "weeks"])
WEIGHTS = np.array([1.0, 10.0, 100.0, 1000.0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", 0.0),
        ("nothing listed", 0.0),
        ("Role", 1.0),
        ("role role ROLE", 1.0),
        ("the role of well-being", 111 / 3**0.5),
        ("role, of", 11 / 2**0.5),
        ("of role", 1.0),
        ("12weeks weeks", 1000.0),
        ("wellbeing, well being", 0.0),
    ],
)
def test_terms_are_words_and_pairs_of_neighbours(text: str, value: float) -> None:
    assert weighed(TERMS, [text], WEIGHTS)[0] == pytest.approx(value)


def test_a_pair_does_not_reach_from_one_text_into_the_next() -> None:
    assert weighed(TERMS, ["role", "of"], WEIGHTS).tolist() == [1.0, 0.0]


def test_texts_are_read_in_blocks_as_one() -> None:
    texts = [f"weeks {'role of' if at % 3 else 'role'}" for at in range(BLOCK + 3)]
    values = weighed(TERMS, texts, WEIGHTS)
    assert values[0] == pytest.approx(1001 / 2**0.5)
    assert values[1] == pytest.approx(1011 / 3**0.5)
    assert np.array_equal(values[BLOCK - BLOCK % 3 :], values[: 3 + BLOCK % 3])


def test_without_terms_all_texts_weigh_nothing() -> None:
    assert weighed(Terms([]), ["role of", ""], np.empty(0)).tolist() == [0.0, 0.0]
    assert weighed(Terms(["role"]), ["role of"], np.ones(1)).tolist() == [1.0]


def test_years_are_ranked_and_unknown_ones_stand_in_the_middle() -> None:
    assert year_ranks((2001, None, 1999, 2001)).tolist() == pytest.approx(
        [2 / 3, 0.5, 1 / 6, 2 / 3]
    )
    assert year_ranks((None, None)).tolist() == [0.5, 0.5]
    assert year_ranks(()).tolist() == []


def test_centrality_is_the_mean_cosine_to_all_records() -> None:
    rows = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]])
    expected = (rows @ rows.T).mean(axis=0)
    assert centrality(matrix_of(rows), 3) == pytest.approx(expected, abs=1e-6)


def test_numbers_are_relative_to_the_pool() -> None:
    pool = pool_of(TRIAL, ESSAY)
    table = dict(zip(NUMBERS, numbers(pool, plain(pool)).T.tolist(), strict=True))
    assert table["p-value"] == table["n-or-ci"] == table["title-colon"] == [1.0, -1.0]
    assert table["title-question"] == [-1.0, 1.0]
    assert table["no-abstract"] == table["centrality"] == table["year-rank"] == [0.0, 0.0]
