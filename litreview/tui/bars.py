"""The bars above and below the report: pure functions of the session and the room there is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from litreview.model import Criterion
from litreview.screening.ballots import Judgement
from litreview.screening.session import Session
from litreview.tui.text import cut, flow, longest_that_fits, one_line, rule, sides

MARKS = {"include": "+", "exclude": "x", "maybe": "?"}
DONE = {"include": "included", "exclude": "excluded", "maybe": "maybe"}
_EXTRA = "abcdfghilmnoprstuvwxyz"
"""Letters for the reasons after the ninth; e, j, k and q mean something else."""
_LABEL = "include if   "
_ROOMY, _TIGHT, _TINY = 16, 10, 7
"""Heights below which the criteria, the rules and the status line make room for the report."""

Key = tuple[str, str]
READING: tuple[Key, ...] = (
    ("i", "include"),
    ("e", "exclude"),
    ("m", "maybe"),
    ("s", "skip"),
    ("u", "undo"),
    ("n", "note"),
    ("b", "back"),
    ("c", "criteria"),
    ("?", "keys"),
    ("q", "quit"),
)
AT_THE_END: tuple[Key, ...] = (
    ("s", "the skipped ones"),
    ("u", "undo"),
    ("b", "back"),
    ("?", "keys"),
    ("q", "quit"),
)
_DROPPED_FIRST = "cb"
"""Keys that go without their words first: the criteria have a hint of their own."""


def reason_keys(reasons: Sequence[Criterion]) -> dict[str, Criterion]:
    """The key that stands for each reason: 1 to 9, then letters. Further ones have none."""
    return dict(zip("123456789" + _EXTRA + _EXTRA.upper(), reasons, strict=False))


def duration(seconds: float) -> str:
    """``≈ 2 h 10 left``, ``≈ 25 min left``, ``under a minute left``."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "under a minute left"
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"≈ {minutes} min left"
    return f"≈ {minutes // 60} h {minutes % 60:02d} left"


def share(read: int, total: int) -> str:
    """How much of the stage is read; 100 % only when all of it is, 0 % only when nothing is."""
    if not total or not read:
        return "0 %"
    percent = 100 * read // total
    return f"{percent} %" if percent else "<1 %"


def judged(judgement: Judgement, criteria: Sequence[Criterion]) -> str:
    """``x excluded, 3 Wrong design``."""
    names = {c.code: f"{key} {one_line(c.label)}" for key, c in reason_keys(criteria).items()}
    names = {c.code: one_line(c.label) for c in criteria} | names
    reasons = ", ".join(names.get(code, code) for code in judgement.reasons)
    said = f"{MARKS[judgement.decision]} {DONE[judgement.decision]}"
    return one_line(f"{said}, {reasons}" if reasons else said)


def head(session: Session, title: str, width: int, height: int) -> Text:
    """Title, stage and reviewer; how many are read, their share, the time left."""
    read, total = session.read, session.total
    seconds = session.seconds_left
    left = f"   {duration(seconds)}" if seconds is not None and session.left else ""
    said = f"{read:,} of {total:,} read"
    right = longest_that_fits(
        [
            Text(f"{said}   {share(read, total)}{left}"),
            Text(f"{said}   {share(read, total)}"),
            Text(said),
            Text(f"{read:,}/{total:,}"),
            Text(""),
        ],
        width * 3 // 5,
    )
    room = width - right.cell_len - 2
    where = f"{session.stage.label.lower()} · {session.reviewer}"
    rest = room - len(where) - 3
    named = f"{cut(one_line(title), rest)} · {where}" if rest >= _TINY else where
    line = sides(Text(one_line(named)), right, width)
    line.stylize("bold")
    return line if height < _TIGHT else Text("\n").join([line, rule(width)])


def criteria(session: Session, width: int) -> list[Text]:
    """What a report must fulfil, and the reasons to exclude: labels, or codes where they fit."""
    lines: list[Text] = []
    wanted, reasons = session.wanted, reason_keys(session.reasons)
    if wanted:
        lines += _shortest(
            _LABEL,
            [Text(one_line(c.label)) for c in wanted],
            [Text(one_line(c.code)) for c in wanted],
            width,
            1,
        )
    if reasons:
        lines += _shortest(
            "exclude".ljust(len(_LABEL)),
            [_numbered(key, c.label) for key, c in reasons.items()],
            [_numbered(key, c.code) for key, c in reasons.items()],
            width,
            2,
        )
    return lines


def _numbered(key: str, text: str) -> Text:
    return Text.assemble((key, "bold"), " ", one_line(text))


def _shortest(
    label: str, long: Sequence[Text], short: Sequence[Text], width: int, most: int
) -> list[Text]:
    """`long` in at most `most` lines, else `short`, else as much of `short` as there is room."""
    for words in (long, short):
        lines = flow(label, words, width)
        if len(lines) <= most and all(line.cell_len <= width for line in lines):
            return lines
    shown = len(short)
    while shown > 1:
        shown -= 1
        words = [*short[:shown], Text(f"+{len(short) - shown} more", style="dim")]
        lines = flow(label, words, width)
        if len(lines) <= most:
            break
    for line in lines:
        line.truncate(width, overflow="ellipsis")
    return lines


def status(session: Session, width: int) -> Text:
    """Why this report is shown, and the last decision."""
    item, last = session.current, session.last
    why = Text(f"why now: {one_line(item.why)}" if item else "the end of the queue", style="dim")
    if last is None:
        return sides(why, Text(""), width)
    said = judged(last.judgement, session.reasons)
    said = cut(said, max(20, width - 36))
    shown = Text.assemble("last: ", (said, "bold"), "  (", ("u", "bold"), " undo)")
    return sides(why, shown, width) if shown.cell_len <= width else sides(shown, Text(""), width)


def keys(offered: Sequence[Key], width: int) -> Text:
    """The keys on one line: with their words where there is room, else bare, but all of them."""
    lines, shown = [], list(offered)
    for dropped in ("", *_DROPPED_FIRST):
        shown = [(key, word) for key, word in shown if key != dropped]
        words = [Text.assemble((key, "bold"), " ", word) for key, word in shown]
        lines.append(Text("  ").join(words))
    bare = Text(" ").join([Text(key, style="bold") for key, _ in offered if key != "?"])
    help_ = Text.assemble(bare, "  ", ("?", "bold"), " keys")
    bare = Text(" ").join([Text(key, style="bold") for key, _ in offered])
    bare.truncate(width, overflow="crop")
    return longest_that_fits([*lines, help_, bare], width)


def foot(  # noqa: PLR0913 - the room there is has three sides
    session: Session, message: str, width: int, height: int, *, panel: bool, more: bool
) -> Text:
    """Criteria, why and last, keys; the lines that the height has room for."""
    lines: list[Text] = []
    shown = [] if panel or height < _ROOMY or session.current is None else criteria(session, width)
    if height >= _TIGHT:
        hints = (
            "space more" if more else "",
            "c criteria" if session.criteria and not panel else "",
        )
        lines.append(rule(width, " ── ".join(hint for hint in hints if hint)))
    if shown:
        lines += [*shown, rule(width)]
    if message:
        lines += _message(message, width, height)
    elif height >= _TINY:
        lines.append(status(session, width))
    offered = READING if session.current else AT_THE_END[not session.left :]
    lines.append(keys(offered, width))
    return Text("\n").join(lines)


def _message(message: str, width: int, height: int) -> list[Text]:
    """What went wrong, in as many lines as a third of the screen."""
    text = Text(visible_lines(message), style="bold reverse")
    most = max(1, height // 3)
    wrapped = [line for line in _wrap(text, width) if line.plain.strip()]
    return wrapped[:most]


def visible_lines(message: str) -> str:
    """Each line of `message` made harmless."""
    return "\n".join(one_line(line) for line in message.split("\n"))


def _wrap(text: Text, width: int) -> list[Text]:
    from rich.console import Console

    return list(text.wrap(Console(width=width), width))
