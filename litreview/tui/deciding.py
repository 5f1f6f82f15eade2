"""Judging on the board: votes, undo, notes, labels. The session decides; a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable

from litreview.errors import LitreviewError
from litreview.model import Decision
from litreview.tui import bars
from litreview.tui.board import Board
from litreview.tui.prompts import NONE, LinePrompt, ReasonPrompt


class Deciding(Board):
    """Each method is what a key does."""

    def act_include(self) -> None:
        """Include."""
        self._vote("include", ())

    def act_maybe(self) -> None:
        """Maybe."""
        self._vote("maybe", ())

    def because(self, key: str) -> None:
        """Exclude with the reason of that key."""
        reasons = self.session.reasons
        criterion = bars.reason_keys(reasons, self.keymap.reasons).get(key)
        if criterion is not None:
            self._vote("exclude", (criterion.code,))
        elif self.session.current is not None:
            self.say(f"there is no reason {key} at this stage{self._hint('criteria')}")

    def _hint(self, action: str) -> str:
        key = self.keymap.key(action)
        return f"; {key} shows the {action}" if key else ""

    def act_exclude(self) -> None:
        """Ask for the reason, where there are any; then exclude."""
        if self.session.current is None:
            return
        if self.session.reasons:
            self.push_screen(ReasonPrompt(self.session, self.keymap), self._exclude)
        else:
            self._vote("exclude", ())

    def _exclude(self, answer: str | None) -> None:
        if answer is not None:
            self._vote("exclude", () if answer == NONE else (answer,))

    def _vote(self, decision: Decision, reasons: tuple[str, ...]) -> None:
        if self.session.current is not None and not self._overtaken():
            self.do(lambda: self.session.vote(decision, reasons=reasons), "decide again")

    def act_undo(self) -> None:
        """Take the latest decision back."""
        if self._overtaken():
            return
        last = self.session.last
        if last is None:
            self.say("nothing to undo in this sitting")
            return
        said = bars.judged(last.judgement, self.session.reasons, self.keymap.reasons)
        if self.do(self.session.undo, f"press {self.keymap.key('undo')} again"):
            stands = ", the decision before it stands again" if self.session.standing else ""
            self.say(f"undone: {said}{stands}")

    def _overtaken(self) -> bool:
        """Whether another screen of this reviewer judged what is shown: that is shown first."""
        try:
            news = self.aids.news()
        except LitreviewError as error:
            self.say_error(error, "not saved: ")
            return True
        if not news or not self.session.hear(news):
            return False
        self._ending = None
        self.show()
        held = self.session.standing
        said = (
            bars.judged(held, self.session.reasons, self.keymap.reasons) if held else "taken back"
        )
        self.say(
            f"on another screen of yours this report was just judged: {said}; decide again here"
        )
        return True

    def do(self, act: Callable[[], object], again: str) -> bool:
        """Let the session act, and show the outcome; False: it was refused, and says so."""
        self.message, self._ending = "", None
        try:
            act()
        except LitreviewError as error:
            self.say_error(error, "not saved: ", again)
            return False
        self.show()
        return True

    # -- notes and labels --------------------------------------------------------------------

    def act_note(self) -> None:
        """Write the note for the next decision on this report."""
        if self.session.current is not None:
            asked = "Note: it goes with the next decision on this report"
            self.push_screen(LinePrompt(asked, self.session.note), self._annotate)

    def _annotate(self, text: str | None) -> None:
        if text is not None:
            self.do(lambda: self.session.annotate(text), "")

    def act_labels(self) -> None:
        """Write the labels of this report."""
        if self.session.current is None:
            return
        held = ", ".join(self.session.labels)
        asked = "Labels of this report, parted by commas"
        self.push_screen(LinePrompt(asked, held, known=self.aids.labels()), self._label)

    def _label(self, text: str | None) -> None:
        if text is not None:
            self.do(lambda: self.session.label(text.split(",")), "give the labels again")
