"""What the screens of one page share: they draw all of it anew, and say what was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.text import Text
from textual.app import App, ComposeResult
from textual.widgets import Static

from litreview.errors import LitreviewError
from litreview.tui import bars
from litreview.tui.keys import DEFAULT, Keymap
from litreview.tui.prompts import PROMPT_CSS, ReadPage


class PagedApp(App[None]):
    """One page of text, drawn by `lines`; `message` is what a foot says. Works without colour."""

    ENABLE_COMMAND_PALETTE = False
    CSS = f"Screen {{ overflow: hidden; }} #all {{ padding: 0 1; }} {PROMPT_CSS}"

    def __init__(self, keymap: Keymap = DEFAULT) -> None:
        super().__init__(ansi_color=True)
        self.keymap = keymap
        self.message = ""

    def compose(self) -> ComposeResult:
        """One page."""
        yield Static(id="all")

    def on_mount(self) -> None:
        """The terminal's own colours."""
        self.theme = "ansi-dark"
        self.show()

    def on_resize(self) -> None:
        """Fit the page to the room there is."""
        self.call_after_refresh(self.show)

    def lines(self, width: int, height: int) -> list[Text]:
        """The page in at most `height` lines of `width` cells."""
        raise NotImplementedError

    def show(self) -> None:
        """Draw the page as things are now."""
        width, height = max(20, self.size.width - 2), max(8, self.size.height)
        self.query_one("#all", Static).update(Text("\n").join(self.lines(width, height)[:height]))

    def act(self, act: Callable[[], object]) -> None:
        """Let the sitting act, and show the outcome; what is refused is said."""
        self.message = ""
        try:
            act()
        except LitreviewError as error:
            self.message = bars.visible_lines(str(error)).replace("\n", " · ")
        self.show()

    def say(self, text: str) -> None:
        """Show the page with `text` at its foot."""
        self.message = text
        self.show()

    def show_keys(self, keys: Mapping[str, str], wide: int) -> None:
        """A page of what each key does."""
        text = Text("\n").join(Text(f"  {key:{wide}} {what}") for key, what in keys.items())
        self.push_screen(ReadPage(text, self.keymap, "keys"))
