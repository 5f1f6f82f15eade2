"""The screening screen: one report a page, one key a decision. It decides nothing itself."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from litreview.errors import LitreviewError
from litreview.model import Criterion, Decision, Record
from litreview.screening.session import Session

_DIGITS = 9
_MARKS = {"include": "+ included", "exclude": "x excluded", "maybe": "? maybe"}


def visible(text: str) -> str:
    """`text` without characters that a terminal would obey."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


class ScreeningApp(App[None]):
    """Drives a `Session` by keys. Works at 80x24, without a mouse and without colour."""

    CSS = """
    #head, #foot { height: auto; padding: 0 1; }
    #head { border-bottom: solid $foreground 40%; }
    #foot { border-top: solid $foreground 40%; }
    #page { padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "decide('include')", "include"),
        Binding("e", "decide('exclude')", "exclude"),
        Binding("m", "decide('maybe')", "maybe"),
        Binding("s", "skip", "skip"),
        Binding("b", "previous", "back"),
        Binding("u", "undo", "undo"),
        Binding("q", "quit", "quit"),
        *(Binding(str(n), f"because({n})", show=False) for n in range(1, _DIGITS + 1)),
    ]

    def __init__(self, session: Session, title: str) -> None:
        super().__init__()
        self.session = session
        self.review_title = title
        self.message = ""

    def compose(self) -> ComposeResult:
        """Head, page and foot."""
        yield Static(id="head")
        with VerticalScroll(id="page"):
            yield Static(id="report")
        yield Static(id="foot")

    def on_mount(self) -> None:
        """Show the first report."""
        self.show()

    def show(self) -> None:
        """Draw what the session says now."""
        session, item = self.session, self.session.current
        share = session.read / session.total if session.total else 0
        self.query_one("#head", Static).update(
            Text(
                f"{visible(self.review_title)[:40]} · {session.stage.label.lower()} · "
                f"{session.reviewer}   {session.read:,} of {session.total:,} read   {share:.0%}"
            )
        )
        page = (
            end_page(session)
            if item is None
            else report_page(session.desk.report(item.report).record)
        )
        self.query_one("#report", Static).update(page)
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        self.query_one("#foot", Static).update(self._foot())

    def _foot(self) -> Text:
        session, item = self.session, self.session.current
        lines = []
        if session.wanted:
            lines.append("include if  " + "   ".join(c.label for c in session.wanted))
        if session.reasons:
            lines.append("exclude     " + reasons_line(session.reasons))
        last = session.last
        decision = getattr(last[1], "decision", last[1]) if last else ""
        why = f"why now: {item.why}" if item else "end of the queue"
        lines.append(why + (f"      last: {_MARKS[str(decision)]} (u undo)" if last else ""))
        lines.append("i include  e exclude  1-9 reason  m maybe  s skip  b back  u undo  q quit")
        if self.message:
            lines.append(self.message)
        return Text(visible("\n".join(lines)))

    def action_decide(self, decision: Decision) -> None:
        """Judge the current report."""
        self._try(decision, ())

    def action_because(self, rank: int) -> None:
        """Exclude with the reason of that rank."""
        if rank <= len(self.session.reasons):
            self._try("exclude", (self.session.reasons[rank - 1].code,))

    def _try(self, decision: Decision, reasons: tuple[str, ...]) -> None:
        if self.session.current is None:
            return
        self.message = ""
        try:
            self.session.vote(decision, reasons=reasons)
        except LitreviewError as error:
            self.message = f"not saved: {error.what}; {error.remedy}"
        self.show()

    def action_skip(self) -> None:
        """Leave this report for later."""
        self.session.skip()
        self.show()

    def action_previous(self) -> None:
        """The report before."""
        self.session.back()
        self.show()

    def action_undo(self) -> None:
        """Take the latest decision back."""
        self.message = "" if self.session.undo() else "nothing to undo in this sitting"
        self.show()


def reasons_line(reasons: tuple[Criterion, ...]) -> str:
    """``1 population  2 no mentoring ...``."""
    return "  ".join(f"{n} {c.label}" for n, c in enumerate(reasons[:_DIGITS], start=1))


def report_page(record: Record) -> Text:
    """Title, authors, year, venue, abstract, keywords."""
    page = Text()
    page.append(visible(record.title) or "(no title)", style="bold")
    names = ", ".join(name.split(",")[0] for name in record.authors[:6])
    line = " · ".join(part for part in (names, str(record.year or ""), record.venue) if part)
    page.append("\n" + visible(line) + "\n")
    if record.doi:
        page.append(f"doi {visible(record.doi)}\n")
    page.append("\n" + (visible(record.abstract) or "(no abstract)"))
    if record.keywords:
        page.append("\n\nkeywords: " + visible(", ".join(record.keywords)))
    return page


def end_page(session: Session) -> Text:
    """What the end of the queue says."""
    return Text(
        f"This queue is at its end: {session.read:,} of {session.total:,} reports read.\n\n"
        "Next: litreview status"
    )
