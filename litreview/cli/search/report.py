"""`litreview search report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.model import Search
    from litreview.outputs.prisma_s import Item


@click.command()
@say.as_json
@click.pass_obj
def command(folder: Path, as_json: bool) -> None:
    """What PRISMA-S asks of the searches, and each string exactly as run.

    Exit status 1 where an item is missing that a command can fill in. Items that only a person can
    write are listed, and change no status.
    """
    from litreview.outputs.prisma_s import LINK, Known, items
    from litreview.review.peering import forms, strategies

    with opened(folder) as review:
        searches = review.shelf.searches
        looked = bool(review.state.registers.get("dedup-run"))
        removed = review.flow()["duplicates"].n
        reviewed, names = forms(review.folder.root), strategies(review.folder.root)
        following = "" if searches else review.standing().next
    found = items(Known(searches, removed, looked, reviewed, names)) if searches else ()
    status = say.will_end(0 if found and all(i.status != "gap" for i in found) else 1)
    if as_json:
        say.out({"source": LINK, "items": list(found), "strings": [_plain(s) for s in searches]})
    else:
        _show(found, searches)
    if not searches:
        say.note("No search is loaded yet")
        say.following(following)
    raise SystemExit(status)


def _show(found: tuple[Item, ...], searches: tuple[Search, ...]) -> None:
    from litreview.outputs.by_hand import by_hand

    for one in found:
        say.out_lines(f"{one.number:2}  {one.title}: {one.status}")
        for word, text in (("", one.what), ("to do: ", one.missing)):
            if text:
                say.out_wrapped(text, head=f"    {word}")
    for search in searches:
        day = search.searched_on or "day not known"
        hits = f"{search.expected:,} found, " if search.expected is not None else ""
        head = f"{search.id}: {say.one_line(search.source)}, {day}, {hits}"
        say.out_lines("", f"{head}{say.count(search.records, 'record')} read")
        without = by_hand(search) or search.note.strip() or "the string is not known"
        say.out_lines(*(search.query.splitlines() or [without]))
    gaps = sum(one.status == "gap" for one in found)
    people = sum(one.status == "for a person" for one in found)
    if found:
        say.note(f"{say.count(len(found), 'item')}: {gaps:,} with gaps, {people:,} for a person")


def _plain(search: Search) -> dict[str, Any]:
    return {
        "search": search.id,
        "source": search.source,
        "kind": search.kind,
        "searched_on": search.searched_on,
        "string": search.query,
        "expected": search.expected,
        "received": search.received,
        "records": search.records,
        "failures": search.failures,
        "complete": search.complete,
        "note": search.note,
        "browsed": search.browsed,
    }
