"""The PRESS form beside a strategy: made, added to, and read against the string as it is now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from litreview.errors import SettingsError, UsageError
from litreview.query import press
from litreview.query.blocks import Library
from litreview.query.dialects import DIALECTS
from litreview.query.findings import Found
from litreview.query.lint import lint
from litreview.review.strings import FOLDER, read_strings, text_of
from litreview.store import disk

_SUFFIX = ".press.toml"
_STRATEGY = ".strategy.txt"


@dataclass(frozen=True, slots=True)
class Peered:
    """A form and what is open in it. status: made, added or read; items: what lint finds now."""

    path: Path
    status: str
    form: press.Form
    items: tuple[press.Item, ...]
    open: tuple[Found, ...]


def forms(root: Path) -> dict[str, int]:
    """Strategy -> the points that are open in its form, for each that has one. Writes nothing.

    A form whose strategy cannot be put together counts as one that is open.
    """
    found = {}
    for path in sorted((root / FOLDER).glob(f"*{_SUFFIX}")):
        name = path.name.removesuffix(_SUFFIX)
        try:
            found[name] = len(peer(root, name, adding=False).open)
        except UsageError:
            found[name] = 1
    return found


def strategies(root: Path) -> tuple[str, ...]:
    """The names of the strategies in ``search_strings/``, by their files; none is read."""
    files = sorted((root / FOLDER).glob(f"*{_STRATEGY}"))
    return tuple(path.name.removesuffix(_STRATEGY) for path in files)


def peer(root: Path, name: str, *, adding: bool = True) -> Peered:
    """The form of the strategy `name` in ``search_strings/`` of `root`; made where there is none.

    adding: new findings are added at its end. Raises UnknownName, SettingsError, and UsageError
    where the strategy cannot be put together.
    """
    held = read_strings(root)
    strategy = held.strategy(name)
    tree = held.tree(name)
    if tree is None:
        raise UsageError(
            f"the strategy {name!r} has errors, and nobody can judge it so",
            where=strategy.file,
            remedy=f"see what they are: litreview search lint {FOLDER}",
        )
    text = DIALECTS.get("litreview").write(tree)
    sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    items = tuple(dict.fromkeys(_items(held, name)))
    path = root / FOLDER / f"{name}{_SUFFIX}"
    if not path.exists():
        form = press.Form(name, sha256, {}, items)
        disk.write_atomically(path, press.write(form).encode())
        return Peered(path, "made", form, items, press.still_open(form, sha256, items))
    written = text_of(path)
    form = press.read(written, str(path))
    if form.strategy != name:
        raise SettingsError(
            f"this form is for {form.strategy!r}", where=str(path),
            remedy=f'rename the file, or write strategy = "{name}"',
        )  # fmt: skip
    new = press.missing(form, items) if adding else ()
    if new:
        both = written.rstrip("\n") + "\n" + press.more(new)
        form = press.read(both, str(path))
        disk.write_atomically(path, both.encode())
    found = press.still_open(form, sha256, items)
    return Peered(path, "added" if new else "read", form, items, found)


def _items(held: Library, name: str) -> Iterator[press.Item]:
    """The findings of the strategy and of all that it names, in the order of names."""
    own = DIALECTS.get("litreview")
    wanted, waiting = {name}, [name]
    while waiting:
        for one in held.named(waiting.pop()) - wanted:
            wanted.add(one)
            waiting.append(one)
    for one in (name, *sorted(wanted - {name})):
        parsed = held.parsed(one)
        for found in lint(parsed, own):
            if press.must_be_answered(found):
                part = parsed.text[found.span.start : found.span.end]
                yield press.Item(found.code, one, " ".join(part.split()), found.message)
