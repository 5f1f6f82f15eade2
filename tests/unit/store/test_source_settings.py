"""The tables [sources.NAME] of review.toml, and where a fault in them stands."""

from __future__ import annotations

import pytest

from litreview.errors import SettingsError
from litreview.store.settings import parse, template

BASE = template(review="made-1a2b", title="Invented", question="")


def settings(more: str) -> dict[str, dict[str, str]]:
    found = parse(f"{BASE}\n{more}", "review.toml").sources
    return {name: dict(table) for name, table in found.items()}


def test_without_tables_there_is_nothing() -> None:
    assert settings("") == {}


def test_all_that_may_be_set_is_text() -> None:
    found = settings(
        '[sources.openalex]\nbase_url = "http://127.0.0.1:8000"\nemail = "a@example.edu"\n'
        'rate = 0.5\n[sources.own]\nprotocol = "oai-pmh"\nset = "one"\n'
    )
    assert found["openalex"]["rate"] == "0.5"
    assert found["own"] == {"protocol": "oai-pmh", "set": "one"}


@pytest.mark.parametrize(
    ("more", "what", "where"),
    [
        ('[sources.openalex]\nkey_ = "x"', "key_", "[sources.openalex]"),
        ("[sources.openalex]\nkey = 4", "key must be text", "review.toml, line "),
        ("[sources.openalex]\nrate = true", "rate must be a number", "review.toml, line "),
        ('[sources."Open Alex"]\nkey = "x"', "cannot be the name of a source", "review.toml"),
        ("sources = 3", "sources", "review.toml"),
        ('[sources]\nopenalex = "x"', "openalex", "review.toml"),
    ],
)
def test_a_fault_is_named_with_its_place(more: str, what: str, where: str) -> None:
    text = f"{more}\n{BASE}" if more.startswith("sources") else f"{BASE}\n{more}"
    with pytest.raises(SettingsError) as caught:
        parse(text, "review.toml")
    assert what in str(caught.value)
    assert where in f"{caught.value.where} {caught.value.what} {caught.value.remedy}"
