"""The screening screen: one report a page, one key a decision. It decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from litreview.errors import LitreviewError
from litreview.model import Decision
from litreview.screening.session import Session
from litreview.tui import bars
from litreview.tui.pages import criteria_page, end_page, keys_page, report_page
from litreview.tui.prompts import NONE, NotePrompt, ReadPage, ReasonPrompt

_PANEL = 120
"""From this width on the criteria stand in a panel at the right."""
_ROOMY = 30
"""From this height on a blank line stands above the report."""
_DIGITS = "123456789"


class ScreeningApp(App[None]):
    """Drives a `Session` by keys. Works from 20x5 on, without a mouse and without colour."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { overflow: hidden; }
    VerticalScroll, OptionList { scrollbar-color: ansi_bright_black;
                                 scrollbar-background: ansi_default; }
    #head, #foot { height: auto; padding: 0 1; }
    #middle { height: 1fr; }
    #page { padding: 0 1; scrollbar-size-vertical: 1; }
    #report { max-width: 100; }
    #panel { width: 46; padding: 0 1; border-left: solid $foreground 40%; display: none;
             scrollbar-size-vertical: 1; }
    .wide #panel { display: block; }
    .roomy #page, .roomy #panel { padding: 1 1 0 1; }
    #ask OptionList, #ask Input { background: transparent; }
    #ask OptionList > .option-list--option-highlighted { text-style: bold underline;
        color: ansi_black; background: ansi_white; }
    ModalScreen { align: left bottom; background: transparent; }
    #ask { height: auto; max-height: 100%; background: $background; padding: 0 1;
           border-top: solid $foreground 40%; }
    #ask OptionList { height: auto; max-height: 60vh; scrollbar-size-vertical: 1; }
    #ask Input { width: 1fr; }
    ReadPage { background: $background; }
    #whole { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    #leave { dock: bottom; height: 1; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "decide('include')", "include"),
        Binding("e", "exclude", "exclude"),
        Binding("m", "decide('maybe')", "maybe"),
        Binding("s", "skip", "skip"),
        Binding("b", "previous", "back"),
        Binding("u", "undo", "undo"),
        Binding("n", "note", "note"),
        Binding("c", "criteria", "criteria"),
        Binding("question_mark", "keys", "keys"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
        Binding("space", "page", show=False),
        Binding("q,ctrl+c", "leave", "quit"),
        *(Binding(digit, f"because('{digit}')", show=False) for digit in _DIGITS),
    ]

    def __init__(self, session: Session, title: str) -> None:
        super().__init__(ansi_color=True)
        self.session = session
        self.review_title = title
        self.message = ""
        self._warned = False

    def compose(self) -> ComposeResult:
        """Head, page with its panel, foot."""
        yield Static(id="head")
        with Horizontal(id="middle"):
            with VerticalScroll(id="page"):
                yield Static(id="report")
            with VerticalScroll(id="panel", can_focus=False):
                yield Static(id="criteria")
        yield Static(id="foot")

    def on_mount(self) -> None:
        """The terminal's own colours; the first report."""
        self.theme = "ansi-dark"
        self.query_one("#criteria", Static).update(criteria_page(self.session))
        self.watch(self.query_one("#page"), "scroll_y", self.show_bars, init=False)
        self.show()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the bars to the room there is."""
        self.set_class(event.size.width >= _PANEL, "wide")
        self.set_class(event.size.height >= _ROOMY, "roomy")
        self.call_after_refresh(self.show_bars)  # the app has its new size only then

    def on_key(self, event: events.Key) -> None:
        """A key that means nothing says so: words that follow it are keys again."""
        on_page = len(self.screen_stack) == 1
        if on_page and event.is_printable and event.key not in self.screen.active_bindings:
            self._say("no such key: press ? for the keys")

    # -- drawing ---------------------------------------------------------------------------

    def show(self) -> None:
        """Draw what the session says now, from the top of the report."""
        self.query_one("#report", Static).update(self._page())
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        self.show_bars()
        self.call_after_refresh(self.show_bars)

    def show_bars(self) -> None:
        """Draw head and foot."""
        width, height = max(1, self.size.width - 2), self.size.height
        head = bars.head(self.session, self.review_title, width, height)
        panel = self.size.width >= _PANEL
        page = self.query_one("#page", VerticalScroll)
        more = page.max_scroll_y > page.scroll_y
        foot = bars.foot(self.session, self.message, width, height, panel=panel, more=more)
        self.query_one("#head", Static).update(head)
        self.query_one("#foot", Static).update(foot)

    def _page(self) -> Text:
        item = self.session.current
        if item is None:
            return end_page(self.session)
        try:
            report = self.session.desk.report(item.report)
        except LitreviewError as error:
            return Text(bars.visible_lines(f"this report cannot be shown\n{error}"))
        return report_page(report, self.session.standing, self.session)

    # -- deciding --------------------------------------------------------------------------

    def action_decide(self, decision: Decision) -> None:
        """Judge the current report."""
        self._vote(decision, ())

    def action_because(self, key: str) -> None:
        """Exclude with the reason of that key."""
        criterion = bars.reason_keys(self.session.reasons).get(key)
        if criterion is not None:
            self._vote("exclude", (criterion.code,))
        elif self.session.current is not None:
            self._say(f"there is no reason {key} at this stage; c shows the criteria")

    def action_exclude(self) -> None:
        """Ask for the reason, where there are any; then exclude."""
        if self.session.current is None:
            return
        if self.session.reasons:
            self.push_screen(ReasonPrompt(self.session), self._exclude)
        else:
            self._vote("exclude", ())

    def _exclude(self, answer: str | None) -> None:
        if answer is not None:
            self._vote("exclude", () if answer == NONE else (answer,))

    def _vote(self, decision: Decision, reasons: tuple[str, ...]) -> None:
        if self.session.current is None:
            return
        self._do(lambda: self.session.vote(decision, reasons=reasons), "decide again")

    def action_undo(self) -> None:
        """Take the latest decision back."""
        last = self.session.last
        if last is None:
            self._say("nothing to undo in this sitting")
            return
        said = bars.judged(last.judgement, self.session.reasons)
        if self._do(self.session.undo, "press u again"):
            stands = ", the decision before it stands again" if self.session.standing else ""
            self._say(f"undone: {said}{stands}")

    def _do(self, act: Callable[[], object], again: str) -> bool:
        """Let the session act, and show the outcome; False: it was refused, and says so."""
        self.message, self._warned = "", False
        try:
            act()
        except LitreviewError as error:
            first = error.remedy.removesuffix(" and run the command again")
            where = f"\nwhere: {error.where}" if error.where else ""
            to_do = f"{first}, then {again}" if first else again
            self._say(f"not saved: {error.what}{where}\nto do: {to_do}")
            return False
        self.show()
        return True

    def _say(self, message: str) -> None:
        self.message = message
        self.show_bars()

    # -- moving ----------------------------------------------------------------------------

    def action_skip(self) -> None:
        """Leave this report for later; at the end, read what was skipped."""
        if self.session.current is None:
            if not self.session.rewind():
                self._say("nothing was skipped")
                return
            self._do(lambda: None, "")
            return
        self._do(self.session.skip, "")

    def action_previous(self) -> None:
        """The report before."""
        if self.session.back():
            self._do(lambda: None, "")
        else:
            self._say("this is the first report of the queue")

    def action_note(self) -> None:
        """Write the note for the next decision on this report."""
        if self.session.current is not None:
            self.push_screen(NotePrompt(self.session.note), self._annotate)

    def _annotate(self, text: str | None) -> None:
        if text is not None:
            self._do(lambda: self.session.annotate(text), "")

    def action_criteria(self) -> None:
        """The criteria in full."""
        self.push_screen(ReadPage(criteria_page(self.session)))

    def action_keys(self) -> None:
        """What each key does."""
        self.push_screen(ReadPage(keys_page()))

    def action_scroll(self, lines: int) -> None:
        """A line up or down."""
        self.query_one("#page", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self) -> None:
        """A page down."""
        self.query_one("#page", VerticalScroll).scroll_page_down(animate=False)

    def action_leave(self) -> None:
        """Quit; a note that no decision has taken with it is named first."""
        waiting = len([text for text in self.session.drafts.values() if text])
        if waiting and not self._warned:
            self._say("a note has no decision yet and would be lost; q again quits all the same")
            self._warned = True
            return
        self.exit()
