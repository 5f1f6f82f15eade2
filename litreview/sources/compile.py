"""From a query to the strings that a source is sent, with what that changes said.

A query is translated by `query.translate`, which refuses what would lose records. One loss is
allowed here, and told: where a source has no keywords to search, title and abstract stand for
title, abstract and keywords, as it could not be asked otherwise. What a string finds too much is
taken out again by `query.sifting` when the records are filed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from litreview.errors import UsageError
from litreview.query.dialect import Dialect
from litreview.query.dialects import DIALECTS
from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.reading import parse
from litreview.query.shape import spread, text_of
from litreview.query.translate import Step, Translation, translate
from litreview.query.tree import (
    TOPIC,
    And,
    Field,
    Node,
    Not,
    Or,
    Scoped,
    Term,
    children,
)
from litreview.sources.source import Searchable

VERBATIM = "verbatim"
_BARE = re.compile(r"[^\W_][\w-]*[*?#]?")
_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR", "and", "or", "not", "near"})
_NO_KEYWORDS = "{} has no keywords to search: title and abstract were searched instead"


@dataclass(frozen=True, slots=True)
class Compiled:
    """strings: to be sent each. meant: in the own notation. label: exact, wider, narrower ...

    remarks: what was changed, a sentence each. sift: what each record that comes is judged by;
    None: all that comes is meant.
    """

    strings: tuple[str, ...]
    meant: str
    label: str
    remarks: tuple[str, ...] = ()
    sift: Node | None = None


def compiled(
    tree: Node, source: Searchable, *, allow_loss: bool = False, filtered: bool = False
) -> Compiled:
    """`tree` for `source`. filtered: judge what comes where a string finds more than was meant.

    Raises UsageError: the source cannot be asked for it without losing records, or at all.
    """
    about = source.about
    whole = spread(tree, TOPIC)
    if not about.dialect:
        return _local(whole, source)
    made, asked = _translated(whole, _notation(source), allow_loss=allow_loss)
    told = [_said(step) for step in made.steps]
    if made.refused:
        losing = made.label == "narrower"
        raise UsageError(
            f"{about.title} cannot be asked for this: {'; '.join(told[-3:]) or made.label}",
            remedy="change the query, or accept that records are lost: --allow-loss"
            if losing
            else "change the query (litreview search translate shows each step)",
        )
    label: str = made.label
    if asked is not whole:
        label = "narrower"
        told.insert(0, _NO_KEYWORDS.format(about.title))
    sift = asked if filtered and any(step.label == "wider" for step in made.steps) else None
    return Compiled(made.strings, OWN.write(whole), label, tuple(dict.fromkeys(told)), sift)


def _notation(source: Searchable) -> Dialect:
    """The notation of a source, with strings as short as its API wants them."""
    found = DIALECTS.get(source.about.dialect)
    if source.about.longest is None:
        return found
    return replace(found, capability=replace(found.capability, longest=source.about.longest))


def _translated(whole: Node, dialect: Dialect, *, allow_loss: bool) -> tuple[Translation, Node]:
    """The translation, and the tree that it is one of: without keywords only where it must be."""
    made = translate(whole, dialect)
    if not made.refused:
        return made, whole
    less = _without_keywords(whole)
    if less != whole:
        again = translate(less, dialect)
        if not again.refused or made.label == "impossible":
            return again, less
        if allow_loss:
            return translate(less, dialect, allow_loss=True), less
    return (translate(whole, dialect, allow_loss=True) if allow_loss else made), whole


def verbatim(text: str, source: Searchable) -> Compiled:
    """`text` as it stands, in the source's own notation. Raises UsageError: empty, or too long."""
    if not text.strip() and source.about.dialect:
        raise UsageError("the query is empty", remedy="give its words with --query")
    most = source.about.longest
    if most is not None and len(text) > most:
        raise UsageError(
            f"{source.about.title} takes at most {most:,} characters here, and the query has "
            f"{len(text):,}",
            where=text[:200], remedy="run its parts as searches of their own",
        )  # fmt: skip
    return Compiled((text,), "", VERBATIM)


def tree_of(text: str) -> tuple[Node, str]:
    """The tree of a query in the own notation, and what must be said of how it was read.

    Bare words side by side are all wanted, as in every source; the own notation would ask for an
    operator between them. Raises UsageError, with what is wrong.
    """
    parsed = parse(text, OWN)
    if parsed.tree is not None and parsed.ok:
        return parsed.tree, ""
    words = text.split()
    if len(words) > 1 and all(_BARE.fullmatch(w) and w not in _OPERATORS for w in words):
        joined = " AND ".join(words)
        if (again := parse(joined, OWN)).tree is not None and again.ok:
            return again.tree, f"read as {joined}"
    first = next((one for one in parsed.findings if one.severity == "error"), None)
    what = f"{first.code} {first.message}" if first else "it is empty"
    raise UsageError(
        f"the query cannot be read: {what}", where=text[:200],
        remedy=(first.remedy if first else "") or "see docs/search-strings.md, or send it as it "
        "stands with --native",
    )  # fmt: skip


def _local(tree: Node, source: Searchable) -> Compiled:
    """For a source without a search language: its words, and the tree as the judge.

    Where its records come without keywords, these judge nothing: all would be kept as unknown.
    """
    words = " ".join(dict.fromkeys(word for term in _wanted(tree) for word in _letters(term)))
    what = (
        f"{source.about.title} has no boolean search: records were asked for by words and judged "
        "here"
        if source.about.most is not None
        else f"{source.about.title} has no search: all that it holds was asked for and judged here"
    )
    asked = tree if source.about.keywords else _without_keywords(tree)
    without = () if asked == tree else (_NO_KEYWORDS.format(source.about.title),)
    return Compiled((words,), OWN.write(tree), "wider", (what, *without), asked)


def _wanted(node: Node) -> list[Term]:
    """The terms of a tree that stand under no NOT."""
    if isinstance(node, Term):
        return [node]
    parts = (node.keep,) if isinstance(node, Not) else children(node)
    return [term for part in parts for term in _wanted(part)]


def _letters(term: Term) -> list[str]:
    """The words of a term, each up to its first wildcard."""
    words = (re.split(r"[*?#]", word)[0] for word in text_of(term.pieces).split())
    return [word for word in words if word]


def _without_keywords(node: Node) -> Node:
    """`node`, looking in title and abstract where it looks in title, abstract and keywords.

    `node` is spread: scopes stand below AND, OR and NOT only.
    """
    if isinstance(node, Scoped) and node.fields == TOPIC:
        fields = tuple(one for one in TOPIC if one is not Field.KEYWORDS)
        return Scoped(fields, node.item, node.span)
    if isinstance(node, And | Or):
        return type(node)(tuple(_without_keywords(item) for item in node.items), node.span)
    if isinstance(node, Not):
        return Not(_without_keywords(node.keep), _without_keywords(node.drop), node.span)
    return node


def _said(step: Step) -> str:
    part = f"{step.part}: " if step.part else ""
    return f"{part}{step.reason} ({step.label})"
