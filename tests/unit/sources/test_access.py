"""How a user reaches a source: review.toml, the environment, and what must never be seen."""

from __future__ import annotations

import pytest

from litreview.errors import SettingsError
from litreview.sources.access import access, contact, set_in, table_of, usable, variable
from litreview.sources.http import Sender, interval
from litreview.sources.source import About, Access, Need, Source

SECRET = "4f00dfeed4f00d"  # noqa: S105 - invented


class _Made(Source):
    def __init__(self, name: str = "semantic-scholar", key: Need = "optional", email: Need = "none",
                 base_url: str = "https://example.org/api") -> None:  # fmt: skip
        self.about = About(
            name=name, title="Invented", base_url=base_url, licence="", references=(), checked="",
            key=key, email=email, key_from="https://example.org/keys", rate=2.0, rate_keyed=10.0,
        )  # fmt: skip


def test_without_settings_it_is_what_the_source_says() -> None:
    assert access(_Made(), {}, {}) == Access("https://example.org/api")


def test_the_environment_wins_over_review_toml() -> None:
    said = {"base_url": "http://127.0.0.1:1", "key": "old", "email": "a@example.edu", "rate": "3"}
    environ = {
        "LITREVIEW_SEMANTIC_SCHOLAR_BASE_URL": "http://127.0.0.1:2",
        "LITREVIEW_SEMANTIC_SCHOLAR_KEY": f" {SECRET} ",
    }
    found = access(_Made(), said, environ)
    assert (found.base_url, found.key) == ("http://127.0.0.1:2", SECRET)
    assert (found.email, found.rate) == ("a@example.edu", 3.0)


def test_one_address_serves_all_sources_and_one_of_a_source_goes_before_it() -> None:
    environ = {"LITREVIEW_EMAIL": "all@example.edu"}
    assert access(_Made(), {"email": "toml@example.edu"}, environ).email == "all@example.edu"
    environ["LITREVIEW_SEMANTIC_SCHOLAR_EMAIL"] = "one@example.edu"
    assert access(_Made(), {}, environ).email == "one@example.edu"


def test_a_variable_may_have_another_name_of_the_source() -> None:
    assert variable("semantic-scholar", "key") == "LITREVIEW_SEMANTIC_SCHOLAR_KEY"
    assert access(_Made(), {}, {"LITREVIEW_S2_KEY": SECRET}).key == SECRET
    both = {"LITREVIEW_S2_KEY": "other", "LITREVIEW_SEMANTIC_SCHOLAR_KEY": SECRET}
    assert access(_Made(), {}, both).key == SECRET


def test_a_table_is_found_under_any_name_of_the_source() -> None:
    tables = {
        "s2": {"key": "a", "rate": "1"},
        "semantic-scholar": {"key": "b"},
        "eric": {"key": "c"},
    }
    wanted = {"key": "b", "rate": "1"}
    assert table_of(tables, "s2") == table_of(tables, "semantic-scholar") == wanted
    assert table_of(tables, "doaj") == {}


def test_where_something_is_set_is_told_by_its_place() -> None:
    environ = {"LITREVIEW_S2_KEY": SECRET, "LITREVIEW_EMAIL": "a@example.edu"}
    assert set_in("semantic-scholar", "key", environ) == "LITREVIEW_S2_KEY"
    assert set_in("semantic-scholar", "email", environ) == "LITREVIEW_EMAIL"
    assert set_in("semantic-scholar", "rate", environ) == "review.toml, [sources.semantic-scholar]"


@pytest.mark.parametrize(
    "address",
    ["ftp://example.org", "example.org", "https://ann:secret@example.org/", "https://a.org/?key=1",
     "https://", "http://a b", "https://example.org/#x", "file:///etc/passwd"],
)  # fmt: skip
def test_a_base_address_is_one(address: str) -> None:
    with pytest.raises(SettingsError) as caught:
        access(_Made(), {"base_url": address}, {})
    assert caught.value.where == "review.toml, [sources.semantic-scholar]"
    assert "https://host/path" in caught.value.remedy


def test_a_source_without_an_address_says_which_is_wanted() -> None:
    with pytest.raises(SettingsError, match="no address is set for oai-pmh") as caught:
        access(_Made("oai-pmh", base_url=""), {}, {})
    assert "LITREVIEW_OAI_PMH_BASE_URL" in caught.value.remedy


@pytest.mark.parametrize(
    ("key", "value"),
    [("key", f"{SECRET} {SECRET}"), ("token", f"{SECRET}\x1b[0m"), ("key", f"{SECRET}é")],
)
def test_what_is_wrong_with_a_key_is_said_without_it(key: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        access(_Made(), {}, {variable("semantic-scholar", key): value})
    error = caught.value
    assert error.where == variable("semantic-scholar", key)
    assert SECRET not in str(error) + repr(error)


def test_a_key_is_not_in_what_is_printed_of_the_access() -> None:
    found = access(_Made(), {"key": SECRET, "token": SECRET, "email": "a@example.edu"}, {})
    assert SECRET not in repr(found)
    assert "example.edu" not in repr(found)
    assert found.secrets == (SECRET, SECRET)


@pytest.mark.parametrize("email", ["nobody", "a@b", "a b@example.edu", "<a@example.edu>"])
def test_an_address_of_a_person_is_one(email: str) -> None:
    with pytest.raises(SettingsError, match="the e-mail address"):
        access(_Made(), {"email": email}, {})


@pytest.mark.parametrize("key", ["key", "token"])
def test_what_is_too_short_to_be_a_key_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(SettingsError, match="shorter than 5 characters") as caught:
        access(_Made(), {key: "labo"}, {})
    assert "labo" not in f"{caught.value} {caught.value.remedy} {caught.value.where}"
    assert access(_Made(), {key: "labor"}, {}).secrets == ("labor",)


def test_what_is_too_short_to_be_a_key_changes_no_record() -> None:
    sender = Sender(_Made(), Access("https://example.org", "labo"))
    body = b"A test of laboratory methods"
    assert sender.hide(body) == body


@pytest.mark.parametrize("rate", ["fast", "0", "-1", "1001", "nan", "inf"])
def test_a_rate_is_a_number_of_requests_a_second(rate: str) -> None:
    with pytest.raises(SettingsError, match="no number of requests a second"):
        access(_Made(), {"rate": rate}, {})


def test_a_key_that_is_required_is_asked_for_with_the_place_to_get_it() -> None:
    source = _Made(key="required")
    with pytest.raises(SettingsError, match="wants a key") as caught:
        usable(source, access(source, {}, {}))
    assert "LITREVIEW_SEMANTIC_SCHOLAR_KEY" in caught.value.remedy
    assert "https://example.org/keys" in caught.value.remedy
    have = access(source, {"key": SECRET}, {})
    assert usable(source, have) is have


def test_an_address_that_is_required_is_asked_for() -> None:
    source = _Made(email="required")
    with pytest.raises(SettingsError, match="e-mail address of who asks"):
        usable(source, access(source, {}, {}))


@pytest.mark.parametrize(
    ("email", "kept"),
    [("a@university.edu", True), ("a@example.org", False), ("a@mail.example.com", False)],
)
def test_an_invented_address_is_not_sent(email: str, kept: bool) -> None:
    assert bool(contact(Access("https://example.org", email=email)).email) is kept


def test_the_rate_is_that_of_the_key_unless_the_user_says_another() -> None:
    source = _Made()
    assert interval(source, Access("https://example.org")) == pytest.approx(0.5)
    assert interval(source, Access("https://example.org", key=SECRET)) == pytest.approx(0.1)
    assert interval(source, Access("https://example.org", rate=0.25)) == pytest.approx(4.0)
    assert interval(source, Access("http://127.0.0.1:8000")) == 0
