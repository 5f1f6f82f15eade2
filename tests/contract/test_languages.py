"""What every language of the flow diagram holds: the texts of English, each in its words."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from litreview.cli.drawing import of_drawing
from litreview.errors import UsageError
from litreview.outputs.diagram.language import ENGLISH, Language, codes, language
from litreview.outputs.fonts import FACES, widths
from litreview.prisma import Box
from litreview.prisma.labels import BY_HANDS, LABELS, POOLED, PREVIOUS, SET_ASIDE, TOTAL

ROOT = Path(__file__).parents[2]
BOXES = {
    key: Box(key, label, unit)
    for held in (LABELS, PREVIOUS, TOTAL, BY_HANDS, SET_ASIDE, POOLED)
    for key, (label, unit) in held.items()
}
STAGES = {"seen_stage", "excluded_stage"}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def texts(of: Language) -> Iterator[tuple[str, str, Any]]:
    for section, held in of.texts.items():
        for key, text in held.items():
            yield section, key, text


def test_the_command_offers_what_there_is_and_the_page_names_it() -> None:
    (option,) = [p for p in of_drawing(print).__click_params__ if p.name == "lang"]  # type: ignore[attr-defined]
    assert set(option.type.choices) == set(codes())
    page = (ROOT / "docs" / "diagram.md").read_text("utf-8")
    assert all(f"`{code}`" in page for code in codes())


def test_a_language_that_we_do_not_have_is_refused() -> None:
    for code in ("xx", "../en", ""):
        with pytest.raises(UsageError, match="has no language"):
            language(code)


@pytest.mark.parametrize("code", codes())
class TestEveryLanguage:
    def test_has_the_texts_of_english_with_their_placeholders(self, code: str) -> None:
        here = {section: set(held) for section, held in language(code).texts.items()}
        english = {section: set(held) for section, held in ENGLISH.texts.items()}
        here.pop("labels", None)
        assert here == english
        for section, key, text in texts(ENGLISH):
            other = language(code).texts[section][key]
            assert type(other) is type(text), key
            for one, two in zip(
                *((t if isinstance(t, list) else [t]) for t in (text, other)), strict=True
            ):
                assert placeholders(one) == placeholders(two), key
                assert two.strip(), key

    def test_names_and_defines_every_box(self, code: str) -> None:
        found = language(code)
        assert set(found.texts["definitions"]) == set(BOXES) | STAGES
        if found is not ENGLISH:
            assert set(found.texts["labels"]) == set(BOXES)
        assert len({found.label(box) for box in BOXES.values()}) == len(BOXES)

    def test_is_written_in_letters_of_the_bundled_font(self, code: str) -> None:
        held = {chr(c) for face in FACES for c in widths(face)}
        for section, key, text in texts(language(code)):
            assert set("".join(text)) <= held, (section, key)

    def test_shares_no_sentence_with_english(self, code: str) -> None:
        """A text that nobody translated would pass for one."""
        if code == "en":
            return
        english = {(section, key): text for section, key, text in texts(ENGLISH)}
        for section, key, text in texts(language(code)):
            words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", "".join(text)))
            if section != "labels" and len(words) > 2:
                assert text != english[section, key], (section, key)

    def test_says_that_it_is_no_official_translation(self, code: str) -> None:
        ours = "litreview" in language(code).texts["notes"]["credit_new"]
        assert ours == (code != "en")
        assert ours == ("litreview" in language(code).texts["notes"]["credit_updated"])


def test_numbers_are_written_as_the_language_writes_them() -> None:
    written = {code: language(code).number(1234567) for code in codes()}
    assert written["en"] == "1,234,567"
    assert written["da"] == written["de"] == "1.234.567"
    assert written["no"] == written["sv"] == written["fr"] == "1\u00a0234\u00a0567"
    assert language("fr").counted(0, "studies") == "0 étude"
    assert language("da").counted(0, "studies") == "0 studier"
