"""Rows on which extractors differ, on the screen: a field a line, the versions side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from rich.text import Text
from textual import events

from litreview.extraction.doubled.comparing import Difference
from litreview.extraction.doubled.sitting import Matter, Sitting
from litreview.extraction.printed import is_missing
from litreview.tui.keys import DEFAULT, Keymap
from litreview.tui.paged import PagedApp
from litreview.tui.prompts import LinePrompt, pressed
from litreview.tui.text import cut, flow, one_line, rule, sides

KEYS: Final[Mapping[str, str]] = {
    "1 ... 9": "this version's value holds, and the next field that is open",
    "A then 1 ... 9": "all that is still open is as this version has it",
    "Enter": "write what holds",
    "n": "nothing holds: the field stays empty",
    "up, down": "the field before or after",
    "- +": "the row before or after",
    "s": "skip this row",
    "k": "keep a row that only one person has",
    "d": "it is no row at all",
    "u": "undo the last step, as far back as this sitting goes",
    "?": "this page",
    "q": "quit: every row that is decided is on disk already",
}
_OFFERED: Final = (
    ("1-9", "take"), ("A", "all"), ("Enter", "write"), ("d", "no row"),
    ("s", "skip"), ("u", "undo"), ("?", "keys"), ("q", "quit"),
)  # fmt: skip
_ALONE: Final = (
    ("k", "keep"), ("d", "no row"), ("s", "skip"), ("u", "undo"), ("?", "keys"), ("q", "quit"),
)  # fmt: skip
_END: Final = (("s", "what was skipped"), ("u", "undo"), ("?", "keys"), ("q", "quit"))
_HEAD, _FOOT = 3, 7
"""Lines above the fields and below them."""
_LABEL: Final = 30
_DONE: Final = {"settled": "settled", "kept": "kept", "dropped": "settled: no row"}


class SettleApp(PagedApp):
    """Drives a `Sitting` by keys. Works from 60x16 on, without a mouse and without colour."""

    def __init__(self, sitting: Sitting, keymap: Keymap = DEFAULT) -> None:
        super().__init__(keymap)
        self.sitting = sitting
        self._all = False

    def on_mount(self) -> None:
        """The first row."""
        self.sitting.go(0)
        super().on_mount()

    # -- drawing ---------------------------------------------------------------------------

    def lines(self, width: int, height: int) -> list[Text]:
        """What the sitting says now."""
        room = max(1, height - _HEAD - _FOOT)
        matter = self.sitting.current
        body = self._ended() if matter is None else self._body(matter, width, room)
        rest = [Text("")] * (room - len(body))
        return [*self._head(width), *body[:room], *rest, *self._foot(width)]

    def _head(self, width: int) -> list[Text]:
        sitting, matter = self.sitting, self.sitting.current
        total = len(sitting.matters)
        right = Text(f"{total - sitting.left:,} of {total:,} decided · {one_line(sitting.settler)}")
        first = matter.held.versions[0] if matter else None
        left = f"{one_line(first.form)} · {one_line(first.study)}" if first else "rows that differ"
        top = sides(Text(left), right, width)
        top.stylize("bold")
        return [top, rule(width), Text(cut(_about(matter), width), "dim") if matter else Text("")]

    def _body(self, matter: Matter, width: int, room: int) -> list[Text]:
        if matter.alone:
            return _version(matter, width)
        people = [row.extractor for row in matter.held.versions]
        wide = max(8, (width - _LABEL - 4) // len(people))
        head = Text(" " * _LABEL, "dim")
        for at, who in enumerate(people, start=1):
            head.append(f"{cut(f'{at} {one_line(who)}', wide - 1):{wide}}", "bold")
        shown = matter.differences
        first = min(max(0, self.sitting.place - room // 2), max(0, len(shown) - room + 1))
        lines = [self._line(matter, one, wide) for one in shown[first : first + room - 1]]
        return [head, *lines]

    def _line(self, matter: Matter, one: Difference, wide: int) -> Text:
        current = one == self.sitting.asked
        holds = matter.answers.get(one.field)
        line = Text(
            f"{'>' if current else ' '} {cut(one_line(one.label), _LABEL - 4):{_LABEL - 2}}"
        )
        for _, text in one.texts:
            said = one_line(text) or "·"
            mark = "✓ " if holds is not None and text.strip() == holds else ""
            line.append(f"{cut(f'{mark}{said}', wide - 1):{wide}}", "bold" if mark else "")
        if holds is not None and all(text.strip() != holds for _, text in one.texts):
            line.append(f"✓ {one_line(holds) or '(nothing)'}", "bold")
        if one.kind == "worded" and holds is None:
            line.stylize("dim")
        if current:
            line.stylize("underline")
        return line

    def _ended(self) -> list[Text]:
        left = self.sitting.left
        if not self.sitting.matters:
            return [Text("There is no row for you to settle.")]
        if left:
            return [Text(f"The end. {left:,} skipped: s shows them again.")]
        return [Text("The end: every row is decided.")]

    def _foot(self, width: int) -> list[Text]:
        matter, asked = self.sitting.current, self.sitting.asked
        lines = [rule(width)]
        whole = [f"{who}: {one_line(text) or '(nothing)'}" for who, text in asked.texts] if (
            asked is not None and matter is not None and not matter.alone) else []  # fmt: skip
        lines += [Text(cut(one, width)) for one in whole[:2]] + [Text("")] * (2 - len(whole[:2]))
        told = self.message or (f"decided: {_DONE[matter.done]}" if matter and matter.done else "")
        if not told and asked is not None and asked.kind == "worded":
            told = "only the words differ: the first version's stay, unless you choose"
        lines.append(Text(cut(one_line(told), width), "bold reverse" if self.message else "dim"))
        offered = _END if matter is None else _ALONE if matter.alone else _OFFERED
        keys = [Text.assemble((key, "bold"), f" {word}") for key, word in offered]
        return [*lines, rule(width), *flow("", keys, width)[:1]]

    # -- deciding --------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """What the page of keys says."""
        if len(self.screen_stack) > 1:
            return
        key, sitting = pressed(event), self.sitting
        acts: dict[str, Callable[[], object]] = {
            "up": lambda: sitting.move(-1), "down": lambda: sitting.move(1),
            "-": lambda: sitting.go(-1), "+": lambda: sitting.go(1),
            "n": lambda: sitting.answer(""), "k": sitting.keep, "d": sitting.drop,
            "s": self._skip, "u": self._undo,
        }  # fmt: skip
        others: dict[str, Callable[[], object]] = {
            "A": self._whose, "enter": self._write, "q": self.exit,
            "?": lambda: self.show_keys(KEYS, 14),
        }  # fmt: skip
        whole, self._all = self._all, False
        if key.isdecimal() and key != "0":
            event.stop()
            self.act(lambda: (sitting.take_all if whole else sitting.take)(int(key)))
        elif key in acts:
            event.stop()
            self.act(acts[key])
        elif key in others:
            event.stop()
            others[key]()
        elif event.is_printable:
            self.say("no such key: press ? for the keys")

    def _whose(self) -> None:
        self._all = True
        self.say("whose version for all that is still open? press its digit")

    def _skip(self) -> None:
        if self.sitting.current is None:
            self.message = "" if self.sitting.rewind() else "nothing was skipped"
        else:
            self.sitting.skip()

    def _undo(self) -> None:
        row = self.sitting.undo()
        self.message = f"undone: {row} is as it was before" if row else "nothing to undo"

    def _write(self) -> None:
        asked = self.sitting.asked
        if asked is not None and self.sitting.current and not self.sitting.current.alone:
            first = next((text for _, text in asked.texts if not is_missing(text)), "")
            prompt = LinePrompt(f"{one_line(asked.label)}: what holds", first)
            self.push_screen(prompt, self._written)

    def _written(self, answer: str | None) -> None:
        if answer is not None:
            self.act(lambda: self.sitting.answer(answer))


def _about(matter: Matter) -> str:
    """What the row is about, as far as its versions agree on it, and their identifiers."""
    first = matter.held.versions[0]
    told = ("outcome", "programme", "subgroup", "perspective", "effect_value", "effect_unit")
    said = [one_line(first.values[name]) for name in told if first.values.get(name, "").strip()]
    months = first.values.get("followup_months", "").strip()
    said += [f"{one_line(months)} months"] if months else []
    rows = ", ".join(f"{one_line(row.extractor)}: {one_line(row.row)}"
                     for row in matter.held.versions)  # fmt: skip
    return f"{' · '.join(said)}   ({rows})"


def _version(matter: Matter, width: int) -> list[Text]:
    """The values of a row that only one person has."""
    row = matter.held.versions[0]
    head = Text(f"Only {one_line(row.extractor)} has this row.", "bold")
    given = [(name, text) for name, text in row.values.items() if not is_missing(text)]
    return [head, *(Text(cut(f"  {name:28} {one_line(text)}", width)) for name, text in given)]
