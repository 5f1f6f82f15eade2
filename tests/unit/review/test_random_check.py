"""A random check in a sitting with a ranking beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import review_toml

from litreview import open as open_review
from litreview.review import Review, stopping
from litreview.review.guiding import Beside, sitting
from litreview.review.loading import Origin
from litreview.review.random_check import CHECK
from litreview.review.remaking import remade
from litreview.store.folder import create

WAIT = 60  # seconds after which something hangs; nothing here takes one
TOPICS = ("boats that float on a pond", "umbrellas in two cities", "the sleep of sailors")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Twelve reports, ranked, one vote each."""
    text = review_toml(("ann", "bo")).replace("votes = 2", "votes = 1")
    create(tmp_path / "review", text.replace('recipe = "none"', 'recipe = "default"'), {})
    (tmp_path / "x.ris").write_text(
        "\n".join(
            f"TY  - JOUR\nTI  - Study {n} of {TOPICS[n % 3]}\nAB  - {TOPICS[(n + 1) % 3]}, told at "
            f"length in the year {n}.\nPY  - 2016\nER  - \n"
            for n in range(12)
        )
    )
    with open_review(tmp_path / "review", who="ann") as review:
        review.load(tmp_path / "x.ris", Origin(name="x"))
    return tmp_path / "review"


def ask(review: Review, reports: int) -> None:
    review.append(stopping.ask_check(review, review.stopping(), reports))


def read(review: Review, keys: str) -> list[tuple[str, str]]:
    """Press keys, wait for the order after each; (key, why it was shown) of each."""
    session = sitting(review, review.stage("titles"), "ann")
    guide = session.guide
    assert isinstance(guide, Beside)
    assert guide.wait(WAIT), guide.trouble
    done = []
    for key in keys:
        assert session.current is not None
        done.append((key, session.current.why))
        if key == "u":
            session.undo()
        else:
            session.vote({"i": "include", "e": "exclude", "m": "maybe"}[key])  # type: ignore[arg-type]
        assert guide.wait(WAIT), guide.trouble
    session.close()
    return done


def test_the_check_is_read_before_what_is_ranked_and_orders_can_be_made_again(root: Path) -> None:
    with open_review(root, who="ann") as review:
        read(review, "ie")
        ask(review, 4)
        done = read(review, "ieueumeeie")
        assert [why for key, why in done if key != "u"][:6] == [CHECK] * 6
        assert all("ranked" in why for _, why in done[-2:])
        held = review.stopping()
        assert held.check == stopping.Check(4, 4)
        assert held.reading.checks == [False] * 2 + [True] * 4 + [False] * 2
    with open_review(root, who="ann") as review:
        found = list(remade(review, "ann"))
        assert len(found) >= 4
        assert [one.why for one in found] == [""] * len(found)
