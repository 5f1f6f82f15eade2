"""AND, OR and NOT on one level, a proximity that ends before an OR, and NOT itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from litreview.query.findings import Found
from litreview.query.lint._subject import Rule, Subject, called, inside
from litreview.query.reading import Line
from litreview.query.tree import (
    And,
    Group,
    Heading,
    Near,
    Node,
    Not,
    Or,
    Ref,
    Scoped,
    Span,
    Term,
    children,
    walk,
)

_LIVING = frozenset({"animal", "animals", "human", "humans", "nonhuman", "animal experiment",
                     "animals, laboratory", "human experiment"})  # fmt: skip
_BLANKS = 20
"""Blanks between a bracket and what it holds, at most."""
_NAMES = {And: "AND", Or: "OR", Not: "NOT"}


def _check(subject: Subject) -> Iterator[Found]:
    for line, tree in subject.trees:
        yield from _mixed(subject, tree)
        yield from _escaping(subject, tree)
        yield from _negations(subject, line, tree)


def _mixed(subject: Subject, tree: Node) -> Iterator[Found]:
    """The topmost place of each level on which operators are mixed."""
    waiting = [(tree, False)]
    while waiting:
        node, told = waiting.pop()
        odd = _odd(subject, node)
        if odd is not None and _bracketed(subject, odd):
            odd = None
        if odd is not None and not told:
            yield _mixed_here(subject, node, odd)
        below = isinstance(node, And | Or | Not) and (told or odd is not None)
        waiting.extend((child, below) for child in children(node))


def _odd(subject: Subject, node: Node) -> Node | None:
    """What stands below `node` without brackets although other readers could divide it otherwise.

    ``a AND b NOT c`` and ``a NOT b AND c`` mean the same from left to right and by rank in every
    database but ProQuest, where NOT binds last: there its tree shows it.
    """
    if isinstance(node, Near | Group) or _as_one(node):
        return None
    if isinstance(node, Not):
        both = ((node.keep, (Or,)), (node.drop, (And, Or)))
        return next((part for part, kinds in both if _bare(subject, part, *kinds)), None)
    kinds = (Or,) if isinstance(node, And) else (And, Not) if isinstance(node, Or) else ()
    return next((child for child in children(node) if _bare(subject, child, *kinds)), None)


def _bracketed(subject: Subject, node: Node) -> bool:
    """Whether brackets stand around `node` that the tree no longer has: ``limit 1 to (a or b)``."""
    text = subject.parsed.text
    start, end = node.span[:2]
    before = text[max(start - _BLANKS, 0) : start].rstrip()[-1:]
    after = text[end : end + _BLANKS].lstrip()[:1]
    return subject.holds(node.span) and before == "(" and after == ")"


def _bare(subject: Subject, node: Node, *kinds: type) -> bool:
    return isinstance(node, kinds) and not _as_one(node) and not _side_by_side(subject, node)


def _side_by_side(subject: Subject, node: Node) -> bool:
    """Whether `node` is words with nothing between them: ``pcr OR neonatal sepsis``."""
    if not (isinstance(node, And) and all(isinstance(item, Term) for item in node.items)):
        return False
    text = subject.parsed.text
    return subject.holds(node.span) and all(
        not text[one.span.end : other.span.start].strip() for one, other in pairwise(node.items)
    )


def _as_one(node: Node) -> bool:
    """Whether the notation itself holds it together: ``or/1-4``, ``limit 3 to ...``."""
    below = children(node)
    return isinstance(node, And | Or) and node.span.start < min(one.span.start for one in below)


def _mixed_here(subject: Subject, node: Node, odd: Node) -> Found:
    outer, inner = _NAMES[type(node)], _NAMES[type(odd)]
    name = subject.dialect.title
    ranks = subject.dialect.reads.precedence
    how = (
        f"{name} reads from left to right"
        if ranks["and"] == ranks["or"]
        else f"{name} takes {inner} first here, others read from left to right"
    )
    if isinstance(node, Not) and odd is node.drop and ranks["not"] < ranks["and"]:
        return Found(
            "LR208", odd.span, f"in {name} NOT comes last: it takes all of this away",
            "put brackets around what NOT takes away, and what is wanted in front of it",
        )  # fmt: skip
    return Found(
        "LR208", odd.span, f"{inner} and {outer} on one level: {how}",
        "put brackets around what belongs together",
    )  # fmt: skip


def _escaping(subject: Subject, tree: Node) -> Iterator[Found]:
    """``extend* N2 care OR foster*``: the proximity holds `care` only."""
    if subject.dialect.style.window is not None:
        return
    for node in walk(tree):
        if not isinstance(node, Or):
            continue
        for at, item in enumerate(node.items):
            near = item.item if isinstance(item, Scoped) else item
            if not isinstance(near, Near):
                continue
            after = node.items[at + 1] if at + 1 < len(node.items) else None
            before = node.items[at - 1] if at and near is item else None
            if isinstance(after, Term) and isinstance(near.items[-1], Term):
                yield _escaped(near, after)
            elif isinstance(before, Term) and isinstance(near.items[0], Term):
                yield _escaped(near, before)


def _escaped(near: Near, term: Term) -> Found:
    first = near.span if near.span.start < term.span.start else term.span
    last = term.span if first is near.span else near.span
    return Found(
        "LR211", Span(first.start, last.end, first.source),
        "the proximity ends before OR: the term on the other side is found wherever it stands",
        "bracket the alternatives, (care OR foster*), or bracket the proximity",
    )  # fmt: skip


def _negations(subject: Subject, line: Line, tree: Node) -> Iterator[Found]:
    for node in walk(tree):
        if not isinstance(node, Not) or _of_animals(node.drop, subject) or _living(node, subject):
            continue
        place = node.drop.span
        if place == line.span:  # pragma: no cover - a NOT has always something in front
            continue
        yield Found(
            "LR209", place, "NOT takes away every record that mentions this, also relevant ones",
            "screen a sample of what it takes away, and report it",
        )  # fmt: skip


def _living(node: Not, subject: Subject) -> bool:
    """Whether it is the inner NOT of ``NOT (animals NOT humans)``."""
    return _of_animals(node.keep, subject) and _of_animals(node.drop, subject)


def _of_animals(node: Node, subject: Subject) -> bool:
    """Whether `node` is ``animals NOT humans``, the one NOT that is accepted, or a part of it."""
    names = []
    waiting = [(node, 0)]
    while waiting:
        one, deep = waiting.pop()
        if isinstance(one, Ref):
            trees = [subject.by_number[n].tree for n in called(one) if n in subject.by_number]
            if deep or len(trees) != 1 or trees[0] is None:
                return False
            waiting.append((trees[0], deep + 1))
        elif isinstance(one, Heading):
            names.append(one.name.casefold())
        elif isinstance(one, Term):
            names.append(" ".join(str(piece) for piece in one.pieces).casefold().strip())
        elif isinstance(one, And | Or | Not | Group | Scoped):
            waiting.extend((child, deep) for child in children(inside(one)) or ())
        else:
            return False
        if len(names) > len(_LIVING) or not _LIVING.issuperset(names):
            return False
    return bool(names)


RULE = Rule(("LR208", "LR209", "LR211"), _check)
