"""What TOML allows and a program cannot hold is refused by name, in settings and forms alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from litreview.errors import SettingsError
from litreview.extraction.forms import parse_form
from litreview.store import settings
from litreview.toml_table import loads


@pytest.mark.parametrize("parse", [settings.parse, parse_form, loads])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = ", "not valid TOML"),
        ("x = " + "1" * 5_000, "too many digits"),
        ("x = " + "[" * 3_000 + "]" * 3_000, "nested too deeply"),
    ],
    ids=["cut off", "digits", "brackets"],
)
def test_what_cannot_be_held_is_refused_with_file_and_remedy(
    parse: Callable[[str, str], object], text: str, words: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(text, "a.toml")
    assert words in caught.value.what
    assert caught.value.where == "a.toml"
    assert caught.value.remedy
