"""Whatever a reviewer does, the order holds all that is unread, once, and nothing that is not."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.model import Decision, ReportId
from litreview.screening.known import Reading, Sought, Taught
from litreview.screening.rank.orders import Orders
from litreview.screening.rank.parts import Pool

WORDS = ("mentor", "boat", "pond", "umbrella", "sleep", "sailor")
texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
N = 8
REPORTS = [ReportId(f"r:{n}") for n in range(N)]
decisions: st.SearchStrategy[Decision | None] = st.sampled_from(
    ("include", "exclude", "maybe", None)
)
steps = st.lists(st.tuples(st.sampled_from(REPORTS), decisions), max_size=20)


@settings(max_examples=30)
@given(
    said_of=st.lists(st.tuples(texts, texts), min_size=N, max_size=N),
    taught=st.lists(st.tuples(texts, st.booleans()), max_size=4),
    criteria=texts,
    prior=st.booleans(),
    done=steps,
)
def test_an_order_is_a_permutation_of_what_is_unread_and_depends_on_what_is_known_alone(
    said_of: list[tuple[str, str]],
    taught: list[tuple[str, bool]],
    criteria: str,
    prior: bool,
    done: list[tuple[ReportId, Decision | None]],
) -> None:
    titles, abstracts = zip(*said_of, strict=True)
    pool = Pool(tuple(REPORTS), titles, abstracts, (2016,) * N)
    earlier = Taught(
        tuple(text for text, _ in taught),
        ("",) * len(taught),
        (None,) * len(taught),
        tuple(one for _, one in taught),
    )
    orders = Orders(pool, earlier, Sought("default", prior, 1, criteria))
    reading = Reading(REPORTS, {}, set(REPORTS))
    said: dict[ReportId, Decision | None] = {}
    for report, decision in done:
        reading.say(report, decision)
        said[report] = decision
        found = orders(reading.known()).ordering
        unread = {one for one in REPORTS if said.get(one) is None}
        again = [one for one in REPORTS if said.get(one) == "maybe"]
        shown = [item.report for item in found.items]
        assert set(shown[: len(unread)]) == unread
        assert shown[len(unread) :] == again
        assert len(shown) == len(unread) + len(again)
        assert [item.place for item in found.items] == list(range(1, len(shown) + 1))
    other = Orders(pool, earlier, Sought("default", prior, 1, criteria))(reading.known())
    assert other == orders(reading.known())
