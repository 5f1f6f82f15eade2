"""What stands on the page: a report, the criteria, the keys, the end of the queue."""

from __future__ import annotations

from rich.text import Text

from litreview.model import DECISIONS, Report
from litreview.outputs.escape import terminal
from litreview.outputs.words import counted
from litreview.review.next_step import after_sitting
from litreview.screening.ballots import Judgement
from litreview.screening.session import Session
from litreview.tui.bars import DONE, MARKS, judged, reason_keys
from litreview.tui.text import one_line

_AUTHORS = 6
_KEYS = (
    ("Deciding", ""),
    ("i", "include"),
    ("e", "exclude: then a reason's key; e or Enter for none, Esc leaves"),
    ("1 to 9", "exclude with that reason at once"),
    ("m", "maybe: the report comes again in your next sitting"),
    ("n", "note: it goes with the next decision on this report"),
    ("u", "undo the last decision, as far back as this sitting goes"),
    ("", ""),
    ("Moving", ""),
    ("s", "skip: leave this report for later"),
    ("b", "back one report; deciding again replaces your decision"),
    ("j, down", "scroll down a line"),
    ("k, up", "scroll up a line"),
    ("space", "scroll down a page"),
    ("", ""),
    ("Reading", ""),
    ("c", "the criteria in full"),
    ("?", "this page"),
    ("q", "quit: every decision is on disk already"),
)


def report_page(
    report: Report, standing: Judgement | None = None, session: Session | None = None
) -> Text:
    """Title, authors, year, venue, abstract, keywords; the reviewer's own decision, if any."""
    record = report.record
    page = Text()
    title = one_line(record.title)
    page.append(title or "(no title was given by the source)", style="bold" if title else "italic")
    page.append(f"\n{_line(report)}")
    doi = f"doi {one_line(record.doi)} · " if record.doi else ""
    joined = f" · {len(report.records)} records" if len(report.records) > 1 else ""
    page.append(f"\n{doi}{one_line(report.id)}{joined}", style="dim")
    if standing:
        said = judged(standing, session.reasons if session else ())
        page.append("\n\nyour decision: ")
        page.append(said, style="bold reverse")
    note = session.note if session else ""
    if note:
        page.append(f"\n{'' if standing else chr(10)}your note: {one_line(note)}", style="italic")
    abstract = terminal(record.abstract).strip()
    page.append("\n\n")
    page.append(
        abstract or "(no abstract was given by the source)", style="" if abstract else "italic"
    )
    if record.keywords:
        page.append(f"\n\nkeywords: {one_line(', '.join(record.keywords))}", style="dim")
    return page


def _line(report: Report) -> str:
    record = report.record
    names = [one_line(name.split(",")[0]) for name in record.authors]
    shown = ", ".join(names[:_AUTHORS])
    if len(names) > _AUTHORS:
        shown = f"{shown} and {len(names) - _AUTHORS} more"
    parts = (
        shown or "no authors given",
        str(record.year) if record.year else "no year",
        one_line(record.venue),
        one_line(record.language),
        "" if record.kind == "article" else one_line(record.kind),
    )
    return " · ".join(part for part in parts if part)


def criteria_page(session: Session, heading: str = "Criteria") -> Text:
    """All criteria of the stage, in full, with their keys and codes."""
    page = Text.assemble((f"{heading} · {one_line(session.stage.label)}", "bold"), "\n")
    if session.wanted:
        page.append("\nInclude if\n", style="bold")
        for criterion in session.wanted:
            page.append(f"  {one_line(criterion.label)}\n")
    if session.reasons:
        page.append("\nExclude because of\n", style="bold")
        keys = {criterion.code: key for key, criterion in reason_keys(session.reasons).items()}
        for criterion in session.reasons:
            page.append(f"  {keys.get(criterion.code, ' ')} ", style="bold")
            page.append(f"{one_line(criterion.label)}\n")
    if not session.wanted and not session.reasons:
        page.append("\nreview.toml names no criteria for this stage.\n", style="italic")
    required = session.stage.reason_required
    page.append(
        f"\nAn exclusion at this stage {'needs' if required else 'may name'} a reason.\n",
        style="dim",
    )
    return page


def keys_page() -> Text:
    """What each key does."""
    page = Text()
    for key, what in _KEYS:
        if what:
            page.append(f"  {key:<9}", style="bold")
            page.append(f"{what}\n")
        else:
            page.append(f"{key}\n", style="bold")
    return page


def end_page(session: Session) -> Text:
    """The end of the queue: what was done, what is left and for whom, the next command."""
    page = Text()
    if not session.queue:
        what = "There is nothing for you to read at this stage"
        page.append(f"{what}.\n\n" if session.total else f"{what}: no report has come as far.\n\n")
    else:
        page.append("The end of the queue.\n\n", style="bold")
        _sitting(page, session)
    _stage(page, session)
    page.append("\nNext: ")
    page.append(after_sitting(session), style="bold")
    return page


def _sitting(page: Text, session: Session) -> None:
    done = session.sitting
    page.append(f"You judged {counted(done.total(), 'report')} in this sitting")
    page.append(":\n" if done else ".\n")
    for decision in DECISIONS:
        if done[decision]:
            page.append(f"  {MARKS[decision]} {DONE[decision]:<10}{done[decision]:>7,}\n")
    if session.left:
        page.append(f"\n{counted(session.left, 'report')} of the queue skipped: press ")
        page.append("s", style="bold")
        page.append(" to read from the first of them.\n")
    if done["maybe"]:
        page.append("Those left at maybe come again in your next sitting.\n")
    page.append("\n")


def _stage(page: Text, session: Session) -> None:
    if session.total:
        page.append(
            f"At this stage you have read {session.read:,} of {counted(session.total, 'report')}.\n"
        )
    if session.elsewhere:
        page.append(f"{counted(session.elsewhere, 'report')} had all votes without yours.\n")
    if session.stage.votes > 1:
        page.append(
            f"Each report needs {session.stage.votes} votes: what you have judged may still "
            "wait for others. `litreview status` counts them.\n"
        )
