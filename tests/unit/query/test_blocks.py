"""Blocks and strategies of a folder: read, put together, and every fault with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.errors import UnknownName
from litreview.query.blocks import Library, library
from litreview.query.dialects import DIALECTS
from litreview.query.tree import Block, Field, Near, Or, Scoped, Span, Term, walk

OWN = DIALECTS.get("litreview")
MENTOR = """# concept:  mentor - people who accompany
# language: English (en)
# status:   draft
# Homographs: sport coaches

mentor*  [seen: 3, Irvine 2024]
"job coach*"  [candidate]  # as in Denmark
coach*
"""
WORK = "job*\n"
CORE = "# strategy: core, English (en)\n# fields: title, abstract\n\nmentor.en AND work.en\n"


def made(**files: str) -> Library:
    """Files by name: `__` stands for a dot, so that core__en__strategy is core.en.strategy.txt."""
    return library({f"{name.replace('__', '.')}.txt": text for name, text in files.items()})


def codes(held: Library) -> list[tuple[str, str]]:
    return [(one.code, str(held.place(one.span))) for one in held.findings]


def written(held: Library, name: str) -> str:
    tree = held.tree(name)
    assert tree is not None
    return OWN.write(tree)


def test_a_block_is_any_of_its_terms_with_their_marks_and_places() -> None:
    block = made(mentor__en=MENTOR).blocks["mentor.en"]
    assert block.findings == ()
    assert [(e.text, e.row, e.mark, e.sources, e.remark) for e in block.entries] == [
        ("mentor*", 6, "seen", ("3", "Irvine 2024"), ""),
        ('"job coach*"', 7, "candidate", (), "as in Denmark"),
        ("coach*", 8, "", (), ""),
    ]
    assert isinstance(block.tree, Or)
    assert OWN.write(block.tree) == 'mentor* OR "job coach*" OR coach*'
    for entry in block.entries:
        assert MENTOR[entry.span.start : entry.span.end] == entry.text
        assert entry.span.source == "mentor.en"


def test_the_header_is_read_up_to_the_first_term() -> None:
    block = made(mentor__en=f"{MENTOR}# status: late\n").blocks["mentor.en"]
    assert {key: said.text for key, said in block.header.items()} == {
        "concept": "mentor - people who accompany", "language": "English (en)", "status": "draft",
    }  # fmt: skip
    assert (block.concept, block.language) == ("mentor", "en")


def test_a_remark_that_is_indented_goes_on_with_the_header_above() -> None:
    text = "# purpose: to find\n#          much\n# and a remark\nmentor.en\n"
    assert made(mentor__en="a1\n", core__en__strategy=text).strategies["core.en"].purpose == (
        "to find much"
    )


def test_every_term_has_the_language_of_its_block() -> None:
    held = made(mentor__da="mentor*\n", mentor__en=MENTOR, both__mul__strategy=(
        "(mentor.da OR mentor.en) AND job*"))  # fmt: skip
    tree = held.tree("both.mul")
    assert tree is not None
    terms = [(node.pieces[0], node.language) for node in walk(tree) if isinstance(node, Term)]
    assert terms == [("mentor", "da"), ("mentor", "en"), ("job coach", "en"), ("coach", "en"),
                     ("job", "")]  # fmt: skip


def test_a_strategy_has_its_blocks_put_in_with_places_of_their_own() -> None:
    held = made(mentor__en=MENTOR, work__en=WORK, core__en__strategy=CORE)
    assert held.findings == ()
    assert written(held, "core.en") == (
        'title,abstract:((mentor* OR "job coach*" OR coach*) AND job*)'
    )
    tree = held.tree("core.en")
    assert tree is not None
    assert {n.span.source for n in walk(tree) if isinstance(n, Term)} == {"mentor.en", "work.en"}
    assert held.named("core.en") == {"mentor.en", "work.en"}


def test_without_a_header_terms_are_looked_for_in_title_abstract_and_keywords() -> None:
    held = made(work__en=WORK, core__en__strategy="work.en")
    tree = held.tree("core.en")
    assert isinstance(tree, Scoped)
    assert tree.fields == (Field.TITLE, Field.ABSTRACT, Field.KEYWORDS)


def test_the_fields_of_a_block_win_over_those_of_the_strategy() -> None:
    held = made(work__en="# fields: title\njob*\n", core__en__strategy="work.en AND a1")
    assert written(held, "core.en") == "topic:(title:job* AND a1)"


def test_a_strategy_goes_over_several_rows_with_remarks() -> None:
    text = "mentor.en   # people\n# and\nAND\nwork.en\n"
    held = made(mentor__en=MENTOR, work__en=WORK, core__en__strategy=text)
    assert held.findings == ()
    expression = held.strategies["core.en"].expression
    assert expression is not None
    leaf = [node for node in walk(expression) if isinstance(node, Block)][1]
    assert str(held.place(leaf.span)) == "core.en.strategy.txt, row 4, column 1"


def test_a_strategy_may_name_others() -> None:
    held = made(
        mentor__en=MENTOR,
        work__en=WORK,
        core__en__strategy=CORE,
        both__en__strategy="core.en OR work.en",
    )
    assert held.findings == ()
    expression = held.expression("both.en")
    assert expression is not None
    assert OWN.write(expression) == "title,abstract:(mentor.en AND work.en) OR work.en"
    assert held.expression("both.en") != held.strategies["both.en"].expression


def test_a_sign_between_quotation_marks_is_neither_mark_nor_remark() -> None:
    block = made(grade__en='"grade # pupil"  [candidate]\n"a b" # c\n').blocks["grade.en"]
    assert [(e.text, e.remark) for e in block.entries] == [('"grade # pupil"', ""), ('"a b"', "c")]


@pytest.mark.parametrize(
    ("files", "code", "place"),
    [
        ({"core__en__strategy": "work.en AND wrok.en"}, "LR206",
         "core.en.strategy.txt, row 1, column 13"),
        ({"core__en__strategy": "work.en OR\n core.en"}, "LR207",
         "core.en.strategy.txt, row 2, column 2"),
        ({"empty__en": "# concept: empty\n", "a__en__strategy": "work.en OR empty.en"}, "LR106",
         "empty.en.txt, row 1, column 1"),
        ({"twice__en": "a1\nb1\nA1  [candidate]\n", "a__en__strategy": "work.en OR twice.en"},
         "LR305", "twice.en.txt, row 3, column 1"),
        ({"spare__en": "# language: en\nspare\n", "a__en__strategy": "work.en"}, "LR203",
         "spare.en.txt, row 2, column 1"),
        ({"bad__en": "good\n(a1 OR\n", "a__en__strategy": "work.en OR bad.en"}, "LR102",
         "bad.en.txt, row 2, column 1"),
        ({"odd__en": "# fields: title, stomach\na1\n", "a__en__strategy": "work.en OR odd.en"},
         "LR401", "odd.en.txt, row 1, column 11"),
        ({"odd__en": "a1  [heard: 3]\n", "a__en__strategy": "work.en OR odd.en"}, "LR101",
         "odd.en.txt, row 1, column 5"),
        ({"odd__en": "# language: Danish (da)\na1\n", "a__en__strategy": "work.en OR odd.en"},
         "LR101", "odd.en.txt, row 1, column 13"),
        ({"odd__en": "# concept: even - x\na1\n", "a__en__strategy": "work.en OR odd.en"},
         "LR101", "odd.en.txt, row 1, column 12"),
        ({"all__en": "a1 AND b1\n", "a__en__strategy": "all.en ~3 c1 OR work.en"}, "LR110",
         "a.en.strategy.txt, row 1, column 1"),
        ({"work__en__strategy": "a1", "a__en__strategy": "b1"}, "LR212",
         "work.en.strategy.txt, row 1, column 1"),
    ],
)  # fmt: skip
def test_every_fault_has_a_code_and_a_place(files: dict[str, str], code: str, place: str) -> None:
    assert (code, place) in codes(made(work__en=WORK, **files))


def test_a_name_that_is_nearly_right_is_offered() -> None:
    held = made(work__en=WORK, core__en__strategy="wrok.en")
    assert held.findings[0].remedy == "write work.en"
    assert held.tree("core.en") is None


def test_a_circle_is_told_where_it_goes_round_and_not_where_it_is_entered() -> None:
    held = made(a__en__strategy="b.en", b__en__strategy="c.en", c__en__strategy="b.en OR x1")
    assert codes(held) == [
        ("LR207", "b.en.strategy.txt, row 1, column 1"),
        ("LR207", "c.en.strategy.txt, row 1, column 1"),
    ]
    assert held.trees == {"a.en": None, "b.en": None, "c.en": None}
    assert {one.code for one in held.of("a.en")} == {"LR207"}


def test_what_is_wrong_below_leaves_all_above_without_a_tree() -> None:
    held = made(work__en="a1 b1\n", core__en__strategy="work.en", wide__en__strategy="core.en")
    assert held.trees == {"work.en": None, "core.en": None, "wide.en": None}
    assert [one.code for one in held.of("wide.en")] == ["LR111"]


def test_two_files_of_one_name_are_no_block_at_all() -> None:
    held = library({"a/work.en.txt": "a1\n", "b/work.en.txt": "b1\n"})
    assert held.tree("work.en") is None
    assert held.findings[0].message == "a/work.en.txt and b/work.en.txt both go by the name work.en"


def test_strategies_that_double_each_other_are_refused_before_they_fill_the_memory() -> None:
    files = {f"s{at}.en.strategy.txt": f"s{at - 1}.en OR s{at - 1}.en" for at in range(1, 60)}
    held = library({"s0.en.strategy.txt": "a1 OR b1", **files})
    assert [one.code for one in held.findings][:1] == ["LR210"]
    assert held.tree("s59.en") is None


def test_a_long_chain_of_names_is_refused_not_followed_without_end() -> None:
    files = {f"s{at}.en.strategy.txt": f"s{at - 1}.en OR b1" for at in range(1, 400)}
    held = library({"s0.en.strategy.txt": "a1", **files})
    assert "LR108" in {one.code for one in held.findings}


def test_five_million_characters_are_refused_with_a_place() -> None:
    held = made(work__en="a1\n" * 1_700_000)
    assert codes(held) == [("LR109", "work.en.txt, row 1, column 1")]


def test_a_block_is_not_called_unused_because_the_strategy_cannot_be_read() -> None:
    held = made(work__en=WORK, core__en__strategy="work.en AND (a1 OR")
    assert {one.code for one in held.findings} == {"LR102", "LR104"}
    held = made(work__en=WORK, core__en__strategy="# language: da\nwork.en")
    assert {one.code for one in held.findings} == {"LR101"}


def test_files_of_other_names_are_not_read_and_named() -> None:
    assert library({"Work.EN.txt": "a1", "notes.txt": "x", "work.en.txt": "a1"}).unread == (
        "Work.EN.txt", "notes.txt",
    )  # fmt: skip


def test_a_block_beside_a_proximity_is_put_in() -> None:
    held = made(work__en=WORK, core__en__strategy="work.en ~2 seek*")
    tree = held.tree("core.en")
    assert tree is not None
    assert any(isinstance(node, Near) for node in walk(tree))
    assert written(held, "core.en") == "topic:(job* ~2 seek*)"


def test_no_strategy_of_that_name() -> None:
    held = made(work__en=WORK, core__en__strategy="work.en")
    with pytest.raises(UnknownName) as caught:
        held.strategy("cor.en")
    assert caught.value.remedy == "use one of: core.en"
    with pytest.raises(UnknownName):
        held.tree("nowhere.en")


def test_lint_reads_a_block_as_lines_and_a_strategy_as_one() -> None:
    held = made(mentor__en=MENTOR, work__en="a1 b1\n", core__en__strategy=CORE)
    parsed = held.parsed("mentor.en")
    assert parsed.ok
    assert [(line.number, line.row) for line in parsed.lines] == [(1, 6), (2, 7), (3, 8)]
    assert parsed.tree == Scoped((Field.TITLE, Field.ABSTRACT, Field.KEYWORDS),
                                 held.blocks["mentor.en"].tree, Span(0, 0))  # type: ignore[arg-type] # fmt: skip
    assert not held.parsed("work.en").ok
    strategy = held.parsed("core.en")
    assert strategy.lines[0].row == 4
    assert strategy.tree is not None
    assert OWN.write(strategy.tree) == "title,abstract:(mentor.en AND work.en)"
    assert held.parsed("core.en", whole=True).tree is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_makes_it_stumble_and_every_place_lies_in_its_file(one: str, two: str) -> None:
    held = library({"a.en.txt": one, "b.en.strategy.txt": two})
    for found in held.findings:
        place = held.place(found.span)
        text = one if found.span.source == "a.en" else two
        rows = text.splitlines() or [""]
        assert 1 <= place.row <= len(rows) + 1
        assert place.column >= 1
    for name, tree in held.trees.items():
        assert (tree is None) == any(f.severity == "error" for f in held.of(name))


@pytest.mark.parametrize("word", ["AND", "OR", "NOT", "and", "AND*", "NOT?", "ORx", "and so on"])
def test_a_term_that_looks_like_an_operator_is_written_so_that_it_stays_one(word: str) -> None:
    (entry,) = library({"a.en.txt": f'"{word}"'}).blocks["a.en"].entries
    assert entry.tree is not None
    (again,) = library({"a.en.txt": OWN.write(entry.tree)}).blocks["a.en"].entries
    assert again.tree == entry.tree


def test_an_operator_with_a_wildcard_is_a_word() -> None:
    (entry,) = library({"a.en.txt": "OR* AND NOT*"}).blocks["a.en"].entries
    assert entry.findings == ()
    assert entry.tree is not None
    assert len([node for node in walk(entry.tree) if isinstance(node, Term)]) == 2


@pytest.mark.parametrize("sign", ["{", "[", "?", "-", "...", "*", '"- *"'])
def test_a_term_without_a_letter_is_an_error_with_its_place(sign: str) -> None:
    held = library({"a.en.txt": f"b1\nc1 OR {sign}\n", "core.en.strategy.txt": f"a.en OR {sign}"})
    assert codes(held) == [("LR101", "a.en.txt, row 2, column 7"),
                           ("LR101", "core.en.strategy.txt, row 1, column 9")]  # fmt: skip
    assert held.trees == {"a.en": None, "core.en": None}


_TERM = st.from_regex(r"[a-z]{2,6}\*?|\"[a-z]{2,6} [a-z]{2,6}\*?\"", fullmatch=True)
_RESERVED = {"and", "or", "not"}


@given(st.lists(_TERM.filter(lambda t: t not in _RESERVED), min_size=1, max_size=12, unique=True))
def test_a_block_written_line_by_line_is_the_or_of_its_lines(terms: list[str]) -> None:
    marked = "".join(f"{term}  [candidate]\n" for term in terms)
    block = library({"a.en.txt": marked}).blocks["a.en"]
    assert [entry.text for entry in block.entries] == terms
    assert block.tree is not None
    items = block.tree.items if isinstance(block.tree, Or) else (block.tree,)
    assert [OWN.write(item) for item in items] == terms
