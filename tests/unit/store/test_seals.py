"""The file of a seal: written, read, and refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.errors import LitreviewError, UsageError
from litreview.store import seals
from litreview.store.seals import Seal

GOOD: dict[str, Any] = {
    "kind": "litreview-seal",
    "format": 1,
    "review": "r1",
    "who": "ann",
    "log": "ann.aaaaaa",
    "lines": 12,
    "head": "0123456789abcdef" * 4,
    "sealed_at": "2026-11-24T00:20:31.123456Z",
}
BAD: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "this is not a seal"),
    "no JSON": ("a seal", "it is no JSON"),
    "a list": ("[]", "this is not a seal"),
    "nested": ("[" * 60_000, "this is not a seal"),
    "nested in a field": ('{"review":' + "[" * 50_000, "this is not a seal"),
    "no text": (b"\xff\xfe{}", "this is not a seal"),
    "huge": ('{"kind":"' + "x" * 70_000 + '"}', "it is too large"),
    "of another kind": (json.dumps(GOOD | {"kind": "vote"}), "it calls itself something else"),
    "a number for the kind": (json.dumps(GOOD | {"kind": 3}), "it calls itself something else"),
    "twice": (json.dumps(GOOD)[:-1] + ', "lines": "x", "lines": 12}', "it is damaged"),
    "with votes": (json.dumps(GOOD | {"votes": []}), "it has a field that no seal has"),
    "without a head": (json.dumps({k: v for k, v in GOOD.items() if k != "head"}), "it lacks head"),
    "a short head": (json.dumps(GOOD | {"head": "abc"}), "its field head holds"),
    "capitals": (json.dumps(GOOD | {"head": "ABCDEF0123456789" * 4}), "this is not a seal"),
    "no lines": (json.dumps(GOOD | {"lines": 0}), "this is not a seal"),
    "less than no lines": (json.dumps(GOOD | {"lines": -3}), "this is not a seal"),
    "endless lines": (json.dumps(GOOD | {"lines": 10**40}), "this is not a seal"),
    "half a line": (json.dumps(GOOD | {"lines": 1.5}), "this is not a seal"),
    "text for lines": (json.dumps(GOOD | {"lines": "12"}), "this is not a seal"),
    "no time": (json.dumps(GOOD | {"sealed_at": "yesterday"}), "this is not a seal"),
    "a path": (json.dumps(GOOD | {"log": "../../ann.aaaaaa"}), "not the name of a log"),
    "of somebody else": (json.dumps(GOOD | {"who": "bo"}), "not the name of a log of 'bo'"),
    "escapes": (json.dumps(GOOD | {"log": "ann.\x1b[2J"}), "not the name of a log"),
    "newer": (json.dumps(GOOD | {"format": 2}), "this seal has format 2"),
}


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    seal = Seal(**{k: v for k, v in GOOD.items() if k not in {"kind", "format"}})
    (tmp_path / "ann.seal").write_bytes(seals.write(seal))
    assert seals.load(tmp_path / "ann.seal") == seal
    assert json.loads(seals.write(seal)) == GOOD


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_seal_is_refused_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    content, said = BAD[name]
    path = tmp_path / "a.seal"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError) as caught:
        seals.load(path)
    assert said in caught.value.what
    assert len(caught.value.what) < 400
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        seals.load(tmp_path / "none.seal")
    with pytest.raises(UsageError, match="this is a folder"):
        seals.load(tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@settings(max_examples=40)
@given(st.sampled_from(sorted(GOOD)), JSON)
def test_whatever_stands_in_a_field_it_is_a_seal_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "drawn.seal"
    path.write_text(json.dumps(GOOD | {key: value}), "utf-8")
    try:
        assert seals.load(path).log == "ann.aaaaaa"
    except LitreviewError as error:
        assert error.what and error.where and error.remedy  # noqa: PT018, PT017 - all three
