"""What stands in each frame of the figure: a function of the flow, without sizes or places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from litreview.outputs.diagram.text import TIE, Run, one_line
from litreview.outputs.diagram.words import (
    BEFORE,
    BY_PEOPLE,
    CREDIT,
    NO_BOX,
    PER_SOURCE,
    STOPPED,
    number,
)
from litreview.prisma import Arm, Box, Flow, Part

MOST_SOURCES = 12
"""So many sources are listed by name; of more, the largest and the sum of the others."""

Tone = Literal["plain", "waiting"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that begin on a line of their own. level: how many steps it is set in."""

    runs: tuple[Run, ...]
    level: int = 0
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Entry:
    """The words about one number; key: its box, or "" for words without a number."""

    key: str
    paragraphs: tuple[Paragraph, ...]


Content = tuple[Entry, ...]
"""What one frame holds."""


@dataclass(frozen=True, slots=True)
class Row:
    """Frames at one height: of each arm the frame in the flow and the frame beside it.

    stage: the index of the vertical bar that covers the row. previous: of an updated review the
    frame of what its previous version included, left of the others.
    """

    stage: int
    dbr: tuple[Content, Content]
    other: tuple[Content, Content] = ((), ())
    previous: Content = ()


def rows(flow: Flow) -> tuple[Row, ...]:
    """The rows from top to bottom. Without other methods that arm's frames are empty."""
    found = [
        Row(0, (_databases(flow), _removed(flow))),
        Row(1, (_screened(flow), _excluded(flow))),
        Row(1, _retrieval(flow, "dbr")),
        Row(1, _eligibility(flow, "dbr")),
        Row(2, (_included(flow), ())),
    ]
    if flow.other_methods:
        found[0] = Row(0, found[0].dbr, (_others(flow), ()))
        found[2] = Row(1, found[2].dbr, _retrieval(flow, "other"))
        found[3] = Row(1, found[3].dbr, _eligibility(flow, "other"))
    if flow.updated:
        found[0] = Row(0, found[0].dbr, found[0].other, _previous(flow))
        found.append(Row(2, (_total(flow), ())))
    return tuple(found)


def notes(flow: Flow) -> tuple[Content, ...]:
    """The notes below the figure."""
    gone = [
        (f"{flow[key].n:,} {words}".replace(" ", TIE), key)
        for key, words in (
            ("other_duplicates", "duplicate" if flow["other_duplicates"].n == 1 else "duplicates"),
            ("other_screened_out", "excluded on title or abstract"),
            ("other_left_unread", "left unread when screening stopped"),
        )
        if flow[key].n
    ]
    stopped = flow["records_left_unread"].n or flow["other_left_unread"].n
    found = [_say(Run(PER_SOURCE)), _say(Run(STOPPED if stopped else BY_PEOPLE))]
    if gone:
        *first, (last, of_last) = gone
        said = [
            Run(f"{words}{',' if (words, key) != first[-1] else ''}", key) for words, key in first
        ]
        between = [Run("and")] if said else []
        found.append(_say(Run(BEFORE), *said, *between, Run(last, of_last), Run(NO_BOX)))
    return (*found, _say(Run(CREDIT.format("updated" if flow.updated else "new"))))


def _say(*runs: Run) -> Content:
    return (Entry("", (Paragraph(runs),)),)


def _paragraph(text: str, level: int = 0, tone: Tone = "plain") -> Paragraph:
    return Paragraph((Run(text),), level, tone)


def _single(flow: Flow, key: str, label: str) -> Content:
    """A label, and its number on a line of its own."""
    return (Entry(key, (_paragraph(label), _paragraph(number(flow[key].n)))),)


def _waiting(flow: Flow, key: str, words: str) -> Content:
    """A line that says what is pending; nothing where nothing is."""
    if not flow[key].n:
        return ()
    return (Entry(key, (_paragraph(f"In progress: {flow[key].n:,} {words}", tone="waiting"),)),)


def _databases(flow: Flow) -> Content:
    return (
        Entry("", (_paragraph("Records identified from*:"),)),
        _source(flow["database_results"], "Databases"),
        _source(flow["register_results"], "Registers"),
    )


def _others(flow: Flow) -> Content:
    return (
        Entry("", (_paragraph("Records identified from:"),)),
        _source(flow["website_results"], "Websites"),
        _source(flow["organisation_results"], "Organisations"),
        _source(flow["citations_results"], "Citation searching"),
        *_waiting(flow, "other_pending_screening", "still to be screened"),
    )


def _source(box: Box, label: str) -> Entry:
    """A kind of source, and below it each source with its number."""
    named: Sequence[Part] = box.parts
    folded: Sequence[Part] = ()
    if len(box.parts) > MOST_SOURCES:
        named, folded = _fold(box.parts)
    lines = [_paragraph(f"{_label(part)} {number(part.n)}", 2) for part in named]
    if folded:
        total = number(sum(part.n for part in folded))
        lines.append(_paragraph(f"and {len(folded)} more sources {total}", 2))
    return Entry(box.key, (_paragraph(f"{label} {number(box.n)}", 1), *lines))


def _fold(parts: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The largest sources in their order, and the others."""
    by_size = sorted(range(len(parts)), key=lambda at: (-parts[at].n, at))
    large = set(by_size[: MOST_SOURCES - 1])
    return _pick(parts, large), _pick(parts, set(by_size) - large)


def _pick(parts: Sequence[Part], places: Iterable[int]) -> tuple[Part, ...]:
    return tuple(parts[at] for at in sorted(places))


def _label(part: Part) -> str:
    """The label of a part; a blank one is said to be blank."""
    return one_line(part.label) or "not named"


def _removed(flow: Flow) -> Content:
    lines = [
        Entry(key, (_paragraph(f"{label} {number(flow[key].n)}", 1),))
        for key, label in (
            ("duplicates", "Duplicate records removed"),
            ("excluded_automatic", "Records marked as ineligible by automation tools"),
            ("excluded_other", "Records removed for other reasons"),
        )
        if flow[key].n or key == "duplicates"
    ]
    return (Entry("", (_paragraph("Records removed before screening:"),)), *lines)


def _screened(flow: Flow) -> Content:
    return (
        *_single(flow, "records_screened", "Records screened"),
        *_waiting(flow, "pending_screening", "still to be screened"),
    )


def _excluded(flow: Flow) -> Content:
    """What people excluded; where reading was stopped, apart from what nobody read."""
    if not flow["records_left_unread"].n:
        return _single(flow, "records_excluded", "Records excluded**")
    by_people, left = flow["records_excluded"].n, flow["records_left_unread"].n
    return (
        Entry("", (_paragraph("Records excluded**"),)),
        Entry("records_excluded", (_paragraph(f"By reviewers {number(by_people)}", 1),)),
        Entry(
            "records_left_unread",
            (_paragraph(f"Left unread when screening stopped {number(left)}", 1),),
        ),
    )


def _retrieval(flow: Flow, arm: Arm) -> tuple[Content, Content]:
    return (
        _single(flow, f"{arm}_sought_reports", "Reports sought for retrieval"),
        _single(flow, f"{arm}_notretrieved_reports", "Reports not retrieved"),
    )


def _eligibility(flow: Flow, arm: Arm) -> tuple[Content, Content]:
    return (
        (
            *_single(flow, f"{arm}_assessed", "Reports assessed for eligibility"),
            *_waiting(flow, f"{arm}_pending", "still to be assessed"),
        ),
        _reasons(flow, f"{arm}_excluded"),
    )


def _reasons(flow: Flow, key: str) -> Content:
    """The number, and below it each reason with its own."""
    box = flow[key]
    if not box.parts:
        return _single(flow, key, "Reports excluded")
    head = _paragraph(f"Reports excluded {number(box.n)}:")
    reasons = [_paragraph(f"{_label(part)} {number(part.n)}", 1) for part in box.parts]
    return (Entry(key, (head, *reasons)),)


def _included(flow: Flow) -> Content:
    studies, reports = (
        ("New studies included in review", "Reports of new included studies")
        if flow.updated
        else ("Studies included in review", "Reports of included studies")
    )
    return (*_single(flow, "new_studies", studies), *_single(flow, "new_reports", reports))


def _previous(flow: Flow) -> Content:
    studies, reports = (flow[key].label for key in ("previous_studies", "previous_reports"))
    return (
        *_single(flow, "previous_studies", studies),
        *_single(flow, "previous_reports", reports),
        *_waiting(flow, "previous_pending", "still to be decided on"),
    )


def _total(flow: Flow) -> Content:
    studies, reports = flow.included
    return (
        *_single(flow, studies.key, studies.label),
        *_single(flow, reports.key, reports.label),
    )
