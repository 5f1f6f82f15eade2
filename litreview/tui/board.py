"""The board that a screening screen draws on: head, report, panel, foot. It decides nothing."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from litreview.errors import LitreviewError
from litreview.screening.session import Session
from litreview.tui import bars, marks
from litreview.tui.aids import Aids
from litreview.tui.pages import LEFT, end_page, panel_page, report_page

PANEL = 120
"""From this width on the criteria stand in a panel at the right."""
_ROOMY = 30
"""From this height on a blank line stands above the report."""
_TINY = 9
"""Below this height a question has one line, and no hints."""
_PART = 5_000
"""Characters of an abstract that are drawn at first: more than a page, and soon done."""
_CSS = """
Screen { overflow: hidden; }
VerticalScroll, OptionList { scrollbar-color: ansi_bright_black;
                             scrollbar-background: ansi_default; }
#head, #foot { height: auto; padding: 0 1; }
#middle { height: 1fr; }
#page { padding: 0 1; scrollbar-size-vertical: 1; }
#report { max-width: 100; padding-right: 1; }
#panel { width: 46; padding: 0 1; border-left: solid $foreground 40%; display: none;
         scrollbar-size-vertical: 1; }
.wide #panel { display: block; }
.roomy #page, .roomy #panel { padding: 1 1 0 1; }
#ask OptionList, #ask Input, #line Input { background: transparent; }
#ask OptionList > .option-list--option-highlighted { text-style: bold underline;
    color: ansi_black; background: ansi_white; }
ModalScreen { align: left bottom; background: transparent; }
#ask { height: auto; max-height: 100%; background: $background; padding: 0 1;
       border-top: solid $foreground 40%; }
#ask OptionList { height: auto; max-height: 60vh; scrollbar-size-vertical: 1; }
#ask Input, #line Input { width: 1fr; }
ReadPage, WordsPrompt { background: $background; }
#whole { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
#line { height: auto; padding: 0 1; border-top: solid $foreground 40%; }
.tiny .hint { display: none; }
.tiny .question { height: 1; }
.tiny #ask, .tiny #line { border-top: none; }
#leave { dock: bottom; height: 1; padding: 0 1; }
"""


class Board(App[None]):
    """Draws a `Session`. Works from 20x5 on, without a mouse and without colour.

    All colours are the terminal's own, so that it is legible on light and on dark ones.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS = _CSS

    def __init__(self, session: Session, title: str, aids: Aids | None = None) -> None:
        super().__init__(ansi_color=True)
        self.session = session
        self.review_title = title
        self.aids = aids or Aids()
        self.keymap = self.aids.keymap
        self.message = ""
        self.sought = ""
        """What is looked for in what is shown; "": nothing."""
        self.nth = 0
        self._part: int | None = _PART
        """Characters of the abstract that are shown; None: all."""
        self._more = False
        self._shown: dict[str, Text] = {}
        self._ending: tuple[str, ...] | None = None

    def compose(self) -> ComposeResult:
        """Head, page with its panel, foot."""
        yield Static(id="head")
        with Horizontal(id="middle"):
            with VerticalScroll(id="page", can_focus=False):
                yield Static(id="report")
            with VerticalScroll(id="panel", can_focus=False):
                yield Static(id="criteria")
        yield Static(id="foot")

    def on_mount(self) -> None:
        """The terminal's own colours; the first report."""
        self.theme = "ansi-dark"
        self.watch(self.query_one("#page"), "scroll_y", self._scrolled, init=False)
        self.show()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the bars to the room there is."""
        self.set_class(event.size.width >= PANEL, "wide")
        self.set_class(event.size.height >= _ROOMY, "roomy")
        self.set_class(event.size.height < _TINY, "tiny")
        self.call_after_refresh(self.show_bars)  # the app has its new size only then

    # -- drawing ---------------------------------------------------------------------------

    @property
    def page(self) -> VerticalScroll:
        """Where the report scrolls."""
        return self.query_one("#page", VerticalScroll)

    def show(self) -> None:
        """Draw what the session says now, from the top of the report."""
        self._part = _PART
        self._draw("report", self.text())
        self.page.scroll_home(animate=False)
        self.show_bars()
        self.call_after_refresh(self._look_below)  # only then it is known whether more is there

    def show_bars(self) -> None:
        """Draw head, panel and foot, where they changed."""
        width, height = max(1, self.size.width - 2), self.size.height
        panel = self.size.width >= PANEL
        self._more = self._goes_on()
        room = bars.Room(width, height, panel, self._more)
        head = bars.head(self.session, self.review_title, width, height, self.sought)
        self._draw("head", head)
        self._draw("foot", bars.foot(self.session, self.keymap, self.message, room))
        if panel:
            self._draw("criteria", panel_page(self.session, self.keymap.reasons))

    def _scrolled(self) -> None:
        """Draw the bars, and more of a long abstract when its end comes near."""
        page = self.page
        if page.scroll_y and page.max_scroll_y - page.scroll_y <= page.size.height:
            self.go_on()
        self.show_bars()

    def go_on(self, *, whole: bool = False) -> bool:
        """Show twice as much of a long abstract, or all of it; False: all is shown already."""
        if self._part is None or LEFT not in self._shown["report"].plain:
            return False
        self._part = None if whole else 2 * self._part
        self._draw("report", self.text())
        return True

    def _look_below(self) -> None:
        if self._goes_on() != self._more:
            self.show_bars()

    def _goes_on(self) -> bool:
        return self.page.max_scroll_y > self.page.scroll_y

    def _draw(self, place: str, text: Text) -> None:
        """Draw what changed; a bar that keeps its height moves nothing else."""
        held = self._shown.get(place)
        if held == text:
            return
        self._shown[place] = text
        moves = place in {"report", "criteria"} or held is None
        higher = held is None or held.plain.count("\n") != text.plain.count("\n")
        self.query_one(f"#{place}", Static).update(text, layout=moves or higher)

    def text(self) -> Text:
        """What stands on the page."""
        item = self.session.current
        if item is None:
            return end_page(self.session, self.keymap, self._at_the_end())
        try:
            report = self.session.desk.report(item.report)
            part = None if self.sought else self._part
            page = report_page(report, self.session, self.aids, part)
        except LitreviewError as error:
            return Text(bars.visible_lines(f"this report cannot be shown\n{error}"))
        if self.sought:
            marks.found(page, self.sought, self.nth)
        return page

    def _at_the_end(self) -> tuple[str, ...]:
        """What the end says of the stage: asked once, until something is decided again."""
        if self._ending is None:
            try:
                self._ending = tuple(self.aids.closing())
            except LitreviewError as error:
                self._ending = (error.what,)
        return self._ending

    def say(self, message: str) -> None:
        """Show a message in the place of the status line."""
        self.message = message
        self.show_bars()

    def say_error(self, error: LitreviewError, first: str = "", then: str = "") -> None:
        """What is wrong, where, and what to do; then: what to press after that."""
        remedy = error.remedy.removesuffix(" and run the command again")
        where = f"\nwhere: {error.where}" if error.where else ""
        to_do = ", then ".join(part for part in (remedy, then) if part)
        self.say(f"{first}{error.what}{where}{f'{chr(10)}to do: {to_do}' if to_do else ''}")
