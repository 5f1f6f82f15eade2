"""What every format of the registry must keep to; a new file is tested the moment it exists.

To accept a deliberate change: LITREVIEW_GOLDEN=write, then read the difference.
"""

from __future__ import annotations

import json
import os
import runpy
from pathlib import Path

import click
import pytest

from litreview.cli.dump import command as dump
from litreview.formats import FORMATS, Format
from litreview.model import Failure, Parsed, Record, RecordId, Remark, SearchId
from litreview.outputs.parts.references import files as references
from litreview.store import received

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "formats"
PLAIN = Record(
    id=RecordId("s:1"), search=SearchId("s"), title="A title", authors=("A, B",), year=2001
)


@pytest.fixture(params=FORMATS.names())
def chosen(request: pytest.FixtureRequest) -> Format:
    return FORMATS.get(request.param)


def example(chosen: Format) -> Path:
    found = sorted((GOLDEN / chosen.name).glob("input.*"))
    assert found, f"put an invented input file into tests/golden/formats/{chosen.name}/"
    return found[0]


def read(chosen: Format, path: Path) -> list[Parsed]:
    format_name, encoding = received.looks_like(path)
    assert format_name == chosen.name
    return list(received.parse(path, format_name, encoding, SearchId("s")))


def as_json(items: list[Parsed]) -> object:
    def plain(item: Parsed) -> dict[str, object]:
        filled = {name: getattr(item, name) for name in item.__slots__ if getattr(item, name)}
        filled.pop("search", None)
        return {"is": type(item).__name__, **filled}

    return json.loads(json.dumps([plain(item) for item in items]))


def test_the_example_is_read_as_expected(chosen: Format) -> None:
    found = as_json(read(chosen, example(chosen)))
    expected = GOLDEN / chosen.name / "expected.json"
    if os.environ.get("LITREVIEW_GOLDEN") == "write":
        text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
        expected.write_text(text, encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


def test_what_can_be_written_is_in_the_report_and_offered_by_dump(chosen: Format) -> None:
    evidence = runpy.run_path(str(ROOT / "tests" / "golden" / "tables" / "made.py"))["evidence"]()
    if chosen.write is not None:
        files = {file.path: file.content for file in references(evidence)}
        assert files[f"references/included{chosen.suffixes[0]}"]
    (option,) = [p for p in dump.params if isinstance(p, click.Option) and p.name == "name"]
    assert chosen.name in str(option.help)


def test_the_example_shows_all_that_can_happen(chosen: Format) -> None:
    """An example without a failure or a line aside would leave these untested."""
    kinds = {type(item) for item in read(chosen, example(chosen))}
    assert kinds == {Record, Failure, Remark}


def test_entries_are_numbered_without_a_gap(chosen: Format) -> None:
    items = read(chosen, example(chosen))
    numbers = [int(i.id.rpartition(":")[2]) for i in items if isinstance(i, Record)]
    numbers += [item.number for item in items if isinstance(item, Failure)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_a_failure_keeps_its_text_its_place_and_the_reason(chosen: Format) -> None:
    lines = example(chosen).read_text(encoding="utf-8-sig").splitlines()
    for item in read(chosen, example(chosen)):
        if isinstance(item, Failure):
            assert item.reason
            assert item.raw.splitlines()[0].strip() == lines[item.line - 1].strip()


def test_the_documentation_names_it(chosen: Format) -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    suffixes = ", ".join(f"`{suffix}`" for suffix in chosen.suffixes)
    assert f"| `{chosen.name}` | {chosen.label} | {suffixes} |" in text


def test_it_knows_its_own_writing_and_no_other_does(chosen: Format) -> None:
    if chosen.write is None:
        pytest.skip("read only")
    head = "".join(chosen.write([PLAIN]))
    scores = {name: FORMATS.get(name).sniff(head) for name in FORMATS.names()}
    assert scores.pop(chosen.name) >= 0.5
    assert max(scores.values()) < 0.5


def test_reading_streams(chosen: Format) -> None:
    """The first record is there before the last line was read."""
    if chosen.write is None:
        pytest.skip("read only")
    lines = "".join(chosen.write([PLAIN] * 50)).splitlines(keepends=True)
    taken = 0

    def feed() -> object:
        nonlocal taken
        for line in lines:
            taken += 1
            yield line

    assert isinstance(next(iter(chosen.read(feed(), SearchId("s")))), Record)  # type: ignore[arg-type]
    assert taken < len(lines) / 2


@pytest.mark.parametrize(
    "text", ["", "\n\n", "\ufeff", "no such thing\n", "\x00\x01\x02", "@", '"']
)
def test_nothing_raises_on_nonsense(chosen: Format, text: str) -> None:
    found = list(chosen.read(text.splitlines(keepends=True), SearchId("s")))
    assert not any(isinstance(item, Record) and item.title for item in found)
