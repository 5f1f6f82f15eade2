"""The bars above and below the report: pure functions of the session and the room there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.text import Text

from litreview.model import Criterion
from litreview.screening.ballots import Judgement
from litreview.screening.session import Session
from litreview.tui.keys import ACTIONS, DEFAULT, Keymap
from litreview.tui.text import cut, flow, longest_that_fits, one_line, rule, sides

MARKS = {"include": "+", "exclude": "x", "maybe": "?"}
DONE = {"include": "included", "exclude": "excluded", "maybe": "maybe"}
_LABEL = "include if   "
_ROOMY, _TIGHT, _TINY = 16, 10, 7
"""Heights below which the criteria, the rules and the status line make room for the report."""
_WIDE = 98
"""From this width on the head tells the pace too."""

Key = tuple[str, str]
"""A key, and the word for what it does."""
FIRST = ("include", "exclude", "maybe", "skip", "undo", "back", "note", "labels")
SECOND = ("find", "filter", "jump", "words", "criteria", "doi", "pdf", "keys", "quit")
AT_THE_END = ("skip", "undo", "back", "jump", "filter", "keys", "quit")
_TWO_ROWS = 22
"""From this height on the keys, and why and last, have two rows where one is too narrow."""
_GAP, _LEAST, _NARROW = 2, 14, 30
"""Cells between why and last; those of a decision that is cut; a line too narrow for both."""


def reason_keys(reasons: Sequence[Criterion], keys: str = DEFAULT.reasons) -> dict[str, Criterion]:
    """The key that stands for each reason: 1 to 9, then letters. Further ones have none."""
    return dict(zip(keys, reasons, strict=False))


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


def judged(judgement: Judgement, criteria: Sequence[Criterion], keys: str = DEFAULT.reasons) -> str:
    """``x excluded, 3 Wrong design``."""
    names = {c.code: f"{key} {one_line(c.label)}" for key, c in reason_keys(criteria, keys).items()}
    names = {c.code: one_line(c.label) for c in criteria} | names
    reasons = ", ".join(names.get(code, code) for code in judgement.reasons)
    said = f"{MARKS[judgement.decision]} {DONE[judgement.decision]}"
    return one_line(f"{said}, {reasons}" if reasons else said)


def head(session: Session, title: str, width: int, height: int, sought: str = "") -> Text:
    """Title, stage and reviewer; how many are read, their share, the time left; the filter."""
    read, total = session.read, session.total
    said = f"{read:,} of {total:,} read"
    left, rate = pace(session)
    right = longest_that_fits(
        [
            *([Text(f"{said}   {share(read, total)}{rate}{left}")] if width >= _WIDE else []),
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
    if height < _TIGHT:
        return line
    looked = (("filter", session.found), ("find", sought))
    hints = " ── ".join(f"{word}: {one_line(text)}" for word, text in looked if text)
    return Text("\n").join([line, rule(width, cut(hints, width - 16))])


def pace(session: Session) -> tuple[str, str]:
    """Time left and reports an hour, in words behind blanks; "" where nobody can say."""
    seconds, rate = session.seconds_left, session.rate
    if seconds is None or rate is None or not session.left:
        return "", ""
    return f"   {duration(seconds)}", f"   {round(rate):,} an hour"


def criteria(session: Session, width: int, keys: str = DEFAULT.reasons) -> list[Text]:
    """What a report must fulfil, and the reasons to exclude: labels, or codes where they fit."""
    lines: list[Text] = []
    wanted, reasons = session.wanted, reason_keys(session.reasons, keys)
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


def status(session: Session, keymap: Keymap, width: int, most: int = 1) -> list[Text]:
    """Why this report is shown, and the last decision, in at most `most` lines (1 or 2).

    The key for undo goes first where it is narrow, then a part of the reason's name.
    """
    item, last = session.current, session.last
    why = Text(f"why now: {one_line(item.why)}" if item else "the end of the queue", style="dim")
    lines = _wrap(why, width)[:most] if why.cell_len > width and most > 1 else [why]
    lines[-1].rstrip()
    if last is None:
        return [*lines[:-1], sides(lines[-1], Text(""), width)]
    said = judged(last.judgement, session.reasons, keymap.reasons)
    short = said.replace(f"{DONE[last.judgement.decision]}, ", "", 1)
    undo = ("  (", (keymap.key("undo"), "bold"), " undo)")
    room = width - lines[-1].cell_len - _GAP
    shown = longest_that_fits(
        [
            Text.assemble("last: ", (said, "bold"), *undo),
            Text.assemble("last: ", (short, "bold"), *undo),
            Text.assemble("last: ", (short, "bold")),
            Text.assemble("last: ", (cut(short, max(_LEAST, room - len("last: "))), "bold")),
        ],
        room,
    )
    if shown.cell_len <= room:
        return [*lines[:-1], sides(lines[-1], shown, width)]
    if len(lines) < most:
        whole = Text.assemble("last: ", (said, "bold"), *undo)
        return [*lines, sides(Text(""), whole if whole.cell_len <= width else shown, width)]
    return [*lines[:-1], sides(lines[-1], shown if width >= _NARROW else Text(""), width)]


def keys(keymap: Keymap, offered: Sequence[str], width: int) -> Text:
    """Keys on one line: with their words where there is room, else bare; the last two always."""
    named = tuple((keymap.key(name), ACTIONS[name].word) for name in offered if keymap.key(name))
    return _keys(named, width)


@lru_cache(maxsize=64)  # of each key press it is asked again
def _keys(pairs: tuple[Key, ...], width: int) -> Text:
    words = [Text.assemble((key, "bold"), " ", word) for key, word in pairs]
    bare = [Text(key, style="bold") for key, _ in pairs]
    lines = [Text("  ").join(words), Text(" ").join([*bare[:-2], Text(" "), *words[-2:]])]
    counts = range(max(0, len(bare) - 2), -1, -1)
    lines += [Text(" ").join([*bare[:n], *bare[-2:]]) for n in counts]
    lines[-1].truncate(width, overflow="crop")
    return longest_that_fits(lines, width)


def all_keys(keymap: Keymap, session: Session, width: int, height: int) -> list[Text]:
    """The keys that mean something now, in one row or two."""
    if session.current is None:
        offered = AT_THE_END if session.left else AT_THE_END[1:]
        return [keys(keymap, offered, width)]
    one = keys(keymap, (*FIRST, *SECOND), width)
    if height < _TWO_ROWS or ACTIONS[FIRST[0]].word in one.plain:
        return [one]
    return [keys(keymap, FIRST, width), keys(keymap, SECOND, width)]


@dataclass(frozen=True, slots=True)
class Room:
    """What the foot has to fit: cells across and down; whether the criteria stand in a panel."""

    width: int
    height: int
    panel: bool
    more: bool
    """Whether the report goes on below."""


def foot(session: Session, keymap: Keymap, message: str, room: Room) -> Text:
    """Criteria, why and last, keys; the lines that the height has room for."""
    width, height = room.width, room.height
    lines: list[Text] = []
    if height >= _TIGHT:
        more, full = keymap.key("page_down"), keymap.key("criteria")
        hints = (
            "" if room.panel else one_line(session.outlook),
            f"{more} more" if room.more and more else "",
            f"{full} criteria" if session.criteria and not room.panel and full else "",
        )
        lines.append(rule(width, cut(" ── ".join(hint for hint in hints if hint), width - 16)))
    if not room.panel and height >= _ROOMY and session.current is not None:
        shown = criteria(session, width, keymap.reasons)
        lines += [*shown, rule(width)] if shown else []
    if message:
        lines += _message(message, width, height)
    elif height >= _TINY:
        lines += status(session, keymap, width, 2 if height >= _TWO_ROWS else 1)
    lines += all_keys(keymap, session, width, height)
    return Text("\n").join(lines)


def _message(message: str, width: int, height: int) -> list[Text]:
    """What went wrong, in as many lines as a third of the screen."""
    text = Text(visible_lines(message), style="bold reverse")
    most = max(1, height // 3)
    wrapped = [line for line in _wrap(text, width) if line.plain.strip()]
    if len(wrapped) > most:
        last = cut(f"{wrapped[most - 1].plain.rstrip()} …", width)
        wrapped[most - 1] = Text(last if last.endswith("…") else f"{last}…", "bold reverse")
    return wrapped[:most]


def visible_lines(message: str) -> str:
    """Each line of `message` made harmless."""
    return "\n".join(one_line(line) for line in message.split("\n"))


def _wrap(text: Text, width: int) -> list[Text]:
    from rich.console import Console

    return list(text.wrap(Console(width=width), width))
