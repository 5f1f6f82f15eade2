"""Subject headings: none at all, or mixed with text words in one line of a list."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.query.findings import Found
from litreview.query.lint._subject import Rule, Subject
from litreview.query.tree import Field, Heading, Node, Scoped, walk


def _check(subject: Subject) -> Iterator[Found]:
    if subject.dialect.style.blocks:
        return  # a block is written for databases with a thesaurus and for those without
    texts = {use.line.number for use in subject.uses if use.is_text}
    any_heading = False
    for line, tree in subject.trees:
        first = next((node for node in walk(tree) if _is_heading(node)), None)
        if first is None:
            continue
        any_heading = True
        if subject.parsed.listed and line.number in texts:
            yield Found(
                "LR406", first.span, "headings and text words in one line",
                "give them lines of their own: then each shows its hits, and a typing error its 0",
            )  # fmt: skip
    yield from _none(subject, any_heading=any_heading, texts=bool(texts))


def _is_heading(node: Node) -> bool:
    return isinstance(node, Heading) or (
        isinstance(node, Scoped) and Field.HEADING in node.fields and len(node.fields) == 1
    )


def _none(subject: Subject, *, any_heading: bool, texts: bool) -> Iterator[Found]:
    lines = subject.parsed.lines
    unread = any(line.tree is None for line in lines)
    if any_heading or unread or not texts or not subject.dialect.capability.vocabularies:
        return
    yield Found(
        "LR501", lines[0].span,
        f"no subject heading, although databases of {subject.dialect.title} have a thesaurus",
        "look each concept up in the thesaurus, or say in the protocol why it has none",
    )  # fmt: skip


RULE = Rule(("LR406", "LR501"), _check)
