"""What comes behind all that a source states, and what it says of the user."""

from __future__ import annotations

import pytest
from firing import Invented, items, names, paged, run
from replaying import Answer, Asked, Server, as_json

from litreview.sources.source import Fault, Page, Reply, Request

TEN = names(10)


@pytest.mark.parametrize("total", [1, 3, 4, 6, 9])
@pytest.mark.parametrize("resumes", [True, False])
def test_a_source_that_states_too_little_loses_nothing(total: int, resumes: bool) -> None:
    """It is asked for the page that it names behind what it states, until there is none."""
    with Server(paged(TEN, 3, total=total)) as server:
        ran = run(Invented(resumes=resumes), server)
    assert ran.keys == set(TEN)
    assert ran.outcome.complete
    assert f"{total:,} are stated, 10 came" in " ".join(ran.outcome.warnings)


@pytest.mark.parametrize(
    "behind", [Answer(b"", 400), Answer(b"", 500), Answer(b"{}"), Answer(b"", how="reset")]
)
def test_what_fails_behind_all_that_is_stated_is_no_failure(behind: Answer) -> None:
    def answer(asked: Asked) -> Answer:
        if asked.get("at"):
            return behind
        return as_json({"total": 3, "items": items(TEN[:3]), "next": "3"})

    with Server(answer) as server:
        ran = run(Invented(), server)
        assert len(server.asked) == 2
    assert ran.outcome.complete
    assert ran.keys == set(TEN[:3])


def test_what_a_page_says_of_the_user_is_kept_in_no_journal() -> None:
    """An error with status 200 repeats the address of who asks."""
    email = "ada@uni.example.edu"

    class Talkative(Invented):
        def read(self, sent: Request, reply: Reply) -> Page | Fault:
            del sent
            return Fault("permanent", f"it says {reply.body.decode()}")

    with Server(lambda _: Answer(f"no, {email}".encode())) as server:
        ran = run(Talkative(), server, email=email)
    assert not ran.outcome.complete
    assert "it says no" in ran.outcome.reason
    assert email not in ran.outcome.reason
