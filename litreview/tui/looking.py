"""Going to a report and filtering: what looks through all records of a review.

Where there are many it is looked for in a thread, so that no key waits; what is found is shown
when it is there. The latest question counts, and none is answered over another prompt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from litreview.errors import LitreviewError
from litreview.model import ReportId
from litreview.tui.deciding import Deciding
from litreview.tui.prompts import ChoicePrompt, LinePrompt

_MOST = 50
"""Reports to choose from."""
MANY = 5_000
"""Reports of a stage up to which a key waits until they are looked through: a blink."""
Found = TypeVar("Found")


class Looking(Deciding):
    """Each method is what a key does, or a part of it."""

    def act_jump(self) -> None:
        """Ask where to, and go there."""
        asked = "Go to: number in the queue, id, DOI, or words of the title"
        self.push_screen(LinePrompt(asked, keep="go there"), self._jump)

    def _jump(self, text: str | None) -> None:
        if text:
            self._look(lambda: self.aids.places(text), lambda found: self._offer(text, found))

    def _offer(self, text: str, found: Sequence[ReportId]) -> None:
        """Go to what was found; of several, ask for one."""
        if not found:
            self.say(f"no report of your queue is meant by {text!r}")
        elif len(found) == 1:
            self.do(lambda: self.session.jump(found[0]), "")
        else:
            titles = [(one, self._title(one)) for one in found[:_MOST]]
            more = f", the first {_MOST} are listed" if len(found) > _MOST else ""
            asked = f"{len(found):,} reports{more}. Which one?"
            self.push_screen(ChoicePrompt(asked, titles), self._jump_to)

    def _title(self, report: ReportId) -> str:
        record = self.session.desk.report(report).record
        return f"{record.year or 'no year'} · {record.title or report}"

    def _jump_to(self, answer: str | None) -> None:
        if answer is not None:
            self.do(lambda: self.session.jump(ReportId(answer)), "")

    def act_filter(self) -> None:
        """Ask for words, and show only reports that hold them."""
        asked = "Show only reports that hold (all words; empty: all reports)"
        self.push_screen(LinePrompt(asked, self.session.found, keep="show"), self._filter)

    def _filter(self, text: str | None) -> None:
        if text:
            self._look(lambda: self.session.desk.find(text), lambda held: self._narrow(text, held))
        elif text is not None:
            self.do(lambda: self.session.narrow(""), "filter again")

    def _narrow(self, text: str, held: AbstractSet[ReportId]) -> None:
        """Show only the reports that hold `text`."""
        counts: list[int] = []
        if not self.do(lambda: counts.append(self.session.narrow(text, held)), "filter again"):
            return
        if counts[0]:
            many = f"{counts[0]:,} report{'' if counts[0] == 1 else 's'}"
            self.say(f"{many} of the queue hold{'s' if counts[0] == 1 else ''} {text!r}")
        else:
            shown = f"those with {self.session.found!r}" if self.session.found else "all"
            self.say(f"no report of the queue holds {text!r}; {shown} are shown")

    # -- beside the reading ----------------------------------------------------------------

    def _look(self, look: Callable[[], Found], then: Callable[[Found], None]) -> None:
        """Look for something, `then` show it; a thread looks where it takes long."""
        if self.session.total <= MANY:
            self._answer(look, then)
            return
        self.say(f"looking through {self.session.total:,} reports; you may read on")
        self.run_worker(self._later(look, then), group="looking", exclusive=True)

    async def _later(self, look: Callable[[], Found], then: Callable[[Found], None]) -> None:
        """The same in a thread. Cancelled by the next question and by the end of the sitting."""
        try:
            found = await asyncio.to_thread(look)
        except LitreviewError as error:
            self.say_error(error)
            return
        if len(self.screen_stack) > 1:  # what that prompt is about must not change under it
            self.say("something was found while another question was open: ask for it again")
        else:
            self._answer(lambda: found, then)

    def _answer(self, look: Callable[[], Found], then: Callable[[Found], None]) -> None:
        try:
            then(look())
        except LitreviewError as error:
            self.say_error(error)
