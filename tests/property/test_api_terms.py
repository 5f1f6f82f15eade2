"""Text of a term never becomes an operator of an API's query language."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litreview.query.dialects import DIALECTS
from litreview.query.tree import ANY_ENDING, TITLE_ABSTRACT, And, Field, Not, Or, Scoped, Term
from litreview.query.writing import Unwritable

TITLE = (Field.TITLE,)
FRAMES = {
    "arxiv": (TITLE, "ti:", ""),
    "core": (TITLE, "title:", ""),
    "doaj": (TITLE, "bibjson.title:", ""),
    "econbiz": (TITLE, "title:", ""),
    "eric-api": (TITLE, "title:", ""),
    "europepmc": (TITLE, "TITLE:", ""),
    "openalex": (TITLE, "works where title has (", ")"),
    "semantic-scholar": (TITLE_ABSTRACT, "", ""),
}
OPERATORS = {"and", "or", "not", "andnot", "to"}
SPECIAL = frozenset('!"#$%&()*+,-/:;<=>?@[\\]^`{|}~“”„‟')
HOSTILE = st.text(
    st.one_of(
        st.sampled_from('aB1 "“”\\/:*?~()[]{}^+-!&|,<>=;\'._#$%@`\t\n\x00\u200b\u00ad\u3000'),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
) | st.sampled_from(
    ["OR", "and", "NOT", "a OR b", "ANDNOT", "TO", 'x" OR title:y', "a\\", "*:*", "-nurse", "a/b",
     "title:y", "x)", "(x", "a,b|c", "OR\u200b", "O\u200bR", "a && b", "\\*", "within 3 (a, b)"]
)  # fmt: skip


def written(name: str, text: str) -> str | None:
    """What stands for a term of `text`, without the mark of its field; None: it is refused."""
    fields, before, after = FRAMES[name]
    try:
        whole = DIALECTS.get(name).write(Scoped(fields, Term((text,))))
    except Unwritable:
        assert not re.search(r"[^\W_]", text)
        return None
    assert whole.startswith(before)
    assert whole.endswith(after)
    return whole[len(before) : len(whole) - len(after)]


@pytest.mark.parametrize("name", FRAMES)
@given(text=HOSTILE)
def test_a_term_is_one_word_or_one_phrase(name: str, text: str) -> None:
    term = written(name, text)
    if term is None:
        return
    quoted = term[0] == '"'
    inside = term[1:-1] if quoted else term
    assert term[-1] == '"' or not quoted
    assert not SPECIAL & set(inside)
    assert not any(ord(sign) < ord(" ") for sign in inside)
    assert inside == inside.strip()
    if not quoted:
        assert " " not in inside
        assert re.sub(r"\W", "", inside).lower() not in OPERATORS


@pytest.mark.parametrize("name", FRAMES)
@given(text=HOSTILE)
def test_the_words_of_a_term_are_kept_in_their_order(name: str, text: str) -> None:
    term = written(name, text)
    if term is not None:
        assert re.findall(r"[^\W_]+", term) == re.findall(r"[^\W_]+", text)


@pytest.mark.parametrize("name", FRAMES)
@given(texts=st.tuples(HOSTILE, HOSTILE, HOSTILE))
def test_a_tree_has_the_same_shape_whatever_its_terms_say(
    name: str, texts: tuple[str, str, str]
) -> None:
    """Each term as it is written alone, put in the place that a harmless one has."""
    parts = [written(name, text) for text in texts]
    if None in parts:
        return
    fields = FRAMES[name][0]

    def tree(words: tuple[str, str, str]) -> str:
        one, two, three = (Scoped(fields, Term((word,), quoted=True)) for word in words)
        return DIALECTS.get(name).write(Not(And((one, Or((two, one)))), three))

    shape = tree(("xaa", "xbb", "xcc"))
    for word in ("xaa", "xbb", "xcc"):
        plain = written(name, word)
        assert plain is not None
        shape = shape.replace(plain, f"\x00{word}")
    for word, part in zip(("xaa", "xbb", "xcc"), parts, strict=True):
        shape = shape.replace(f"\x00{word}", part or "")
    assert tree(texts) == shape


@pytest.mark.parametrize("name", ["arxiv", "europepmc", "semantic-scholar"])
@given(text=st.text(st.characters(categories=["L", "N"]), min_size=3, max_size=12))
def test_a_truncated_word_keeps_its_one_asterisk_outside_of_quotation_marks(
    name: str, text: str
) -> None:
    fields, before, _ = FRAMES[name]
    whole = DIALECTS.get(name).write(Scoped(fields, Term((text, ANY_ENDING))))
    assert whole == f"{before}{text}*"
