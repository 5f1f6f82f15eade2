"""The words of each frame, in a language and with the details that are to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from litreview.outputs.diagram.content import Content, Entry, Paragraph, Tone
from litreview.outputs.diagram.look import Look
from litreview.outputs.diagram.text import TIE, Run, one_line
from litreview.prisma import NO_REASON, WITHIN, Arm, Box, Flow, Layer, Part, Unit

Lines = tuple[Paragraph, ...]

MOST_SOURCES = 12
"""So many sources are listed by name; of more, the largest and the sum of the others."""
MARK = "\u2020"
"""Behind a number that somebody corrected; a note says who and why."""


class Sayer:
    """Says what the boxes of a flow hold.

    A number that a file leaves out is a question mark where PRISMA has a box for it alone, and has
    no line where it would stand in a list.
    """

    def __init__(self, flow: Flow, look: Look) -> None:
        self._flow, self._details, self._language = flow, look.details, look.language
        self._noted = "notes" in look.details and not flow.from_file

    def _say(self, key: str, **values: str) -> str:
        return self._language.say("figure", key, **values)

    def _label(self, key: str, words: str, **values: str) -> str:
        """The words for a box: those of the file that it came from, or ours.

        The marks of the notes are left out where there are no such notes.
        """
        ours = self._say(words, **values)
        return self._flow.wording.get(key) or (ours if self._noted else ours.rstrip("*"))

    def _count(self, box: Box) -> str:
        """``(n = 4,821)``, with a mark where it was corrected."""
        if not box.known:
            return f"(n{TIE}={TIE}?)"
        corrected = any(not one.part for one in box.corrections)
        return f"{self._language.count(box.n)}{MARK if corrected else ''}"

    def _single(self, key: str, words: str, **values: str) -> Content:
        """A label, and its number on a line of its own."""
        number = self._count(self._flow[key])
        label = self._label(key, words, **values)
        return (Entry(key, (_paragraph(label), _paragraph(number))),)

    def _line(self, key: str, words: str, below: Iterable[Paragraph] = ()) -> Entry:
        """A label and its number, in a list; below: what is listed under it."""
        line = f"{self._label(key, words)} {self._count(self._flow[key])}"
        return Entry(key, (_paragraph(line, 1), *below))

    def _head(self, words: str) -> Entry:
        """Words over a list."""
        text = self._say(words)
        return Entry("", (_paragraph(text if self._noted else text.replace("*", "")),))

    def waiting(self, key: str, words: str) -> Content:
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
        waiting = self.waiting("other_pending_screening", "to_screen")
        return (self._head("identified_other"), *kinds, *waiting)

    def _kinds(self, *keys: str) -> Content:
        """The kinds of sources; without zeros those that brought something, but one at least."""
        known = [key for key in keys if self._flow[key].known] or keys[:1]
        shown = [key for key in known if "zeros" in self._details or self._flow[key].n]
        return tuple(self._source(self._flow[key]) for key in shown or known[:1])

    def _source(self, box: Box) -> Entry:
        """A kind of source, and below it each source with its number."""
        held = box.parts if "sources" in self._details else ()
        named: Sequence[Part] = held
        folded: Sequence[Part] = ()
        if len(held) > MOST_SOURCES:
            named, folded = _fold(held)
        lines = list(self._parts(box, named, 2))
        if folded:
            more = self._say("more_sources", n=self._language.number(len(folded)))
            total = self._language.count(sum(part.n for part in folded))
            lines.append(_paragraph(f"{more} {total}", 2))
        return self._line(box.key, box.key, lines)

    def _parts(self, box: Box, parts: Sequence[Part], level: int) -> tuple[Paragraph, ...]:
        corrected = {one.part for one in box.corrections if one.part}
        lines = (
            f"{self._name(part)} {self._language.count(part.n)}"
            f"{MARK if part.label in corrected else ''}"
            for part in parts
        )
        return tuple(_paragraph(line, level) for line in lines)

    def _name(self, part: Part) -> str:
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
        waiting = self.waiting("pending_screening", "to_screen")
        return (*self._single("records_screened", "records_screened"), *waiting)

    def excluded(self) -> Content:
        """What was excluded on title or abstract, and what nobody read; by whom, where told."""
        key = "records_excluded"
        if hands := self._hands(key, "records_excluded", self._why):
            return (*hands, *self.left_unread())
        if left := self.left_unread():
            people = self._line(key, "by_reviewers", self._why(self._flow[key], 2))
            return (self._head("records_excluded"), people, *left)
        return self._reasons(key, "records_excluded", self._why(self._flow[key], 1))

    def left_unread(self) -> Content:
        """What nobody had read when screening was stopped; nothing where it was not."""
        key = "records_left_unread"
        return (self._line(key, key),) if self._flow[key].n else ()

    def _hands(self, key: str, words: str, why: Callable[[Box, int], Lines]) -> Content:
        """Who excluded: people and automation tools apart; nothing where no tool takes part."""
        people, tools = WITHIN[key]
        if people not in self._flow.boxes:
            return ()
        label = f"{self._label(key, words)} {self._count(self._flow[key])}:"
        return (
            Entry(key, (_paragraph(label),)),
            self._line(people, "by_reviewers", why(self._flow[people], 2)),
            self._line(tools, "by_tools", why(self._flow[tools], 2)),
        )

    def _why(self, box: Box, level: int) -> Lines:
        """The reasons at title and abstract, where they are wanted and somebody gave one."""
        unsaid = all(part.label == NO_REASON for part in box.parts)
        if "screening-reasons" not in self._details or unsaid:
            return ()
        return self._parts(box, box.parts, level)

    def _all_reasons(self, box: Box, level: int) -> Lines:
        return self._parts(box, box.parts, level)

    def layer(self, layer: Layer, unit: Unit) -> tuple[Content, Content]:
        """What one of several stages settled, and what it excluded."""
        records = unit == "records"
        words = "stage_screened" if records else "stage_assessed"
        box = self._flow[layer.excluded]
        why = self._why(box, 1) if records else self._all_reasons(box, 1)
        label = "records_excluded" if records else "reports_excluded"
        return (
            self._single(layer.seen, words, stage=layer.label),
            self._reasons(layer.excluded, label, why),
        )

    def retrieval(self, arm: Arm) -> tuple[Content, Content]:
        """What was sought, and what was not to be had."""
        return (
            self._single(f"{arm}_sought_reports", "sought_reports"),
            self._single(f"{arm}_notretrieved_reports", "notretrieved_reports"),
        )

    def eligibility(self, arm: Arm) -> tuple[Content, Content]:
        """What was assessed, and what was excluded, for which reasons."""
        assessed, key = self._single(f"{arm}_assessed", "assessed"), f"{arm}_excluded"
        hands = self._hands(key, "reports_excluded", self._all_reasons)
        why = self._all_reasons(self._flow[key], 1)
        return (
            (*assessed, *self.waiting(f"{arm}_pending", "to_assess")),
            hands or self._reasons(key, "reports_excluded", why),
        )

    def _reasons(self, key: str, words: str, why: Lines) -> Content:
        """The number, and below it each reason with its own."""
        if not why:
            return self._single(key, words)
        head = f"{self._label(key, words)} {self._count(self._flow[key])}:"
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
            *self._both("previous_studies", "previous_reports"),
            *self.waiting("previous_pending", "to_decide"),
        )

    def total(self) -> Content:
        """What all versions include."""
        return self._both("total_studies", "total_reports")

    def pooled(self) -> Content:
        """What is in the meta-analysis."""
        return self._both("total_studies_ma", "total_reports_ma")

    def aside(self) -> Content:
        """What was assessed and is neither included nor excluded; nothing where nothing is."""
        pairs = [(f"{one}_studies", f"{one}_reports") for one in ("ongoing", "awaiting")]
        held = [pair for pair in pairs if pair[1] in self._flow.boxes and self._flow[pair[1]].n]
        return tuple(entry for pair in held for entry in self._both(*pair))

    def _both(self, *keys: str) -> Content:
        return tuple(entry for key in keys for entry in self._single(key, key))


def _paragraph(text: str, level: int = 0, tone: Tone = "plain") -> Paragraph:
    return Paragraph((Run(text),), level, tone)


def _fold(parts: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The largest sources in their order, and the others."""
    by_size = sorted(range(len(parts)), key=lambda at: (-parts[at].n, at))
    large = set(by_size[: MOST_SOURCES - 1])
    return _pick(parts, large), _pick(parts, set(by_size) - large)


def _pick(parts: Sequence[Part], places: Iterable[int]) -> tuple[Part, ...]:
    return tuple(parts[at] for at in sorted(places))
