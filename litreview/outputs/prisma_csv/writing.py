"""The flow as the PRISMA2020 package (R, and its web app) reads it: a CSV of 34 rows.

Its first column names the count, `node` and `box` tell the package where it goes. A count that
reads ``NA`` hides its line, and an arm whose counts all do so is left out: so a new review has no
previous studies, no totals and, where there are none, no other methods. Lists in `n` are cut at
semicolons, and each of their labels ends at its first comma: neither may stand in a label.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from litreview.outputs.escape import clean, spreadsheet
from litreview.outputs.prisma_csv.layout import COLUMNS, NOTHING, ROWS, Row
from litreview.prisma import Box, Flow, Part

NONE_EXCLUDED = "No report excluded"
"""Stands for a list of reasons without any: the package expects a list."""
_OF_SOURCES = frozenset({"database_specific_results", "register_specific_results"})


def write(flow: Flow) -> bytes:
    """The file: UTF-8, one row a count, in the order of the package's template."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(flow))
    return out.getvalue().encode()


def _cells(flow: Flow) -> Iterator[tuple[str, ...]]:
    for row in ROWS:
        linked = row.name in flow.boxes and not flow.from_file
        yield (
            row.data or NOTHING,
            row.node or NOTHING,
            row.box,
            row.description,
            clean(flow.wording.get(row.name, row.words(updated=flow.updated))),
            row.description if row.node else NOTHING,
            f"index.html#box-{row.name}" if linked else NOTHING,
            count(row, flow),
        )


def label(text: str) -> str:
    """`text` as a label inside a list: in one line, without commas and semicolons."""
    bare = clean(text).replace(",", " ").replace(";", " ")
    return spreadsheet(" ".join(bare.split()))


def count(row: Row, flow: Flow) -> str:
    """What stands in the column `n`: a number, a list, or what hides the line."""
    if row.kind in {"title", "bar"}:
        return "0"
    box = flow.boxes.get(row.key)
    if box is None or not _in_an_arm(row, flow):
        return NOTHING
    if row.data in _OF_SOURCES:
        return _list(box.parts) or NOTHING
    if not box.known:
        return NOTHING
    if row.kind == "list":
        return _list(box.parts) or (str(box.n) if box.n else f"{NONE_EXCLUDED}, 0")
    return str(_out(box, flow))


def _in_an_arm(row: Row, flow: Flow) -> bool:
    """Whether the arm of a row is drawn at all."""
    return row.box not in _OTHER_ARM or flow.other_methods


_OTHER_ARM = frozenset({"box11", "box12", "box13", "box14", "box15"})


def _out(box: Box, flow: Flow) -> int:
    """A count. For what is not sought after the screening the package has one box."""
    return box.n + (flow["records_left_unread"].n if box.key == "records_excluded" else 0)


def _list(parts: Sequence[Part]) -> str:
    return "; ".join(f"{label(part.label) or 'Not named'}, {part.n}" for part in parts)
