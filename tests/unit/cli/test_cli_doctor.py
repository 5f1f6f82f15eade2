"""`litreview doctor` against a server on this machine, and without a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from replaying import Answer, Asked, Server, as_json
from serving_eric import entries, eric, reroute

from litreview.review import doctor
from litreview.sources import SOURCES
from litreview.sources.access import KEYS, variable

if TYPE_CHECKING:
    from conftest import Shell

SECRET = "4f00dfeed4f00d"  # noqa: S105 - invented
CLOSED = "http://127.0.0.1:9"
"""Nobody listens there."""


def answer(asked: Asked) -> Answer:
    """ERIC's answers for ERIC; anybody else is refused."""
    return eric(entries(3))(asked) if asked.get("rows") == "1" else as_json({"error": "no"}, 403)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LITREVIEW_EMAIL", raising=False)
    for name in SOURCES.names():
        for key in KEYS:
            monkeypatch.delenv(variable(name, key), raising=False)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(answer) as running:
        reroute(monkeypatch, running.url)
        yield running


def row(out: str, name: str) -> str:
    return next(line for line in out.splitlines() if line.split()[:1] == [name])


def test_each_source_has_a_line_and_one_that_fails_gives_a_status(
    empty: Shell, server: Server
) -> None:
    said = empty("doctor")
    assert said.status == 1
    assert said.out.startswith("litreview ")
    for name in SOURCES.names():
        assert row(said.out, name)
    assert "yes, " in row(said.out, "eric")
    assert "no: it refuses access" in row(said.out, "doaj")
    assert "not asked: Scopus wants a key" in row(said.out, "scopus")
    assert len(server.asked) <= len(SOURCES.names()), "one request each"


def test_one_that_answers_is_no_finding(empty: Shell, server: Server) -> None:
    said = empty.ok("doctor", "eric", "--json")
    (found,) = said.json["sources"]
    assert (found["answers"], found["search"], found["said"]) == (True, "boolean", "")
    assert found["harvest_of_1000"]["requests"] >= 1
    assert found["licence"]
    assert found["cannot"]
    assert found["base_url_set_in"] == "LITREVIEW_ERIC_BASE_URL"
    assert len(server.asked) == 1


def test_a_source_by_name_tells_all_of_it(empty: Shell, server: Server) -> None:
    said = empty.ok("doctor", "eric").out
    about = SOURCES.get("eric").about
    for part in ("answer: yes", "search: boolean", "key: none is needed", "1,000 records: at least",
                 f"licence: {about.licence}", "another one (LITREVIEW_ERIC_BASE_URL)"):  # fmt: skip
        assert part in said
    assert said.count("    cannot: ") == len(about.cannot)
    assert len(server.asked) == 1


def test_whether_abstracts_come_is_told(empty: Shell) -> None:
    assert "come without abstracts" in empty("doctor", "scopus", "--offline").out
    assert "come without abstracts" not in empty("doctor", "eric", "--offline").out


def test_without_a_network_there_is_a_word_for_each_and_no_traceback(
    empty: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    reroute(monkeypatch, CLOSED)
    said = empty("doctor")
    assert said.status == 1
    assert "no: the connection to 127.0.0.1 failed" in row(said.out, "eric")
    assert "Traceback" not in said.out + said.err


def test_offline_asks_nobody(empty: Shell, server: Server) -> None:
    said = empty.ok("doctor", "--offline")
    assert "not asked" in row(said.out, "eric")
    assert server.asked == []
    assert all(
        one["answers"] is None for one in empty.ok("doctor", "--offline", "--json").json["sources"]
    )


@pytest.mark.usefixtures("server")
def test_a_key_is_told_by_its_place_only(empty: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITREVIEW_OPENALEX_KEY", SECRET)
    toml = empty.root / "review.toml"
    toml.write_text(f'{toml.read_text("utf-8")}\n[sources.core]\nkey = "{SECRET}"\n', "utf-8")
    for arguments in ((), ("openalex", "core"), ("--json",)):
        said = empty("doctor", *arguments)
        assert SECRET not in said.out + said.err
    found = {one["source"]: one["key"]["set_in"] for one in said.json["sources"]}
    assert found["openalex"] == "LITREVIEW_OPENALEX_KEY"
    assert found["core"] == "review.toml, [sources.core]"
    assert found["crossref"] is None
    (warning,) = said.json["warnings"]
    assert "the key of core stands in review.toml" in warning
    assert "LITREVIEW_CORE_KEY" in warning


@pytest.mark.usefixtures("server")
def test_settings_of_nobody_are_told(empty: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITREVIEW_OPENALEKS_KEY", SECRET)
    toml = empty.root / "review.toml"
    toml.write_text(f"{toml.read_text('utf-8')}\n[sources.erik]\nrate = 1\n", "utf-8")
    warnings = empty("doctor", "--offline", "--json").json["warnings"]
    assert warnings == [
        "[sources.erik] in review.toml names no source", "LITREVIEW_OPENALEKS_KEY names no source",
    ]  # fmt: skip


@pytest.mark.usefixtures("server")
def test_wrong_settings_are_told_where_they_stand(
    empty: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITREVIEW_ERIC_RATE", "fast")
    said = empty("doctor", "eric", "--json").json["sources"][0]
    assert said["answers"] is None
    assert "LITREVIEW_ERIC_RATE" in said["said"]


@pytest.mark.usefixtures("server")
def test_a_review_that_cannot_be_read_is_a_warning(empty: Shell) -> None:
    (empty.root / "review.toml").write_text("format = ", "utf-8")
    said = empty("doctor", "--offline")
    assert said.status == 1
    assert "warning: this is not valid TOML" in said.err


def test_it_needs_no_review(empty: Shell, server: Server) -> None:
    nowhere = empty.root.parent
    said = empty("doctor", "--offline", at=nowhere)
    assert (said.status, "no review here" in said.out) == (0, True)
    assert empty("doctor", "--offline", "--json", at=nowhere).json["review"] is None
    assert server.asked == []


def test_an_unknown_name_is_an_error(empty: Shell, server: Server) -> None:
    said = empty("doctor", "erik")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("error: there is no source called 'erik'")
    assert server.asked == []


def test_who_never_answers_is_not_waited_for() -> None:
    def hanging(_: Asked) -> Answer:
        return Answer(how="hang", seconds=30)

    ticks = iter([0.0, *[1_000.0] * 100])
    with Server(hanging) as running:
        environ = {"LITREVIEW_ERIC_BASE_URL": running.url}
        (found,) = doctor.looked_at(["eric"], {}, environ, clock=lambda: next(ticks))
    assert (found.answers, found.said) == (False, "no answer within 15 s")


def test_every_source_has_something_small_to_ask() -> None:
    for source in SOURCES.all():
        if source.about.base_url:
            assert doctor._small(source) is not None, source.about.name
