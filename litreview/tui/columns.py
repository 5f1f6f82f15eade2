"""Votes side by side: the same field on the same line, differences marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import set_cell_size
from rich.console import Console
from rich.text import Text

from litreview.model import Criterion, Vote
from litreview.screening.settling import Dispute
from litreview.tui.bars import DONE, MARKS, reason_keys
from litreview.tui.text import cut, one_line

_LABEL = 12
_GAP = 2
_NARROW = 12
"""Columns narrower than this are no help: each vote has a line of its own instead."""


def reason_names(
    criteria: Sequence[Criterion], reasons: Sequence[Criterion], keys: str
) -> Mapping[str, str]:
    """Code -> ``2 Wrong design``. reasons: those of the stage; others have no key."""
    found = {one.code: one_line(one.label) for one in criteria}
    by_key = reason_keys(reasons, keys)
    return found | {one.code: f"{key} {found[one.code]}" for key, one in by_key.items()}


def rows(dispute: Dispute, names: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Field -> what each vote says, in their order; a field that none has is left out."""
    votes = dispute.votes
    versions = [one_line(vote.criteria) for vote in votes]
    found = [
        ("decision", [f"{MARKS[vote.decision]} {DONE[vote.decision]}" for vote in votes]),
        ("reason", [reasons(vote, names) for vote in votes]),
        ("note", [one_line(vote.note) for vote in votes]),
        ("criteria", versions if len(set(versions)) > 1 else []),
    ]
    return [(label, cells) for label, cells in found if any(cells)]


def reasons(vote: Vote, names: Mapping[str, str]) -> str:
    """The reasons of a vote, by their keys and labels."""
    return ", ".join(one_line(names.get(code, code)) for code in vote.reasons)


def side_by_side(dispute: Dispute, names: Mapping[str, str], width: int, deep: int) -> list[Text]:
    """The votes in `width` cells, each field in at most `deep` lines.

    Where there are too many for columns, each vote stands on a line.
    """
    votes = dispute.votes
    column = (width - _LABEL - _GAP * (len(votes) - 1)) // max(1, len(votes))
    if column < _NARROW:
        return [Text(cut(said(vote, names), width)) for vote in votes]
    lines = [_line("", [one_line(vote.reviewer) for vote in votes], column, "bold")]
    for label, cells in rows(dispute, names):
        differ = len(set(cells)) > 1
        wrapped = [_wrap(cell or "-", column, deep) for cell in cells]
        for at in range(max(map(len, wrapped))):
            shown = f"{'* ' if differ else '  '}{label}" if at == 0 else ""
            parts = [part[at] if at < len(part) else "" for part in wrapped]
            lines.append(_line(shown, parts, column, "bold" if differ else ""))
    return lines


def said(vote: Vote, names: Mapping[str, str]) -> str:
    """A vote on one line."""
    note = one_line(vote.note)
    parts = (
        one_line(vote.reviewer),
        f"{MARKS[vote.decision]} {DONE[vote.decision]}",
        reasons(vote, names),
        f'"{note}"' if note else "",
    )
    return "  ".join(part for part in parts if part)


def in_full(dispute: Dispute, names: Mapping[str, str]) -> Iterator[str]:
    """Every vote, nothing cut off, and the settlement that is looked at again."""
    yield from (said(vote, names) for vote in dispute.votes)
    held = dispute.before
    if held is not None:
        because = ", ".join(one_line(names.get(code, code)) for code in held.reasons)
        under = f"by {one_line(held.by)}, under criteria version {one_line(held.criteria)}"
        yield f"settled as {held.decision}{f' ({because})' if because else ''} {under}"


def _line(label: str, cells: Sequence[str], column: int, style: str) -> Text:
    line = Text(set_cell_size(label, _LABEL))
    for at, cell in enumerate(cells):
        line.append(" " * _GAP if at else "")
        line.append(set_cell_size(cell, column), style=style)
    line.rstrip()
    return line


def _wrap(text: str, column: int, deep: int) -> list[str]:
    lines = [line.plain.rstrip() for line in Text(text).wrap(Console(width=column), column)]
    if len(lines) <= deep:
        return lines
    return [*lines[: deep - 1], cut(" ".join(lines[deep - 1 :]), column)]
