"""A full text is fetched politely, within bounds, and only if it is a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from replaying import Answer, Asked, Server

from litreview.sources import download
from litreview.sources.download import Downloader, Got
from litreview.sources.http import Pace, Patience
from litreview.sources.source import Fault

PDF = b"%PDF-1.7\n" + b"x" * 3_000 + b"\n%%EOF\n"
PAGE = b"<!DOCTYPE html><html><body>Please log in</body></html>"


def fetched(
    answer: Callable[[Asked], Answer], tmp_path: Path, path: str = "/a.pdf", **given: object
) -> tuple[Got | Fault, Server]:
    asking = Downloader(local=True, patience=Patience(tries=3, first=0.0))
    for name, value in given.items():
        setattr(asking, name, value)
    with Server(answer) as server:
        found = asking.fetch(f"{server.url}{path}", tmp_path / "file")
        asking.close()
    return found, server


def test_a_pdf_is_written_as_it_came(tmp_path: Path) -> None:
    found, server = fetched(lambda _: Answer(PDF), tmp_path, email="ada@lib.test")
    assert found == Got(f"{server.url}/a.pdf", len(PDF))
    assert (tmp_path / "file").read_bytes() == PDF
    assert "mailto:ada@lib.test" in server.asked[0].headers["user-agent"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(PAGE), "a page, not a PDF"),
        (Answer(b"plain text"), "something that is no PDF"),
        (Answer(b""), "something that is no PDF"),
        (Answer(PAGE, 403), "it refuses access (403)"),
        (Answer(PAGE, 404), "it has no such address (404)"),
        (Answer(b"", 302, {"Location": "file:///etc/passwd"}), "no address on the web"),
        (Answer(b"", 302, {"Location": "/a.pdf"}), "it redirects more than 8 times"),
        (Answer(b"", 302, {"Location": "http://[bad"}), "this is no address"),
    ],
)
def test_what_is_no_pdf_is_told_and_not_asked_for_again(
    answer: Answer, said: str, tmp_path: Path
) -> None:
    found, server = fetched(lambda _: answer, tmp_path)
    assert isinstance(found, Fault)
    assert said in found.what
    assert len(server.asked) == (9 if "8 times" in said else 1)


@pytest.mark.parametrize("how", ["cut", "reset"])
def test_what_was_cut_off_is_fetched_again(how: str, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Answer:
        return Answer(PDF, how=how if asked.number == 1 else "whole")  # type: ignore[arg-type]

    found, server = fetched(answer, tmp_path)
    assert isinstance(found, Got)
    assert len(server.asked) == 2
    assert (tmp_path / "file").read_bytes() == PDF


def test_what_stays_out_of_order_is_given_up_after_a_few_tries(tmp_path: Path) -> None:
    found, server = fetched(lambda _: Answer(b"", 503), tmp_path)
    assert isinstance(found, Fault)
    assert found.kind == "transient"
    assert len(server.asked) == 3


def test_a_redirect_is_followed_to_the_file(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Answer:
        there = asked.path == "/b.pdf"
        return Answer(PDF) if there else Answer(b"", 302, {"Location": "/b.pdf"})

    found, server = fetched(answer, tmp_path)
    assert found == Got(f"{server.url}/b.pdf", len(PDF))


def test_a_file_without_end_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "LARGEST", 2_000)
    found, _ = fetched(lambda _: Answer(PDF), tmp_path)
    assert isinstance(found, Fault)
    assert "larger than 2,000 bytes" in found.what


def test_a_file_that_takes_for_ever_is_left(tmp_path: Path) -> None:
    ticks = iter(range(0, 10_000, 400))
    found, _ = fetched(
        lambda _: Answer(PDF * 100),
        tmp_path,
        _paces={"127.0.0.1": Pace(0.0, clock=lambda: float(next(ticks)))},
    )
    assert isinstance(found, Fault)
    assert "more than 600 seconds" in found.what


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.1.2.3"],
)
def test_a_link_into_ones_own_network_is_not_followed(address: str, tmp_path: Path) -> None:
    asked: list[str] = []

    def addresses(host: str) -> list[str]:
        asked.append(host)
        return ["93.184.215.14", address]

    found = Downloader(addresses=addresses).fetch("http://papers.test/a.pdf", tmp_path / "file")
    assert isinstance(found, Fault)
    assert "your own network" in found.what
    assert asked == ["papers.test"]


def test_a_name_that_is_looked_up_again_with_another_answer_reaches_nobody(tmp_path: Path) -> None:
    with Server(lambda _: Answer(PDF)) as server:
        asking = Downloader(addresses=lambda _: ["93.184.215.14"], pace=lambda: Pace(0.0))
        url = server.url.replace("127.0.0.1", "localhost")
        found = asking.fetch(f"{url}/a.pdf", tmp_path / "file")
        asking.close()
        assert isinstance(found, Fault)
        assert "your own network" in found.what
        assert server.asked == [], "the machine was reached, and nothing was asked"


def test_a_proxy_of_the_users_may_be_in_their_own_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(lambda _: Answer(PDF)) as proxy:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        asking = Downloader(addresses=lambda _: ["93.184.215.14"], pace=lambda: Pace(0.0))
        found = asking.fetch("http://papers.test/a.pdf", tmp_path / "file")
        asking.close()
        assert isinstance(found, Got)
        assert proxy.asked[0].headers["host"] == "papers.test"


@pytest.mark.parametrize(
    "url", ["ftp://papers.test/a", "javascript:alert(1)", "//x", "http://a:b@papers.test/", "", "a"]
)
def test_what_is_no_link_is_refused(url: str, tmp_path: Path) -> None:
    found = Downloader(local=True).fetch(url, tmp_path / "file")
    assert isinstance(found, Fault)
    assert found.kind == "permanent"


def test_even_at_home_a_link_leads_to_no_address_of_a_link_alone(tmp_path: Path) -> None:
    """There machines of a cloud tell their secrets."""
    for host in ("169.254.169.254", "[::ffff:169.254.169.254]", "[fe80::1]"):
        found = Downloader(local=True).fetch(f"http://{host}/latest", tmp_path / "file")
        assert isinstance(found, Fault)
        assert "your own network" in found.what
