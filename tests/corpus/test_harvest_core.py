"""CORE's recordings are those of version 2, which is retired: they are refused, never misread."""

from __future__ import annotations

from pathlib import Path

import pytest
from replaying import recordings
from walking import walked

from litreview.sources.apis.core import SOURCE

pytestmark = pytest.mark.corpus


def test_no_answer_of_version_2_is_taken_for_a_page_least_of_all_for_an_empty_one(
    corpus: Path,
) -> None:
    found = recordings(corpus, "core")
    assert len(found) >= 6
    for one in found:
        got = walked(SOURCE, lambda _, one=one: one.answer)
        assert not got.outcome.complete, one.file
        assert got.outcome.pages == 0
        assert got.outcome.expected is None
        assert list(SOURCE.entries(one.body)) == []
