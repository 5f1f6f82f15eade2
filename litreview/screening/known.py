"""What an order of the unread follows from: decisions, what is open, what is sought. No numpy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from litreview.model import Decision, ReportId

AGAIN = "you left it at maybe"
"""Why a report is shown again after all others."""
RECIPES = ("default", "elas_u4", "none")
"""What `[ranking] recipe` may name: those of `rank.recipes`, and none."""
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when an order is made.

    labels: report -> whether it is included; a maybe is no label. unread, again: what the reader
    has still to read, and what they left at maybe, in the order of the files.
    """

    labels: Mapping[ReportId, bool]
    unread: Sequence[ReportId]
    again: Sequence[ReportId] = ()


@dataclass(frozen=True, slots=True)
class Taught:
    """Decisions of earlier reviews, which are learned from and never shown. All tuples align."""

    titles: tuple[str, ...] = ()
    abstracts: tuple[str, ...] = ()
    years: tuple[int | None, ...] = ()
    included: tuple[bool, ...] = ()

    def __len__(self) -> int:
        return len(self.included)

    @property
    def digest(self) -> str:
        """All of it in a few digits; "" where there is nothing."""
        rows = zip(self.titles, self.abstracts, self.years, self.included, strict=True)
        return digest("\t".join(map(str, row)) for row in rows) if len(self) else ""


@dataclass(frozen=True, slots=True)
class Sought:
    """How orders are made. criteria: text that a relevant report would resemble, or ""."""

    recipe: str
    learned_prior: bool
    seed: int
    criteria: str = ""


@dataclass(slots=True)
class Reading:
    """What one reader knows and has still to read, kept up to date with what they say.

    reports: of the stage, in the order of the files. labels, unread, again: as in `Known`. apart:
    what is read before anything ranked, and no part of an order, such as a random check.
    """

    reports: Sequence[ReportId]
    labels: dict[ReportId, bool]
    unread: set[ReportId]
    again: set[ReportId] = field(default_factory=set)
    apart: frozenset[ReportId] = frozenset()

    def say(self, report: ReportId, decision: Decision | None) -> None:
        """The reader decides on a report; None: takes the decision back. Constant time."""
        self.labels.pop(report, None)
        self.unread.discard(report)
        self.again.discard(report)
        if decision is None:
            self.unread.update({report} - self.apart)
        elif decision == "maybe":
            self.again.add(report)
        else:
            self.labels[report] = decision == "include"

    def known(self) -> Known:
        """A copy of it, for an order. Linear in the reports."""
        return Known(
            dict(self.labels),
            tuple(one for one in self.reports if one in self.unread),
            tuple(one for one in self.reports if one in self.again),
        )


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 1,021st."""
    teen = number % 100 in {11, 12, 13}
    return f"{number:,}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def name_of(order: Iterable[ReportId]) -> str:
    """The name of an order: the first digits of the SHA-256 of its reports, one a line."""
    return digest(order)


def digest(lines: Iterable[str]) -> str:
    """Lines in a few digits."""
    held = hashlib.sha256()
    for line in lines:
        held.update(line.encode(errors="surrogatepass"))
        held.update(b"\n")
    return held.hexdigest()[:_DIGITS]
