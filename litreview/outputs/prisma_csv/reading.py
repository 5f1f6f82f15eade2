"""From the rows of a PRISMA2020 CSV to a flow: its numbers as stated, with nobody behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from litreview.outputs.prisma_csv.layout import BY_NAME, ROWS
from litreview.outputs.prisma_csv.lists import listed
from litreview.outputs.prisma_csv.numbers import BLANK, count
from litreview.outputs.prisma_csv.sheet import Sheet, odd, sheet
from litreview.prisma import Box, Flow, FlowFinding, Part, identities
from litreview.prisma.labels import LABELS, POOLED, PREVIOUS, TOTAL, Unit

_COUNTED = frozenset(row.name for row in ROWS if row.name == row.key)
_LATER = frozenset(POOLED)
"""Rows that the template did not have at first: nobody misses them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A flow as a file states it.

    odd: what is odd about the file. rows: box -> the row of its number.
    """

    flow: Flow
    odd: tuple[FlowFinding, ...]
    rows: Mapping[str, int]

    @property
    def findings(self) -> tuple[FlowFinding, ...]:
        """What is odd, and which sums do not hold: in the row of the number that was expected."""
        return (*self.odd, *(self._placed(one) for one in identities(self.flow)))

    def _placed(self, one: FlowFinding) -> FlowFinding:
        row = next((self.rows[key] for key in reversed(one.boxes) if key in self.rows), 0)
        return replace(one, row=row, column="n", where=f"row {row}, n") if row else one


@dataclass(slots=True)
class _Numbers:
    """The numbers of a file by box; a box without one is not there. faulty: one is, but unsure."""

    counts: dict[str, int] = field(default_factory=dict)
    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    findings: list[FlowFinding] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)


def read(content: bytes, where: str) -> Reading:
    """The flow in a PRISMA2020 CSV. Raises FileRefused where the file is none."""
    held = sheet(content, where)
    found = _Numbers(findings=list(held.findings))
    _missing(found, held)
    for row in (row for row in ROWS if row.name in held.cells):
        if row.kind == "count":
            _count(found, row.name, row.key, held)
        elif row.kind == "list":
            _listed(found, row.name, row.key, held)
    _both(found, held)
    flow = _flow(found)
    rows = {BY_NAME[name].key: cell.row for name, cell in held.cells.items() if name in _COUNTED}
    flow = replace(flow, wording=_wording(held))
    return Reading(flow, tuple(found.findings), rows)


def _both(found: _Numbers, held: Sheet) -> None:
    """Say where sources are listed without their sum, and which stand in both lists."""
    kinds = ("database", "register")
    for kind in kinds:
        key, row = f"{kind}_results", held.cells.get(f"{kind}_results")
        if found.parts.get(key) and key not in found.counts and row is not None:
            message = f"{key} is blank, but sources are listed for it: taken as 0"
            found.findings.append(odd("PC4", "note", message, row.row, "n", boxes=(key,)))
    one, other = ({part.label for part in found.parts.get(f"{kind}_results", ())} for kind in kinds)
    for label in sorted(one & other):
        row = held.cells["register_specific_results"]
        message = f"{label} is listed among the databases and among the registers"
        found.findings.append(odd("PC4", "warning", message, row.row, "n", "count it once"))


def _missing(found: _Numbers, held: Sheet) -> None:
    """Say which rows of the template are not there."""
    wanted = [row for row in ROWS if row.key and row.name not in {*held.cells, *_LATER}]
    if wanted:
        names = ", ".join(row.name for row in wanted)
        message = f"there is no row {names}: taken as blank; PRISMA2020 draws what its template has"
        boxes = tuple(dict.fromkeys(row.key for row in wanted))
        found.findings.append(odd("PC4", "note", message, column="data", boxes=boxes))


def _count(found: _Numbers, name: str, key: str, held: Sheet) -> None:
    cell = held.cells[name]
    said = count(cell.n, european=held.european)
    if said.fault:
        found.faulty.add(key)
        found.findings.append(_fault(f"{said.fault}: {cell.n}", cell.row, key))
    if said.care:
        found.findings.append(odd("PC4", "note", said.care, cell.row, "n", boxes=(key,)))
    if said.n is not None:
        found.counts[key] = said.n


def _listed(found: _Numbers, name: str, key: str, held: Sheet) -> None:
    cell = held.cells[name]
    said = listed(cell.n, european=held.european)
    found.findings += [_fault(fault, cell.row, key) for fault in said.faults]
    found.findings += [odd("PC4", "note", c, cell.row, "n", boxes=(key,)) for c in said.care]
    found.parts[key] = said.parts
    if said.total is not None and name == key:  # the reasons are the only number of their box
        found.counts[key] = said.total


def _fault(message: str, row: int, key: str) -> FlowFinding:
    remedy = "write a whole number; of a list, each item as: words, number"
    return odd("PC1", "error", message, row, "n", boxes=(key,), remedy=remedy)


def _wording(held: Sheet) -> dict[str, str]:
    """The words of the file for its boxes, where they are not the official ones.

    The package's own template says "new studies" in every review, which is nobody's choice: so the
    words of a new and of an updated review both count as official.
    """
    given = {name: " ".join(cell.boxtext.split()) for name, cell in held.cells.items()}
    return {
        name: text
        for name, text in given.items()
        if text.casefold() not in {*BLANK, *_official(name)}
    }


def _official(name: str) -> set[str]:
    return {BY_NAME[name].words(updated=updated).casefold() for updated in (False, True)}


def _flow(found: _Numbers) -> Flow:
    """The boxes of the template that the numbers call for."""
    labels: dict[str, tuple[str, Unit]] = dict(LABELS)
    labels |= {key: label for key, label in TOTAL.items() if key in found.counts}
    if any(found.counts.get(key) for key in ("previous_studies", "previous_reports")):
        labels = {**PREVIOUS, **LABELS, **TOTAL}
    if any(found.counts.get(key) for key in POOLED):
        labels |= POOLED
    boxes = {
        key: Box(
            key,
            label,
            unit,
            parts=found.parts.get(key, ()),
            stated=found.counts.get(key, None if key in found.faulty else 0),
            known=key in found.counts,
        )
        for key, (label, unit) in labels.items()
    }
    return Flow(boxes, (), from_file=True)
