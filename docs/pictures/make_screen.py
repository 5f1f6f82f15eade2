"""Draw docs/pictures/screen.svg: the screening screen on an invented report, without a network.

python docs/pictures/make_screen.py
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from litreview.model import (
    Criterion,
    Decision,
    Doi,
    Record,
    RecordId,
    Report,
    ReportId,
    SearchId,
    Stage,
)
from litreview.screening.ballots import Ballot
from litreview.screening.guide import Item
from litreview.screening.session import Session
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
    "cost of the mentors were to be followed for two years.\n\nNothing was measured, and no "
    "result is given.",
    keywords=("mentoring", "job seekers", "invented example"),
)


@dataclass(frozen=True)
class Desk:
    """Keeps nothing."""

    def report(self, report: ReportId) -> Report:
        """The one invented report, under any id."""
        return Report(report, (INVENTED.id,), INVENTED)

    def cast(self, ballot: Ballot) -> None:
        """Nothing is written."""

    def withdraw(self, report: ReportId, stage: str) -> None:
        """Nothing is written."""


def session() -> Session:
    """In the middle of a sitting: fourteen decisions, ten seconds each."""
    seconds = iter(range(0, 10_000, 10))
    queue = [Item(ReportId(f"invented:{n + 1}"), "in the order of the files") for n in range(TOTAL)]
    earlier: dict[ReportId, Decision] = {item.report: "exclude" for item in queue[: READ - 14]}
    one = Session(
        Desk(), STAGE, "ann", CRITERIA, queue[READ - 14 :], earlier, TOTAL, lambda: next(seconds)
    )
    for _ in range(13):
        one.vote("include")
    one.vote("exclude", reasons=("no-effect",))
    return one


def offline(svg: str) -> str:
    """The picture with the reader's own fixed-width font, and the same names at every run."""
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = re.sub(r"font-family:[^;]*;", "font-family: monospace;", svg)
    svg = re.sub(r"terminal-\d+", "screen", svg)
    return "\n".join(line.rstrip() for line in svg.split("\n") if line.strip()) + "\n"


async def main() -> None:
    """Run the screen without a terminal, and save what it shows."""
    app = ScreeningApp(session(), "Mentors and work")
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.pause()
        TARGET.write_text(offline(app.export_screenshot(title="litreview screen")), "utf-8")


if __name__ == "__main__":
    asyncio.run(main())
