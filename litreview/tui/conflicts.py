"""The conflict screen: a report, the votes on it side by side, one key settles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from litreview.errors import LitreviewError
from litreview.model import Decision, Report
from litreview.outputs.escape import terminal
from litreview.screening.settling import Dispute, Settling
from litreview.tui import bars, columns
from litreview.tui.keys import DEFAULT, Keymap
from litreview.tui.prompts import (
    NONE,
    PROMPT_CSS,
    ChoicePrompt,
    LinePrompt,
    ReadPage,
    pressed,
    scroll,
)
from litreview.tui.text import cut, longest_that_fits, one_line, rule, sides

_KEYS = ("include", "exclude", "skip", "undo", "note", "back", "criteria", "keys", "quit")
_OFFERED = ("include", "exclude", "skip", "undo", "note", "keys", "quit")
"""Those that stand below, with their words, where 80 columns are all there is."""
_TIGHT, _ROOMY, _HIGH = 12, 20, 30
"""Heights from which there are rules, two lines a field, and four."""
_CSS = """
Screen { overflow: hidden; }
VerticalScroll, OptionList { scrollbar-color: ansi_bright_black;
                             scrollbar-background: ansi_default; }
#head, #foot { height: auto; padding: 0 1; }
#page { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
#report { max-width: 100; }
"""
_WHAT = {
    "include": "settle it: included",
    "exclude": "settle it: excluded, then the key of a reason",
    "skip": "leave this conflict for later",
    "undo": "take the last settlement back, as far back as this sitting goes",
    "note": "note: it goes with the settlement of this report",
    "back": "the conflict before",
    "criteria": "the criteria in full",
    "keys": "this page",
    "quit": "quit: every settlement is on disk already",
}


class BecausePrompt(ChoicePrompt):
    """Asks for the reason of an exclusion: its key, or arrows and Enter."""

    def __init__(self, session: Settling, keymap: Keymap) -> None:
        by_key = bars.reason_keys(session.reasons, keymap.reasons)
        choices = [(one.code, f"{key}  {one.label}") for key, one in by_key.items()]
        keyless = session.reasons[len(choices) :]
        choices += [(one.code, f"   {one.label}") for one in keyless]
        self.free = not session.stage.reason_required
        if self.free:
            choices.insert(0, (NONE, f"{keymap.key('exclude')}  without a reason"))
        super().__init__("Exclude for which reason?", choices)
        self.keymap = keymap
        self.by_key = {key: one.code for key, one in by_key.items()}

    def on_mount(self) -> None:
        """Where a reason is needed nothing is chosen until somebody chooses."""
        if not self.free:
            self.query_one(OptionList).highlighted = None

    def on_key(self, event: events.Key) -> None:
        """The key of a reason answers at once."""
        key = pressed(event)
        if key in self.by_key:
            event.stop()
            self.dismiss(self.by_key[key])
        elif self.free and self.keymap.action(key) == "exclude":
            event.stop()
            self.dismiss(NONE)


class ConflictsApp(App[None]):
    """Drives a `Settling` by keys. Works from 40x10 on, without a mouse and without colour."""

    ENABLE_COMMAND_PALETTE = False
    CSS = _CSS + PROMPT_CSS

    def __init__(self, session: Settling, title: str, keymap: Keymap = DEFAULT) -> None:
        super().__init__(ansi_color=True)
        self.session = session
        self.review_title = title
        self.keymap = keymap
        self.names = columns.reason_names(session.criteria, session.reasons, keymap.reasons)
        self.message = ""
        self._warned = False

    def compose(self) -> ComposeResult:
        """Head, report, foot with the votes."""
        yield Static(id="head")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="report")
        yield Static(id="foot")

    def on_mount(self) -> None:
        """The terminal's own colours; the first conflict."""
        self.theme = "ansi-dark"
        self.show()

    def on_resize(self) -> None:
        """Fit the bars to the room there is."""
        self.call_after_refresh(self.show_bars)

    # -- drawing ---------------------------------------------------------------------------

    def show(self) -> None:
        """Draw what the session says now, from the top of the report."""
        dispute = self.session.current
        text = self._ended() if dispute is None else self._page(dispute)
        self.query_one("#report", Static).update(text)
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        self.show_bars()

    def show_bars(self) -> None:
        """Draw head and foot."""
        width, height = max(1, self.size.width - 2), self.size.height
        self.query_one("#head", Static).update(self._head(width, height))
        self.query_one("#foot", Static).update(self._foot(width, height))

    def _page(self, dispute: Dispute) -> Text:
        try:
            report = self.session.table.report(dispute.report)
        except LitreviewError as error:
            return Text(bars.visible_lines(f"this report cannot be shown\n{error}"))
        page = _shown(report)
        page.append("\n\nthe votes in full", style="bold")
        for line in columns.in_full(dispute, self.names):
            page.append(f"\n  {line}")
        return page

    def _ended(self) -> Text:
        done = self.session.sitting
        if not self.session.disputes:
            return Text("There is no conflict for you to settle at this stage.")
        counts = "\n".join(f"  {bars.MARKS[d]} {bars.DONE[d]}  {n:,}" for d, n in done.items())
        skipped = f"\n\n{self.session.left:,} skipped: {self.keymap.key('skip')} shows them."
        return Text(
            f"The end of the conflicts. You settled {done.total():,}:\n{counts}"
            f"{skipped if self.session.left else ''}"
        )

    def _head(self, width: int, height: int) -> Text:
        session = self.session
        settled, total = len(session.settled), len(session.disputes)
        label = one_line(session.stage.label).lower()
        right = longest_that_fits(
            [Text(f"{settled:,} of {total:,} settled"), Text(f"{settled:,}/{total:,}")],
            width * 2 // 5,
        )
        where = f"conflicts · {label} · {one_line(session.settler)}"
        room = width - right.cell_len - len(where) - 5
        title = f"{cut(one_line(self.review_title), room)} · " if room > len("a review") else ""
        line = sides(Text(f"{title}{where}"), right, width)
        line.stylize("bold")
        return line if height < _TIGHT else Text("\n").join([line, rule(width)])

    def _foot(self, width: int, height: int) -> Text:
        lines: list[Text] = []
        dispute = self.session.current
        told = [line for line in bars.visible_lines(self.message).split("\n") if line]
        if dispute is not None:
            deep = 1 if height < _ROOMY else 2 if height < _HIGH else 4
            votes = columns.side_by_side(dispute, self.names, width, deep)
            lines += [rule(width)] if height >= _TIGHT else []
            most = max(3, height // 2)
            if told and height < _TIGHT:  # what was refused is read before anything else
                most = min(most, max(0, height - 3 - len(told)))
            lines += _at_most(votes, most, width)
        lines += [rule(width)] if height >= _TIGHT else []
        said = self._status(width)
        if told:
            lines += [Text(cut(line, width), style="bold reverse") for line in told]
        elif said.plain:
            lines.append(said)
        offered = _OFFERED if dispute is not None else ("skip", "undo", "back", "keys", "quit")
        lines.append(bars.keys(self.keymap, offered, width))
        return Text("\n").join(lines)

    def _status(self, width: int) -> Text:
        session, undo = self.session, self.keymap.key("undo")
        parts = []
        last = session.last
        if last is not None:  # first, where a narrow screen does not cut it off
            because = ", ".join(self.names.get(code, code) for code in last.judgement.reasons)
            done = f"{self._said(last.judgement.decision)}{f', {because}' if because else ''}"
            parts.append(f"last: {done} ({undo} undo)")
        if session.standing is not None:
            parts.append(f"you settled it: {self._said(session.standing.decision)}")
        if session.note:
            parts.append(f"your note: {one_line(session.note)}")
        elif session.current is not None and session.current.note:
            parts.append(f"by consensus: {self.keymap.key('note')} writes the note that it needs")
        return Text(cut("  ·  ".join(parts), width), style="dim")

    def _said(self, decision: Decision) -> str:
        return f"{bars.MARKS[decision]} {bars.DONE[decision]}"

    # -- deciding --------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """What the keymap says; a digit excludes with that reason."""
        if len(self.screen_stack) > 1:
            return
        key = pressed(event)
        action = self.keymap.action(key)
        acts: dict[str, Callable[[], None]] = {
            "include": lambda: self._settle("include", ()), "exclude": self._exclude,
            "skip": self._skip, "back": self._back, "undo": self._undo, "note": self._note,
            "criteria": self._criteria, "keys": self._keys, "quit": self._leave,
        }  # fmt: skip
        code = bars.reason_keys(self.session.reasons, "123456789").get(key)
        if code is not None and self.session.current is not None:
            self._settle("exclude", (code.code,))
        elif action in acts:
            event.stop()
            acts[action]()
        elif not scroll(self.query_one("#page", VerticalScroll), action) and event.is_printable:
            self._say(f"no such key: press {self.keymap.key('keys')} for the keys")

    def _exclude(self) -> None:
        if self.session.current is None:
            return
        if not self.session.reasons:
            self._settle("exclude", ())
            return
        self.push_screen(BecausePrompt(self.session, self.keymap), self._because)

    def _because(self, answer: str | None) -> None:
        if answer is not None:
            self._settle("exclude", () if answer == NONE else (answer,))

    def _settle(self, decision: Decision, reasons: tuple[str, ...]) -> None:
        if self.session.current is not None:
            self._do(lambda: self.session.settle(decision, reasons))

    def _undo(self) -> None:
        if self.session.last is None:
            self._say("nothing to undo in this sitting")
        elif self._do(self.session.undo):
            self._say("undone: the votes disagree again")

    def _do(self, act: Callable[[], object]) -> bool:
        """Let the session act, and show the outcome; False: it was refused, and says so."""
        self.message, self._warned = "", False
        try:
            act()
        except LitreviewError as error:
            where = f"\nwhere: {error.where}" if error.where else ""
            to_do = f"\nto do: {error.remedy}" if error.remedy else ""
            self._say(f"not saved: {error.what}{where}{to_do}")
            return False
        self.show()
        return True

    def _say(self, message: str) -> None:
        self.message = message
        self.show_bars()

    # -- moving and reading ----------------------------------------------------------------

    def _skip(self) -> None:
        if self.session.current is not None:
            self._do(self.session.skip)
        elif not self.session.rewind():
            self._say("nothing was skipped")
        else:
            self._do(lambda: None)

    def _back(self) -> None:
        if self.session.back():
            self._do(lambda: None)
        else:
            self._say("this is the first conflict")

    def _note(self) -> None:
        if self.session.current is not None:
            question = "Note: it goes with the settlement of this report"
            self.push_screen(LinePrompt(question, self.session.note), self._annotate)

    def _annotate(self, text: str | None) -> None:
        if text is not None:
            self._do(lambda: self.session.annotate(text))

    def _criteria(self) -> None:
        shown = [f"{self.names.get(one.code, one.label)}" for one in self.session.reasons]
        wanted = [
            one_line(one.label)
            for one in self.session.criteria
            if one.effect == "include" and self.session.stage.name in one.stages
        ]
        page = _listed({"Include if": wanted, "Exclude because of": shown})
        self.push_screen(ReadPage(page, self.keymap, "criteria"))

    def _keys(self) -> None:
        lines = [f"{self.keymap.key(name):<6} {_WHAT[name]}" for name in _KEYS]
        lines.append("1 to 9 settle it: excluded with that reason, at once")
        self.push_screen(ReadPage(_listed({"Settling": lines}), self.keymap, "keys"))

    def _leave(self) -> None:
        """Quit; a note that no settlement has taken with it is named first."""
        if any(self.session.drafts.values()) and not self._warned:
            self._say("a note has no settlement yet and would be lost; again to quit all the same")
            self._warned = True
            return
        self.exit()


def _shown(report: Report) -> Text:
    """Title, authors, year, venue, abstract: all of it, as who settles knows the votes already."""
    record = report.record
    title, abstract = one_line(record.title), terminal(record.abstract).strip()
    names = ", ".join(one_line(name.split(",")[0]) for name in record.authors[:6])
    parts = (names, str(record.year or ""), one_line(record.venue), one_line(report.id))
    page = Text(title or "(no title was given by the source)", style="bold")
    page.append(f"\n{' · '.join(part for part in parts if part)}", style="not bold dim")
    said = abstract or "(no abstract was given by the source)"
    page.append(f"\n\n{said}", style="not bold")
    return page


def _listed(parts: dict[str, list[str]]) -> Text:
    page = Text()
    for heading, lines in parts.items():
        if lines:
            page.append(f"{heading}\n", style="bold")
            page.append("".join(f"  {line}\n" for line in lines) + "\n")
    return page


def _at_most(lines: Sequence[Text], most: int, width: int) -> list[Text]:
    """As many of `lines` as there is room for; the page has all of them."""
    if len(lines) <= most or not most:
        return list(lines[:most])
    more = f"+{len(lines) - most + 1} more lines, in full below the report"
    return [*lines[: most - 1], Text(cut(more, width), style="dim")]
