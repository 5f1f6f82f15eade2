"""OpenCitations: which end of a citation is meant, and what is known of a work there."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaying import Answer
from walking import walked

from litreview.errors import UsageError
from litreview.model import Failure, Record
from litreview.sources.apis import opencitations
from litreview.sources.apis.opencitations import SOURCE
from litreview.sources.source import OPEN, Access, Direction, Fault, Page, Reply

SEED = "omid:br/1 doi:10.5555/seed"


def _row(citing: Any, cited: Any, **more: Any) -> dict[str, Any]:
    return {"oci": "1-2", "citing": citing, "cited": cited, "creation": "2019-04", **more}


FORWARD = [
    _row(["omid:br/2", "doi:10.5555/A", "pmid:12"], SEED),
    _row(["omid:br/3", "doi:10.5555/b", "doi:10.5555/b.v1"], SEED),
    _row(["omid:br/4"], SEED, creation=""),
]


def _walk(rows: Any, direction: Direction = "forward") -> Any:
    body = json.dumps(rows).encode()
    starts = SOURCE.chase(["10.5555/seed"], direction)
    return walked(SOURCE, lambda _: Answer(body), starts=starts)


def test_each_work_is_one_request_that_marks_the_end_it_wants() -> None:
    forward, second = SOURCE.chase(["https://doi.org/10.5555/A#b", "pmid:12"], "forward")
    assert forward.path == "index/v2/citations/doi:10.5555/a%23b"
    assert forward.param("json") == 'array(" ",citing)'
    assert second.path == "index/v2/citations/pmid:12"
    (backward,) = SOURCE.chase(["br/061", "omid:br/061"], "backward")
    assert backward.path == "index/v2/references/omid:br/061"
    assert backward.param("json") == 'array(" ",cited)'


def test_what_is_no_identifier_cannot_be_chased_and_words_cannot_be_searched() -> None:
    with pytest.raises(UsageError, match="no identifier"):
        SOURCE.chase(["mentoring"], "forward")
    with pytest.raises(UsageError, match="cannot be searched"):
        SOURCE.ask("mentoring", OPEN)


def test_a_key_is_a_header() -> None:
    request = SOURCE.chase(["10.5555/a"], "forward")[0]
    assert SOURCE.sign(request, Access("https://example.org", key="k-secret")) == (
        request, {"Authorization": "k-secret"},
    )  # fmt: skip
    assert SOURCE.sign(request, Access("https://example.org")) == (request, {})


def test_citing_works_are_records_of_identifiers_alone() -> None:
    got = _walk(FORWARD)
    assert got.outcome.complete
    assert (got.outcome.expected, got.outcome.received) == (3, 3)
    first, second, third = got.items
    assert isinstance(first, Record)
    assert (first.doi, first.pmid, first.year, first.title) == ("10.5555/a", "12", 2019, "")
    assert first.url == "https://doi.org/10.5555/a"
    assert (first.database, first.accession, first.kind) == ("OpenCitations", "br/2", "other")
    assert ("identifier", "doi:10.5555/b.v1") in second.extra
    assert (third.doi, third.pmid, third.url, third.year) == (None, None, "", None)


def test_a_cited_work_has_not_the_year_of_the_work_that_cites_it() -> None:
    (item,) = _walk([_row(SEED, ["omid:br/9"])], "backward").items
    assert isinstance(item, Record)
    assert (item.accession, item.year) == ("br/9", None)


def test_one_citation_is_enough_to_tell_its_ends_apart() -> None:
    assert _walk(FORWARD[:1]).keys == {"br/2"}
    assert _walk([_row(SEED, ["omid:br/9"])], "backward").keys == {"br/9"}


def test_without_the_mark_the_end_that_varies_is_meant() -> None:
    rows = [_row("10.5555/a", "10.5555/seed"), _row("10.5555/b", "10.5555/seed")]
    assert _walk(rows).keys == {"10.5555/a", "10.5555/b"}


def test_one_citation_without_the_mark_is_a_failure_that_is_told() -> None:
    got = _walk([_row("10.5555/a", "10.5555/seed")])
    (item,) = got.items
    assert isinstance(item, Failure)
    assert "cannot be told apart" in item.reason
    assert json.loads(item.raw)["citing"] == "10.5555/a"


def test_an_answer_of_the_wrong_end_is_a_fault() -> None:
    got = _walk(FORWARD, "backward")
    assert not got.outcome.complete
    assert "which end" in got.outcome.reason
    assert len(got.asked) == 1


def test_no_citation_is_a_complete_answer() -> None:
    got = _walk([])
    assert got.outcome.complete
    assert (got.outcome.expected, got.outcome.received) == (0, 0)


def test_a_work_that_is_listed_twice_is_one_record_and_nothing_is_missing() -> None:
    got = _walk([*FORWARD, FORWARD[0]])
    assert got.outcome.complete
    assert (got.outcome.received, got.outcome.distinct, got.tally.repeated) == (4, 3, 1)
    assert len(got.asked) == 1


def test_an_answer_that_is_cut_off_is_not_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opencitations, "_MOST", 200)
    monkeypatch.setattr(SOURCE, "about", replace(SOURCE.about, window=200))
    rows = [_row([f"omid:br/{number}"], SEED) for number in range(200)]
    (request,) = SOURCE.chase(["10.5555/seed"], "forward")
    page = SOURCE.read(request, Reply(200, {}, json.dumps(rows).encode()))
    assert isinstance(page, Page)
    assert (page.exact, page.warnings) == (False, ("the answer ends at 200 citations",))
    got = _walk(rows)
    assert not got.outcome.complete
    assert "at most 200" in got.outcome.reason
    assert (len(got.keys), len(got.asked)) == (200, 1)


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b"<html></html>", b'"x"'])
def test_what_is_no_list_is_malformed(body: bytes) -> None:
    (request,) = SOURCE.chase(["10.5555/seed"], "forward")
    found = SOURCE.read(request, Reply(200, {}, body))
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5)
    | st.sampled_from([SEED, "10.5555/x", "pmid:3", "omid:br/7"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner,
                                                                max_size=2),
    max_leaves=6,
)  # fmt: skip
_rows = st.lists(
    _values | st.dictionaries(st.sampled_from(["citing", "cited", "creation"]), _values),
    max_size=5,
)


@given(_rows, st.sampled_from(["forward", "backward"]))
def test_entries_never_raises_and_yields_what_the_page_counts(
    rows: list[Any], direction: Direction
) -> None:
    body = json.dumps(rows).encode("utf-8", "replace")
    (request,) = SOURCE.chase(["10.5555/seed"], direction)
    page = SOURCE.read(request, Reply(200, {}, body))
    entries = list(SOURCE.entries(body))
    assert len(entries) == len(rows)
    if isinstance(page, Page):
        assert page.count == len(rows)
    for entry in entries:
        assert entry.record is None or entry.record.accession == entry.key
