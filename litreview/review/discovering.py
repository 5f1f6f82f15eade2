"""What the discovery of terms takes from a review, or from files beside one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from litreview.errors import UsageError
from litreview.model import Record, RecordId, ReportId, SearchId
from litreview.query.blocks import Library
from litreview.query.tree import And, Block, Group, Node, Not, Or, Scoped
from litreview.review.strings import FOLDER
from litreview.store import received

if TYPE_CHECKING:
    from litreview.review.facade import Review

_BATCH = 2_000


def from_file(path: Path) -> Iterator[Record]:
    """The records in a file; entries that cannot be read are passed over.

    Raises UsageError, FileRefused: no such file, or none of our formats.
    """
    if not path.exists():
        raise UsageError(
            "there is no such file", where=str(path), remedy="check the name and the folder"
        )
    form, encoding = received.looks_like(path)
    for item in received.parse(path, form, encoding, SearchId("file")):
        if isinstance(item, Record):
            yield item


def included(review: Review) -> list[Record]:
    """The reports of included studies."""
    return list(_reports(review, review.present.behind("new_reports")))


def everything(review: Review) -> Iterator[Record]:
    """All reports, some at a time: a large review does not fit into memory."""
    return _reports(review, tuple(review.shelf.members))


def _reports(review: Review, wanted: tuple[ReportId, ...] | list[ReportId]) -> Iterator[Record]:
    for at in range(0, len(wanted), _BATCH):
        for report in review.reports(wanted[at : at + _BATCH]):
            yield report.record


def covering(held: Library, name: str) -> Callable[[str], str]:
    """Text -> the blocks of the strategy `name` that find it, by name; "": none does.

    Raises UnknownName, and UsageError where the strategy has errors.
    """
    from litreview.query.matching import matcher

    tree = held.expression(held.strategy(name).name)
    if tree is None:
        raise UsageError(
            f"the strategy {name!r} has errors",
            remedy=f"see what they are: litreview search lint {FOLDER}",
        )
    parts: dict[str, list[Node]] = {}
    for part in _parts(tree):
        named = part.name if isinstance(part, Block) else name
        whole = held.whole(part)
        if whole is not None:
            parts.setdefault(named, []).append(whole)
    matchers = [(named, matcher(part)) for named, all_ in parts.items() for part in all_]

    def covers(text: str) -> str:
        record = Record(RecordId("term:1"), SearchId("term"), title=text)
        found = (named for named, one in matchers if one.verdict(record) == "yes")
        return ", ".join(dict.fromkeys(found))

    return covers


def _parts(tree: Node) -> Iterator[Node]:
    """The parts of a strategy that find terms: not what it combines them by, nor what it drops."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, And | Or):
            waiting.extend(reversed(node.items))
        elif isinstance(node, Scoped | Group):
            waiting.append(node.item)
        elif isinstance(node, Not):
            waiting.append(node.keep)
        else:
            yield node
