"""The documentation cannot lie: links lead somewhere, commands and options exist."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import litreview
from litreview.cli import group
from litreview.outputs.tables import TABLES

ROOT = Path(__file__).parents[1]
PACKAGE = Path(litreview.__file__).parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("[!.]*/README.md")],
    key=lambda path: path.as_posix(),
)
LINK = re.compile(r"\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(litreview [^`]+)`")
SAID = re.compile(r"`litreview ([^`]+)`|Next: litreview ([^`.]+)|^litreview ([^`]+)$")
"""A command in a string of the program: in backticks, as the next one, or all that there is."""
PIECE = "\0"
"""What an f-string puts in: any text."""


def commands(text: str) -> Iterator[str]:
    """Every ``litreview ...`` line of shell blocks, and every inline one."""
    for language, block in FENCE.findall(text):
        if language in {"", "sh", "console", "text"}:
            for line in block.splitlines():
                bare = line.removeprefix("$ ").partition(" #")[0].strip()
                if bare.startswith("litreview "):
                    yield bare
    yield from INLINE.findall(FENCE.sub("", text))


def find(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that `words` name, and the words behind it."""
    here: click.Command = group
    context = click.Context(group)
    while isinstance(here, click.Group):
        while words and words[0] == "-C":
            words = words[2:]
        if not words or words[0].startswith(("-", PIECE)):
            return here, words
        found = here.get_command(context, words[0])
        assert found is not None, f"there is no command {words[0]!r}"
        here, words = found, words[1:]
    return here, words


def options(command: click.Command) -> set[str]:
    named = {name for p in command.params if isinstance(p, click.Option) for name in p.opts}
    return named | {"--help", "-h", "--version"}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_inside_the_repository_lead_to_a_file(page: Path) -> None:
    for one, other in LINK.findall(page.read_text("utf-8")):
        target = (one or other).partition("#")[0]
        if target and not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_and_option_that_is_written_down_exists(page: Path) -> None:
    for line in commands(page.read_text("utf-8")):
        for alternative in line.split(" | "):
            command, rest = find(shlex.split(alternative.replace("...", ""))[1:])
            given = {word.partition("=")[0] for word in rest if word.startswith("-")}
            assert given <= options(command), f"{page.name}: {alternative}"


def strings(code: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string of a module with its line; `PIECE` where an f-string puts something in."""
    joined = [node for node in ast.walk(code) if isinstance(node, ast.JoinedStr)]
    parts_of = {id(part) for node in joined for part in node.values}
    for node in ast.walk(code):
        if id(node) in parts_of:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = (p.value if isinstance(p, ast.Constant) else PIECE for p in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def said(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Every command that a module names: (place, words behind `litreview`)."""
    for line, text in strings(ast.parse(path.read_text("utf-8"))):
        for found in SAID.findall(text):
            words = "".join(found).split()
            yield f"{path.name}:{line}", [word.partition(PIECE)[0] or PIECE for word in words]


def test_every_command_that_the_program_names_exists() -> None:
    named = [command for path in sorted(PACKAGE.rglob("*.py")) for command in said(path)]
    assert len(named) > 40, "commands are found at all"
    for place, words in named:
        try:
            command, rest = find(words)
        except AssertionError as error:
            pytest.fail(f"{place}: {error}")
        given = {word.partition("=")[0] for word in rest if word.startswith("-")}
        assert given <= options(command), f"{place}: litreview {' '.join(words)}"


def test_what_a_string_names_is_taken_apart(tmp_path: Path) -> None:
    module = tmp_path / "made.py"
    module.write_text(
        'A = "Nothing yet. Next: litreview extract later"\n'
        'B = f"`litreview screen{A} --stage {A}`"\nC = "another litreview is writing"\n'
    )
    wrong, right = (words for _, words in said(module))
    with pytest.raises(AssertionError, match="no command 'later'"):
        find(wrong)
    assert (find(right)[0].name, find(right)[1]) == ("command", ["--stage", PIECE])


def test_commands_are_found_in_the_pages_at_all() -> None:
    readme = list(commands((ROOT / "README.md").read_text("utf-8")))
    assert "litreview dedup run" in readme
    assert len(readme) > 8


def test_the_readme_opens_with_the_two_commands_and_a_picture() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    opening = text[: text.index("## ")]
    assert "make review" in opening
    assert "make test" in opening
    assert re.search(r"!\[[^\]]+\]\(docs/pictures/[\w-]+\.(?:png|svg)\)", opening)


def test_every_page_of_the_docs_can_be_reached_from_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    missing = [page.name for page in (ROOT / "docs").glob("*.md") if page.name not in text]
    assert not missing


def test_every_table_is_described() -> None:
    text = (ROOT / "docs" / "tables.md").read_text("utf-8")
    assert [name for name in TABLES.names() if f"`{name}`" not in text] == []


def test_no_text_of_the_repository_names_a_machine() -> None:
    """Nothing that holds on one machine only: home folders, drives, temporary places."""
    place = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|tmp|work|opt|mnt)/\w|[A-Z]:\\\\Users")
    for path in (*PAGES, *PACKAGE.rglob("*.py"), *(ROOT / "bench").glob("*")):
        if path.is_file():
            assert not place.search(path.read_text("utf-8", errors="replace")), path.name
