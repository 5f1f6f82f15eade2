"""Which key does what: a keymap as data, three presets, and a file in which a person has their own.

Keys belong to a person and not to a review: nothing that is decided depends on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from litreview.errors import SettingsError, UsageError
from litreview.toml_table import Source, Table, loads


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does. word: on the bar; what: on the page of keys."""

    group: str
    word: str
    what: str


ACTIONS: Mapping[str, Action] = {
    "include": Action("Deciding", "include", "include"),
    "exclude": Action("Deciding", "exclude", "exclude: then the key of a reason"),
    "maybe": Action("Deciding", "maybe", "maybe: the report comes again in your next sitting"),
    "undo": Action("Deciding", "undo", "undo the last decision, as far back as this sitting goes"),
    "note": Action("Deciding", "note", "note: it goes with the next decision on this report"),
    "labels": Action("Deciding", "labels", "labels of this report, parted by commas; kept at once"),
    "skip": Action("Moving", "skip", "skip: leave this report for later"),
    "back": Action("Moving", "back", "back one report; deciding again replaces your decision"),
    "jump": Action("Moving", "go to", "go to a report: number in the queue, id, DOI or title"),
    "filter": Action("Moving", "filter", "show only reports that hold some words"),
    "down": Action("Reading", "down", "scroll down a line"),
    "up": Action("Reading", "up", "scroll up a line"),
    "page_down": Action("Reading", "more", "scroll down a page"),
    "page_up": Action("Reading", "page up", "scroll up a page"),
    "top": Action("Reading", "top", "to the top"),
    "bottom": Action("Reading", "bottom", "to the end"),
    "find": Action("Reading", "find", "find words in what is shown"),
    "find_next": Action("Reading", "next find", "the next place that was found"),
    "find_previous": Action("Reading", "previous find", "the place before"),
    "words": Action("Reading", "words", "the words that are marked: see them, add your own"),
    "criteria": Action("Reading", "criteria", "the criteria in full"),
    "doi": Action("Reading", "doi", "open the report's page in the browser"),
    "pdf": Action("Reading", "pdf", "open the full text that is kept"),
    "clear": Action("Reading", "clear", "clear what is sought, then the filter"),
    "keys": Action("Reading", "keys", "this page"),
    "quit": Action("Reading", "quit", "quit: every decision is on disk already"),
}

_PLAIN: Mapping[str, tuple[str, ...]] = {
    "include": ("i",), "exclude": ("e",), "maybe": ("m",), "undo": ("u",), "note": ("n",),
    "labels": ("l",), "skip": ("s",), "back": ("b",), "jump": ("g",), "filter": ("f",),
    "down": ("j", "down"), "up": ("k", "up"), "page_down": ("space", "pagedown"),
    "page_up": ("pageup",), "top": ("home",), "bottom": ("end",),
    "find": ("/",), "find_next": (".",), "find_previous": (",",),
    "words": ("w",), "criteria": ("c",), "doi": ("o",), "pdf": ("p",),
    "clear": ("escape",), "keys": ("?",), "quit": ("q",),
}  # fmt: skip
PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "litreview": {},
    "rayyan": {"maybe": ("u",), "undo": ("z",)},
    "asreview": {"include": ("r",), "exclude": ("i",)},
}
"""What each preset has otherwise than the first."""
DIGITS = "123456789"
_NAMED = frozenset(
    {"space", "enter", "tab", "backspace", "delete", "insert", "escape", "home", "end", "pageup",
     "pagedown", "up", "down", "left", "right", *(f"f{n}" for n in range(1, 13)),
     *(f"ctrl+{letter}" for letter in "abdefghjklnoprstuvwxyz")}
)  # fmt: skip
"""Keys that are written by name. Ctrl with c, i, m or q is Quit, Tab, Enter or the terminal's."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Keymap:
    """Action -> its keys, the one that is shown first."""

    keys: Mapping[str, tuple[str, ...]]

    def key(self, action: str) -> str:
        """The key that is shown for an action; "": it has none."""
        return next(iter(self.keys[action]), "")

    def action(self, key: str) -> str:
        """What `key` does; "": nothing."""
        return self._by_key.get(key, "")

    @cached_property
    def _by_key(self) -> dict[str, str]:
        return {key: action for action, keys in self.keys.items() for key in keys}

    @cached_property
    def reasons(self) -> str:
        """The keys of reasons in their order: digits, then letters that mean nothing to a list."""
        taken = {k for a in ("exclude", "down", "up", "quit") for k in self.keys[a]}
        letters = _LETTERS + _LETTERS.upper()
        return DIGITS + "".join(letter for letter in letters if letter.lower() not in taken)


def keymap(changes: Mapping[str, tuple[str, ...]], where: str = "") -> Keymap:
    """The keys of the first preset with `changes`. Raises SettingsError: a key has two meanings.

    A key that a change takes is taken from the action that had it, unless that is changed as well.
    """
    asked = {key for keys in changes.values() for key in keys}
    held = {
        action: changes.get(action, tuple(key for key in keys if key not in asked))
        for action, keys in _PLAIN.items()
    }
    _distinct(changes, where)
    for action in ("include", "exclude", "maybe", "undo", "quit", "keys"):
        if not held[action]:
            raise SettingsError(
                f"no key is left to {action}", where=where, remedy=f'write {action} = "..." as well'
            )
    return Keymap(held)


def _distinct(changes: Mapping[str, Iterable[str]], where: str) -> None:
    seen: dict[str, str] = {}
    for action, keys in changes.items():
        for key in keys:
            if key in seen:
                raise SettingsError(
                    f"{key!r} is the key of both {seen[key]} and {action}",
                    where=where,
                    remedy="give one of them another key",
                )
            seen[key] = action


def preset(name: str) -> Keymap:
    """A preset by its name. Raises UsageError."""
    if name not in PRESETS:
        raise UsageError(
            f"there are no keys called {name!r}",
            where="LITREVIEW_KEYS",
            remedy=f"use one of: {', '.join(PRESETS)}; or the path of a TOML file",
        )
    return keymap(PRESETS[name], f"preset {name}")


def read_keys(text: str, where: str) -> Keymap:
    """The keys that a TOML file names: a preset, and what is otherwise. Raises SettingsError.

    preset = "rayyan"
    [keys]
    undo = ["z", "ctrl+z"]
    """
    data, source = loads(text, where), Source(text, where)
    top = Table(data, "", 1, source)
    for key in data:
        if key not in {"preset", "keys"}:
            top.fail(f"{key!r} says nothing of keys", "use: preset = ..., and a table [keys]", key)
    name = top.choice("preset", tuple(PRESETS))
    found = data.get("keys", {})
    if not isinstance(found, dict):
        top.fail("keys must be a table", "write [keys], and below it one line an action", "keys")
    table = Table(found, "[keys]", 1, source)
    table.only(*ACTIONS)
    own = {action: _keys_of(table, action) for action in found}
    taken = {key for keys in own.values() for key in keys}
    kept = {
        action: tuple(key for key in keys if key not in taken)
        for action, keys in PRESETS[name].items()
    }
    return keymap({**kept, **own}, where)


def _keys_of(table: Table, action: str) -> tuple[str, ...]:
    held = table.data[action]
    keys = (held,) if isinstance(held, str) else table.texts(action, ())
    for key in keys:
        if key in DIGITS and key:
            table.fail(f"{key} is the key of a reason", "leave 1 to 9 to the reasons", action)
        plain = len(key) == 1 and key.isprintable() and not key.isspace()
        if not plain and key not in _NAMED:
            table.fail(
                f"{key!r} is no key", "write one character, or space, home, f5, ctrl+z ...", action
            )
    return keys


DEFAULT = preset("litreview")
