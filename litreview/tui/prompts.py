"""What opens over the report: the reasons, a line to write, a choice, a page. Esc leaves each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from litreview.errors import LitreviewError
from litreview.screening.session import Session
from litreview.tui.aids import Marks
from litreview.tui.bars import reason_keys, visible_lines
from litreview.tui.keys import Keymap
from litreview.tui.pages import words_page
from litreview.tui.text import one_line

NONE = ""
"""The answer "without a reason"; a code is the answer otherwise."""
PROMPT_CSS = """
ModalScreen { align: left top; background: transparent; }
#ask { height: auto; max-height: 100%; background: $background; padding: 0 1;
       border-bottom: solid $foreground 40%; }
#ask OptionList, #ask Input { background: transparent; }
#ask OptionList > .option-list--option-highlighted { text-style: bold underline;
    color: ansi_black; background: ansi_white; }
#ask OptionList { height: auto; max-height: 60vh; scrollbar-size-vertical: 1; }
#ask Input { width: 1fr; }
ReadPage { background: $background; }
#whole { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
#leave { dock: bottom; height: 1; padding: 0 1; }
"""
"""How they look where they open at the top of the screen."""
_ESC: list[BindingType] = [Binding("escape", "dismiss", "leave")]


def pressed(event: events.Key) -> str:
    """The key as keymaps write it: the character where there is one, else its name."""
    return event.character if event.character and event.character > " " else event.key


class ReasonPrompt(ModalScreen[str | None]):
    """Asks for the reason of an exclusion: its key, or arrows and Enter."""

    BINDINGS: ClassVar[list[BindingType]] = _ESC

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__()
        self.session = session
        self.keymap = keymap
        keys = reason_keys(session.reasons, keymap.reasons)
        self.by_key = {key: criterion.code for key, criterion in keys.items()}

    def compose(self) -> ComposeResult:
        """The question, the list, the keys."""
        keys = {code: key for key, code in self.by_key.items()}
        options = [
            Option(Text.assemble((f"{keys.get(c.code, ' ')}  ", "bold"), one_line(c.label)), c.code)
            for c in self.session.reasons
        ]
        if not self.session.stage.reason_required:
            again = f"{self.keymap.key('exclude')}  "
            options.insert(0, Option(Text.assemble((again, "bold"), "without a reason"), NONE))
        with Vertical(id="ask"):
            yield Static(Text(self._question(), style="bold"), classes="question")
            yield OptionList(*options, compact=True)
            hint = "key of the reason, or ↑ ↓ Enter   Esc leave"
            yield Static(Text(hint, style="dim"), classes="hint")

    def _question(self) -> str:
        if self.session.stage.reason_required:
            return "Exclude for which reason? This stage needs one."
        return "Exclude for which reason?"

    def on_mount(self) -> None:
        """Nothing is chosen until somebody chooses; Enter alone means the first line."""
        options = self.query_one(OptionList)
        options.highlighted = None if self.session.stage.reason_required else 0
        options.focus()

    def on_key(self, event: events.Key) -> None:
        """The key of a reason answers at once."""
        key = pressed(event)
        code = self.by_key.get(key)
        if code is not None:
            event.stop()  # what closes this page must not mean something on the one below
            self.dismiss(code)
            return
        if key in {"down", "up"}:  # the list's own
            return
        action = self.keymap.action(key)
        if action == "exclude" and not self.session.stage.reason_required:
            event.stop()
            self.dismiss(NONE)
        elif action == "down":
            self.query_one(OptionList).action_cursor_down()
        elif action == "up":
            self.query_one(OptionList).action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a line."""
        self.dismiss(event.option.id or NONE)


class ChoicePrompt(ModalScreen[str | None]):
    """Asks which of several is meant: arrows and Enter."""

    BINDINGS: ClassVar[list[BindingType]] = _ESC

    def __init__(self, question: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.question = question
        self.choices = choices

    def compose(self) -> ComposeResult:
        """The question, and a line for each choice: its answer and its words."""
        with Vertical(id="ask"):
            yield Static(Text(self.question, style="bold"), classes="question")
            options = (Option(Text(one_line(words)), answer) for answer, words in self.choices)
            yield OptionList(*options, compact=True)
            yield Static(Text("↑ ↓ Enter   Esc leave", style="dim"), classes="hint")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a line."""
        self.dismiss(event.option.id)


class LinePrompt(ModalScreen[str | None]):
    """One line to write. known: what its last part, after a comma, may be completed to."""

    BINDINGS: ClassVar[list[BindingType]] = _ESC

    def __init__(
        self, question: str, value: str = "", *, keep: str = "keep", known: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.question = question
        self.value = value
        self.keep = keep
        self.known = known

    def compose(self) -> ComposeResult:
        """The line, and what Enter does."""
        completing = Completing(self.known) if self.known else None
        with Vertical(id="ask"):
            yield Static(Text(self.question, style="bold"), classes="question")
            if self.known:
                used = f"used before: {one_line(', '.join(self.known))}"
                yield Static(
                    Text(used, style="dim", no_wrap=True, overflow="ellipsis"), classes="hint"
                )
            yield Input(self.value, compact=True, select_on_focus=False, suggester=completing)
            ends = "   → complete" if self.known else ""
            hint = f"Enter {self.keep}{ends}   Esc leave it as it was"
            yield Static(Text(hint, style="dim"), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps the line."""
        self.dismiss(event.value.strip())


class Completing(Suggester):
    """Completes the part after the last comma to one of `known`, the first that begins so."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.known = known

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line with its last part complete; None: nothing begins so."""
        head, comma, last = value.rpartition(",")
        start = last.lstrip()
        if not start:
            return None
        for one in self.known:
            if one.casefold().startswith(start.casefold()) and len(one) > len(start):
                blanks = last[: len(last) - len(start)]
                return f"{head}{comma}{blanks}{start}{one[len(start) :]}"
        return None


class WordsPrompt(ModalScreen[None]):
    """The words that are marked, and a line to add one's own or to take them out."""

    BINDINGS: ClassVar[list[BindingType]] = _ESC

    def __init__(self, marks: Marks, changed: Callable[[], None]) -> None:
        super().__init__()
        self.marks = marks
        self.changed = changed

    def compose(self) -> ComposeResult:
        """The list, the line, what it takes."""
        with VerticalScroll(id="whole", can_focus=False):
            yield Static(self._page(), id="listed")
        with Vertical(id="line"):
            yield Static(Text("", style="bold"), id="said")
            yield Input(placeholder="+mentor*   -primary school   =programme", compact=True)
            hint = "Enter add, or take out   + for  - against  = unmark   * any ending   Esc leave"
            yield Static(Text(hint, style="dim"), classes="hint")

    def _page(self) -> Text:
        return words_page(self.marks.words, self.marks.trouble)

    def on_mount(self) -> None:
        """The line is where one writes."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line in, and show what it did."""
        if not event.value.strip():
            self.dismiss()
            return
        try:
            said = self.marks.put(event.value.strip())
        except LitreviewError as error:
            said = str(error)
        else:
            event.input.clear()
            self.query_one("#listed", Static).update(self._page())
            self.changed()
        self.query_one("#said", Static).update(Text(visible_lines(said), style="bold"))


class ReadPage(ModalScreen[None]):
    """A page to read over the whole screen. opener: the action whose key closes it again."""

    def __init__(self, text: Text, keymap: Keymap, opener: str) -> None:
        super().__init__()
        self.text = text
        self.keymap = keymap
        self.leaving = frozenset({opener, "quit", "clear"})

    def compose(self) -> ComposeResult:
        """The page, and how to leave it."""
        with VerticalScroll(id="whole", can_focus=False):
            yield Static(self.text)
        yield Static(Text("Esc back to the report", style="dim"), id="leave")

    def on_key(self, event: events.Key) -> None:
        """Scroll, or leave."""
        event.stop()
        action, page = self.keymap.action(pressed(event)), self.query_one(VerticalScroll)
        if event.key in {"escape", "enter"} or action in self.leaving:
            self.dismiss()
        else:
            scroll(page, action)


def scroll(page: VerticalScroll, action: str) -> bool:
    """Scroll `page` as `action` says; False: that says nothing of scrolling."""
    if action in {"down", "up"}:
        page.scroll_relative(y=1 if action == "down" else -1, animate=False)
    elif action == "page_down":
        page.scroll_page_down(animate=False)
    elif action == "page_up":
        page.scroll_page_up(animate=False)
    elif action == "top":
        page.scroll_home(animate=False)
    elif action == "bottom":
        page.scroll_end(animate=False)
    else:
        return False
    return True
