"""A tree -> parts. What stands in several places of the tree is made ready once."""

from __future__ import annotations

from typing import NamedTuple

from litreview.errors import UsageError
from litreview.query.matching.facts import dates_hold, heading_holds
from litreview.query.matching.parts import (
    Close,
    Either,
    Every,
    Fact,
    Part,
    Phrase,
    Phrases,
    Placed,
    Some,
    Without,
    Words,
)
from litreview.query.matching.patterns import patterns
from litreview.query.matching.sight import Plan
from litreview.query.matching.texts import Where, where
from litreview.query.matching.vocabulary import Vocabulary
from litreview.query.tree import (
    And,
    Block,
    Dates,
    Everything,
    Group,
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
    Term,
    walk,
)


class Leaf(NamedTuple):
    """A leaf of the tree, or a proximity, which is judged as a whole; the span is the node's.

    inside: it stands in a proximity, so that finding it alone decides nothing.
    """

    node: Term | Heading | Dates | Native | Everything | Nothing | Near
    fields: Scope
    inside: bool


class Compiler:
    """Makes parts, and with them the plan, the vocabulary and the list of leaves."""

    def __init__(self, *, compounds: bool) -> None:
        self.plan = Plan()
        self.vocabulary = Vocabulary(compounds=compounds)
        self.leaves: list[Leaf] = []
        self.singles: dict[int, dict[int, int]] = {}
        """By scope: the bit of a pattern -> the leaves that are this one word."""
        self.others: list[Phrase | Close | Fact] = []
        self._made: dict[tuple[int, Scope], Part] = {}
        self._placed: dict[tuple[int, Scope], Placed] = {}
        self._kept: list[Node] = []
        """Nodes by whose identity parts are known, so that it is not given to another."""

    def part(self, node: Node, fields: Scope) -> Part:
        """`node`, its terms looked for in `fields`."""
        while isinstance(node, Group | Scoped):
            fields = node.fields if isinstance(node, Scoped) else fields
            node = node.item
        key = (id(node), fields)
        known = self._made.get(key)
        if known is None:
            known = self._made[key] = self._new(node, fields)
            self._kept.append(node)
        return known

    def _new(self, node: Node, fields: Scope) -> Part:
        if isinstance(node, Or):
            return self._some([self.part(item, fields) for item in node.items])
        if isinstance(node, And):
            return Every(tuple(self.part(item, fields) for item in node.items))
        if isinstance(node, Not):
            return Without(self.part(node.keep, fields), self.part(node.drop, fields))
        if isinstance(node, Term | Near):
            return self._found_in(node, fields)
        if isinstance(node, Heading | Dates | Native | Everything | Nothing):
            return self._fact(node)
        raise _not_put_in(node)

    def _leaf(self, node: Node, fields: Scope, *, inside: bool) -> int:
        self.leaves.append(Leaf(node, fields, inside))  # type: ignore[arg-type]
        return 1 << (len(self.leaves) - 1)

    def _found_in(self, node: Term | Near, fields: Scope) -> Part:
        """What is found in texts; one word, a phrase, or a proximity."""
        if any(isinstance(one, Term) and not patterns(one) for one in walk(node)):
            return Fact(lambda _reading: None, self._leaf(node, fields, inside=False))
        if isinstance(node, Near):
            return self._close(node, fields, inside=False)
        found = self._phrase(node, fields, inside=False)
        if len(found.bits) == 1:
            return Words(found.scope, found.where, found.needed, found.leaves)
        return found

    def _phrase(self, term: Term, fields: Scope, *, inside: bool) -> Phrase:
        leaf = self._leaf(term, fields, inside=inside)
        bits = tuple(self.vocabulary.bit(pattern) for pattern in patterns(term))
        place = where(fields)
        scope = self.plan.number(place)
        needed = 0
        for bit in bits:
            needed |= bit
        phrase = Phrase(scope, place, bits, needed, leaf)
        if len(bits) == 1:
            same = self.singles.setdefault(scope, {})
            same[needed] = same.get(needed, 0) | leaf
        else:
            self.others.append(phrase)
        return phrase

    def _fact(self, node: Heading | Dates | Native | Everything | Nothing) -> Fact:
        leaf = self._leaf(node, (), inside=False)
        if isinstance(node, Heading):
            fact = Fact(lambda reading: heading_holds(node, reading), leaf)
        elif isinstance(node, Dates):
            fact = Fact(lambda reading: dates_hold(node, reading), leaf)
        elif isinstance(node, Native):
            fact = Fact(lambda _reading: None, leaf)
        else:
            always = isinstance(node, Everything)
            fact = Fact(lambda _reading: always, leaf, always=always, open=False)
        self.others.append(fact)
        return fact

    def _some(self, items: list[Part]) -> Part:
        """Alternatives, also those within; words and phrases of a scope become one part."""
        words: dict[int, Words] = {}
        phrases: dict[int, list[Phrase]] = {}
        others: dict[int, Part] = {}
        for one in _flat(items):
            if isinstance(one, Words):
                known = words.get(one.scope)
                words[one.scope] = one if known is None else known.joined(one)
            elif isinstance(one, Phrase):
                phrases.setdefault(one.scope, []).append(one)
            elif isinstance(one, Phrases):
                phrases.setdefault(one.scope, []).extend(one.items)
            else:
                others[id(one)] = one
        grouped = [
            Phrases(scope, found[0].where, tuple({id(one): one for one in found}.values()))
            for scope, found in phrases.items()
        ]
        joined: tuple[Part, ...] = (*words.values(), *grouped, *others.values())
        return joined[0] if len(joined) == 1 else Some(joined)

    def _close(self, node: Near, fields: Scope, *, inside: bool) -> Close:
        leaf = self._leaf(node, fields, inside=inside)
        items = tuple(self._operand(item, fields) for item in node.items)
        shared = items[0].where
        for item in items[1:]:
            shared = shared.both(item.where)
        self.plan.number(shared)
        close = Close(items, shared, node.between, node.ordered, leaf)
        self.others.append(close)
        return close

    def _operand(self, node: Node, fields: Scope) -> Placed:
        while isinstance(node, Group | Scoped):
            fields = node.fields if isinstance(node, Scoped) else fields
            node = node.item
        key = (id(node), fields)
        known = self._placed.get(key)
        if known is None:
            known = self._placed[key] = self._new_operand(node, fields)
            self._kept.append(node)
        return known

    def _new_operand(self, node: Node, fields: Scope) -> Placed:
        if isinstance(node, Near):
            return self._close(node, fields, inside=True)
        if isinstance(node, Or):
            items = tuple(self._operand(item, fields) for item in node.items)
            anywhere = items[0].where
            for item in items[1:]:
                anywhere = anywhere.either(item.where)
            return Either(items, anywhere)
        if isinstance(node, Nothing):
            self._leaf(node, (), inside=True)
            return Either((), Where(frozenset(), frozenset()))
        if isinstance(node, Term):
            return self._phrase(node, fields, inside=True)
        if isinstance(node, Block | Ref):
            raise _not_put_in(node)
        raise UsageError(
            "a proximity holds something that has no place in a text",
            remedy="only words, phrases and their alternatives can stand near each other",
        )


def _flat(items: list[Part]) -> list[Part]:
    found: list[Part] = []
    for item in items:
        found.extend(item.items if isinstance(item, Some) else [item])
    return found


def _not_put_in(node: Node) -> UsageError:
    name = node.name if isinstance(node, Block) else getattr(node, "first", "")
    what = "block" if isinstance(node, Block) else "line"
    return UsageError(
        f"the {what} {name} is called, but was not put in",
        remedy="put lines and blocks in before records are judged",
    )
