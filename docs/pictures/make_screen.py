"""Draw docs/pictures/screen.svg: the screening screen on an invented report, without a network.

python docs/pictures/make_screen.py

The tests draw the same scene (tests/golden/screen).
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, SVG_EXPORT_THEME
from textual.app import App

from litreview.model import Criterion, Doi, Record, RecordId, Report, ReportId, SearchId, Stage
from litreview.review.papers import Paper
from litreview.screening.ballots import Ballot, Judgement
from litreview.screening.guide import Item, Ordering
from litreview.screening.session import Session
from litreview.screening.words import Matcher, Word, compiled
from litreview.tui.aids import Aids
from litreview.tui.screening import ScreeningApp

TARGET = Path(__file__).with_name("screen.svg")
STAGE = Stage("title-abstract", "Title and abstract", "screening")
READ, TOTAL = 311, 1101
CRITERIA = (
    Criterion("mentoring", "personal support is substantial", "include", (STAGE.name,), 1),
    Criterion("effect", "effect study", "include", (STAGE.name,), 2),
    Criterion("outcome", "job, pay, education", "include", (STAGE.name,), 3),
    Criterion("population", "population", "exclude", (STAGE.name,), 1),
    Criterion("no-mentoring", "no mentoring", "exclude", (STAGE.name,), 2),
    Criterion("no-effect", "no effect study", "exclude", (STAGE.name,), 3),
    Criterion("no-outcome", "no outcome", "exclude", (STAGE.name,), 4),
)
INVENTED = Record(
    RecordId("invented:312"),
    SearchId("invented"),
    title="An invented trial of mentors for job seekers: the example of a title that is so "
    "long that it takes more than one line",
    authors=("Example, A.", "Sample, B.", "Placeholder, C."),
    year=2016,
    venue="Journal of Invented Examples",
    language="English",
    doi=Doi("10.5555/invented.312"),
    abstract="This report does not exist. It stands here so that the picture shows no one's "
    "text. Invented job seekers were drawn by lot to meet a mentor every second week for a "
    "year, or to go on as before. The mentor helped with applications, went along to "
    "interviews and stayed in touch after the first day at work. Employment, earnings and the "
    "cost of the mentors were to be followed for two years; the control group is invented "
    "too.\n\nNothing was measured, no primary school took part, and no result is given.",
    keywords=("mentoring", "job seekers", "invented example"),
)


WORDS = (
    Word("mentor*", "include", "review.toml"),
    Word("control group", "include", "review.toml"),
    Word("job seekers", "include", "search strings"),
    Word("primary school", "exclude", "yours"),
)


@dataclass(frozen=True)
class Desk:
    """Keeps nothing."""

    def report(self, report: ReportId) -> Report:
        """The one invented report, under any id."""
        return Report(report, (INVENTED.id,), INVENTED)

    def cast(self, ballot: Ballot) -> None:
        """Nothing is written."""

    restore = cast

    def withdraw(self, report: ReportId, stage: str) -> None:
        """Nothing is written."""

    def ordered(self, ordering: Ordering) -> None:
        """Nothing is written."""

    def labels(self, report: ReportId) -> tuple[str, ...]:
        """One label, on the report that the picture shows."""
        return ("to discuss",) if report.endswith(":312") else ()

    def label(self, report: ReportId, labels: tuple[str, ...]) -> None:
        """Nothing is written."""

    def find(self, words: str) -> AbstractSet[ReportId]:
        """Nothing."""
        return frozenset(words[:0])


@dataclass
class Marks:
    """The words of the picture."""

    matcher: Matcher
    words: Sequence[Word] = WORDS
    trouble: str = ""

    def put(self, text: str) -> str:
        """Nothing is written."""
        return text


def session() -> Session:
    """In the middle of a sitting: fourteen decisions, ten seconds each."""
    seconds = iter(range(0, 10_000, 10))
    items = [
        Item(
            ReportId(f"invented:{n}"),
            f"ranked {n - READ + 3}th, learned from {READ - 14} decisions",
        )
        for n in range(READ - 13, TOTAL + 1)
    ]
    one = Session(Desk(), STAGE, "ann", CRITERIA, items, {}, TOTAL, lambda: next(seconds))
    one.voted |= {ReportId(f"invented:{n}"): Judgement("exclude") for n in range(1, READ - 13)}
    for _ in range(13):
        one.vote("include")
    one.vote("exclude", reasons=("no-effect",))
    one.outlook = "about 12 still to find"
    return one


def screen() -> ScreeningApp:
    """The screen of the picture."""
    aids = Aids(
        marks=Marks(compiled(WORDS)), paper=lambda _: Paper("retrieved", path=Path("x.pdf"))
    )
    return ScreeningApp(session(), "Mentors and work", aids)


def drawn(app: App[None], *, light: bool = False) -> str:
    """What `app` shows as SVG: the reader's own fixed-width font, the same bytes at every run.

    light: on a terminal with a light background.
    """
    width, height = app.size
    console = Console(
        width=width, height=height, file=io.StringIO(), force_terminal=True, record=True,
        color_system="truecolor", legacy_windows=False, safe_box=False,
    )  # fmt: skip
    console.print(app.screen._compositor.render_update(full=True, simplify=True))  # noqa: SLF001
    theme = DEFAULT_TERMINAL_THEME if light else SVG_EXPORT_THEME
    form = re.sub(r"@font-face\s*\{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    form = re.sub(r"<!--.*?-->", "", form, flags=re.DOTALL)
    form = re.sub(r"font-family:[^;]*;", "font-family: monospace;", form)
    svg = console.export_svg(
        title="litreview screen", theme=theme, code_format=form, unique_id="screen"
    )
    return "\n".join(line.rstrip() for line in svg.split("\n") if line.strip()) + "\n"


async def picture(size: tuple[int, int], *, light: bool = False) -> str:
    """The screen at `size`, without a terminal."""
    app = screen()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        return drawn(app, light=light)


if __name__ == "__main__":
    TARGET.write_text(asyncio.run(picture((100, 27))), "utf-8")
