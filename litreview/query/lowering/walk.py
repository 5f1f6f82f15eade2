"""A tree -> the tree that a target can write, in one walk, with a note for each step.

`up` turns under NOT. A part that cannot be said at all becomes every record (up) or none, which AND
and NOT take away. As alternative of an OR it is left out instead, and the note says that records
are lost: an OR that finds everything is no translation of a concept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from litreview.errors import UsageError
from litreview.query.algebra import all_of, any_of, has_and, has_near, kept, without
from litreview.query.dialect import Dialect
from litreview.query.lowering.changes import Change, Lowered
from litreview.query.lowering.coded import known_types, with_names
from litreview.query.lowering.dates import lower_dates
from litreview.query.lowering.fields import Chosen, choose, named
from litreview.query.lowering.headings import as_words, lower_heading
from litreview.query.lowering.notes import Note, Notes
from litreview.query.lowering.phrases import fits_as_is, lower_term
from litreview.query.lowering.proximity import Place, as_it_is, holds, in_reach, lower_near
from litreview.query.lowering.words import Shape, shape_of, words_of
from litreview.query.tree import (
    ANY_ENDING,
    LIMIT,
    NOWHERE,
    And,
    Block,
    Dates,
    Everything,
    Field,
    Heading,
    Native,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Ref,
    Scope,
    Scoped,
    Span,
    Term,
)


class Read(NamedTuple):
    """What is known of the string beside its tree.

    syntax: the notation that it was read from. vocabulary: the thesaurus of the
    headings that name none.
    """

    syntax: str = ""
    vocabulary: str = ""


NOT_KNOWN = Read()


def lowered(
    node: Node, to: Dialect, read: Read = NOT_KNOWN, *, words: bool = False
) -> tuple[Node, list[Note]]:
    """`node`, spread, as `to` can write it, and the steps that this took.

    words: headings that would be left out become the words of their names.
    """
    walker = _Walk(to, read, words=words)
    return walker.lower(node, up=True), walker.notes.all


class _Walk:
    def __init__(self, to: Dialect, read: Read, *, words: bool) -> None:
        self.to = to
        self.read = read
        self.can = to.capability
        self.near = to.capability.near
        self.words = words
        self.notes = Notes()
        self._free: dict[Shape, bool] = {}
        self._beside: dict[Shape, bool] = {}
        self._chosen: dict[tuple[Scope, bool, frozenset[Scope] | None], Chosen] = {}
        self._endings = False
        self._within = NOWHERE
        self._fields: Scope = ()
        self._told: set[tuple[tuple[Scope, bool, frozenset[Scope] | None], Span]] = set()
        self._stemmed: set[bool] = set()

    def lower(self, node: Node, *, up: bool) -> Node:
        """`node`, spread, as the target can write it."""
        return _NODES[type(node)](self, node, up)

    # -- whole parts ----------------------------------------------------------------------------

    def or_(self, node: Or, up: bool) -> Node:
        items: list[Node] = []
        for item in node.items:
            since = len(self.notes.all)
            made = self.lower(item, up=up)
            if up and isinstance(made, Everything) and len(self.notes.all) > since:
                made = self.alternative(item, since)
            items.append(made)
        return kept(node, items) or any_of(items, node.span)

    def alternative(self, item: Node, since: int) -> Node:
        """What stands for an alternative that cannot be said: words for a heading, or nothing."""
        if isinstance(item, Heading):
            changes = self.notes.all[since].changes
            del self.notes.all[since:]
            return self.in_words(item, changes)
        self.notes.lose(since)
        return Nothing(item.span)

    def and_(self, node: And, up: bool) -> Node:
        items = [self.lower(item, up=up) for item in node.items]
        return kept(node, items) or all_of(items, node.span)

    def not_(self, node: Not, up: bool) -> Node:
        since = len(self.notes.all)
        keep = self.lower(node.keep, up=up)
        if isinstance(keep, Everything) and len(self.notes.all) > since:
            return keep if up else Nothing(node.span)
        if isinstance(keep, Nothing):
            return keep
        if not self.can.negation:
            why = "has no NOT"
            so = "nothing is excluded, so those records are found as well"
            change = Change("larger" if up else "gone", why, so if up else "")
            self.notes.add(node, keep if up else None, (change,), up=up)
            return keep if up else Nothing(node.span)
        drop = self.lower(node.drop, up=not up)
        if keep is node.keep and drop is node.drop:
            return node
        return without(keep, drop, node.span)

    def heading(self, node: Heading, up: bool) -> Node:
        if self.read.vocabulary and not node.vocabulary:
            node = replace(node, vocabulary=self.read.vocabulary)
        found = lower_heading(node, self.can, up=up, at_home=self.read.syntax == self.to.name)
        if found.node is None and self.words and up:
            return self.in_words(node, found.changes)
        return self.noted(node, found, up)

    def in_words(self, node: Heading, changes: tuple[Change, ...]) -> Node:
        """A heading as the words of its name, which is neither more nor less."""
        so = ("the words of its name are searched instead, which finds other records as well, and"
              " not those that have the heading but not the words")  # fmt: skip
        since = len(self.notes.all)
        made = self.lower(as_words(node), up=True)
        del self.notes.all[since:]
        gone = isinstance(made, Everything)
        told = changes if gone else (Change("smaller", changes[0].why, so),)
        self.notes.add(node, None if gone else made, told, up=True)
        if gone:
            self.notes.lose(since)
        return Nothing(node.span) if gone else made

    def dates(self, node: Dates, up: bool) -> Node:
        return self.noted(node, lower_dates(node, self.can, up=up), up)

    def native(self, node: Native, up: bool) -> Node:
        if self.to.style.native in (node.syntax, "all"):
            return node
        known = f"has nothing like this, which only {node.syntax} knows"
        why = "takes no such limit in a string" if node.syntax.endswith(LIMIT) else known
        if node.wider is not None and up:
            change = Change("larger", why, "it is left out, and more is found")
            self.notes.add(node, node.wider, (change,), up=True)
            return self.lower(node.wider, up=True)
        return self.noted(node, Lowered(None, (Change("gone", why),)), up)

    def called(self, node: Block | Ref, _up: bool) -> Node:
        if isinstance(node, Block) and self.to.style.blocks:
            return node
        name = node.name if isinstance(node, Block) else node.first
        raise UsageError(
            "a block or line that has not been put in cannot be translated", where=name,
            remedy="put the blocks and lines in first",
        )  # fmt: skip

    def as_is(self, node: Node, _up: bool) -> Node:
        return node

    def noted(self, node: Node, found: Lowered, up: bool) -> Node:
        self.notes.add(node, found.node, found.changes, up=up)
        if found.node is not None:
            return found.node
        return Everything(node.span) if up else Nothing(node.span)

    # -- text -----------------------------------------------------------------------------------

    def scoped(self, node: Scoped, up: bool) -> Node:
        node = with_names(node)
        if node.fields == (Field.TYPE,) and self.can.types is not None:
            return self.of_types(node, self.can.types, up)
        if self.near is not None and self.near.scopes and has_near(node.item):
            made = self.near_in_some_fields(node, up)
        else:
            made = self.in_fields(node, up, None)
        if self.can.stemmed and not isinstance(made, Everything | Nothing):
            self.stems(node, up)
        return made

    def of_types(self, node: Scoped, known: frozenset[str], up: bool) -> Node:
        """Types of publication, those left out that the target has not."""
        made, gone = known_types(node, known)
        since = len(self.notes.all)
        for part, change in gone:
            self.notes.add(part, None, (change,), up=up)
        if made is None:
            return Everything(node.span) if up else Nothing(node.span)
        self.notes.lose(since)
        return self.fields(made, up, None)

    def stems(self, node: Scoped, up: bool) -> None:
        """Say, once in each direction, that the target finds other forms of every word."""
        if up not in self._stemmed:
            self._stemmed.add(up)
            so = "other forms of the words are found as well"
            change = Change("larger", "stems all words, in phrases too", so)
            self.notes.add(node, node, (change,), up=up)

    def in_fields(self, node: Scoped, up: bool, among: frozenset[Scope] | None) -> Node:
        self._within = node.span
        self._fields = node.fields
        item = self.text(node.item, up)
        if item is None:
            return Everything(node.span) if up else Nothing(node.span)
        if item is node.item:
            return self.fields(node, up, among)
        return self.fields_over(item, node, up, among)

    def fields_over(
        self, item: Node, whole: Scoped, up: bool, among: frozenset[Scope] | None
    ) -> Node:
        """The fields of `whole` over `item`, or over its parts where it fell apart into AND."""
        if not has_and(item):
            return self.fields(Scoped(whole.fields, item, whole.span), up, among)
        if isinstance(item, And):
            parts = [self.fields_over(one, whole, up, among) for one in item.items]
            return all_of(parts, item.span)
        if not isinstance(item, Or):  # pragma: no cover - a proximity holds no AND
            return item
        together: list[Node] = []
        apart: list[Node] = []
        for one in item.items:
            (apart if has_and(one) else together).append(one)
        if together:
            apart.insert(0, any_of(together, item.span))
        return any_of([self.fields_over(one, whole, up, among) for one in apart], item.span)

    def fields(self, node: Scoped, up: bool, among: frozenset[Scope] | None) -> Node:
        key = (node.fields, up, among)
        chosen = self._chosen.get(key)
        if chosen is None:
            chosen = self._chosen[key] = choose(node.fields, self.can, up=up, among=among)
        if chosen.change is None and chosen.scopes == (node.fields,):
            return node
        if chosen.change is not None and (key, self._within) not in self._told:
            self._told.add((key, self._within))
            self.notes.add(node, named(chosen, self.can), (chosen.change,), up=up)
            self.notes.all[-1].part = ", ".join(node.fields)
        if not chosen.scopes:
            return Everything(node.span) if up else Nothing(node.span)
        parts = [self.field(Scoped(one, node.item, node.span), up) for one in chosen.scopes]
        return any_of(parts, node.span)

    def field(self, part: Scoped, up: bool) -> Node:
        """One of several fields; types of publication that the target has not are no part of it."""
        if part.fields != (Field.TYPE,) or self.can.types is None:
            return part
        since = len(self.notes.all)
        made = self.of_types(part, self.can.types, up)
        if isinstance(made, Everything):
            self.notes.lose(since)
            return Nothing(part.span)
        return made

    def near_in_some_fields(self, node: Scoped, up: bool) -> Node:
        """Fields of a target whose proximity works in some only: others have none."""
        near = self.near
        among = near.scopes if near is not None else frozenset()
        found = choose(node.fields, self.can, up=up, among=among)
        fits = found.scopes and (
            found.change is None or found.change.effect == ("larger" if up else "smaller")
        )
        items = node.item.items if isinstance(node.item, Or) else (node.item,)
        parts: list[Node] = []
        others = [item for item in items if not has_near(item)]
        if others:
            rest = others[0] if len(others) == 1 else Or(tuple(others), node.span)
            parts.append(self.in_fields(Scoped(node.fields, rest, node.span), up, None))
        for item in items:
            if not has_near(item):
                continue
            if not fits:
                self.near = None
            since = len(self.notes.all)
            part = Scoped(node.fields, item, item.span)
            made = self.in_fields(part, up, among if fits else None)
            self.near = near
            if up and len(items) > 1 and isinstance(made, Everything):
                self.notes.lose(since)
                made = Nothing(item.span)
            parts.append(made)
        return any_of(parts, node.span)

    def text(self, node: Node, up: bool) -> Node | None:
        """Words and their OR and NEAR; None: nothing of it can be said."""
        if isinstance(node, Term):
            return (
                node if self.fits(node) else self.told(node, lower_term(node, self.can, up=up), up)
            )
        if isinstance(node, Near):
            return self.proximity(node, up)
        if not isinstance(node, Or):  # pragma: no cover - spread leaves nothing else
            return node
        items: list[Node] = []
        free = self._free
        for item in node.items:
            if type(item) is Term and free.get(shape_of(item.pieces)):
                items.append(item)
                continue
            since = len(self.notes.all)
            made = self.text(item, up)
            if made is None:
                self.notes.lose(since)
            else:
                items.append(made)
        if not items:
            return None
        return kept(node, items) or any_of(items, node.span)

    def told(self, node: Node, found: Lowered, up: bool) -> Node | None:
        self.notes.add(node, found.node, found.changes, up=up)
        return found.node

    def fits(self, term: Term) -> bool:
        """Whether `term` can stay as it is; known for its shape after the first."""
        shape = shape_of(term.pieces)
        known = self._free.get(shape)
        if known is None:
            words = words_of(term.pieces)
            known = self._free[shape] = bool(words.words) and fits_as_is(words, self.can)
        if known and self.can.ending_most is not None and not self._endings:
            self.bounded(term)
        return known

    def bounded(self, term: Term) -> None:
        """Note once that an open ending has an end in this target."""
        if ANY_ENDING not in term.pieces:
            return
        self._endings = True
        why = f"ends words with * by at most {self.can.ending_most} letters"
        so = (
            "taken as the same, since few words but compounds go on for longer; for a short stem"
            " write the long ones out"
        )
        self.notes.add(term, term, (Change("same", why, so),), up=True)

    def proximity(self, node: Near, up: bool) -> Node | None:
        fits = as_it_is(node, self.near) and in_reach(node.items, self.can)
        if fits and all(self.beside(item) for item in node.items):
            return node
        return self.told(node, lower_near(node, Place(self.can, self.near, up, self._fields)), up)

    def beside(self, item: Node) -> bool:
        """Whether `item` can stay as it is beside a proximity."""
        near = self.near
        if near is None:
            return False
        if isinstance(item, Term):
            shape = shape_of(item.pieces)
            known = self._beside.get(shape)
            if known is None:
                known = self.fits(item) and holds(
                    words_of(item.pieces), Place(self.can, near, up=True)
                )
                self._beside[shape] = known
            return known
        if isinstance(item, Or):
            return near.operands == "groups" and all(self.beside(one) for one in item.items)
        return (
            near.nested
            and isinstance(item, Near)
            and as_it_is(item, near)
            and all(self.beside(one) for one in item.items)
        )


_NODES: Mapping[type, Callable[[_Walk, Any, bool], Node]] = {
    Or: _Walk.or_, And: _Walk.and_, Not: _Walk.not_, Scoped: _Walk.scoped,
    Heading: _Walk.heading, Dates: _Walk.dates, Native: _Walk.native,
    Block: _Walk.called, Ref: _Walk.called,
    Everything: _Walk.as_is, Nothing: _Walk.as_is,
}  # fmt: skip
