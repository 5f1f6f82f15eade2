"""What stands in each frame of the figure: a function of the flow, without sizes or places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from litreview.outputs.diagram.language import Language
from litreview.outputs.diagram.look import PLAIN, Look
from litreview.outputs.diagram.text import TIE, Run, one_line
from litreview.prisma import NO_REASON, Arm, Box, Flow, Part

MOST_SOURCES = 12
"""So many sources are listed by name; of more, the largest and the sum of the others."""

STAGES = ("identification", "screening", "included")
Tone = Literal["plain", "waiting"]
RowName = Literal["", "included", "total"]
"""A row that arrows from the side lead to."""


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
    name: RowName = ""


def rows(flow: Flow, look: Look = PLAIN) -> tuple[Row, ...]:
    """The rows from top to bottom. Without other methods that arm's frames are empty."""
    say = _Sayer(flow, look)
    found = [
        Row(0, (say.databases(), say.removed())),
        Row(1, (say.screened(), say.excluded())),
        Row(1, say.retrieval("dbr")),
        Row(1, say.eligibility("dbr")),
        Row(2, (say.included(), ()), name="included"),
    ]
    if flow.other_methods:
        found[0] = replace(found[0], other=(say.others(), ()))
        found[2] = replace(found[2], other=say.retrieval("other"))
        found[3] = replace(found[3], other=say.eligibility("other"))
    if flow.updated:
        found[0] = replace(found[0], previous=say.previous())
        found.append(Row(2, (say.total(), ()), name="total"))
    return tuple(found)


STATEMENT = "https://doi.org/10.1136/bmj.n71"
"""Where the last note leads to: whose layout and wording this is."""


def notes(flow: Flow, look: Look = PLAIN) -> tuple[Content, ...]:
    """The notes below the figure, the credit last."""
    if "notes" not in look.details:
        return ()
    text = look.language.texts["notes"]
    stopped = flow["records_left_unread"].n or flow["other_left_unread"].n
    found = [
        _note(Run(text["per_source"])),
        _note(Run(text["stopped" if stopped else "by_people"])),
    ]
    gone = [
        (look.language.many("notes", key, flow[key].n).replace(" ", TIE), key)
        for key in ("other_duplicates", "other_screened_out", "other_left_unread")
        if flow[key].n
    ]
    if gone:
        *first, (last, of_last) = gone
        said = [
            Run(f"{words}{',' if (words, key) != first[-1] else ''}", key) for words, key in first
        ]
        between = [Run(text["and"])] if said else []
        found.append(
            _note(Run(text["before"]), *said, *between, Run(last, of_last), Run(text["no_box"]))
        )
    return (*found, _note(Run(text["credit_updated" if flow.updated else "credit_new"])))


def _note(*runs: Run) -> Content:
    return (Entry("", (Paragraph(runs),)),)


def _paragraph(text: str, level: int = 0, tone: Tone = "plain") -> Paragraph:
    return Paragraph((Run(text),), level, tone)


class _Sayer:
    """Says what the boxes of a flow hold, in the words and with the lines of a look."""

    def __init__(self, flow: Flow, look: Look) -> None:
        self._flow, self._details = flow, look.details
        self._language: Language = look.language

    def _say(self, key: str, **values: str) -> str:
        return self._language.say("figure", key, **values)

    def _single(self, key: str, label: str) -> Content:
        """A label, and its number on a line of its own."""
        number = self._language.count(self._flow[key].n)
        return (Entry(key, (_paragraph(self._say(label)), _paragraph(number))),)

    def _line(self, key: str, label: str) -> Entry:
        """A label and its number, in a list."""
        words = f"{self._say(label)} {self._language.count(self._flow[key].n)}"
        return Entry(key, (_paragraph(words, 1),))

    def _waiting(self, key: str, words: str) -> Content:
        """A line that says what is pending; nothing where nothing is."""
        n = self._flow[key].n
        if not n:
            return ()
        said = self._say(words, n=self._language.number(n))
        return (Entry(key, (_paragraph(said, tone="waiting"),)),)

    def databases(self) -> Content:
        """What databases and registers brought."""
        return (self._head("identified"), *self._kinds("database_results", "register_results"))

    def others(self) -> Content:
        """What other methods brought."""
        kinds = self._kinds("website_results", "organisation_results", "citations_results")
        waiting = self._waiting("other_pending_screening", "to_screen")
        return (self._head("identified_other"), *kinds, *waiting)

    def _head(self, key: str) -> Entry:
        return Entry("", (_paragraph(self._say(key)),))

    def _kinds(self, *keys: str) -> Content:
        """The kinds of sources; without zeros those that brought something, but one at least."""
        shown = [key for key in keys if "zeros" in self._details or self._flow[key].n]
        return tuple(self._source(self._flow[key]) for key in shown or keys[:1])

    def _source(self, box: Box) -> Entry:
        """A kind of source, and below it each source with its number."""
        count = self._language.count
        held = box.parts if "sources" in self._details else ()
        named: Sequence[Part] = held
        folded: Sequence[Part] = ()
        if len(held) > MOST_SOURCES:
            named, folded = _fold(held)
        lines = [_paragraph(f"{self._label(part)} {count(part.n)}", 2) for part in named]
        if folded:
            more = self._say("more_sources", n=self._language.number(len(folded)))
            lines.append(_paragraph(f"{more} {count(sum(part.n for part in folded))}", 2))
        return Entry(box.key, (_paragraph(f"{self._say(box.key)} {count(box.n)}", 1), *lines))

    def _label(self, part: Part) -> str:
        """The label of a part; a blank one is said to be blank."""
        if part.label == NO_REASON:
            return self._say("no_reason")
        return one_line(part.label) or self._say("not_named")

    def removed(self) -> Content:
        """What was taken out before screening."""
        lines = [
            self._line(key, key)
            for key in ("duplicates", "excluded_automatic", "excluded_other")
            if self._flow[key].n or key == "duplicates"
        ]
        return (self._head("removed"), *lines)

    def screened(self) -> Content:
        """What was screened on title and abstract."""
        waiting = self._waiting("pending_screening", "to_screen")
        return (*self._single("records_screened", "records_screened"), *waiting)

    def excluded(self) -> Content:
        """What people excluded; where reading was stopped, apart from what nobody read."""
        if self._flow["records_left_unread"].n:
            people = self._line("records_excluded", "by_reviewers")
            return (
                self._head("records_excluded"),
                Entry(people.key, (*people.paragraphs, *self._why("records_excluded", 2))),
                self._line("records_left_unread", "records_left_unread"),
            )
        why = self._why("records_excluded", 1)
        return self._reasons("records_excluded", "records_excluded", why)

    def _why(self, key: str, level: int) -> tuple[Paragraph, ...]:
        """The reasons at title and abstract, where they are wanted and somebody gave one."""
        parts = self._flow[key].parts
        if "screening-reasons" not in self._details or all(p.label == NO_REASON for p in parts):
            return ()
        return self._parts(parts, level)

    def _parts(self, parts: Sequence[Part], level: int) -> tuple[Paragraph, ...]:
        count = self._language.count
        return tuple(_paragraph(f"{self._label(part)} {count(part.n)}", level) for part in parts)

    def retrieval(self, arm: Arm) -> tuple[Content, Content]:
        """What was sought, and what was not to be had."""
        return (
            self._single(f"{arm}_sought_reports", "sought_reports"),
            self._single(f"{arm}_notretrieved_reports", "notretrieved_reports"),
        )

    def eligibility(self, arm: Arm) -> tuple[Content, Content]:
        """What was assessed, and what was excluded, for which reasons."""
        assessed = self._single(f"{arm}_assessed", "assessed")
        key = f"{arm}_excluded"
        return (
            (*assessed, *self._waiting(f"{arm}_pending", "to_assess")),
            self._reasons(key, "reports_excluded", self._parts(self._flow[key].parts, 1)),
        )

    def _reasons(self, key: str, label: str, why: tuple[Paragraph, ...]) -> Content:
        """The number, and below it each reason with its own."""
        if not why:
            return self._single(key, label)
        head = f"{self._say(label)} {self._language.count(self._flow[key].n)}:"
        return (Entry(key, (_paragraph(head), *why)),)

    def included(self) -> Content:
        """The studies that are included, in an updated review the new ones."""
        before = "updated_" if self._flow.updated else ""
        return (
            *self._single("new_studies", f"{before}new_studies"),
            *self._single("new_reports", f"{before}new_reports"),
        )

    def previous(self) -> Content:
        """What the previous version included."""
        return (
            *self._single("previous_studies", "previous_studies"),
            *self._single("previous_reports", "previous_reports"),
            *self._waiting("previous_pending", "to_decide"),
        )

    def total(self) -> Content:
        """What all versions include."""
        studies, reports = self._flow.included
        return (*self._single(studies.key, studies.key), *self._single(reports.key, reports.key))


def _fold(parts: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The largest sources in their order, and the others."""
    by_size = sorted(range(len(parts)), key=lambda at: (-parts[at].n, at))
    large = set(by_size[: MOST_SOURCES - 1])
    return _pick(parts, large), _pick(parts, set(by_size) - large)


def _pick(parts: Sequence[Part], places: Iterable[int]) -> tuple[Part, ...]:
    return tuple(parts[at] for at in sorted(places))
