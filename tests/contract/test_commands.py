"""What every command promises: help, its section of the page, pure JSON, a status, no traceback.

It runs over whatever commands there are: a new one is tested the moment it exists.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from prompt import status_of
from replaying import Answer, Asked, Server, as_json
from serving_eric import entries, eric, reroute

from litreview.cli import group
from litreview.cli.examples import EXAMPLES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")
RIS = """TY  - JOUR
TI  - An invented study of coaches
AU  - Example, Ada
PY  - 2020
ER  -
TY  - JOUR
TI  - Another study, of mentors
AU  - Sample, Bo
PY  - 2021
ER  -
"""
ROWS = (
    "estimate_id,study_id,outcome,effect_value,effect_unit,source_url\n"
    "e1,one:1,work,4,points,https://example.org\n"
)
STRINGS = {
    "mentor.en.txt": "# concept: mentor - of people\n# language: English (en)\n\nmentor*\n",
    "core.en.strategy.txt": "# strategy: core, English (en)\n\nmentor.en\n",
    "tests.toml": 'format = 1\n\n[[hits]]\nstrategy = "core.en"\nsource = "review"\nhits = 2\n',
}
ARGUMENTS = {
    "init": ["-C", "elsewhere", "init"],
    "load": ["load", "more.ris"],
    "unload": ["unload", "two", "--because", "by mistake"],
    "dedup join": ["dedup", "join", "one:1", "one:2"],
    "dedup split": ["dedup", "split", "one:1", "one:2"],
    "show": ["show", "one:1"],
    "fulltext missing": ["fulltext", "missing", "one:1"],
    "fulltext attach": ["fulltext", "attach", "one:1", "paper.pdf"],
    "link": ["link", "one:1", "--study", "trial"],
    "extract import": ["extract", "import", "estimate", "rows.csv"],
    "extract form": ["extract", "form", "--study", "one:1"],
    "extract sheet": ["extract", "sheet", "rows.xlsx"],
    "extract done": ["extract", "done", "one:1"],
    "money convert": [
        *("money", "convert", "100", "--from", "USD", "--price-year", "2013"),
        *("--to", "DKK", "--year", "2023"),
    ],
    "money discount": ["money", "discount", "--rate", "3%", "--amounts", "-1200 500 500"],
    "synth fit": ["synth", "fit", "effects.csv"],
    "synth sensitivity": ["synth", "sensitivity", "effects.csv"],
    "synth vote": ["synth", "vote", "effects.csv", "--better", "higher"],
    "synth matrix": ["synth", "matrix", "results.csv"],
    "prisma diff": ["prisma", "diff", "2020-01-01"],
    "prisma correct": ["prisma", "correct", "duplicates", "3", "--because", "by hand"],
    "prisma aside": ["prisma", "aside", "one:1", "--as", "ongoing"],
    "prisma tool": ["prisma", "tool", "sorter", "Sorter 2"],
    "table": ["table", "searches"],
    "plot": ["plot", "gap-map"],
    "harvest": ["harvest", "--cite"],
    "search log": ["search", "log", "--source", "A site", "--kind", "website", "--note", "read"],
    "search history read": ["search", "history", "read", "one.json"],
    "search lint": ["search", "lint", "one.ovid"],
    "search translate": ["search", "translate", "one.ovid", "--to", "pubmed"],
    "search filter": ["search", "filter", "one.ovid", "more.ris"],
    "search press": ["search", "press", "core.en"],
    "search run": ["search", "run", "--source", "eric", "--source", "doaj", "--query", "mentor"],
    "search count": ["search", "count", "core.en"],
    "log merge": ["log", "merge", "copy"],
    "screen simulate": ["screen", "simulate", "labelled.csv"],
}
"""What a command must be given; any other runs bare."""
WITHOUT_REVIEW = {
    "doctor", "init", "search lint", "search translate", "search filter", "search history read",
    "screen simulate", "synth fit", "synth sensitivity", "synth vote", "synth matrix",
    "money convert", "money discount", "money tables",
}  # fmt: skip
"""They need none."""
NO_JSON = {"dump"}
"""Its output is a bibliographic format."""
Call = Callable[..., tuple[int, str, str]]


def walk(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command below `command`, with its name as one types it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    if command.invoke_without_command:
        yield path, command
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from walk(found, f"{path} {name}".strip())


COMMANDS = dict(walk(group))
NAMES = sorted(COMMANDS)


def section(name: str) -> str:
    """The section of docs/commands.md about a command."""
    found = re.search(rf"^## litreview {name}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md has no section about litreview {name}"
    return found.group(1)


def options(name: str) -> set[str]:
    params = COMMANDS[name].params
    return {long for p in params if isinstance(p, click.Option) for long in p.opts}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a review in it, a copy of it, and files to take in."""
    folder = tmp_path_factory.mktemp("commands")
    for name in ("one", "two"):
        (folder / f"{name}.ris").write_text(RIS.replace("study", f"{name} study"), "utf-8")
    (folder / "more.ris").write_text("TY  - JOUR\nTI  - More of it\nER  -\n", "utf-8")
    (folder / "rows.csv").write_text(ROWS, "utf-8")
    (folder / "effects.csv").write_text("study,yi,vi\na,0.1,0.02\nb,0.3,0.05\n", "utf-8")
    (folder / "results.csv").write_text("study,cost,effect\na,lower,better\n", "utf-8")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "one.ovid").write_text("(mentor* adj3 program*).ti,ab.", "utf-8")
    labelled = "title,included\nCoaches,1\nMentors,0\nBees,0\nCoaching,1\n"
    (folder / "labelled.csv").write_text(labelled, "utf-8")
    (folder / "one.json").write_text('{"search_string": "mentor*", "platform": "ovid"}', "utf-8")
    for arguments in (
        ["init", "--title", "Commands"],
        *(["load", str(folder / f"{name}.ris"), "--name", name] for name in ("one", "two")),
        ["dedup", "run"],
        ["screen", "--decide", "one:1=include", "--decide", "one:2=exclude"],
        ["extract", "import", "estimate", str(folder / "rows.csv")],
    ):
        assert status_of(["-C", str(folder / "review"), *arguments]) == 0
    for name, text in STRINGS.items():
        (folder / "review" / "search_strings" / name).write_text(text, "utf-8")
    shutil.copytree(folder / "review", folder / "copy")
    return folder


@pytest.fixture(scope="module")
def sources() -> Iterator[Server]:
    """All sources there are: ERIC holds three entries, and the others refuse whoever asks."""

    def answer(asked: Asked) -> Answer:
        return eric(entries(3))(asked) if asked.get("rows") else as_json({"error": "no"}, 403)

    with Server(answer) as running:
        yield running


@pytest.fixture
def call(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    sources: Server,
) -> Call:  # fmt: skip
    """Run `litreview ...` in a fresh copy of the made folder: status, output, prose.

    Whatever asks a source asks the server of `sources`.
    """
    reroute(monkeypatch, sources.url)
    shutil.copytree(made, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.delenv("LITREVIEW_REVIEWER", raising=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        given = arguments if arguments[0] == "-C" else ("-C", "review", *arguments)
        status = status_of(list(given))
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_there_are_the_commands_of_the_foundation() -> None:
    assert set(NAMES) >= {
        *("init", "status", "load", "unload", "dump", "screen", "conflicts", "show", "link"),
        *("dedup run", "dedup join", "dedup split", "dedup unsure", "fulltext missing"),
        *("extract import", "extract check", "prisma", "table", "report", "check"),
        *("log show", "log export", "log merge", "log verify"),
    }


@pytest.mark.parametrize("name", NAMES)
def test_help_has_a_summary_of_one_line_and_an_example(name: str, call: Call) -> None:
    status, out, _ = call(*name.split(), "--help")
    assert status == 0
    assert out.startswith(f"Usage: litreview {name}")
    summary = (COMMANDS[name].help or "").partition("\n\n")[0]
    assert "\n" not in summary.strip()
    assert summary.strip().endswith(".")
    assert re.search(rf"^  Examples?:\n    litreview ((-C \S+ )?){name}\b", out, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_every_option_says_what_it_is_for(name: str) -> None:
    unsaid = [
        p.opts[-1]
        for p in COMMANDS[name].params
        if isinstance(p, click.Option) and not p.help and not isinstance(p.type, click.Choice)
    ]
    assert unsaid == []


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_commands_has_the_options_that_exist(name: str) -> None:
    documented = set(re.findall(r"`(--?[a-z][a-z0-9-]*)`", section(name)))
    assert options(name) <= documented
    every = {option for one in NAMES for option in options(one)} | {"-C", "--version", "--help"}
    assert documented <= every, "an option that is none"
    firsts = re.findall(r"^\| (`-[^|]*) \|", section(name), re.MULTILINE)
    rows = {option for first in firsts for option in re.findall(r"`(--[a-z0-9-]+)`", first)}
    assert rows == {option for option in options(name) if option.startswith("--")}


def test_the_page_of_commands_has_no_command_that_is_none() -> None:
    sections = re.findall(r"^## litreview (.+)$", PAGE, re.MULTILINE)
    assert sorted(sections) == NAMES


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_examples_are_ones_that_click_understands(name: str) -> None:
    for line in EXAMPLES[name]:
        words = shlex.split(line.partition(" > ")[0])[1:]
        words = words[2:] if words[0] == "-C" else words
        below = words[len(name.split()) :]
        assert words[: len(name.split())] == name.split()
        given = {word for word in below if word.startswith("-")}
        assert given <= options(name), line


def test_every_command_has_an_example() -> None:
    assert sorted(EXAMPLES) == NAMES


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NO_JSON])
def test_json_is_all_that_stands_on_standard_output(name: str, call: Call) -> None:
    assert "--json" in options(name)
    status, out, err = call(*ARGUMENTS.get(name, name.split()), "--json")
    assert status in {0, 1}, err
    for text in out.splitlines() if name == "log export" else [out]:
        json.loads(text)
    assert out.strip(), "something is always there to be read"


@pytest.mark.parametrize("name", NAMES)
def test_a_status_of_one_is_written_down(name: str, call: Call) -> None:
    status, _, err = call(*ARGUMENTS.get(name, name.split()))
    assert status in {0, 1}, err
    if status:
        assert re.search(r"^Exit status: .*\b1\b", section(name), re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_wrong_use_ends_with_two_and_a_sentence(name: str, call: Call) -> None:
    status, out, err = call(*name.split(), "--there-is-no-such-option")
    assert (status, out) == (2, "")
    assert err.startswith("error: no such option")
    assert err.splitlines()[-1] == f"to do: see `litreview {name} --help`"


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_REVIEW])
def test_without_a_review_there_is_one_sentence(name: str, call: Call, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    status, out, err = call("-C", str(tmp_path / "nothing"), *ARGUMENTS.get(name, name.split()))
    assert (status, out) == (2, "")
    assert err.startswith("error: there is no review here")
    assert "to do: make one with `litreview init`" in err


@pytest.mark.parametrize("name", NAMES)
def test_over_no_records_no_command_breaks(name: str, call: Call) -> None:
    call("-C", "elsewhere", "init")
    given = ARGUMENTS.get(name, name.split())
    status, _, err = call(*(given if given[0] == "-C" else ("-C", "elsewhere", *given)))
    assert status in {0, 1, 2}
    assert "Traceback" not in err
    if status == 2:
        assert err.startswith("error: ")
