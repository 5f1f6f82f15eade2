"""A search string for another database: written, and labelled by what it finds.

    exact      the same records
    wider      all of them, and others
    narrower   some of them are not found (others may be)
    impossible nothing that could be run

In positive position a part may only find more, under NOT only less, so that no record is lost.
Where that cannot be, nothing is written unless the loss is allowed. A wider string is followed by
`query.matching` as a filter. Cost: linear in the tree, but for proximities that are written out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from litreview.errors import UsageError
from litreview.query.dialect import Dialect
from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.lowering.length import MOST_STRINGS, divided, too_long
from litreview.query.lowering.notes import Label, Note
from litreview.query.lowering.walk import Read, lowered
from litreview.query.shape import spread
from litreview.query.tree import TOPIC, Everything, Node, Nothing, Piece, Span, Term
from litreview.query.writing import Unwritable, writer

Say = Callable[[Node], str]
SHOWN = 200
"""Characters of a part that a step shows."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was done to one part. label: what it does to what the whole finds.

    part: in the own notation; became: in the target's, empty where it was left out; reason: what
    the target lacks, and what the string then also finds or no longer finds.
    """

    label: Label
    span: Span
    part: str
    became: str
    reason: str


@dataclass(frozen=True, slots=True)
class Translation:
    """strings: to be run each, their records put together; empty where `refused`.

    tree: what the strings say, as one. refused: it would lose records, which was not allowed, or
    it is impossible.
    """

    strings: tuple[str, ...]
    label: Label
    steps: tuple[Step, ...]
    refused: bool
    tree: Node | None


def translate(
    tree: Node,
    target: Dialect,
    *,
    allow_loss: bool = False,
    vocabulary: str = "",
    source: str = "",
) -> Translation:
    """`tree` in the notation of `target`. allow_loss: write it also where records are lost.

    vocabulary: the thesaurus of headings that name none, such as ``mesh``. source: the notation
    that the tree was read from; written in the same, such a heading stays what it is. Terms without
    a field are looked for in title, abstract and keywords. Raises UsageError for a tree that still
    calls blocks or lines, and for a vocabulary that the own notation does not know.
    """
    if vocabulary and vocabulary not in OWN.capability.vocabularies:
        raise UsageError(
            f"no thesaurus is called {vocabulary!r} here",
            remedy=f"use one of: {', '.join(sorted(OWN.capability.vocabularies - {''}))}",
        )
    read = Read(source, vocabulary)
    whole = spread(tree, TOPIC)
    made, notes = lowered(whole, target, read)
    if isinstance(made, Everything) and allow_loss:
        made, notes = lowered(whole, target, read, words=True)
    say = writer(target.style)
    steps = [_step(note, target, say) for note in notes]
    failure = _unsearchable(made, target)
    if failure:
        return _impossible(steps, made, failure)
    label = _whole(steps)
    if label == "narrower" and not allow_loss:
        return Translation((), label, tuple(steps), refused=True, tree=None)
    return _written(made, target, label, steps)


def _written(node: Node, to: Dialect, label: Label, steps: list[Step]) -> Translation:
    try:
        text = to.write(node)
        if not too_long(node, text, to):
            return Translation((text,), label, tuple(steps), refused=False, tree=node)
        strings = divided(node, text, to)
    except Unwritable as error:
        return _impossible(steps, node, str(error))
    limit = _limit(to)
    if not strings:
        why = f"{to.title} takes at most {limit}, and no OR can be divided any further"
        return _impossible(steps, node, f"{why}, or only into more than {MOST_STRINGS} strings")
    reason = (
        f"{to.title} takes at most {limit}: {len(strings)} strings, which together find the same"
    )
    steps.append(Step("exact", node.span, "", "", reason))
    return Translation(strings, label, tuple(steps), refused=False, tree=node)


def _limit(to: Dialect) -> str:
    can = to.capability
    characters = f"{can.longest:,} characters" if can.longest is not None else ""
    terms = f"{can.most_terms:,} terms" if can.most_terms is not None else ""
    return " and ".join(part for part in (characters, terms) if part)


def _unsearchable(node: Node, to: Dialect) -> str:
    """Why `node` is nothing that could be run; empty: it is."""
    if isinstance(node, Everything):
        return f"nothing is left that {to.title} can search for"
    if isinstance(node, Nothing):
        return "this finds no record"
    return ""


def _impossible(steps: list[Step], node: Node, reason: str) -> Translation:
    last = Step("impossible", node.span, "", "", reason)
    return Translation((), "impossible", (*steps, last), refused=True, tree=None)


def _whole(steps: list[Step]) -> Label:
    labels = {step.label for step in steps}
    return next((label for label in _FROM_WORST if label in labels), "exact")


_FROM_WORST: tuple[Label, ...] = ("impossible", "narrower", "wider")


def _step(note: Note, to: Dialect, say: Say) -> Step:
    part = note.part if isinstance(note.part, str) else _shown(note.part, _own)
    became = note.became if isinstance(note.became, str) else _shown(note.became, say)
    return Step(note.label, note.node.span, part, became, note.reason(to.title))


def _own(node: Node) -> str:
    return _own_term(node.pieces) if isinstance(node, Term) else OWN.write(node)


@lru_cache(maxsize=16_384)
def _own_term(pieces: tuple[Piece, ...]) -> str:
    """A term in the own notation, which is the same for every target."""
    return OWN.write(Term(pieces))


def _shown(node: Node | None, say: Say) -> str:
    """`node` as `say` writes it, or in the own notation where it is not yet what that can write."""
    if node is None:
        return ""
    try:
        text = say(node)
    except Unwritable:
        text = OWN.write(node)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}\N{HORIZONTAL ELLIPSIS}"
