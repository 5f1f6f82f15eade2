"""The form on the screen: fields of a group with their values, help and place below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rich.text import Text
from textual import events

from litreview.events import How, Seen
from litreview.extraction.entry import NOWHERE, Entry
from litreview.extraction.fields import Field
from litreview.extraction.importing import HOW
from litreview.tui.keys import DEFAULT, Keymap
from litreview.tui.paged import PagedApp
from litreview.tui.prompts import ChoicePrompt, LinePrompt, pressed
from litreview.tui.text import cut, flow, one_line, rule, sides

KEYS: Mapping[str, str] = {
    "up, down": "the field before or after",
    "[ ]": "the group before or after",
    "Enter": "write or change the value",
    "1 ... 9": "choose this option; of several, add it or take it out",
    "x": "take the value away",
    "w": "say where it was seen: page or table, a few words of the source, how",
    "- +": "the row before or after",
    "n": "begin a new row",
    "d": "begin a new row with the values of this one, for the next follow-up",
    "u": "undo the last step, as far back as this sitting goes",
    "p o": "open the full text of the study, or its page in the browser",
    "/": "find a field",
    "?": "this page",
    "q": "quit: every value is on disk already",
}
_OFFERED = (
    ("Enter", "write"), ("1-9", "pick"), ("w", "seen"), ("[ ]", "group"), ("n", "new"),
    ("u", "undo"), ("?", "keys"), ("q", "quit"),
)  # fmt: skip
_HEAD, _FOOT = 3, 8
"""Lines above the fields and below them."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the study can be read: label -> file, and label -> address, of each of its reports.

    opener: opens one of them, False where it cannot.
    """

    papers: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    opener: Callable[[str], bool] = lambda _: False


NO_SOURCES = Sources()


class FormApp(PagedApp):
    """Drives an `Entry` by keys. Works from 60x16 on, without a mouse and without colour."""

    def __init__(
        self, entry: Entry, keymap: Keymap = DEFAULT, sources: Sources = NO_SOURCES
    ) -> None:
        super().__init__(keymap)
        self.entry = entry
        self.sources = sources

    def on_mount(self) -> None:
        """A first row is asked for where there is none."""
        super().on_mount()
        if self.entry.row is None:
            self._new()

    # -- drawing ---------------------------------------------------------------------------

    def lines(self, width: int, height: int) -> list[Text]:
        """What the sitting says now."""
        fields = self._fields(width, max(1, height - _HEAD - _FOOT))
        return [*self._head(width), *fields, *self._foot(width)]

    def _head(self, width: int) -> list[Text]:
        entry = self.entry
        row = one_line(entry.row.row) if entry.row else "no row yet"
        of = f" ({entry.at + 1} of {len(entry.rows)})" if len(entry.rows) > 1 else ""
        left = f"{one_line(entry.form.label)} · {row}{of} · {one_line(entry.study)}"
        right = f"{entry.filled} of {len(entry.fields)} given · {one_line(entry.extractor)}"
        top = sides(Text(left), Text(right), width)
        top.stylize("bold")
        groups = list(dict.fromkeys(one.group for one in entry.fields))
        words = [
            Text(one, style="bold reverse" if one == entry.current.group else "dim")
            for one in groups
        ]
        lines = flow("", words, width)
        at = groups.index(entry.current.group)
        if len(lines) > 1:  # from two groups before the current one, so that it can be seen
            start = max(0, at - 2)
            lines = flow("… " if start else "", words[start:], width)
        return [top, rule(width), lines[0]]

    def _fields(self, width: int, room: int) -> list[Text]:
        group = self.entry.group
        at = group.index(self.entry.current)
        first = min(max(0, at - room // 2), max(0, len(group) - room))
        row = self.entry.row.row if self.entry.row else ""
        above = self.entry.desk.inherited(row) if row else {}
        lines = [self._line(one, width, above) for one in group[first : first + room]]
        return [*lines, *[Text("")] * (room - len(lines))]

    def _line(self, one: Field, width: int, above: Mapping[str, tuple[str, str]]) -> Text:
        entry, current = self.entry, one == self.entry.current
        label = f"{one_line(one.label)}{' *' if one.required else ''}"
        half = min(40, width // 2)
        line = Text(f"{'>' if current else ' '} {cut(label, half - 3):{half - 3}} ")
        value = one_line(entry.value(one.name))
        if not value and one.name in above:
            text, origin = above[one.name]
            line.append(cut(f"{one_line(origin)}: {one_line(text)}", width - half), "dim")
        elif value:
            bad = entry.trouble(one)
            line.append(cut(f"{value}{'  !' if bad else ''}", width - half), "bold")
        else:
            line.append("·" if not one.required else "· wanted", "dim")
        if current:
            line.stylize("underline")
        return line

    def _foot(self, width: int) -> list[Text]:
        entry = self.entry
        one = entry.current
        lines = [rule(width), Text(cut(one_line(one.help) or one_line(one.name), width), "dim")]
        held = one.parts(entry.value(one.name))
        options = [
            Text(f"{at} {option}" if at <= len("123456789") else option,
                 "bold" if option in held else "")
            for at, option in enumerate(one.options, start=1)
        ]  # fmt: skip
        lines += (flow("", options, width) if options else [Text("")])[:2]
        seen = entry.seen(one.name)
        said = [seen.place, f"“{seen.quote}”" if seen.quote else "", seen.how]
        where = " · ".join(one_line(part) for part in said if part) or "as the row says"
        lines.append(Text(cut(f"seen: {where}", width), "dim"))
        told = self.message or entry.trouble(one)
        lines.append(Text(cut(one_line(told), width), "bold reverse") if told else Text(""))
        keys = [Text.assemble((key, "bold"), f" {word}") for key, word in _OFFERED]
        return [*lines, rule(width), *flow("", keys, width)[:1]]

    # -- entering --------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """What the page of keys says."""
        if len(self.screen_stack) > 1:
            return
        key, entry = pressed(event), self.entry
        acts: dict[str, Callable[[], object]] = {
            "up": lambda: entry.move(-1), "k": lambda: entry.move(-1),
            "down": lambda: entry.move(1), "j": lambda: entry.move(1),
            "[": lambda: entry.turn(-1), "]": lambda: entry.turn(1),
            "-": lambda: entry.go_to_row(-1), "+": lambda: entry.go_to_row(1),
            "x": lambda: entry.enter(""), "u": self._undo,
        }  # fmt: skip
        asks: dict[str, Callable[[], object]] = {
            "enter": self._write, "w": self._where, "n": self._new, "d": self._like,
            "/": self._find, "?": lambda: self.show_keys(KEYS, 10), "q": self.exit,
            "p": lambda: self._open(self.sources.papers, "no full text of it is kept here"),
            "o": lambda: self._open(self.sources.pages, "no DOI or address of it is known"),
        }  # fmt: skip
        if key in acts:
            event.stop()
            self.act(acts[key])
        elif key in asks:
            event.stop()
            asks[key]()
        elif key.isdecimal() and key != "0":
            self.act(lambda: entry.choose(int(key)))
        elif event.is_printable:
            self.say("no such key: press ? for the keys")

    def _undo(self) -> None:
        self.message = self.entry.undo() or "nothing to undo in this sitting"

    def _write(self) -> None:
        if self.entry.row is None:
            self._new()
            return
        one = self.entry.current
        question = f"{one_line(one.label)}: write what the report prints"
        prompt = LinePrompt(question, self.entry.value(one.name))
        self.push_screen(prompt, self._written)

    def _written(self, answer: str | None) -> None:
        if answer is not None:
            self.act(lambda: self.entry.enter(answer))
            if not self.message:
                self.act(lambda: self.entry.move(1))

    def _where(self) -> None:
        seen = self.entry.seen(self.entry.current.name)
        prompt = LinePrompt("Page, table or figure", seen.place)
        self.push_screen(prompt, lambda place: self._quoted(place, seen))

    def _quoted(self, place: str | None, seen: Seen) -> None:
        if place is not None:
            prompt = LinePrompt("A few words of the source", seen.quote)
            self.push_screen(prompt, lambda quote: self._how(place, quote))

    def _how(self, place: str, quote: str | None) -> None:
        if quote is None:
            return
        choices = [("", "as the row says"), *((one, one) for one in HOW)]
        self.push_screen(
            ChoicePrompt("What was read?", choices), lambda how: self._told(place, quote, how)
        )

    def _told(self, place: str, quote: str, how: str | None) -> None:
        word: How = next((one for one in HOW if one == how), "")
        seen = Seen(place, quote, word)
        self.act(lambda: self.entry.tell(seen if seen != NOWHERE else NOWHERE))

    def _new(self) -> None:
        prompt = LinePrompt("A new row: its identifier", self.entry.next_name(), keep="begin")
        self.push_screen(prompt, lambda name: self._begun(name, copied=False))

    def _like(self) -> None:
        if self.entry.row is None:
            self._new()
            return
        prompt = LinePrompt("A row like this one: its identifier", self.entry.next_name())
        self.push_screen(prompt, lambda name: self._begun(name, copied=True))

    def _begun(self, name: str | None, *, copied: bool) -> None:
        if name is not None:
            like = self.entry.row if copied else None
            self.act(lambda: self.entry.begin(name, like=like))

    def _open(self, targets: Mapping[str, str], nothing: str) -> None:
        if len(targets) > 1:
            choices = [(target, label) for label, target in targets.items()]
            self.push_screen(ChoicePrompt("Which report?", choices), self._opened)
        else:
            self._opened(next(iter(targets.values()), ""), nothing)

    def _opened(self, target: str | None, nothing: str = "") -> None:
        if target:
            done = self.sources.opener(target)
            self.say(f"opened {target}" if done else f"nothing here can open it: {target}")
        elif nothing:
            self.say(nothing)

    def _find(self) -> None:
        self.push_screen(LinePrompt("Find a field", keep="find"), self._found)

    def _found(self, words: str | None) -> None:
        if words and not self.entry.find(words):
            self.say("no field of that name")
        else:
            self.show()
