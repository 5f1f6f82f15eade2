"""Screening line by line: no cursor movement, no colour, for screen readers and plain terminals.

What the screen does by one key, a line does: the key or the word, then Enter.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

from litreview.errors import LitreviewError
from litreview.model import Decision, ReportId
from litreview.outputs.words import counted
from litreview.screening.session import Session
from litreview.screening.words import occurrences
from litreview.tui import bars
from litreview.tui.aids import Aids
from litreview.tui.keys import ACTIONS
from litreview.tui.pages import criteria_page, end_page, report_page, words_page
from litreview.tui.text import in_parts, lines_of, one_line

PROMPT = "decision> "
_WITH = {
    "note": "note TEXT",
    "labels": "labels ONE, TWO",
    "jump": "jump NUMBER, ID, DOI or TITLE",
    "filter": "filter WORDS",
    "find": "find WORDS",
    "words": "words +WORD, -WORD or =WORD",
    "exclude": "exclude, or exclude REASON",
}
"""Commands that take something behind them."""
_TAKING = frozenset(_WITH) - {"exclude"}
_NOT_HERE = frozenset({"down", "up", "page_down", "page_up", "top", "bottom", "find_next",
                       "find_previous"})  # fmt: skip
_LISTED = 10


@dataclass(slots=True)
class Plain:
    """A sitting by lines. Each method gives the lines to print; `over`: it has ended."""

    session: Session
    aids: Aids
    title: str = ""
    over: bool = False
    _warned: bool = False
    _by_word: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        words = {action.word: name for name, action in ACTIONS.items()}
        self._by_word = {"go": "jump", "help": "keys", "exit": "quit", **words}
        self._by_word |= {name: name for name in ACTIONS}

    def greet(self) -> Iterator[str]:
        """Who reads what, the criteria with the keys of the reasons, the first report."""
        yield one_line(f"{self.title}, {self.session.stage.label}, {self.session.reviewer}")
        yield from lines_of(criteria_page(self.session, self.aids.keymap.reasons).plain)
        yield "Write ? for the commands."
        yield from self.show()

    def show(self) -> Iterator[str]:
        """The report to judge now, or the end of the queue."""
        session, item = self.session, self.session.current
        yield ""
        if item is None:
            yield from lines_of(end_page(session, self.aids.keymap, self._closing()).plain)
            return
        narrowed = f", filter: {one_line(session.found)}" if session.found else ""
        yield (
            f"{session.read:,} of {session.total:,} read, {session.left:,} left in this queue"
            f"{narrowed}. Why now: {one_line(item.why)}."
        )
        try:
            report = session.desk.report(item.report)
        except LitreviewError as error:
            yield from in_parts(error, "this report cannot be shown: ")
            return
        yield from lines_of(report_page(report, session, self.aids).plain)

    def _closing(self) -> list[str]:
        try:
            return list(self.aids.closing())
        except LitreviewError as error:
            return [error.what]

    def answer(self, line: str) -> Iterator[str]:
        """Do what a line says."""
        text = line.strip()
        if not text:
            return
        head, _, rest = text.partition(" ")
        action = self._meant(head)
        self._warned = self._warned and action == "quit"
        try:
            yield from self._do(action, head, rest.strip())
        except LitreviewError as error:
            yield from in_parts(error, "not done: ")

    def _meant(self, head: str) -> str:
        """The action that a key or a word names; "": none."""
        return self.aids.keymap.action(head) or self._by_word.get(head.casefold(), "")

    def _do(self, action: str, head: str, rest: str) -> Iterator[str]:
        if action in {"include", "maybe"} and not rest:
            yield from self._vote("include" if action == "include" else "maybe", ())
        elif action == "exclude" or (not action and head in self._reasons and not rest):
            yield from self._exclude(rest if action else head)
        elif action in _TAKING:
            yield from getattr(self, f"do_{action}")(rest)
        elif action and action not in _NOT_HERE and not rest:
            yield from getattr(self, f"do_{action}")()
        else:
            yield f"{one_line(head)[:40]!r} is no command here: nothing was done. Write ? for them."

    @property
    def _reasons(self) -> dict[str, str]:
        keys = bars.reason_keys(self.session.reasons, self.aids.keymap.reasons)
        return {key: criterion.code for key, criterion in keys.items()}

    # -- deciding --------------------------------------------------------------------------

    def _exclude(self, rest: str) -> Iterator[str]:
        by_key = self._reasons
        code = by_key.get(rest, rest)
        if rest and code not in by_key.values():
            yield f"there is no reason {one_line(rest)[:40]!r} at this stage; nothing was decided:"
            for criterion in self.session.reasons:
                key = next((k for k, c in by_key.items() if c == criterion.code), " ")
                yield f"  {key} {one_line(criterion.label)}"
            return
        yield from self._vote("exclude", (code,) if rest else ())

    def _vote(self, decision: Decision, reasons: tuple[str, ...]) -> Iterator[str]:
        if self.session.current is None:
            yield "the queue is at its end: there is nothing to judge"
            return
        if (yield from self._overtaken()):
            return
        self.session.vote(decision, reasons=reasons)
        yield from self._saved()
        yield from self.show()

    def _saved(self) -> Iterator[str]:
        last = self.session.last
        if last is not None:
            keys = self.aids.keymap.reasons
            said = bars.judged(last.judgement, self.session.reasons, keys)
            yield f"saved: {said.removeprefix('+ ').removeprefix('x ').removeprefix('? ')}"

    def _overtaken(self) -> Generator[str, None, bool]:
        """Whether another screen of this reviewer judged what is shown; it is said, then."""
        if not self.session.hear(self.aids.news()):
            return False
        yield "on another screen of yours this report was just judged; decide again here:"
        yield from self.show()
        return True

    def do_undo(self) -> Iterator[str]:
        """Take the latest decision back."""
        if (yield from self._overtaken()):
            return
        yield "undone" if self.session.undo() else "nothing to undo in this sitting"
        yield from self.show()

    def do_note(self, rest: str) -> Iterator[str]:
        """Keep a note for the next decision."""
        self.session.annotate(rest)
        yield "the note goes with the next decision on this report" if rest else "no note"

    def do_labels(self, rest: str) -> Iterator[str]:
        """Give labels, or list them."""
        if rest:
            self.session.label(rest.split(","))
        held = one_line(", ".join(self.session.labels)) or "none"
        used = one_line(", ".join(self.aids.labels())) or "none"
        yield f"labels of this report: {held}; used before: {used}"

    # -- moving ----------------------------------------------------------------------------

    def do_skip(self) -> Iterator[str]:
        """Leave this report for later."""
        if self.session.current is not None:
            self.session.skip()
        elif not self.session.rewind():
            yield "nothing was skipped"
            return
        yield from self.show()

    def do_back(self) -> Iterator[str]:
        """The report before."""
        if not self.session.back():
            yield "this is the first report of the queue"
            return
        yield from self.show()

    def do_jump(self, rest: str) -> Iterator[str]:
        """Go to a report."""
        found = list(self.aids.places(rest)) if rest else []
        if len(found) == 1:
            self.session.jump(found[0])
            yield from self.show()
            return
        yield f"{len(found) or 'no'} reports of your queue are meant{': name one' if found else ''}"
        for report in found[:_LISTED]:
            yield f"  jump {report}   {self._title(report)}"

    def _title(self, report: ReportId) -> str:
        return one_line(self.session.desk.report(report).record.title)[:120]

    def do_filter(self, rest: str) -> Iterator[str]:
        """Show only reports that hold some words."""
        held = self.session.narrow(rest)
        if not held:
            yield "no report of the queue holds that; nothing changes"
            return
        holds = f"hold{'s' if held == 1 else ''} it" if rest else "in the queue: all are shown"
        yield f"{counted(held, 'report')} {holds}"
        yield from self.show()

    def do_clear(self) -> Iterator[str]:
        """Show all again."""
        return self.do_filter("")

    # -- reading ---------------------------------------------------------------------------

    def do_find(self, rest: str) -> Iterator[str]:
        """Where words stand in the report."""
        item = self.session.current
        if item is None or not rest:
            yield "write the words to find behind it"
            return
        report = self.session.desk.report(item.report)
        text = report_page(report, self.session, self.aids).plain
        places = occurrences(text, rest)
        yield counted(len(places), "place") if places else f"{rest!r} is not in this report"
        for start, end in places[:_LISTED]:
            yield f"  … {one_line(text[max(0, start - 40) : end + 40])} …"

    def do_words(self, rest: str) -> Iterator[str]:
        """The words that are marked; add one, or take it out."""
        marks = self.aids.marks
        if rest:
            yield one_line(marks.put(rest))
        yield from lines_of(words_page(marks.words, marks.trouble).plain)

    def do_criteria(self) -> Iterator[str]:
        """The criteria in full."""
        return lines_of(criteria_page(self.session, self.aids.keymap.reasons).plain)

    def _open(self, target: str) -> Iterator[str]:
        hidden = self.session.stage.masked
        if hidden:
            yield f"this stage masks {', '.join(hidden)}: what shows it is not opened from here"
        elif not target:
            yield "there is nothing to open"
        else:
            yield one_line(f"{'opened' if self.aids.opener(target) else 'to open:'} {target}")

    def do_doi(self) -> Iterator[str]:
        """Open the report's page."""
        item = self.session.current
        return self._open(self.aids.address(item.report) if item else "")

    def do_pdf(self) -> Iterator[str]:
        """Open the full text."""
        item = self.session.current
        path = self.aids.paper(item.report).path if item else None
        return self._open(str(path) if path else "")

    def do_keys(self) -> Iterator[str]:
        """The commands."""
        yield "One command a line: its key or its word, then Enter."
        for name, action in ACTIONS.items():
            if name not in _NOT_HERE:
                key = self.aids.keymap.key(name) or "no key"
                yield f"  {key}   or   {_WITH.get(name, name)}: {action.what}"
        yield "  1 to 9: exclude with that reason"

    def do_quit(self) -> Iterator[str]:
        """End the sitting."""
        waiting = any(self.session.drafts.values())
        if waiting and not self._warned:
            self._warned = True
            yield "a note has no decision yet and would be lost; quit again quits all the same"
            return
        self.over = True


def sit(app: Plain, read: Callable[[str], str | None], tell: Callable[[str], None]) -> None:
    """Read and answer until somebody quits or the input ends (None): nothing is lost by either."""
    for line in app.greet():
        tell(line)
    while not app.over:
        text = read(PROMPT)
        if text is None:
            return
        for line in app.answer(text):
            tell(line)
