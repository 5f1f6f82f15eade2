"""`litreview search compile`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.query.compiled import Compiled


@click.command()
@click.argument("strategies", nargs=-1)
@click.option("--to", "targets", multiple=True, metavar="NAME", help="Only for this target.")
@click.option("--check", is_flag=True, help="Write nothing; say which files are not up to date.")
@click.option("--allow-loss", is_flag=True, help="Also write strings that find less.")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    strategies: tuple[str, ...],
    targets: tuple[str, ...],
    check: bool,
    allow_loss: bool,
    as_json: bool,
) -> None:
    """Write strategies for every database, into search_strings/compiled.

    Without STRATEGIES all of them; without --to for the databases that the strategy's header names,
    or for all. A file says above its string what
    that finds more or less. With --check exit status 1 where a file differs or is missing.
    """
    from litreview.query.compiled import compiled
    from litreview.query.dialects import DIALECTS, notation
    from litreview.review import strings
    from litreview.store.folder import find

    root = find(folder).root
    held = strings.read_strings(root)
    names = strategies or tuple(sorted(held.strategies))
    if not names:
        raise UsageError(
            "there is no strategy", where=str(root / strings.FOLDER),
            remedy=strings.FIRST_STRATEGY,
        )  # fmt: skip
    place = root / strings.FOLDER / strings.COMPILED
    every = tuple(name for name in DIALECTS.names() if name != "litreview")
    made = [
        compiled(held, name, notation(one, option="--to"), allow_loss=allow_loss)
        for name in names
        for one in targets or held.strategy(name).databases or every
    ]
    stale = [one for one in made if not _is(place / one.name, one.text)]
    gone = [] if strategies or targets else _gone(place, {one.name for one in made})
    if not check:
        for one in stale:
            say.write(place / one.name, one.text.encode())
    status = say.will_end(1 if check and (stale or gone) else 0)
    if as_json:
        say.out([_plain(one, changed=one in stale) for one in made])
    elif check:
        say.out_lines(*(f"not up to date: {strings.COMPILED}/{one.name}" for one in stale))
    else:
        for one in made:
            say.out_lines(f"{one.name}  {one.label if one.strings else f'{one.label}, no string'}")
    for name in gone:
        say.note(f"no longer made from any strategy: {strings.COMPILED}/{name}; delete it")
    _close(len(made), len(stale), check=check)
    raise SystemExit(status)


def _gone(place: Path, made: set[str]) -> list[str]:
    """Files of strings that no strategy or database of today makes; they are not deleted."""
    return sorted(path.name for path in place.glob("*.txt") if path.name not in made)


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _close(made: int, stale: int, *, check: bool) -> None:
    if check and stale:
        say.note(f"{stale:,} of {say.count(made, 'file')} not up to date")
        say.following("litreview search compile")
    elif check:
        say.note(f"{say.count(made, 'file')} up to date")
    else:
        say.note(f"{say.count(made, 'file')}, {stale:,} of them changed")


def _plain(one: Compiled, *, changed: bool) -> dict[str, object]:
    return {
        "strategy": one.strategy,
        "target": one.target,
        "file": one.name,
        "label": one.label,
        "strings": one.strings,
        "changed": changed,
    }
