"""What stands on the page: a report, the criteria, the keys, the end of the queue."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from litreview.model import DECISIONS, Masked, Report
from litreview.outputs.escape import terminal
from litreview.outputs.words import counted
from litreview.review.next_step import after_sitting
from litreview.review.papers import Paper
from litreview.screening.calibration import CALIBRATION
from litreview.screening.session import Session
from litreview.screening.words import Kind, Word
from litreview.tui.aids import Aids
from litreview.tui.bars import DONE, MARKS, judged, pace, reason_keys
from litreview.tui.keys import ACTIONS, Keymap
from litreview.tui.marks import STYLES, mark
from litreview.tui.text import one_line

_AUTHORS = 6
LEFT = "characters more: they come as you go on"
"""What stands below an abstract that is not shown whole."""


def report_page(report: Report, session: Session, aids: Aids, most: int | None = None) -> Text:
    """Title, authors, year, venue, abstract, keywords; the reviewer's own decision, if any.

    The words of title, abstract and keywords are marked. most: characters of the abstract that
    are shown, where it is longer; None: all.
    """
    record, matcher = report.record, aids.marks.matcher
    title = one_line(record.title)
    page = Text()
    page.append(title or "(no title was given by the source)", style="bold" if title else "italic")
    if title:
        mark(page, matcher)
    page.append(f"\n{_line(report, session.stage.masked)}")
    page.append(f"\n{_small(report, session, aids)}", style="dim")
    page.append_text(_own(session, aids.keymap))
    if session.stage.phase == "eligibility":
        page.append_text(_full_text(aids.paper(report.id), aids))
    abstract = terminal(record.abstract).strip()
    page.append("\n\n")
    start = len(page)
    left = len(abstract) - most if most is not None else 0
    shown = abstract[:most] if left > 0 else abstract
    page.append(shown or "(no abstract was given by the source)", "" if abstract else "italic")
    if left > 0:
        page.append(f"\n… {left:,} {LEFT}", style="dim italic")
    elif record.keywords:
        page.append(f"\n\nkeywords: {one_line(', '.join(record.keywords))}", style="dim")
    if abstract or record.keywords:
        mark(page, matcher, start)
    return page


def _small(report: Report, session: Session, aids: Aids) -> str:
    """The line of identifiers, and what can be opened."""
    record = report.record
    screening = session.stage.phase == "screening"
    parts = (
        f"doi {one_line(record.doi)}" if record.doi else "",
        "pdf" if screening and aids.paper(report.id).path else "",
        one_line(report.id),
        f"{len(report.records)} records" if len(report.records) > 1 else "",
    )
    return " · ".join(part for part in parts if part)


def _own(session: Session, keymap: Keymap) -> Text:
    """What the reviewer holds of the report: decision, note, labels; a line each."""
    said, standing = Text(), session.standing
    if standing:
        decided = judged(standing, session.reasons, keymap.reasons)
        said.append_text(Text.assemble("\nyour decision: ", (decided, "bold reverse")))
    if session.note:
        said.append(f"\nyour note: {one_line(session.note)}", style="italic")
    if labels := session.labels:
        said.append(f"\nlabels: {one_line(', '.join(labels))}")
    return said


def _full_text(paper: Paper, aids: Aids) -> Text:
    """Whether the full text can be had here; what was noted when it was sought."""
    if paper.path:
        what = f"kept here: {aids.keymap.key('pdf')} opens it"
    elif paper.elsewhere:
        what = "kept in another copy of this review: copy its folder fulltext/ into this one"
    elif paper.status == "not-retrieved":
        what = "could not be had"
    else:
        what = "no file is kept: attach one with litreview fulltext attach"
    note = f" · {one_line(paper.note)}" if paper.note else ""
    return Text(f"\n\nfull text: {what}{note}", style="bold" if paper.path else "")


def _line(report: Report, hidden: Sequence[Masked]) -> str:
    record = report.record
    names = [one_line(name.split(",")[0]) for name in record.authors]
    shown = ", ".join(names[:_AUTHORS])
    if len(names) > _AUTHORS:
        shown = f"{shown} and {len(names) - _AUTHORS} more"
    parts = (
        "" if "authors" in hidden else shown or "no authors given",
        "" if "year" in hidden else str(record.year) if record.year else "no year",
        one_line(record.venue),
        one_line(record.language),
        "" if record.kind == "article" else one_line(record.kind),
        f"{', '.join(hidden)} masked" if hidden else "",
    )
    return " · ".join(part for part in parts if part)


def criteria_page(session: Session, keys: str, heading: str = "Criteria") -> Text:
    """All criteria of the stage, in full; keys: those of the reasons, in order."""
    page = Text.assemble((f"{heading} · {one_line(session.stage.label)}", "bold"), "\n")
    if session.wanted:
        page.append("\nInclude if\n", style="bold")
        for criterion in session.wanted:
            page.append(f"  {one_line(criterion.label)}\n")
    if session.reasons:
        page.append("\nExclude because of\n", style="bold")
        by_code = {c.code: key for key, c in reason_keys(session.reasons, keys).items()}
        for criterion in session.reasons:
            page.append(f"  {by_code.get(criterion.code, ' ')} ", style="bold")
            page.append(f"{one_line(criterion.label)}\n")
    if not session.wanted and not session.reasons:
        page.append("\nreview.toml names no criteria for this stage.\n", style="italic")
    required = session.stage.reason_required
    page.append(
        f"\nAn exclusion at this stage {'needs' if required else 'may name'} a reason.\n",
        style="dim",
    )
    return page


def panel_page(session: Session, keys: str) -> Text:
    """What stands beside a report: the criteria, and how the reading goes."""
    page = criteria_page(session, keys)
    left, rate = pace(session)
    lines = [line.strip() for line in (rate, left) if line]
    lines += [one_line(session.outlook)] if session.outlook else []
    if lines:
        page.append("\nThis sitting\n", style="bold")
        page.append("".join(f"  {line}\n" for line in lines))
    return page


def keys_page(keymap: Keymap) -> Text:
    """What each key does, in the order of `ACTIONS`."""
    page, group = Text(), ""
    for name, action in ACTIONS.items():
        if action.group != group:
            page.append(f"{chr(10) if group else ''}{action.group}\n", style="bold")
            group = action.group
        _key_line(page, ", ".join(keymap.keys[name]) or "no key", action.what)
        if name == "exclude":
            _key_line(page, "1 to 9", "exclude with that reason at once")
    page.append(
        "\nOther keys: see LITREVIEW_KEYS in the documentation of screening.\n", style="dim"
    )
    return page


def _key_line(page: Text, keys: str, what: str) -> None:
    page.append(f"  {keys:<15} ", style="bold")
    page.append(f"{what}\n")


def words_page(words: Sequence[Word], trouble: str = "") -> Text:
    """The words that are marked, by what they speak for and where they come from."""
    page = Text()
    headings: tuple[tuple[Kind, str], ...] = (
        ("include", "For a report"),
        ("exclude", "Against it"),
        ("plain", "Not marked, although a list names them"),
    )
    for kind, heading in headings:
        by_origin: dict[str, list[str]] = {}
        for word in words:
            if word.kind == kind:
                by_origin.setdefault(word.origin, []).append(one_line(word.text))
        if by_origin:
            page.append(f"{heading}\n", style=f"bold {STYLES[kind]}")
        for origin, terms in by_origin.items():
            page.append(f"  {origin}: ", style="dim")
            page.append(f"{', '.join(terms)}\n")
    if not words:
        page.append("No word is marked yet.\n", style="italic")
    if trouble:
        page.append(f"The search strings give none: {one_line(trouble)}\n", style="italic")
    return page


def end_page(session: Session, keymap: Keymap, closing: Sequence[str] = ()) -> Text:
    """The end of the queue: what was done, what is left and for whom, the next command."""
    page = Text()
    if session.found and session.left == 0:
        page.append(f"No report that holds {one_line(session.found)!r} is left: ", style="bold")
        page.append(f"{keymap.key('clear')} shows all again.\n\n", style="bold")
    if not session.queue:
        what = "There is nothing for you to read at this stage"
        page.append(f"{what}.\n\n" if session.total else f"{what}: no report has come as far.\n\n")
    else:
        page.append("The end of the queue.\n\n", style="bold")
        _sitting(page, session, keymap)
    _stage(page, session)
    for line in closing:  # its blanks may hold columns together
        page.append(f"\n{terminal(line).replace(chr(10), ' ')}")
    page.append("\n" if closing else "")
    page.append("\nNext: ")
    page.append(after_sitting(session), style="bold")
    return page


def _sitting(page: Text, session: Session, keymap: Keymap) -> None:
    done = session.sitting
    page.append(f"You judged {counted(done.total(), 'report')} in this sitting")
    page.append(":\n" if done else ".\n")
    for decision in DECISIONS:
        if done[decision]:
            page.append(f"  {MARKS[decision]} {DONE[decision]:<10}{done[decision]:>7,}\n")
    if session.left:
        page.append(f"\n{counted(session.left, 'report')} of the queue skipped: press ")
        page.append(keymap.key("skip") or "the key to skip", style="bold")
        page.append(" to read from the first of them.\n")
    if done["maybe"]:
        page.append("Those left at maybe come again in your next sitting.\n")
    page.append("\n")


def _why_elsewhere(session: Session) -> str:
    """Why reports of the stage were not in this queue."""
    if session.queue and session.queue[0].why == CALIBRATION:
        return "come after the calibration sample, or have their votes"
    if session.stage.allocation == "shared":
        return "are given to others, or have their votes"
    return "had all votes without yours"


def _stage(page: Text, session: Session) -> None:
    if session.total:
        page.append(
            f"At this stage you have read {session.read:,} of {counted(session.total, 'report')}.\n"
        )
    if session.elsewhere:
        page.append(f"{counted(session.elsewhere, 'report')} {_why_elsewhere(session)}.\n")
    if session.stage.votes > 1:
        page.append(
            f"Each report needs {session.stage.votes} votes: what you have judged may still "
            "wait for others. `litreview status` counts them.\n"
        )
