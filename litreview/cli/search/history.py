"""`litreview search history`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.query.history import History


@click.group()
def command() -> None:
    """Searches as search-history files, one a search, and as text for searchRxiv."""


@command.command()
@click.argument("searches", nargs=-1, metavar="[SEARCH]...")
@click.option("--strategy", default="", metavar="NAME", help="A strategy instead, not yet run.")
@click.option(
    "--to", "target", default="", metavar="NOTATION", help="Its notation, with --strategy."
)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="A file a search.")
@click.option("--searchrxiv", is_flag=True, help="Text for a deposit at searchRxiv, not JSON.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Who searched.")
@click.option("--validation", default="", metavar="TEXT", help="What is known of the recall.")
@say.as_json
@click.pass_obj
def export(
    folder: Path,
    searches: tuple[str, ...],
    strategy: str,
    target: str,
    out: Path | None,
    searchrxiv: bool,
    authors: tuple[str, ...],
    validation: str,
    as_json: bool,
) -> None:
    """The searches of the review with the keys of the search-history standard.

    SEARCH is an id that `litreview table searches` lists; without one all that have a string.
    """
    from litreview.query.history import as_data, write
    from litreview.query.searchrxiv import deposit
    from litreview.review.histories import histories, of_strategy

    if bool(strategy) != bool(target) or (strategy and searches):
        raise UsageError(
            "a strategy goes out by itself, in one notation",
            remedy="give --strategy NAME --to NOTATION, or names of searches",
        )
    with opened(folder) as review:
        if strategy:
            root, title = review.folder.root, review.plan.title
            found, bare = of_strategy(root, strategy, target, title, authors), list[str]()
        else:
            found, bare = histories(review, searches, authors)
    for name in bare:
        say.note(f"{name}: the string is not known, so there is nothing to export")
    kind = "_searchrxiv.txt" if searchrxiv else "_search_history.json"
    texts = {n: deposit(h, validation) if searchrxiv else write(h) for n, h in found.items()}
    if out is not None:
        for name, text in texts.items():
            say.write(out / f"{name}{kind}", text.encode())
        say.note(f"{say.count(len(texts), 'file')} in {say.place(out)}")
    if as_json or (out is None and not searchrxiv):
        plain = [{"search": n, "text": t} for n, t in texts.items()]
        say.out(plain if searchrxiv else [as_data(one) for one in found.values()])
    elif out is None:
        say.out_lines(*"\n\n".join(texts.values()).splitlines())
    raise SystemExit(say.will_end(0 if found and not bare else 1))


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@say.as_json
def read(file: Path, as_json: bool) -> None:
    """A search-history file: its string, its platform, and the keys that nobody knows."""
    from litreview.review.histories import from_file

    one = from_file(file)
    if as_json:
        say.out(_plain(one))
    else:
        _show(one)
    raise SystemExit(say.will_end(1 if one.changed or not one.dialect else 0))


def _plain(one: History) -> dict[str, Any]:
    from litreview.query.history import as_data

    return {
        "search_string": one.search_string,
        "platform": one.platform,
        "syntax": one.dialect,
        "database": list(one.database),
        "searched_on": one.conducted,
        "sha256": one.sha256,
        "changed": one.changed,
        "unknown": dict(one.unknown),
        "history": as_data(one),
    }


def _show(one: History) -> None:
    for name, text in (
        ("platform", one.platform), ("database", "; ".join(one.database)),
        ("searched on", one.conducted), ("title", one.title),
        *((f"unknown key {key}", say.json_text(value)) for key, value in one.unknown.items()),
    ):  # fmt: skip
        if text:
            say.out_lines(f"{name}: {say.one_line(text)}")
    say.out_lines("", *one.search_string.splitlines())
    if one.dialect:
        say.note(f"Its notation is {one.dialect}")
    else:
        say.note(f"The platform {say.one_line(one.platform)!r} is none whose notation is known")
    if one.changed:
        say.note("warning: the string is not the one whose hash the file holds: it was changed")
