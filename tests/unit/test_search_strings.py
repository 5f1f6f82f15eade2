"""The search strings of the repository: marked, in six languages, and combined by real names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "search_strings"
LANGUAGES = {"en", "da", "no", "sv", "de", "fr"}
CONCEPTS = {"mentor", "mentor-wider", "population", "labour-market", "design", "economics"}
STRATEGIES = {"core", "wider", "costs", "filtered"}

MARK = re.compile(r"(?P<term>\S(?:.*\S)?)  \[(?:seen: (?P<sources>[^\]]+)|candidate)\]")
NAME = re.compile(r"[a-z-]+\.[a-z]{2}")
OPERATORS = {"AND", "OR", "NOT"}

if not FOLDER.is_dir():
    pytest.skip("not in a source checkout", allow_module_level=True)

BLOCKS = {
    path.name.removesuffix(".txt"): path
    for path in FOLDER.glob("*.txt")
    if not path.name.endswith(".strategy.txt")
}
PLANS = {path.name.removesuffix(".strategy.txt"): path for path in FOLDER.glob("*.strategy.txt")}


def content(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def header(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith("# "))


def listed_sources() -> set[str]:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    table = readme.split("## Sources", 1)[1]
    return set(re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)) - {"no.", "---"}


def test_every_concept_is_there_in_six_languages() -> None:
    wanted = {f"{concept}.{language}" for concept in CONCEPTS for language in LANGUAGES}
    assert set(BLOCKS) == wanted


def test_every_strategy_is_there_in_six_languages() -> None:
    assert set(PLANS) == {f"{name}.{language}" for name in STRATEGIES for language in LANGUAGES}


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_every_term_is_marked_and_stands_once(name: str) -> None:
    lines = content(BLOCKS[name])
    matches = [MARK.fullmatch(line) for line in lines]
    assert [line for line, match in zip(lines, matches, strict=True) if match is None] == []
    terms = [match["term"] for match in matches if match]
    assert terms
    assert len(terms) == len(set(terms))
    known = listed_sources()
    for match in matches:
        if match and match["sources"]:
            assert set(match["sources"].split(", ")) <= known


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_phrases_and_brackets_close(name: str) -> None:
    for line in content(BLOCKS[name]):
        match = MARK.fullmatch(line)
        assert match
        term = match["term"]
        assert term.count('"') % 2 == 0, line
        assert term.count("(") == term.count(")"), line
        bare = re.sub(r'"[^"]*"|\([^()]*\)', "x", term)
        assert " " not in re.sub(r" ~\d ", "", bare), f"neither phrase nor proximity: {line}"


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_the_header_names_concept_language_and_status(name: str) -> None:
    concept, language = name.rsplit(".", 1)
    text = header(BLOCKS[name])
    assert f"# concept:  {concept} - " in text
    assert f"({language})" in text
    assert "# status:   draft" in text
    assert "~3 at most 3 words" in text


@pytest.mark.parametrize("name", sorted(PLANS))
def test_a_strategy_combines_blocks_of_its_language(name: str) -> None:
    language = name.rsplit(".", 1)[1]
    (expression,) = content(PLANS[name])
    words = re.findall(r"[^\s()]+", expression)
    blocks = [word for word in words if word not in OPERATORS]
    assert len(blocks) >= 3
    assert all(NAME.fullmatch(block) for block in blocks)
    assert set(blocks) <= set(BLOCKS)
    assert {block.rsplit(".", 1)[1] for block in blocks} == {language}
    assert expression.count("(") == expression.count(")")
    assert "not run on any database" in header(PLANS[name])


def test_the_readme_says_that_nothing_was_searched() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "No database has been searched with these strings yet" in readme


def test_other_scripts_than_latin_do_not_slip_in() -> None:
    for path in [*BLOCKS.values(), *PLANS.values()]:
        assert not re.search(r"[\u0370-\u04ff\u200b-\u200f]", path.read_text(encoding="utf-8"))


def stems(term: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_][\w'?-]*", term)} - {"or"}


@pytest.mark.corpus
def test_the_terms_are_those_of_the_notes_no_more_and_no_fewer(corpus: Path) -> None:
    notes = (corpus.parent / "review" / "concepts.md").read_text(encoding="utf-8")
    held: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for name, path in BLOCKS.items():
        matches = [MARK.fullmatch(line) for line in content(path)]
        terms = [match["term"] for match in matches if match]
        held[name.rsplit(".", 1)[1]].update(*map(stems, terms))
    for language, words in held.items():
        assert {word for word in words if word not in notes.casefold()} == set(), language
    rows = re.findall(r"^\| ([A-Z]{2})\b[^|]*\| (.*) \|$", notes, re.MULTILINE)
    assert {language.lower() for language, _ in rows} == LANGUAGES
    for language, row in rows:
        unmarked = re.sub(r"\[[^\]]*\]|\(noisy[^)]*\)", "", row)
        known = held[language.lower()]
        assert {w for w in stems(unmarked) if not any(w in term for term in known)} == set(), row
