"""What every notation of the registry must keep to; a new file is tested the moment it exists.

`tests/golden/dialects/<name>.toml` holds `[[pair]]` tables, checked by hand against the
documentation that each names:

- ``text``: a string, or the lines of a strategy, in the notation (absent where it is only written)
- ``tree``: what it means, in litreview's own notation, each part with its fields
- ``written``: what writing the tree gives; absent: `text` again
- ``reference``: the address of the rule's documentation, or ``unverified: why it is believed``
- ``codes``: the codes of what reading it tells, notes left out; absent: none
- ``label``, for what is only written: exact (also if absent), wider, narrower or impossible
- ``note``: the rule that the pair shows
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from litreview.query.dialect import Dialect
from litreview.query.dialects import DIALECTS
from litreview.query.reading import Parsed, parse
from litreview.query.shape import spread
from litreview.query.translate import translate

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "dialects"
OWN = DIALECTS.get("litreview")
KEYS = {"text", "tree", "written", "reference", "codes", "label", "note"}
REFERENCE = re.compile(r"https?://\S+\Z|unverified: \S|docs/\S+\.md\Z")


class Pair(NamedTuple):
    """One pair. text, written: in the notation; tree: in the own one."""

    tree: str
    reference: str
    text: str = ""
    written: str = ""
    codes: tuple[str, ...] = ()
    label: str = "exact"
    note: str = ""


def pairs(name: str) -> list[Pair]:
    path = GOLDEN / f"{name}.toml"
    if not path.exists():
        return []
    found = tomllib.loads(path.read_text("utf-8"))["pair"]
    for one in found:
        assert set(one) <= KEYS, f"{path.name}: {set(one) - KEYS}"
    return [Pair(**{**one, "codes": tuple(one.get("codes", ()))}) for one in found]


def cases(*, read: bool) -> Iterator[object]:
    for dialect in DIALECTS.all():
        if (dialect.grammar is not None) == read:
            for at, pair in enumerate(pairs(dialect.name), 1):
                yield pytest.param(dialect, pair, id=f"{dialect.name}-{at}")


def canonical(parsed: Parsed, dialect: Dialect) -> str:
    told = [f"{one.code} {one.span[:2]}: {one.message}" for one in parsed.findings]
    assert parsed.tree is not None, told
    return OWN.write(spread(parsed.tree, dialect.reads.default))


@pytest.mark.parametrize(("dialect", "pair"), list(cases(read=True)))
def test_text_is_read_as_the_tree_says(dialect: Dialect, pair: Pair) -> None:
    parsed = parse(pair.text, dialect)
    assert canonical(parsed, dialect) == pair.tree
    told = {one.code for one in parsed.findings if one.severity != "note"}
    assert told == set(pair.codes)


@pytest.mark.parametrize(("dialect", "pair"), list(cases(read=True)))
def test_the_tree_is_written_and_read_again(dialect: Dialect, pair: Pair) -> None:
    tree = parse(pair.text, dialect).tree
    assert tree is not None
    written = dialect.write(spread(tree, dialect.reads.default))
    assert written == (pair.written or pair.text)
    again = parse(written, dialect)
    assert canonical(again, dialect) == pair.tree
    assert again.ok, again.findings


@pytest.mark.parametrize(("dialect", "pair"), list(cases(read=True)))
def test_the_own_notation_says_the_same(dialect: Dialect, pair: Pair) -> None:
    own = parse(pair.tree, OWN).tree
    theirs = parse(pair.text, dialect).tree
    assert own is not None
    assert theirs is not None
    default = OWN.reads.default
    assert spread(own, default) == spread(theirs, dialect.reads.default)


@pytest.mark.parametrize(("dialect", "pair"), list(cases(read=False)))
def test_what_is_only_written_is_written_so(dialect: Dialect, pair: Pair) -> None:
    tree = parse(pair.tree, OWN).tree
    assert tree is not None
    made = translate(tree, dialect)
    assert ("\n".join(made.strings), made.label) == (pair.written, pair.label)


@pytest.fixture(params=DIALECTS.names())
def chosen(request: pytest.FixtureRequest) -> Dialect:
    return DIALECTS.get(request.param)


def test_twenty_pairs_were_checked_by_hand(chosen: Dialect) -> None:
    found = pairs(chosen.name)
    assert len(found) >= 20
    assert len(set(found)) == len(found)
    for pair in found:
        assert REFERENCE.match(pair.reference), pair
        assert bool(pair.text) == (chosen.grammar is not None), pair


def test_the_capability_record_says_where_it_is_from(chosen: Dialect) -> None:
    record = chosen.capability
    assert record.references
    assert all(REFERENCE.match(one) for one in record.references), record.references
    assert dt.date.fromisoformat(record.checked) >= dt.date(2026, 11, 1)


def test_the_probe_is_a_string_of_the_notation(chosen: Dialect) -> None:
    if chosen.grammar is None:
        assert chosen.capability.probe
        return
    assert parse(chosen.capability.probe, chosen).ok


def test_every_notation_is_described(chosen: Dialect) -> None:
    text = (ROOT / "docs" / "search-strings.md").read_text("utf-8")
    assert re.search(rf"^\| `{chosen.name}` \| {re.escape(chosen.title)} ", text, re.MULTILINE)


def test_names_are_those_of_the_files(chosen: Dialect) -> None:
    assert chosen.name in DIALECTS.names()
    assert DIALECTS.get(chosen.name) is chosen
