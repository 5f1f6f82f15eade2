"""Words near each other, for targets that hold less beside a proximity, or have none."""

from __future__ import annotations

from itertools import combinations, permutations, product
from math import prod
from typing import NamedTuple

from litreview.query.capability import Capability, Nearness
from litreview.query.lowering.changes import Change, Lowered
from litreview.query.lowering.phrases import affordable, lower_term, spelt, stands, with_words
from litreview.query.lowering.words import Words, is_wild, words_of
from litreview.query.tree import And, Near, Node, Or, Scope, Term

MOST_COMBINATIONS = 400
"""Proximities that one with alternatives may be written out as."""
PAIR = 2
MOST_REORDERED = 3
"""Operands whose every order is written out."""


class _Side(NamedTuple):
    """The alternatives of one operand: those that may stand beside the operator, and the rest."""

    good: tuple[Node, ...]
    bad: tuple[Node, ...]

    @property
    def all(self) -> Node:
        return _any((*self.good, *self.bad))


class Place(NamedTuple):
    """Where a proximity is put: the target, its operator (None: none here), and the direction."""

    can: Capability
    near: Nearness | None
    up: bool
    fields: Scope = ()
    """The fields of the proximity, for what is said of it."""


def as_it_is(node: Near, near: Nearness | None) -> bool:
    """Whether the operator itself can stay; its operands are another matter."""
    return (
        near is not None
        and (near.ordered if node.ordered else near.unordered)
        and (near.most is None or node.between <= near.most)
        and (near.several or len(node.items) == PAIR)
    )


def holds(words: Words, place: Place) -> bool:
    """Whether a term of these words, whose wildcards the target has, can be an operand."""
    near = place.near
    return stands(words.words, place.can) and (
        near is None
        or (
            (near.operands != "words" or len(words.words) == 1)
            and (near.wild or not any(is_wild(word) for word in words.words))
        )
    )


def lower_near(node: Near, place: Place) -> Lowered:
    """`node` as the target can write it. In the worst case: all words, joined with AND."""
    sides: list[_Side] = []
    changes: list[Change] = []
    for item in node.items:
        side = _side(item, place, changes)
        if not (side.good or side.bad):
            return Lowered(None, tuple(changes))
        sides.append(side)
    if not any(side.bad for side in sides):
        return _joined(node, [side.good for side in sides], place, changes)
    adjacent = _phrases(node, [(*side.good, *side.bad) for side in sides], place)
    if adjacent is not None:
        return Lowered(adjacent.node, (*changes, *adjacent.changes))
    changes.append(_not_beside(place))
    if not place.up:
        if not all(side.good for side in sides):
            return Lowered(None, (*changes, Change("gone", changes[-1].why)))
        return _joined(node, [side.good for side in sides], place, changes)
    return _partly(node, sides, place, changes)


def _not_beside(place: Place) -> Change:
    near = place.near
    why = _none_here(place) if near is None else (
        "takes no wildcard in a proximity" if not near.wild
        else "does not take all of these beside a proximity"
    )  # fmt: skip
    if not place.up:
        return Change("smaller", why, "only what it takes is searched")
    return Change("larger", why, "what it does not take is searched with AND, so records with the"
                                 " words far apart are found as well")  # fmt: skip


def _partly(node: Near, sides: list[_Side], place: Place, changes: list[Change]) -> Lowered:
    """What may stand beside the operator near each other, the rest with AND."""
    parts: list[Node] = []
    if len(sides) == PAIR and all(side.good for side in sides):
        near = _joined(node, [side.good for side in sides], place, changes)
        left, right = sides
        if near.node is not None and not isinstance(near.node, And):
            changes = list(near.changes)
            parts.append(near.node)
            if left.bad:
                parts.append(And((_any(left.bad), right.all), node.span))
            if right.bad:
                parts.append(And((_any(left.good), _any(right.bad)), node.span))
    if not parts:
        parts.append(And(tuple(side.all for side in sides), node.span))
    return Lowered(_any(tuple(parts)), tuple(changes))


def _any(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(nodes, nodes[0].span)


# -- operands ------------------------------------------------------------------------------------


def _side(item: Node, place: Place, changes: list[Change]) -> _Side:
    good: list[Node] = []
    bad: list[Node] = []
    for one in item.items if isinstance(item, Or) else (item,):
        if isinstance(one, Term):
            _term(one, place, good, bad, changes)
        elif isinstance(one, Or):
            within = _side(one, place, changes)
            good.extend(within.good)
            bad.extend(within.bad)
        elif isinstance(one, Near):
            _nested(one, place, good, bad, changes)
    if isinstance(item, Or) and (good or bad):
        changes[:] = [c._replace(effect="smaller") if c.effect == "gone" else c for c in changes]
    return _Side(tuple(good), tuple(bad))


def _term(
    term: Term, place: Place, good: list[Node], bad: list[Node], changes: list[Change]
) -> None:
    found, told = spelt(term, place.can, up=place.up)
    _add(changes, told)
    same = words_of(term.pieces)
    for words in found:
        if holds(words, place):
            good.append(term if words == same else with_words(term, words))
            continue
        if stands(words.words, place.can):
            bad.append(term if words == same else with_words(term, words))
            continue
        free = lower_term(with_words(term, words), place.can, up=place.up)
        _add(changes, free.changes)
        if free.node is not None:
            bad.append(free.node)


def _nested(
    node: Near, place: Place, good: list[Node], bad: list[Node], changes: list[Change]
) -> None:
    inner = lower_near(node, place)
    _add(changes, inner.changes)
    if inner.node is None:
        return
    for one in inner.node.items if isinstance(inner.node, Or) else (inner.node,):
        (good if _fits_within(one, place) else bad).append(one)


def _fits_within(node: Node, place: Place) -> bool:
    """Whether what a proximity became can be an operand of another."""
    if isinstance(node, Term):
        return holds(words_of(node.pieces), place)
    return isinstance(node, Near) and place.near is not None and place.near.nested


def _add(changes: list[Change], more: tuple[Change, ...]) -> None:
    changes.extend(change for change in more if change not in changes)


# -- the operator --------------------------------------------------------------------------------


def _joined(
    node: Near, sides: list[tuple[Node, ...]], place: Place, before: list[Change]
) -> Lowered:
    """Operands that the target takes, with an operator that it has."""
    for way in (_operator, _phrases, _other_operator):
        found = way(node, sides, place)
        if found is not None:
            return Lowered(found.node, (*before, *found.changes))
    return _apart(node, sides, place, before)


def _operator(node: Near, sides: list[tuple[Node, ...]], place: Place) -> Lowered | None:
    """The same operator, alternatives written out where the target takes none."""
    near = place.near
    if near is None or not as_it_is(node, near):
        return None
    single = all(len(side) == 1 for side in sides)
    items = tuple(_any(side) for side in sides)
    if near.operands == "groups" or (single and in_reach(items, place.can)):
        same = items == node.items
        return Lowered(node if same else Near(items, node.between, node.ordered, node.span))
    if prod(map(len, sides)) > MOST_COMBINATIONS:
        return None
    return _combined(node, list(product(*sides)), place)


def _combined(node: Near, choices: list[tuple[Node, ...]], place: Place) -> Lowered | None:
    """Every combination written out; those with too many wildcards with AND, or left out."""
    parts: list[Node] = []
    changes: list[Change] = []
    if len(choices) > 1:
        why = "takes no alternatives beside a proximity"
        changes.append(Change("same", why, "every combination is written out"))
    for choice in choices:
        if in_reach(choice, place.can):
            parts.append(Near(choice, node.between, node.ordered, node.span))
            continue
        _add(changes, (_too_wild(place),))
        if place.up:
            parts.append(And(choice, node.span))
    return Lowered(_any(tuple(parts)), tuple(changes)) if parts else None


def in_reach(items: tuple[Node, ...], can: Capability) -> bool:
    """Whether the target takes the wildcards of these terms in one proximity."""
    if can.wild_words is None:
        return True
    terms = [item for item in items if isinstance(item, Term)]
    return affordable(tuple(word for one in terms for word in words_of(one.pieces).words), can)


def _too_wild(place: Place) -> Change:
    why = "does not take so many wildcards, or so open ones, in one proximity"
    if place.up:
        so = "the words are searched with AND, so records with them far apart are found as well"
        return Change("larger", why, so)
    return Change("smaller", why, "these are left out")


def _phrases(node: Near, sides: list[tuple[Node, ...]], place: Place) -> Lowered | None:
    """Words side by side are phrases: exactly so where nothing may stand between them."""
    if node.between > 0:
        return None
    terms = _as_phrases(node, sides, place)
    if terms is None:
        return None
    return Lowered(_any(terms), (Change("same", _lacking(node, place), "written as phrases"),))


def _as_phrases(node: Near, sides: list[tuple[Node, ...]], place: Place) -> tuple[Node, ...] | None:
    """Every combination as a phrase, in every order where the order is free."""
    if not node.ordered and len(sides) > MOST_REORDERED:
        return None
    orders = [sides] if node.ordered else list(permutations(sides))
    if len(orders) * prod(map(len, sides)) > MOST_COMBINATIONS:
        return None
    found: dict[Node, None] = {}
    for order in orders:
        for choice in product(*order):
            words = _one_after_another(choice)
            if words is None or not stands(words.words, place.can):
                return None
            found[Term(words.pieces(), False, "", node.span)] = None
    return tuple(found)


def _one_after_another(terms: tuple[Node, ...]) -> Words | None:
    parts = [words_of(term.pieces) for term in terms if isinstance(term, Term)]
    if len(parts) < len(terms):
        return None
    words = tuple(word for part in parts for word in part.words)
    between = tuple(gap for part in parts for gap in (*part.between, " "))[:-1]
    return Words(words, between)


def _other_operator(node: Near, sides: list[tuple[Node, ...]], place: Place) -> Lowered | None:
    """An operator that the target has in place of this one: exact, or as the direction allows."""
    near = place.near
    if near is None:
        return None
    if near.most is not None and node.between > near.most:
        return None if place.up else _shorter(node, sides, place, near.most)
    if not near.several and len(sides) > PAIR:
        return _pairs(node, sides, place) if place.up else None
    if node.ordered and not near.ordered:
        return _unordered(node, sides, place) if place.up else None
    if not node.ordered and not near.unordered and near.ordered:
        return _every_order(node, sides, place)
    return None


def _shorter(node: Near, sides: list[tuple[Node, ...]], place: Place, most: int) -> Lowered | None:
    less = Near(node.items, most, node.ordered, node.span)
    so = f"only {most} are allowed, so fewer are excluded"
    found = _joined(less, sides, place, [Change("smaller", _lacking(node, place), so)])
    return None if found.node is None else found


def _unordered(node: Near, sides: list[tuple[Node, ...]], place: Place) -> Lowered | None:
    free = Near(node.items, node.between, False, node.span)
    so = "either order is searched, so records with the other order are found as well"
    found = _joined(free, sides, place, [Change("larger", _lacking(node, place), so)])
    return None if found.node is None else found


def _every_order(node: Near, sides: list[tuple[Node, ...]], place: Place) -> Lowered | None:
    if len(sides) > MOST_REORDERED:
        return None
    parts: list[Node] = []
    changes: list[Change] = []
    for order in permutations(sides):
        items = tuple(_any(side) for side in order)
        one = _operator(Near(items, node.between, True, node.span), list(order), place)
        if one is None or one.node is None:
            return None
        _add(changes, one.changes)
        parts.append(one.node)
    so = "every order is written out, which finds the same"
    return Lowered(_any(tuple(parts)), (Change("same", _lacking(node, place), so), *changes))


def _pairs(node: Near, sides: list[tuple[Node, ...]], place: Place) -> Lowered | None:
    """Three and more in one window -> each two of them, the words of the others being between."""
    lengths = [max(_length(one) for one in side) for side in sides]
    parts: list[Node] = []
    changes: list[Change] = []
    for one, other in combinations(range(len(sides)), PAIR):
        between = node.between + sum(lengths) - lengths[one] - lengths[other]
        items = (_any(sides[one]), _any(sides[other]))
        pair = Near(items, between, node.ordered, node.span)
        found = _joined(pair, [sides[one], sides[other]], place, [])
        if found.node is None:
            return None
        _add(changes, found.changes)
        parts.append(found.node)
    so = "each two of the words are searched near each other, which finds more"
    change = Change("larger", "takes two words beside a proximity", so)
    return Lowered(And(tuple(parts), node.span), (change, *changes))


def _length(node: Node) -> int:
    """The most words that `node` takes up in a text."""
    if isinstance(node, Term):
        return len(words_of(node.pieces).words)
    if isinstance(node, Or):
        return max(map(_length, node.items))
    return sum(map(_length, node.items)) + node.between if isinstance(node, Near) else 1


def _apart(
    node: Near, sides: list[tuple[Node, ...]], place: Place, before: list[Change]
) -> Lowered:
    """Without a proximity: with AND where more may be found, as phrases where less may."""
    why = _lacking(node, place)
    if place.up:
        so = "the words are searched with AND, so records with them far apart are found as well"
        whole = And(tuple(_any(side) for side in sides), node.span)
        return Lowered(whole, (*before, Change("larger", why, so)))
    terms = _as_phrases(node, sides, place)
    if terms is None:
        return Lowered(None, (*before, Change("gone", why)))
    so = "only the words side by side are excluded"
    return Lowered(_any(terms), (*before, Change("smaller", why, so)))


def _lacking(node: Near, place: Place) -> str:
    near = place.near
    if near is None:
        return _none_here(place)
    if near.most is not None and node.between > near.most:
        return f"allows at most {near.most} words between"
    if node.ordered and not near.ordered:
        return "has no proximity in a stated order"
    if not node.ordered and not near.unordered:
        return "has only a proximity in a stated order"
    if prod(_alternatives(item) for item in node.items) > MOST_COMBINATIONS:
        return f"would need more than {MOST_COMBINATIONS} combinations written out"
    return "does not take all of these beside a proximity"


def _none_here(place: Place) -> str:
    """A target may have a proximity, but not in these fields."""
    elsewhere = place.can.near is not None and place.fields
    return f"has no proximity in {', '.join(place.fields)}" if elsewhere else "has no proximity"


def _alternatives(node: Node) -> int:
    return len(node.items) if isinstance(node, Or) else 1
