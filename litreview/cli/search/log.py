"""`litreview search log`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.review.grey import Entry, Looked
    from litreview.review.loading import Loaded


@click.command()
@click.option("--source", required=True, metavar="NAME", help="What was looked through.")
@click.option(
    "--kind", required=True, type=click.Choice(["website", "organisation", "citation"]),
    help="A website, an organisation, or reference lists (citation).",
)  # fmt: skip
@click.option("--url", default="", help="The address that was looked at.")
@click.option("--query", default="", metavar="TEXT", help="The words that were typed in there.")
@click.option("--date", "day", default="", metavar="DAY", help="When (default: today).")
@click.option(
    "--screened", type=click.IntRange(0), metavar="N", help="How many entries were looked through."
)
@click.option("--note", default="", metavar="TEXT", help="How it was done, in a sentence.")
@click.option("--reviewer", "-r", default="", help="Who looked (default: LITREVIEW_REVIEWER).")
@click.option(
    "--found", "file", type=click.Path(path_type=Path), metavar="FILE",
    help="The records that were found: RIS, BibTeX or CSV.",
)  # fmt: skip
@click.option("--title", default="", help="One work that was found: its title.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Its author, or several.")
@click.option("--year", type=click.IntRange(1000, 2999), help="Its year.")
@click.option("--link", default="", metavar="URL", help="Its address or DOI.")
@say.as_json
@click.pass_context
def command(context: click.Context, /, **given: Any) -> None:  # noqa: ANN401 - options
    """Write down a search by hand: what was looked through, how, when, and what was found.

    Without --found and --title nothing was found, which is a result too. Several works go into a
    file (CSV with a line of heads will do).
    """
    from litreview.review.grey import log_search

    looked = _looked(given)
    with opened(context.obj, given["reviewer"]) as review:
        found = log_search(review, looked)
    status = say.will_end(0 if found.status == "loaded" and not found.failures else 1)
    if given["as_json"]:
        say.out(_data(found))
    else:
        _show(found)
    raise SystemExit(status)


def _looked(given: dict[str, Any]) -> Looked:
    from litreview.review.grey import Looked

    entry = _entry(given)
    return Looked(
        source=given["source"], kind=given["kind"], url=given["url"], query=given["query"],
        day=given["day"], screened=given["screened"], note=given["note"],
        found=given["file"] or entry,
    )  # fmt: skip


def _entry(given: dict[str, Any]) -> Entry | None:
    """The work that was typed in, if one was. Raises UsageError."""
    from litreview.review.grey import Entry

    told = [f"--{name}" for name in ("title", "year", "link") if given[name]]
    told += ["--author"] if given["authors"] else []
    if given["file"] and told:
        raise UsageError(
            f"--found and {told[0]} say two things",
            remedy="put the work into the file too, or log it by itself",
        )
    if not told:
        return None
    return Entry(
        title=given["title"], authors=given["authors"], year=given["year"], link=given["link"]
    )


def _show(found: Loaded) -> None:
    from litreview.outputs.by_hand import by_hand

    search = found.search
    if search is None or found.status == "refused":
        say.note(f"{found.path}: {found.message}")
        return
    if found.status == "known":
        say.note(found.message)
        return
    how = f", {by_hand(search)}" if by_hand(search) else ""
    records = say.count(search.records, "record") if search.records else "nothing found"
    say.out_wrapped(f"{search.id}: {search.source}, {search.searched_on}{how}; {records}")
    for failure in found.failures:
        say.note(f"    line {failure.line}: {say.one_line(failure.reason)}")
    if search.records:
        say.following("litreview dedup run")


def _data(found: Loaded) -> dict[str, Any]:
    search = found.search
    return {
        "search": search.id if search and found.status != "refused" else None,
        "status": found.status,
        "message": found.message,
        "source": search.source if search else None,
        "kind": search.kind if search else None,
        "searched_on": search.searched_on if search else None,
        "query": search.query if search else "",
        "note": search.note if search else "",
        "browsed": search.browsed if search else None,
        "n_records": search.records if search else 0,
        "n_failures": search.failures if search else 0,
        "failures": found.failures,
    }
