"""OAI-PMH: what is sent, what an answer means, and walks over a local server that misbehaves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from oai_like import error, listed, pages_of, record
from replaying import Answer, Asked
from walking import Memory, walked

from litreview.errors import SettingsError, UnknownName
from litreview.model import Failure, Record
from litreview.sources.named import SOURCES, source_named
from litreview.sources.numbering import Gone
from litreview.sources.source import (
    OPEN,
    Fault,
    Limits,
    Page,
    Reply,
    Request,
    Searchable,
)

SOURCE = SOURCES.get("oai-pmh")
assert isinstance(SOURCE, Searchable)
OWN = {"protocol": "oai-pmh", "base_url": "https://repository.example.org/oai"}


def read(body: bytes, sent: Request | None = None, status: int = 200) -> Page | Fault:
    return SOURCE.read(sent or SOURCE.ask("", OPEN), Reply(status, {}, body))


def records(count: int) -> list[str]:
    return [record(number) for number in range(count)]


# -- what is sent ------------------------------------------------------------------------------


def test_days_of_publication_are_never_sent_as_days_of_change() -> None:
    asked = SOURCE.ask("mentoring", Limits(first="2010-01-01", last="2015-12-31"))
    assert dict(asked.params) == {"verb": "ListRecords", "metadataPrefix": "oai_dc"}


def test_since_is_the_day_of_change_and_the_later_of_two_days_wins() -> None:
    limits = Limits(since="2026-02-01", options=(("set", "papers"), ("from", "2020-01-01"),
                                                 ("until", "2026-03-01")))  # fmt: skip
    asked = SOURCE.ask("", limits)
    assert (asked.param("from"), asked.param("until")) == ("2026-02-01", "2026-03-01")
    assert asked.param("set") == "papers"


def test_a_token_goes_alone_with_its_verb() -> None:
    page = read(listed(records(1), "t 1&2").body.replace(b"t 1&2", b"t 1&amp;2"))
    assert isinstance(page, Page)
    assert page.next == Request("", (("verb", "ListRecords"), ("resumptionToken", "t 1&2")))


# -- what an answer means ----------------------------------------------------------------------


@pytest.mark.parametrize("token", [None, "", "  \n"])
def test_an_empty_token_or_none_ends_the_list(token: str | None) -> None:
    page = read(listed(records(3), token).body)
    assert isinstance(page, Page)
    assert (page.count, page.total, page.exact, page.next) == (3, 3, True, None)


def test_the_last_of_several_pages_states_nothing_of_the_whole() -> None:
    page = read(listed(records(3), "").body, Request("", (("resumptionToken", "t6"),)))
    assert isinstance(page, Page)
    assert page.total is None


@pytest.mark.parametrize("size", ["0", "-1", "many", "", "1", "²", "1.5"])
def test_a_size_that_cannot_be_is_none(size: str) -> None:
    body = listed(records(2), "t2", 77).body.replace(b'"77"', f'"{size}"'.encode())
    page = read(body)
    assert isinstance(page, Page)
    assert page.total is None


def test_no_records_is_a_list_and_no_failure() -> None:
    page = read(error("noRecordsMatch").body)
    assert isinstance(page, Page)
    assert (page.count, page.total, page.next) == (0, 0, None)


def test_no_records_for_a_set_is_told_as_doubtful() -> None:
    page = read(error("noRecordsMatch").body, SOURCE.ask("", Limits(options=(("set", "x"),))))
    assert isinstance(page, Page)
    assert "a set that it does not know" in page.warnings[0]


@pytest.mark.parametrize("code", ["badResumptionToken", "noRecordsMatch"])
def test_a_token_that_is_no_longer_known_loses_the_place(code: str) -> None:
    found = read(error(code).body, Request("", (("resumptionToken", "t6"),)))
    assert isinstance(found, Fault)
    assert found.restart


@pytest.mark.parametrize("status", [200, 400, 404, 422])
def test_other_errors_are_permanent_and_say_code_and_message(status: int) -> None:
    reply = Reply(status, {}, error("cannotDisseminateFormat", "no such format").body)
    found = SOURCE.read(SOURCE.ask("", OPEN), reply) if status == 200 else SOURCE.fault(reply)
    assert isinstance(found, Fault)
    assert found.kind == "permanent"
    assert "cannotDisseminateFormat: no such format" in found.what
    assert "ListMetadataFormats" in found.remedy


@pytest.mark.parametrize(
    "body",
    [b"", b"broken xml", b"<html><body>Maintenance</body></html>", b"<OAI-PMH/>",
     listed(records(2), "t2").body[:-40], b'{"a": 1}'],
)  # fmt: skip
def test_what_is_no_answer_is_malformed(body: bytes) -> None:
    found = read(body)
    assert isinstance(found, Fault)
    assert found.kind == "malformed"


def test_a_token_that_fits_into_no_address_is_malformed() -> None:
    assert isinstance(read(listed(records(1), "t" * 10_000).body), Fault)


def test_characters_that_xml_does_not_allow_are_left_out_and_told() -> None:
    metadata = record(1).replace("invented paper", "in\x0bvented&#x1F; paper&nbsp;&bogus;")
    body = listed([metadata, record(2)], "").body.replace(b"Ada", b"Ad\xff\xfea")
    page = read(body)
    assert isinstance(page, Page)
    assert page.count == 2
    assert "characters that XML does not allow" in page.warnings[0]
    first = next(iter(SOURCE.entries(body))).record
    assert first is not None
    assert first.title == "An invented paper &bogus;, number 1"
    assert first.authors == ("Example, Ad��a",)


def test_control_characters_are_left_out_of_other_encodings_too() -> None:
    body = listed([record(1).replace("invented", "inv\x02ented")], "").body
    body = body.replace(b"UTF-8", b"ISO-8859-1").replace(b"Ada", b"Ad\xe9")
    first = next(SOURCE.entries(body)).record
    assert first is not None
    assert (first.title, first.authors) == ("An invented paper, number 1", ("Example, Adé",))


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    body = listed([record(1).replace("invented", "&b;&b;")], "").body
    body = body.replace(b"?><OAI", b"?>" + bomb + b"<OAI")
    entries = list(SOURCE.entries(body))
    assert all("aaaa" not in (one.record.title if one.record else "") for one in entries)


# -- walks ---------------------------------------------------------------------------------------


def test_the_zenodo_422_without_records_is_complete() -> None:
    got = walked(SOURCE, lambda _: error("noRecordsMatch", status=422))
    assert (got.outcome.complete, got.outcome.expected, got.outcome.received) == (True, 0, 0)
    assert len(got.asked) == 1


def test_a_404_without_records_is_complete_too_and_another_404_is_none() -> None:
    assert walked(SOURCE, lambda _: error("noRecordsMatch", status=404)).outcome.complete
    lost = walked(SOURCE, lambda _: Answer(b"<html>not here</html>", 404))
    assert not lost.outcome.complete
    assert "no such address" in lost.outcome.reason


def test_retry_after_on_a_good_answer_is_no_failure() -> None:
    got = walked(SOURCE, lambda _: replace(listed(records(2), ""), headers={"Retry-After": "59"}))
    assert got.outcome.complete
    assert not got.waits


def test_a_503_is_waited_for_as_long_as_it_says() -> None:
    serve = pages_of(records(6))
    busy = Answer(b"later", 503, {"Retry-After": "3"})
    got = walked(SOURCE, lambda asked: busy if asked.number == 2 else serve(asked))
    assert got.outcome.complete
    assert got.waits == (3.0,)


def test_a_token_that_expires_far_into_a_list_leads_to_all_of_it() -> None:
    serve = pages_of(records(20))
    gone = error("badResumptionToken", status=422)
    got = walked(SOURCE, lambda asked: gone if asked.number == 8 else serve(asked))
    assert got.outcome.complete
    assert got.outcome.distinct == 20
    assert got.tally.repeated == 14


def test_a_token_that_expires_between_two_sittings_leads_to_all_of_it() -> None:
    vault, serve = Memory(), pages_of(records(20))
    broken = Answer(b"", 500)
    first = walked(SOURCE, lambda a: broken if a.number > 7 else serve(a), vault=vault)
    assert not first.outcome.complete
    gone = error("badResumptionToken")
    second = walked(SOURCE, lambda a: gone if a.number == 1 else serve(a), vault=vault)
    assert second.outcome.complete
    assert len(second.keys) == 20


def test_without_a_stated_size_the_end_of_the_list_is_what_counts() -> None:
    got = walked(SOURCE, pages_of(records(7), size=None))
    assert got.outcome.complete
    assert (got.outcome.expected, got.outcome.distinct) == (None, 7)


def test_a_size_that_is_too_small_cuts_nothing_off() -> None:
    got = walked(SOURCE, pages_of(records(20), size=5))
    assert got.outcome.complete
    assert got.outcome.distinct == 20


def test_a_size_that_is_too_large_is_told_and_not_complete() -> None:
    got = walked(SOURCE, pages_of(records(6), size=8))
    assert not got.outcome.complete
    assert "8 are stated, 6 came" in got.outcome.reason


@pytest.mark.parametrize("size", [None, -1])
def test_a_token_that_leads_back_is_never_taken_for_the_end(size: int | None) -> None:
    serve = pages_of(records(20), size=size)

    def circling(asked: Asked) -> Answer:
        if asked.get("resumptionToken") != "t10":
            return serve(asked)
        return replace(serve(asked), body=serve(asked).body.replace(b">t12<", b">t4<"))

    got = walked(SOURCE, circling)
    assert not got.outcome.complete
    assert got.outcome.distinct == 12
    assert ("circle" if size is None else "20 are stated, 12 came") in got.outcome.reason


def test_tokens_that_are_ever_new_and_bring_nothing_new_are_a_circle() -> None:
    got = walked(SOURCE, lambda asked: listed(records(2), f"t{asked.number}"))
    assert not got.outcome.complete
    assert "circle" in got.outcome.reason
    assert len(got.asked) < 20


def test_a_token_that_led_back_once_is_got_over_by_a_second_walk() -> None:
    serve = pages_of(records(20), size=None)

    def once(asked: Asked) -> Answer:
        found = serve(asked)
        return replace(found, body=found.body.replace(b">t12<", b">t4<")) if asked.number == 6 \
            else found  # fmt: skip

    got = walked(SOURCE, once)
    assert got.outcome.complete
    assert got.outcome.distinct == 20


def test_an_empty_page_in_the_middle_is_asked_for_again() -> None:
    serve = pages_of(records(6))
    got = walked(SOURCE, lambda a: listed([], "t4", 6) if a.number == 2 else serve(a))
    assert got.outcome.complete
    assert got.outcome.distinct == 6


def test_a_deleted_work_counts_as_received_and_is_neither_record_nor_failure() -> None:
    got = walked(SOURCE, pages_of([record(1), record(2, deleted=True), record(3)]))
    assert got.outcome.complete
    assert (got.outcome.received, got.tally.records, got.tally.failures, got.tally.gone) == (
        3, 2, 0, 1,
    )  # fmt: skip
    gone = [one for one in got.items if isinstance(one, Gone)]
    assert [one.raw for one in gone] == ["oai:example.org:2"]
    assert got.tally.received == got.tally.distinct + got.tally.repeated


def test_a_work_that_was_deleted_and_comes_again_is_a_record() -> None:
    held = [record(1, deleted=True), record(2), record(1), record(1)]
    got = walked(SOURCE, pages_of(held, size=None))
    assert got.keys == {"oai:example.org:1", "oai:example.org:2"}
    assert got.tally.received == got.tally.distinct + got.tally.repeated == 4


def test_a_work_that_came_and_was_deleted_while_the_walk_went_on_stays_a_record() -> None:
    got = walked(SOURCE, pages_of([record(1), record(2), record(1, deleted=True)], size=None))
    assert got.keys == {"oai:example.org:1", "oai:example.org:2"}


def test_entries_that_cannot_be_read_are_failures_with_their_reason() -> None:
    odd = ["<record/>", "<record><header><identifier>oai:x:1</identifier></header></record>",
           record(5, "<marc xmlns='urn:invented'/>"), record(6)]  # fmt: skip
    got = walked(SOURCE, lambda _: listed(odd, ""))
    assert got.outcome.complete
    reasons = [one.reason for one in got.items if isinstance(one, Failure)]
    assert reasons == [
        "a record without an identifier", "a record without metadata",
        "metadata as <marc>, which is not read here",
    ]  # fmt: skip
    assert all(one.raw.startswith("<") for one in got.items if isinstance(one, Failure))


# -- repositories of the user's own ----------------------------------------------------------------


def test_a_repository_of_the_user_is_asked_as_its_table_says() -> None:
    mine = source_named("archive", OWN | {"set": "papers", "prefix": "mods", "title": "Archive"})
    assert isinstance(mine, Searchable)
    assert (mine.about.name, mine.about.title, mine.reader) == ("archive", "Archive", "oai-pmh")
    assert mine.about.base_url == OWN["base_url"]
    asked = mine.ask("", OPEN)
    assert (asked.param("set"), asked.param("metadataPrefix")) == ("papers", "mods")


def test_set_and_prefix_are_part_of_a_search_and_an_option_wins() -> None:
    mine = source_named("archive", OWN | {"set": "papers"})
    assert isinstance(mine, Searchable)
    assert mine.settled(OPEN).options == (("set", "papers"), ("prefix", "oai_dc"))
    other = mine.settled(Limits(options=(("set", "books"),)))
    assert mine.ask("", other).param("set") == "books"


def test_the_pages_of_a_users_repository_are_read_the_same_without_its_settings() -> None:
    mine = source_named("archive", OWN | {"title": "Archive"})
    body = listed(records(2), "").body
    assert isinstance(mine, Searchable)
    assert list(mine.entries(body)) == list(SOURCE.entries(body))
    first = next(mine.entries(body)).record
    assert isinstance(first, Record)
    assert first.database == "repository.example.org"


def test_a_ready_repository_takes_a_set_and_keeps_its_name() -> None:
    found = source_named("zenodo", {"set": "user-example"})
    assert isinstance(found, Searchable)
    assert (found.about.title, found.reader) == ("Zenodo", "zenodo")
    assert found.ask("", OPEN).param("set") == "user-example"
    assert source_named("zenodo", {}) is SOURCES.get("zenodo")


@pytest.mark.parametrize(
    ("name", "said", "what"),
    [("archive", {"protocol": "sru"}, "protocol 'sru'"),
     ("eric", {"set": "papers"}, "no repository"),
     ("eric", OWN, "no repository"),
     ("zenodo", {"title": "Mine"}, "a title of its own")],
)  # fmt: skip
def test_a_table_that_means_nothing_is_refused(name: str, said: dict[str, str], what: str) -> None:
    with pytest.raises(SettingsError, match=what):
        source_named(name, said)


def test_the_source_without_a_name_of_its_own_takes_a_title() -> None:
    assert source_named("oai", {"title": "Archive"}).about.title == "Archive"
    assert SOURCE.about.title == "OAI-PMH repository"


def test_a_table_without_a_protocol_makes_no_source() -> None:
    with pytest.raises(UnknownName):
        source_named("archive", {"set": "papers"})


def test_the_sources_that_are_ready_are_repositories_with_an_address() -> None:
    for name in ("zenodo", "repec", "ssoar", "diva"):
        one = SOURCES.get(name)
        assert isinstance(one, Searchable)
        assert one.about.base_url.startswith("https://")
        assert (one.reader, one.about.dialect, one.about.dated) == (name, "", False)
        body = listed([record(1)], "").body
        assert [e.record.database for e in one.entries(body) if e.record] == [one.about.title]
