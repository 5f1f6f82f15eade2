"""The screening screen: one report a page, one key a decision. It decides nothing itself."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Static

from litreview.errors import LitreviewError
from litreview.model import ReportId
from litreview.screening.words import occurrences
from litreview.tui import marks
from litreview.tui.keys import DIGITS
from litreview.tui.looking import Looking
from litreview.tui.pages import criteria_page, keys_page
from litreview.tui.prompts import (
    LinePrompt,
    ReadPage,
    WordsPrompt,
    pressed,
    scroll,
)


class ScreeningApp(Looking):
    """Drives a `Session` by the keys of a keymap."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "leave", show=False)]
    _warned = False
    _opened = ""

    def on_key(self, event: events.Key) -> None:
        """Do what the key means; one that means nothing says so."""
        if len(self.screen_stack) > 1:
            return
        key = pressed(event)
        action = self.keymap.action(key)
        if action == "quit":
            self.action_leave()
            return
        self._warned = False
        if action:
            event.stop()
            if action == "bottom" and self.go_on(whole=True):
                self.call_after_refresh(scroll, self.page, action)
            elif not scroll(self.page, action):
                getattr(self, f"act_{action}")()
        elif len(key) == 1 and key in DIGITS:
            self.because(key)
        elif event.is_printable:
            self.say(f"no such key: press {self.keymap.key('keys')} for the keys")

    # -- moving ----------------------------------------------------------------------------

    def act_skip(self) -> None:
        """Leave this report for later; at the end, read what was skipped."""
        if self.session.current is not None:
            self.do(self.session.skip, "")
        elif self.session.rewind():
            self.do(lambda: None, "")
        else:
            self.say("nothing was skipped")

    def act_back(self) -> None:
        """The report before."""
        if self.session.back():
            self.do(lambda: None, "")
        else:
            self.say("this is the first report of the queue")

    def act_clear(self) -> None:
        """Clear what is sought; where nothing is, the filter."""
        if self.sought:
            self.sought = ""
            self.do(lambda: None, "")
        elif self.session.found:
            self.do(lambda: self.session.narrow(""), "")
        else:
            self.say("")

    # -- reading ---------------------------------------------------------------------------

    def act_find(self) -> None:
        """Ask for words, and go to where they stand in what is shown."""
        asked = "Find in this report (parts of words too; empty: nothing)"
        self.push_screen(LinePrompt(asked, self.sought, keep="find"), self._find)

    def _find(self, text: str | None) -> None:
        if text is not None:
            self.sought, self.nth = text, 0
            self._go_to_found()

    def act_find_next(self) -> None:
        """The next place."""
        self.nth += 1
        self._go_to_found()

    def act_find_previous(self) -> None:
        """The place before."""
        self.nth -= 1
        self._go_to_found()

    def _go_to_found(self) -> None:
        if not self.sought:
            self.show()
            self.say(f"nothing is sought: {self.keymap.key('find')} finds words in the report")
            return
        page = self.text()
        count = len(occurrences(page.plain, self.sought))
        self.nth = self.nth % count if count else 0
        self.show()
        if not count:
            self.say(f"{self.sought!r} is not in this report")
            return
        width = max(1, self.query_one("#report", Static).size.width - 1)
        line = marks.line_of(page, self.sought, self.nth, width)
        to = max(0, line - self.page.size.height // 2)
        self.call_after_refresh(self.page.scroll_to, y=to, animate=False)  # it may be longer now
        ways = f"{self.keymap.key('find_next')} next · {self.keymap.key('find_previous')} before"
        self.say(f"{self.sought!r}: {self.nth + 1} of {count} · {ways}")

    def act_words(self) -> None:
        """The words that are marked."""
        self.push_screen(WordsPrompt(self.aids.marks, self.show))

    def act_criteria(self) -> None:
        """The criteria in full."""
        page = criteria_page(self.session, self.keymap.reasons)
        self.push_screen(ReadPage(page, self.keymap, "criteria"))

    def act_keys(self) -> None:
        """What each key does."""
        self.push_screen(ReadPage(keys_page(self.keymap), self.keymap, "keys"))

    def act_doi(self) -> None:
        """Open the report's page."""
        self._open("doi", "no DOI or address of this report is known")

    def act_pdf(self) -> None:
        """Open the full text."""
        self._open("pdf", "no full text of this report is kept here")

    def _open(self, what: str, nothing: str) -> None:
        item = self.session.current
        if item is None:
            return
        try:
            target = self._target(what, item.report)
        except LitreviewError as error:
            self.say_error(error)
            return
        hidden = self.session.stage.masked
        if not target:
            self.say(nothing)
        elif hidden and self._opened != target:
            self._opened = target
            key = self.keymap.key(what)
            self.say(f"it shows what this stage masks ({', '.join(hidden)}): {key} opens it anyway")
        elif self.aids.opener(target):
            self.say(f"opened {target}")
        else:
            self.say(f"nothing here can open it: {target}")

    def _target(self, what: str, report: ReportId) -> str:
        if what == "doi":
            return self.aids.address(report)
        path = self.aids.paper(report).path
        return str(path) if path else ""

    def action_leave(self) -> None:
        """Quit; a note that no decision has taken with it is named first."""
        waiting = len([text for text in self.session.drafts.values() if text])
        if waiting and not self._warned:
            again = self.keymap.key("quit")
            self.say(f"a note has no decision yet and would be lost; {again} again quits")
            self._warned = True
            return
        self.exit()
