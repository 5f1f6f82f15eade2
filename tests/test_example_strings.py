"""The repository's own search strings, tried and compiled as a user would: on a copy."""

from __future__ import annotations

import csv
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from prompt import Said, status_of

from litreview.cli.examples import EXAMPLES
from litreview.model import Doi, Record, RecordId, SearchId, parse_doi
from litreview.query.blocks import Library
from litreview.query.dialects import DIALECTS
from litreview.query.reading import parse
from litreview.query.trial import Trial
from litreview.review.strings import read_strings

ROOT = Path(__file__).parents[1]
PARTS = ("review.toml", "records", "log", "forms", "search_strings")
LANGUAGES = ("en", "da", "no", "sv", "de", "fr")
TARGETS = [name for name in DIALECTS.names() if name != "litreview"]

if not (ROOT / "search_strings" / "tests.toml").is_file():
    pytest.skip("not in a source checkout", allow_module_level=True)

EVERY = [word for target in TARGETS for word in ("--to", target)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the facts: nothing that is derived."""
    place = tmp_path_factory.mktemp("strings")
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, place / part)
        else:
            shutil.copy(source, place / part)
    return place


@pytest.fixture(scope="module")
def held() -> Library:
    return read_strings(ROOT)


def run(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Said:
    capsys.readouterr()
    status = status_of(["-C", str(folder), "search", *arguments])
    said = capsys.readouterr()
    return Said(status, said.out, said.err)


def test_nothing_is_wrong_with_any_block_or_strategy(held: Library) -> None:
    assert held.findings == ()
    assert held.unread == ()
    assert len(held.blocks) == 36
    assert len(held.strategies) == 24
    assert None not in held.trees.values()


def test_every_strategy_passes_its_tests(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(folder, capsys, "test", "--json")
    assert said.status == 0, said.err
    data = said.json
    assert data["findings"] == []
    found = {(one["strategy"], one["gold"]): one for one in data["tests"]}
    assert {key: (one["retrieved"], one["studies"]) for key, one in found.items()} == {
        ("core.en", "included"): (0, 8),
        ("core.en", "candidates"): (1, 16),
        ("wider.en", "included"): (1, 8),
        ("wider.en", "candidates"): (0, 16),
    }
    hits = {one["strategy"] for one in data["hits"] if one["now"] == one["hits"]}
    assert len(hits) == 24


def test_without_abstracts_nothing_is_called_missed_and_no_threshold_is_claimed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for one in run(folder, capsys, "test", "--json").json["tests"]:
        assert (one["missed"], one["recall_at_least"]) == (0, None)
        assert one["unknown"] == one["studies"] - one["retrieved"]
        assert one["bounds"][1] == 1.0


@pytest.mark.parametrize(
    ("block", "strategy"), [("mentor.en.txt", "core.en"), ("mentor-wider.en.txt", "wider.en")]
)
def test_a_block_that_loses_its_terms_is_noticed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], block: str, strategy: str
) -> None:
    shutil.copytree(folder, tmp_path / "changed")
    (tmp_path / "changed" / "search_strings" / block).write_text("nothingofthekind\n", "utf-8")
    said = run(tmp_path / "changed", capsys, "test", strategy, "--json")
    assert said.status == 1
    assert {one["code"] for one in said.json["findings"]} == {"GS108", "GS110"}


def test_the_gold_sets_hold_bibliographic_facts_of_this_review_and_no_abstracts() -> None:
    known: dict[str, set[str]] = {}
    for name in ("first-pass", "second-pass", "gold-candidates"):
        with (ROOT / "records" / name / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                known.setdefault(str(parse_doi(row["doi"])), set()).add(row["title"])
    for name in ("included", "candidates"):
        path = ROOT / "search_strings" / "gold" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows
        assert set(rows[0]) <= {"doi", "title", "year", "record", "key"}
        for row in rows:
            titles = known[row["doi"]]
            assert any(title.startswith(row["title"]) for title in titles), row


def test_the_readme_gives_the_numbers_of_the_tests(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (ROOT / "search_strings" / "README.md").read_text("utf-8")
    numbers = dict(re.findall(r"^\| `gold/(\w+)\.csv` \| (\d+) \|", readme, re.MULTILINE))
    tests = run(folder, capsys, "test", "--json").json["tests"]
    assert {one["gold"]: str(one["studies"]) for one in tests} == numbers
    assert "no recall can be claimed" in readme


INVENTED = {
    "en": "A mentor for jobless young people",
    "da": "En mentor til arbejdsløse",
    "no": "En mentor for arbeidsledige",
    "sv": "En mentor för arbetslösa",
    "de": "Ein Mentor für Arbeitslose",
    "fr": "Un mentor pour les chômeurs",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_finds_a_title_in_it(held: Library, language: str) -> None:
    record = Record(
        RecordId("x:1"), SearchId("x"), title=INVENTED[language], abstract="-", doi=Doi("10.1/x")
    )
    assert Trial(held, f"core.{language}").verdict(record) == "yes"
    assert Trial(held, f"costs.{language}").verdict(record) == "no"


@pytest.fixture(scope="module")
def compiled(folder: Path) -> Path:
    assert status_of(["-C", str(folder), "search", "compile", *EVERY]) == 0
    return folder / "search_strings" / "compiled"


def test_every_strategy_compiles_for_every_target_the_same_each_time(
    folder: Path, compiled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(list(compiled.iterdir())) == 24 * len(TARGETS)
    assert run(folder, capsys, "compile", *EVERY, "--check").status == 0


def test_the_strings_in_the_repository_are_those_of_its_strategies(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """If this fails: `litreview search compile`, and look at what changed."""
    said = run(ROOT, capsys, "compile", "--check")
    assert (said.status, said.out) == (0, "")


def string(path: Path) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("target", TARGETS)
def test_a_compiled_file_says_what_it_is_and_its_string_reads_again(
    compiled: Path, target: str
) -> None:
    dialect = DIALECTS.get(target)
    for path in compiled.glob(f"*.{target}.txt"):
        head = path.read_text("utf-8").splitlines()[0]
        assert re.fullmatch(
            rf"# \S+ for {re.escape(dialect.title)}: "
            r"(exact|wider|impossible|refused, as it would be narrower)", head,
        ), head  # fmt: skip
        strings = string(path)
        assert bool(strings) == head.endswith((": exact", ": wider"))
        for one in strings if dialect.grammar is not None else ():
            assert parse(one, dialect).ok, (path.name, parse(one, dialect).findings)


@pytest.mark.parametrize("target", ["ovid", "wos", "scopus", "ebscohost", "proquest"])
def test_the_main_databases_get_every_strategy(compiled: Path, target: str) -> None:
    assert [path.name for path in compiled.glob(f"*.{target}.txt") if not string(path)] == []


def hooks() -> list[dict[str, Any]]:
    """The hooks as (id, entry, files): the file is flat enough to be read by its lines."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    found: list[dict[str, Any]] = []
    for line in text.splitlines():
        if line.startswith("- "):
            found.append({})
        if not line.startswith("#"):
            key, _, value = line.lstrip("- ").partition(": ")
            found[-1][key] = value
    return found


def test_the_hooks_run_commands_that_there_are_on_files_that_there_are() -> None:
    assert [one["id"] for one in hooks()] == ["litreview-search-lint", "litreview-search-test"]
    names = [f"search_strings/{path.name}" for path in (ROOT / "search_strings").glob("*.txt")]
    for one in hooks():
        assert one["entry"].removeprefix("litreview ") in EXAMPLES
        assert all(re.search(one["files"], name) for name in names)


def test_the_plan_names_every_strategy(held: Library) -> None:
    plan = tomllib.loads((ROOT / "search_strings" / "tests.toml").read_text("utf-8"))
    assert {one["strategy"] for one in plan["hits"]} == set(held.strategies)
