"""arXiv: what is sent, and what comes of feeds, errors among them."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaying import Answer, Answering, Asked
from walking import walked

from litreview.model import Record
from litreview.sources.apis.arxiv import SOURCE
from litreview.sources.source import OPEN, Fault, Limits, Page, Reply

_FEED = (
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
    "<title>arXiv Query: search_query={query}&amp;id_list=&amp;start=0</title>"
    "<opensearch:totalResults>{total}</opensearch:totalResults>{entries}</feed>"
)
_ERROR = (
    "<entry><id>http://arxiv.org/api/errors#example</id><title>Error</title>"
    "<summary>start must be an integer</summary></entry>"
)


def _entry(number: str = "2001.00001v1", inner: str = "") -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{number}</id><title>An example</title>"
        "<published>2020-01-02T00:00:00Z</published><author><name>Ada Example</name></author>"
        f"{inner}</entry>"
    )


def _feed(*entries: str, total: int | str | None = None, query: str = "all:x") -> bytes:
    stated = len(entries) if total is None else total
    return _FEED.format(query=escape(query), total=stated, entries="".join(entries)).encode()


def _read(body: bytes, query: str = "x", status: int = 200) -> Page | Fault:
    return SOURCE.read(SOURCE.ask(query, OPEN), Reply(status, {}, body))


def _record(inner: str, number: str = "2001.00001v2") -> Record:
    (entry,) = SOURCE.entries(_feed(_entry(number, inner)))
    assert entry.record is not None
    return entry.record


def _paged(total: int, most: int) -> Answering:
    works = [_entry(f"2001.{number:05}v1") for number in range(total)]

    def answer(asked: Asked) -> Answer:
        start = int(asked.get("start"))
        return Answer(_feed(*works[start : start + most], total=total))

    return answer


def test_works_are_asked_for_from_the_oldest_so_that_new_ones_come_last() -> None:
    sent = SOURCE.ask("ti:mentoring", OPEN)
    assert (sent.param("sortBy"), sent.param("sortOrder")) == ("submittedDate", "ascending")
    assert (sent.param("start"), sent.param("max_results")) == ("0", "500")


@pytest.mark.parametrize(
    ("limits", "span"),
    [
        (Limits("2020-01-01", "2020-12-31"), "[202001010000 TO 202012312359]"),
        (Limits(first="2020-01-01"), "[202001010000 TO 300012312359]"),
        (Limits(last="2020-12-31"), "[100001010000 TO 202012312359]"),
    ],
)
def test_limits_are_days_of_submission_around_the_whole_query(limits: Limits, span: str) -> None:
    sent = SOURCE.ask("a OR b", limits).param("search_query")
    assert sent == f"(a OR b) AND submittedDate:{span}"


def test_a_long_query_goes_by_post_and_is_paged_there_too() -> None:
    query = " OR ".join(f"ti:example{number}" for number in range(200))
    got = walked(SOURCE, _paged(25, 10), query)
    assert got.outcome.complete
    assert {asked.method for asked in got.asked} == {"POST"}
    assert [asked.form["start"] for asked in got.asked] == ["0", "10", "20"]
    assert all(asked.form["search_query"] == query and not asked.params for asked in got.asked)
    assert dict(SOURCE.counting(SOURCE.ask(query, OPEN)).form)["max_results"] == "1"


def test_a_short_query_is_counted_with_one_entry() -> None:
    assert SOURCE.counting(SOURCE.ask("x", OPEN)).param("max_results") == "1"


def test_more_than_a_query_delivers_is_divided_by_days_of_submission() -> None:
    """The server holds 40,000 works, half of them from 1990 and before."""

    def answer(asked: Asked) -> Answer:
        query = asked.get("search_query")
        if "submittedDate" not in query:
            return Answer(_feed(_entry(), total=40_000))
        number = 1 if "100001010000" in query or "150001010000" in query else 2
        return Answer(_feed(_entry(f"2001.0000{number}v1"), total=1))

    got = walked(SOURCE, answer, "x")
    assert [asked.get("search_query") for asked in got.asked][1:] == [
        "(x) AND submittedDate:[100001010000 TO 199012312359]",
        "(x) AND submittedDate:[199101010000 TO 300012312359]",
    ]
    assert got.keys == {"2001.00001", "2001.00002"}
    assert not got.outcome.complete
    assert "lie in no window" in got.outcome.reason


@pytest.mark.parametrize("status", [200, 400])
def test_an_entry_that_is_an_error_is_a_permanent_fault_that_names_what_it_says(
    status: int,
) -> None:
    got = walked(SOURCE, lambda _: Answer(_feed(_ERROR), status))
    assert not got.outcome.complete
    assert "start must be an integer" in got.outcome.reason
    assert (got.items, len(got.asked)) == ((), 1)


def test_a_work_that_is_called_error_is_a_work() -> None:
    body = _feed(_entry().replace("An example", "Error"))
    page = _read(body)
    assert isinstance(page, Page)
    assert page.count == 1


def test_too_many_requests_are_waited_for_and_asked_again() -> None:
    serve = _paged(3, 10)
    busy = Answer(b"Rate exceeded.", 429, {"Content-Type": "text/plain"})
    got = walked(SOURCE, lambda asked: busy if asked.number < 3 else serve(asked))
    assert got.outcome.complete
    assert got.waits == (10.0, 10.0)


def test_a_wait_that_it_names_itself_is_kept() -> None:
    serve = _paged(3, 10)
    busy = Answer(b"Rate exceeded.", 429, {"Retry-After": "7"})
    got = walked(SOURCE, lambda asked: busy if asked.number == 1 else serve(asked))
    assert got.waits == (7.0,)


def test_an_empty_page_in_the_middle_is_asked_for_again() -> None:
    serve = _paged(25, 10)
    got = walked(
        SOURCE,
        lambda asked: Answer(_feed(total=25)) if asked.number in {2, 3} else serve(asked),
    )
    assert got.outcome.complete
    assert len(got.keys) == 25
    assert [asked.get("start") for asked in got.asked] == ["0", "10", "10", "10", "20"]


def test_empty_pages_that_persist_are_told_and_not_taken_for_the_end() -> None:
    got = walked(
        SOURCE,
        lambda asked: _paged(25, 10)(asked) if asked.get("start") == "0"
        else Answer(_feed(total=25)),
    )  # fmt: skip
    assert not got.outcome.complete
    assert "an empty page" in got.outcome.reason
    assert len(got.keys) == 10


@pytest.mark.parametrize(
    ("query", "echo", "told"),
    [
        ("subj:x", "all:subj:x", 1),
        ("ti:x AND subj:x AND subj:y", "ti:x AND all:subj:x AND all:subj:y", 1),
        ("x", "all:x", 0),
        ("all:subj:x", "all:subj:x", 0),
        ("ti:x", "ti:x", 0),
    ],
)
def test_a_field_that_became_a_word_is_told(query: str, echo: str, told: int) -> None:
    page = _read(_feed(query=echo), query)
    assert isinstance(page, Page)
    assert page.echo == echo
    assert len(page.warnings) == told


@pytest.mark.parametrize(
    ("number", "key", "version"),
    [
        ("2001.00001v2", "2001.00001", "2"),
        ("quant-ph/0000001v11", "quant-ph/0000001", "11"),
        ("math.GT/0000001v1", "math.GT/0000001", "1"),
        ("2001.00001", "2001.00001", None),
    ],
)
def test_the_version_is_kept_beside_the_number(number: str, key: str, version: str | None) -> None:
    record = _record("", number)
    assert record.accession == key
    assert dict(record.extra).get("version") == version
    assert record.url == f"https://arxiv.org/abs/{key}"


def test_an_entry_becomes_a_preprint() -> None:
    record = _record(
        "<summary>\n  Broken over\n  lines, where x&lt;y and z&gt;w.</summary>"
        "<arxiv:doi>10.5555/EXAMPLE</arxiv:doi><arxiv:journal_ref>J. Ex. 1 (2020)"
        "</arxiv:journal_ref><arxiv:comment>9 pages</arxiv:comment>"
        '<category term="econ.GN"/><category term="stat.AP"/>'
        '<link href="https://arxiv.org/pdf/2001.00001v2" type="application/pdf"/>'
    )
    assert (record.kind, record.year, record.authors) == ("preprint", 2020, ("Ada Example",))
    assert record.abstract == "Broken over lines, where x<y and z>w."
    assert record.doi == "10.5555/example"
    assert record.extra == (
        ("version", "2"), ("journal_ref", "J. Ex. 1 (2020)"), ("comment", "9 pages"),
        ("category", "econ.GN"), ("category", "stat.AP"),
        ("open access", "https://arxiv.org/pdf/2001.00001v2"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("comment", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error", True),
        ("This submission was retracted", True),
        ("We study papers that were withdrawn", False),
    ],
)
def test_a_withdrawn_work_is_marked(comment: str, withdrawn: bool) -> None:
    record = _record(f"<arxiv:comment>{comment}</arxiv:comment>")
    assert (("retracted", "yes") in record.extra) == withdrawn


@pytest.mark.parametrize(
    "body",
    [b"", b"Rate exceeded.", b"<html><body>out of order</body></html>", b"<rss/>",
     _feed()[:-10], _feed(total="many"), _feed().replace(b"totalResults", b"other"),
     b'<!DOCTYPE f [<!ENTITY a "b">]><feed>&a;</feed>'],
)  # fmt: skip
def test_what_is_no_feed_is_told(body: bytes) -> None:
    found = _read(body)
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


@pytest.mark.parametrize("number", ["", "x" * 200, "a b", "2001.00001v1/"])
def test_an_entry_without_a_number_is_a_failure_or_has_one(number: str) -> None:
    body = _feed(_entry().replace("http://arxiv.org/abs/2001.00001v1", f"urn:{number}"))
    (entry,) = SOURCE.entries(body)
    assert entry.record is None
    assert "<entry" in entry.raw


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)
_TAGS = st.sampled_from(["id", "title", "summary", "published", "author", "arxiv:doi", "other",
                         "arxiv:comment", "category", "link"])  # fmt: skip


@given(st.lists(st.lists(st.tuples(_TAGS, _TEXT), max_size=5), max_size=4))
def test_whatever_entries_hold_no_error_leaves_and_each_is_counted(
    works: list[list[tuple[str, str]]],
) -> None:
    entries = [
        "<entry>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in work) + "</entry>"
        for work in works
    ]
    body = _feed(*entries)
    page = _read(body)
    assert isinstance(page, Page)
    assert page.count == len(list(SOURCE.entries(body))) == len(works)
