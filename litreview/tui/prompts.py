"""What opens over the report: the reasons, the note line, a page to read. Esc leaves each."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from litreview.screening.session import Session
from litreview.tui.bars import reason_keys
from litreview.tui.text import one_line

NONE = ""
"""The answer "without a reason"; a code is the answer otherwise."""


class ReasonPrompt(ModalScreen[str | None]):
    """Asks for the reason of an exclusion: its key, or arrows and Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "leave"),
        Binding("e", "without", "without a reason"),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.by_key = {key: c.code for key, c in reason_keys(session.reasons).items()}

    def compose(self) -> ComposeResult:
        """The question, the list, the keys."""
        keys = {code: key for key, code in self.by_key.items()}
        options = [
            Option(Text.assemble((f"{keys.get(c.code, ' ')}  ", "bold"), one_line(c.label)), c.code)
            for c in self.session.reasons
        ]
        if not self.session.stage.reason_required:
            options.insert(0, Option(Text.assemble(("e  ", "bold"), "without a reason"), NONE))
        with Vertical(id="ask"):
            yield Static(Text(self._question(), style="bold"))
            yield OptionList(*options, compact=True)
            yield Static(Text("key of the reason, or ↑ ↓ Enter   Esc leave", style="dim"))

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
        code = self.by_key.get(event.character or "")
        if code is not None:
            event.stop()
            self.dismiss(code)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a line."""
        self.dismiss(event.option.id or NONE)

    def action_without(self) -> None:
        """Exclude without a reason, where the stage lets one."""
        if not self.session.stage.reason_required:
            self.dismiss(NONE)

    def action_down(self) -> None:
        """The next line."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """The line before."""
        self.query_one(OptionList).action_cursor_up()


class NotePrompt(ModalScreen[str | None]):
    """One line for a note."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "leave")]

    def __init__(self, note: str) -> None:
        super().__init__()
        self.note = note

    def compose(self) -> ComposeResult:
        """The line, and what Enter does."""
        with Vertical(id="ask"):
            yield Static(Text("Note: it goes with the next decision on this report", style="bold"))
            yield Input(self.note, compact=True, select_on_focus=False)
            yield Static(Text("Enter keep   Esc leave it as it was", style="dim"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps the note."""
        self.dismiss(event.value.strip())


class ReadPage(ModalScreen[None]):
    """A page to read over the whole screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,c,question_mark,enter", "dismiss", "back to the report"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
        Binding("space", "page", show=False),
    ]

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        """The page, and how to leave it."""
        with VerticalScroll(id="whole"):
            yield Static(self.text)
        yield Static(Text("Esc back to the report", style="dim"), id="leave")

    def action_scroll(self, lines: int) -> None:
        """A line up or down."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self) -> None:
        """A page down."""
        self.query_one(VerticalScroll).scroll_page_down(animate=False)
