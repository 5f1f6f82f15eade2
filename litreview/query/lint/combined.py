"""Lines that are combined so that one of them changes nothing: mostly a wrong number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from litreview.query.findings import Found
from litreview.query.lint._subject import Rule, Subject, called, inside
from litreview.query.tree import And, Node, Or, Ref


def _check(subject: Subject) -> Iterator[Found]:
    parts = {line.number: _parts(tree) for line, tree in subject.trees}
    for number, (kind, every) in parts.items():
        if kind is None:
            continue
        seen: set[int] = set()
        refs = [one for one in every if one[0] < number]  # others do not exist yet: LR202
        for called_, ref in refs:
            if called_ in seen:
                yield Found("LR213", ref.span, f"line {called_} is called twice",
                            "write the number that was meant, or take it away")  # fmt: skip
            seen.add(called_)
        yield from _absorbed(refs, kind, seen, parts)


_Part = tuple[type[And | Or] | None, list[tuple[int, Ref]]]


def _parts(tree: Node) -> _Part:
    """Whether `tree` is lines joined by AND or by OR, and which."""
    node = inside(tree)
    if not isinstance(node, And | Or):
        return None, []
    refs: list[tuple[int, Ref]] = []
    for item in node.items:
        ref = inside(item)
        if isinstance(ref, Ref):
            numbers = called(ref)
            # in an AND, (1-3) in brackets is any of them
            if len(numbers) == 1 or isinstance(node, Or) or ref is item:
                refs.extend((number, ref) for number in numbers)
    return type(node), refs


def _absorbed(
    refs: list[tuple[int, Ref]],
    kind: type[And | Or],
    here: set[int],
    parts: Mapping[int, _Part],
) -> Iterator[Found]:
    """``1 AND 3`` where 3 is ``1 OR 2`` is 1; where 3 is ``1 AND 2``, it is 3."""
    for number, ref in refs:
        below, inner = parts.get(number, (None, []))
        again = next((one for one, _ in inner if one in here), None)
        if below is None or again is None:
            continue
        idle = again if below is kind else number
        yield Found(
            "LR213", ref.span,
            f"line {number} is made of line {again} already: line {idle} changes nothing here",
            "compare the numbers with what each line holds",
        )  # fmt: skip


RULE = Rule(("LR213",), _check)
