"""Where the words to mark come from: the plan, the labels of criteria, the search strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from litreview.model import Criterion, Stage, Words
from litreview.query.tree import (
    Field,
    Heading,
    Node,
    Not,
    Scoped,
    Term,
    Wild,
    children,
)
from litreview.screening.words import Kind, Origin, Word, parts

_READ = frozenset({Field.TITLE, Field.ABSTRACT, Field.KEYWORDS, Field.HEADING, Field.ANY})
"""The fields that stand on the screen."""
_SHORT, _STEM = 4, 6
"""Letters of a label's word from which on it is taken, and from which on any ending will do."""
_VARIANTS = 8
_DENIED = frozenset(
    "no not non without wrong lack lacks lacking missing other insufficient unclear".split()  # noqa: SIM905
)
"""With such a word a label names what is wanted, or nothing at all: it is not taken."""
_GENERAL = frozenset(
    """about above after against among answers article articles before being below between both
    comparison criteria criterion data design designs does duplicate duplicates effect effects
    eligible english evaluation exclude excluded from full have includes include included
    intervention interventions into language least less meets more most only outcome outcomes
    over paper papers participant participants population populations publication published
    question record records report reported reports research result results review reviews
    study studies substantial text than that their there these this those title type types under
    used uses very were where which with within year years""".split()  # noqa: SIM905
)
"""Words of labels that say nothing of a report."""


def of_plan(held: Words) -> Iterator[Word]:
    """The lists in review.toml."""
    for kind, terms in _sides(held.include, held.exclude):
        yield from (Word(term, kind, "review.toml") for term in terms)


def _sides(
    include: Iterable[str], exclude: Iterable[str]
) -> tuple[tuple[Kind, Iterable[str]], tuple[Kind, Iterable[str]]]:
    return ("include", include), ("exclude", exclude)


def of_criteria(criteria: Iterable[Criterion], stage: Stage) -> Iterator[Word]:
    """The telling words of the labels of `stage`: ``at risk of unemployment`` -> unemployment*.

    A label that denies (no effect study, wrong population) gives none, and neither do words that
    say nothing of a report (study, outcome).
    """
    for criterion in criteria:
        tokens = parts(criterion.label)
        if stage.name not in criterion.stages or _DENIED & set(tokens):
            continue
        for token in tokens:
            if len(token) >= _SHORT and token not in _GENERAL and not token.isdigit():
                text = f"{token}*" if len(token) >= _STEM else token
                yield Word(text.replace("**", "*"), criterion.effect, "criteria")


def of_trees(trees: Iterable[Node | None]) -> Iterator[Word]:
    """The terms and headings that search strings look for; not those that they exclude."""
    origin: Origin = "search strings"
    for tree in trees:
        if tree is not None:
            yield from (Word(text, "include", origin) for text in terms_of(tree))


def terms_of(tree: Node) -> Iterator[str]:
    """The terms of `tree` as `words.parts` reads them, left to right, with repetitions."""
    waiting: list[Node] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scoped) and not _READ.intersection(node.fields):
            continue
        if isinstance(node, Not):
            waiting.append(node.keep)
            continue
        if isinstance(node, Term):
            yield from _written(node)
        elif isinstance(node, Heading) and "," not in node.name:
            yield node.name
        waiting.extend(reversed(children(node)))


def _written(term: Term) -> Iterator[str]:
    """A term as text. A letter that may be there gives two; other open places are any letters."""
    choices: list[tuple[str, ...]] = []
    for piece in term.pieces:
        if isinstance(piece, Wild):
            choices.append(_open(piece))
        else:
            choices.append((piece.replace("*", " ").replace("?", " "),))
    several = 1
    for choice in choices:
        several *= len(choice)
    if several > _VARIANTS:
        choices = [choice if len(choice) == 1 else ("*",) for choice in choices]
    yield from ("".join(text) for text in product(*choices))


def _open(piece: Wild) -> tuple[str, ...]:
    if piece.most is None or piece.most > 2:  # noqa: PLR2004 - more letters than are worth spelling
        return ("?" * piece.least + "*",)
    return tuple("?" * n for n in range(piece.least, piece.most + 1))
