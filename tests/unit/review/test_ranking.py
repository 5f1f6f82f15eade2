"""The ranking of a review: what it may know, the order it gives, and making it again."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from invented import review_toml

from litreview.errors import UnknownName
from litreview.events import RankingMade
from litreview.model import Decision, ReportId
from litreview.review import Review, open_review, priming, ranking
from litreview.review.guiding import Beside, last_order, opening, sitting
from litreview.review.loading import Origin
from litreview.review.ranking_cache import kept_order
from litreview.review.remaking import remade
from litreview.screening.ballots import Ballot
from litreview.screening.guide import Item, Ordering
from litreview.screening.known import Known, name_of
from litreview.store.folder import create

TOPICS = ("boats that float on a pond", "umbrellas in two cities", "a lake of paper boats",
          "the sleep of sailors", "corks that float and sink")  # fmt: skip
WAIT = 60  # seconds after which something hangs; nothing here takes one


def ids(*numbers: int) -> list[ReportId]:
    return [ReportId(f"x:{number}") for number in numbers]


def made(root: Path, *, votes: int = 1, extra: str = "") -> Path:
    """A review of 15 reports; the last has neither abstract nor a title with a word."""
    text = review_toml(("ann", "bo", "cy")).replace("votes = 2", f"votes = {votes}")
    create(root, text.replace('recipe = "none"', f'recipe = "default"\n{extra}'), {})
    entries = [
        f"TY  - JOUR\nTI  - Study {n} of {TOPICS[n % 5]}\nAB  - {TOPICS[(n + n // 5) % 5]}, told "
        f"at length in the year {n}.\nPY  - 2016\nER  - \n"
        for n in range(14)
    ]
    entries.append("TY  - JOUR\nTI  - ?\nPY  - 2016\nER  - \n")
    (root.parent / "x.ris").write_text("\n".join(entries), encoding="utf-8")
    with open_review(root, who="ann") as review:
        review.load(root.parent / "x.ris", Origin(name="x"))
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made(tmp_path / "review")


@pytest.fixture
def double(tmp_path: Path) -> Path:
    """Titles take two votes there."""
    return made(tmp_path / "review", votes=2)


@pytest.fixture
def review(root: Path) -> Iterator[Review]:
    with open_review(root, who="ann") as held:
        yield held


def cast(review: Review, who: str, report: ReportId, decision: Decision) -> None:
    review.cast(Ballot(report, "titles", decision), reviewer=who)


def order(review: Review, who: str = "ann") -> list[ReportId]:
    found = ranking.order_now(review, review.stage("titles"), who).ordering
    return [item.report for item in found.items]


def test_the_start_follows_the_criteria_and_a_report_without_words_is_read_first(
    review: Review,
) -> None:
    found = ranking.order_now(review, review.stage("titles"), "ann")
    items = found.ordering.items
    assert [item.place for item in items] == list(range(1, 16))
    assert items[0].report == "x:15"
    assert items[0].why.startswith("read first, not ranked")
    assert items[1].why == "ranked 1st by the criteria's words"
    assert "x:15" not in found.scores
    assert {"It floats", "Does it float?"} <= set(
        ranking.sought(review, review.stage("titles")).criteria.splitlines()
    )
    assert found.ordering.ranking == name_of(item.report for item in items)


def test_what_was_included_brings_what_is_like_it_forward(review: Review) -> None:
    cast(review, "ann", ids(2)[0], "include")  # umbrellas
    cast(review, "ann", ids(4)[0], "exclude")
    found = ranking.order_now(review, review.stage("titles"), "ann").ordering
    assert found.learned == 2
    assert found.items[1].why == "ranked 1st, learned from 2 decisions"
    first = review.report(found.items[1].report).record
    assert "umbrellas" in f"{first.title} {first.abstract}"


def test_a_maybe_is_no_label_and_comes_last(review: Review) -> None:
    cast(review, "ann", ids(3)[0], "maybe")
    held = ranking.material(review, review.stage("titles"), "ann").known()
    assert held.labels == {}
    assert order(review)[-1] == "x:3"


@pytest.mark.parametrize("hidden", ["include", "exclude", "maybe"])
def test_a_vote_that_the_reviewer_may_not_see_moves_nothing(double: Path, hidden: Decision) -> None:
    """Bo has voted on reports that wait for another vote: ann's order is what it was."""
    with open_review(double, who="ann") as review:
        for report in ids(1, 2, 3):
            cast(review, "ann", report, "include" if report == "x:1" else "exclude")
        before = ranking.order_now(review, review.stage("titles"), "ann").ordering
        for report in ids(5, 6, 7, 8):
            cast(review, "bo", report, hidden)
        after = ranking.order_now(review, review.stage("titles"), "ann").ordering
    assert (after.ranking, after.parameters) == (before.ranking, before.parameters)
    assert list(after.items) == list(before.items)


def test_a_vote_beside_the_reviewers_own_moves_nothing_until_it_is_decided(double: Path) -> None:
    with open_review(double, who="ann") as review:
        stage = review.stage("titles")
        cast(review, "ann", ids(1)[0], "include")
        assert ranking.material(review, stage, "cy").known().labels == {}
        cast(review, "bo", ids(1)[0], "include")
        assert ranking.material(review, stage, "cy").known().labels == {"x:1": True}
        cast(review, "bo", ids(1)[0], "exclude")  # a conflict: ann's own vote is all she has
        assert ranking.material(review, stage, "cy").known().labels == {}
        assert ranking.material(review, stage, "ann").known().labels == {"x:1": True}


def test_a_calibration_sample_that_somebody_has_to_read_tells_them_nothing(tmp_path: Path) -> None:
    root = made(tmp_path / "review", votes=2)
    text = (root / "review.toml").read_text()
    text = text.replace("votes = 2", "votes = 2\ncalibration = 3", 1)
    (root / "review.toml").write_text(text)
    with open_review(root, who="ann") as review:
        sample = [item.report for item in review.screen("titles").queue]
        assert len(sample) == 3
        stage = review.stage("titles")
        session = sitting(review, stage, "ann")
        assert [item.report for item in session.queue] == sample  # not ranked
        for who in ("ann", "bo"):
            for report in sample:
                cast(review, who, report, "include")
        assert ranking.material(review, stage, "cy").known().labels == {}


def read(review: Review, keys: str) -> None:
    """A sitting that waits for each order: i, e, m decide, u takes back, s skips."""
    session = sitting(review, review.stage("titles"), "ann")
    guide = session.guide
    assert isinstance(guide, Beside)
    assert guide.wait(WAIT)
    for key in keys:
        if key == "u":
            session.undo()
        elif key == "s":
            session.skip()
        else:
            session.vote({"i": "include", "e": "exclude", "m": "maybe"}[key])  # type: ignore[arg-type]
        if key != "s":
            assert guide.wait(WAIT), guide.trouble
    session.close()


def test_votes_name_the_order_that_they_were_shown_by(root: Path) -> None:
    with open_review(root, who="ann") as review:
        read(review, "ieie")
        votes = [entry.event for entry in review.state.of("vote").values()]
        named = {vote.ranking for vote in votes if vote.ranking}  # type: ignore[union-attr]
        logged = {key[2] for key in review.state.of("ranking")}
        assert named
        assert named <= logged


def test_an_order_that_is_the_last_one_is_not_logged_again(root: Path) -> None:
    with open_review(root, who="ann") as review:
        read(review, "ie")
        before = len(review.state.of("ranking"))
        read(review, "s")
        read(review, "s")
        assert len(review.state.of("ranking")) <= before + 1


def test_the_next_sitting_begins_with_the_last_order(root: Path) -> None:
    with open_review(root, who="ann") as review:
        read(review, "ieie")
    with open_review(root, who="ann") as review:
        event = last_order(review, "titles", "ann")
        assert event is not None
        kept = kept_order(review.folder, event.ranking)
        items = review.screen("titles").queue
        given = opening(review, review.stage("titles"), "ann", items)
        left = {item.report for item in items}
        assert [item.report for item in given] == [one for one in kept if one in left]
        ranked = [item for item in given if "in your last sitting" in item.why]
        assert all(kept[item.place - 1] == item.report for item in ranked)
        path = review.folder.cache / "ranking" / f"{event.ranking}.txt"
        path.write_text("x:1\n")  # not what its name says
        assert opening(review, review.stage("titles"), "ann", items) == items


def test_all_orders_of_the_log_can_be_made_again(root: Path) -> None:
    with open_review(root, who="ann") as review:
        read(review, "ieieummiesei")
    with open_review(root, who="ann") as review:
        found = list(remade(review, "ann"))
    assert len(found) >= 8
    assert [one.why for one in found] == [""] * len(found)


def test_an_order_that_was_tampered_with_is_found(root: Path) -> None:
    with open_review(root, who="ann") as review:
        read(review, "ieie")
        true = last_order(review, "titles", "ann")
        assert true is not None
        for change in (
            {"ranking": "0" * 16},
            {"learned": true.learned + 1},
            {"parameters": {**true.parameters, "labels": "0" * 16}},
            {"parameters": {**true.parameters, "records": "0" * 16}},
            {"program": "0.0.0", "ranking": "1" * 16},
        ):
            kept = {name: getattr(true, name) for name in true.__struct_fields__}
            kept = {name: kept[name] for name in kept if name not in {"at", "prev"}}
            review.append(RankingMade(**{**kept, **change}), who="ann")
    with open_review(root, who="ann") as review:
        whys = [one.why for one in remade(review, "ann") if one.why]
    assert len(whys) == 5
    assert "the line was changed" in whys[0]
    assert "votes before it" in whys[2]
    assert "other" in whys[3]
    assert "litreview 0.0.0" in whys[4]


def test_criteria_that_were_changed_since_are_told(root: Path) -> None:
    with open_review(root, who="ann") as review:
        read(review, "ie")
    text = (root / "review.toml").read_text().replace("It floats", "It flies")
    (root / "review.toml").write_text(text.replace('version = "1"', 'version = "2"'))
    with open_review(root, who="ann") as review:
        whys = {one.why for one in remade(review, "ann")}
    assert whys == {"question, criteria, text or search terms were changed since"}


# -- the thread -----------------------------------------------------------------------------


@dataclass
class Slow:
    """An engine that makes an order only when it is let."""

    let: threading.Event
    began: threading.Event

    def __call__(self, _: Callable[[], bool]) -> Callable[[Known], Ordering]:
        def made(known: Known) -> Ordering:
            self.began.set()
            assert self.let.wait(WAIT)
            order = tuple(reversed(known.unread))
            return Ordering(
                name_of(order),
                [Item(one, "ranked", name_of(order), n) for n, one in enumerate(order, 1)],
                "slow", 1, len(known.labels),
            )  # fmt: skip

        return made


def slow(review: Review) -> tuple[Slow, Beside, list[Item]]:
    items = list(review.screen("titles").queue)
    engine = Slow(threading.Event(), threading.Event())
    reading = ranking.material(review, review.stage("titles"), "ann").reading
    return engine, Beside(engine, reading, items), items


def test_no_key_waits_for_an_order(review: Review) -> None:
    """The engine stands still; the whole queue is judged, back and forth, in the order given."""
    engine, guide, items = slow(review)
    session = review.screen("titles")
    session.guide = guide
    assert engine.began.wait(WAIT)
    for item in items[:5]:
        assert session.current is not None
        assert session.current.report == item.report
        session.vote("include")
    session.undo()
    session.vote("exclude")
    assert not guide.wait(0)
    engine.let.set()
    assert guide.wait(WAIT)
    session.skip()  # the order is taken up on the way to the next report
    assert session.current is not None
    assert session.current.report == "x:15"
    session.close()


def test_replaced_orders_are_let_go_of_and_the_interpreter_is_left_as_it_was(
    review: Review,
) -> None:
    before = gc.get_threshold(), sys.getswitchinterval()
    engine, guide, items = slow(review)
    assert (gc.get_threshold(), sys.getswitchinterval()) != before
    engine.let.set()
    for item in items[:4]:
        assert guide.wait(WAIT)
        assert guide.newer() is not None
        assert len(guide._old) == 1  # the order before, which the queue is about to drop
        guide.learn(item.report, "include")
    assert guide.wait(WAIT)
    assert not guide._old
    guide.close()
    assert (gc.get_threshold(), sys.getswitchinterval()) == before


def test_what_fails_in_the_thread_is_read_on_the_screen(review: Review) -> None:
    def broken(_: Callable[[], bool]) -> Callable[[Known], Ordering]:
        raise ZeroDivisionError("an \x1b invented\nfault")

    session = review.screen("titles")
    items = list(session.queue)
    reading = ranking.material(review, review.stage("titles"), "ann").reading
    guide = session.guide = Beside(broken, reading, items)
    assert guide.wait(WAIT)
    session.vote("include")
    assert session.current is not None
    assert session.current.report == items[1].report
    assert "the ranking ended: ZeroDivisionError: an" in session.current.why
    assert "in the order of the files" in session.current.why
    assert "ZeroDivisionError" in guide.trouble
    assert not review.state.of("ranking")  # nothing was ordered
    session.close()


def test_earlier_decisions_that_are_missing_keep_nobody_from_reading(root: Path) -> None:
    (root.parent / "old.csv").write_text("title,included\nA boat,1\nA stone,0\n")
    with open_review(root, who="ann") as review:
        priming.load(review, root.parent / "old.csv")
        priming.place(review.folder, "old").unlink()
        session = sitting(review, review.stage("titles"), "ann")
        guide = session.guide
        assert isinstance(guide, Beside)
        assert guide.wait(WAIT)
        session.vote("include")
        assert session.current is not None
        assert "the earlier decisions 'old' are missing" in session.current.why
        session.close()


def test_earlier_decisions_come_along_in_a_merge(root: Path) -> None:
    import shutil

    other = root.parent / "copy"
    shutil.copytree(root, other)
    (root.parent / "old.csv").write_text("title,included\nA boat,1\nA stone,0\n")
    with open_review(other, who="bo") as review:
        priming.load(review, root.parent / "old.csv")
    with open_review(root, who="ann") as review:
        review.merge(other)
        known = ranking.order_now(review, review.stage("titles"), "ann").ordering
        assert "2 decisions of earlier reviews" in known.items[1].why
        assert not list(priming.findings(review.folder, review.state))


def test_an_unknown_recipe_is_told_with_the_place(tmp_path: Path) -> None:
    root = made(tmp_path / "review")
    text = (root / "review.toml").read_text().replace('"default"', '"best"')
    (root / "review.toml").write_text(text)
    with open_review(root, who="ann") as review:
        session = sitting(review, review.stage("titles"), "ann")
        guide = session.guide
        assert isinstance(guide, Beside)
        assert guide.wait(WAIT)
        assert "no recipe 'best'" in guide.trouble
        session.close()
        with pytest.raises(UnknownName, match="no recipe") as found:
            order(review)
        assert "review.toml" in found.value.where


def test_what_comes_first_for_a_reason_of_its_own_stays_first(review: Review) -> None:
    engine, guide, items = slow(review)
    guide.close()
    drawn = [Item(items[9].report, "random check"), *items[:9], *items[10:]]
    reading = ranking.material(review, review.stage("titles"), "ann", (drawn, {})).reading
    assert drawn[0].report not in reading.unread
    engine.let.set()
    guide = Beside(engine, reading, drawn)
    assert guide.wait(WAIT)
    found = guide.newer()
    assert found is not None
    assert found.items[0] == drawn[0]
    assert len({item.report for item in found.items}) == len(found.items) == len(items)
    guide.close()


def test_the_end_of_a_sitting_ends_the_thread(review: Review) -> None:
    engine, guide, _ = slow(review)
    assert engine.began.wait(WAIT)
    guide.close()
    engine.let.set()
    guide._thread.join(WAIT)
    assert not guide._thread.is_alive()


def test_nothing_is_ranked_where_the_recipe_is_none(tmp_path: Path) -> None:
    root = made(tmp_path / "review")
    text = (root / "review.toml").read_text().replace('"default"', '"none"')
    (root / "review.toml").write_text(text)
    with open_review(root, who="ann") as review:
        session = sitting(review, review.stage("titles"), "ann")
        assert not isinstance(session.guide, Beside)
        assert {item.why for item in session.queue} == {"in the order of the files"}
