"""A sitting over what a change of the criteria could turn, driven as the screen drives it."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import review_toml

from litreview.errors import UnknownName
from litreview.review import Review, open_review
from litreview.review.affected import sitting
from litreview.review.next_step import STATUS, after_sitting
from litreview.screening.ballots import Ballot
from litreview.store.folder import create


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """Three reports that ann judged under version 1; version 2 renames a reason to exclude."""
    create(tmp_path / "review", review_toml(), {})
    text = "\n".join(f"TY  - JOUR\nTI  - Title {n}\nPY  - 2016\nER  - \n" for n in range(4))
    (tmp_path / "four.ris").write_text(text, encoding="utf-8")
    with open_review(tmp_path / "review", who="ann") as held:
        held.load(tmp_path / "four.ris", source="Invented")
        one, two, three, _ = held.shelf.members
        held.cast(
            Ballot(one, "titles", "include"),
            Ballot(two, "titles", "exclude", ("sinks",)),
            Ballot(three, "titles", "exclude", ("paper",)),
        )
    path = tmp_path / "review" / "review.toml"
    changed = path.read_text(encoding="utf-8").replace('version = "1"', 'version = "2"')
    path.write_text(changed.replace('"It sinks"', '"It dives"'), encoding="utf-8")
    return open_review(tmp_path / "review", who="ann")


def test_what_stood_is_shown_and_each_vote_says_why_it_was_asked_for(review: Review) -> None:
    with review:
        session = sitting(review, None, "ann")
        assert [item.why for item in session.queue] == ["criterion sinks changed in version 2"] * 2
        assert (session.left, session.elsewhere, session.total) == (2, 0, 4)
        assert session.standing is not None
        assert session.standing.decision == "include"
        assert "--affected" in after_sitting(session)
        session.vote("include")
        session.vote("include")
        assert session.current is None
        assert after_sitting(session) == STATUS
        votes = [
            vote
            for verdict in review.present.screening.verdicts["titles"].values()
            for vote in verdict.votes
        ]
        assert sorted(vote.criteria for vote in votes) == ["1", "2", "2"]
        shown = {e.event.shown for e in review.state.of("vote").values() if e.event.at}
        assert shown == {"", "criterion sinks changed in version 2"}
        assert not sitting(review, "titles", "ann").queue


def test_undo_brings_the_vote_of_the_older_version_back_and_it_waits_again(review: Review) -> None:
    with review:
        session = sitting(review, "titles", "ann")
        session.vote("maybe")
        assert session.undo()
        assert len(sitting(review, "titles", "ann").queue) == 2


def test_of_others_and_of_stages_there_are_no_surprises(review: Review) -> None:
    with review:
        assert not sitting(review, None, "bo").queue
        with pytest.raises(UnknownName):
            sitting(review, "abstracts", "ann")
