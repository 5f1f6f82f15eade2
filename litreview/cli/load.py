"""`litreview load`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.model import SOURCE_KINDS

if TYPE_CHECKING:
    from litreview.review import Loaded

_SHOWN = 5


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", default="", help="The source (default: as the records name it).")
@click.option("--kind", type=click.Choice(SOURCE_KINDS), default="database", show_default=True)
@click.option("--query", default="", help="The search string as it was run.")
@click.option("--date", "searched_on", default="", help="Day of the search: 2026-11-24.")
@click.option("--note", default="", help="What a reader should know about this list.")
@click.option("--name", default="", help="Id of the search (default: from the file).")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    files: tuple[Path, ...],
    source: str,
    kind: str,
    query: str,
    searched_on: str,
    note: str,
    name: str,
    as_json: bool,
) -> None:
    """Take files of records (RIS, BibTeX, CSV) into the review."""
    from litreview.model import SourceKind
    from litreview.review import Origin

    kinds: dict[str, SourceKind] = {known: known for known in SOURCE_KINDS}
    origin = Origin(source, kinds[kind], query, searched_on, note, name)
    with opened(folder) as review:
        results = [review.load(file, origin) for file in files]
    if as_json:
        say.out([_plain(result) for result in results])
    else:
        _show(results)
    bad = [r for r in results if r.status != "loaded" or r.failures]
    if any(r.status == "loaded" for r in results):
        say.note("Next: litreview dedup run")
    raise SystemExit(1 if bad else 0)


def _show(results: list[Loaded]) -> None:
    fields = ("title", "abstract", "year", "doi", "venue")
    rows: list[tuple[str | int, ...]] = []
    for r in results:
        s, filled = r.search, r.filled or {}
        file = s.files[0] if s else None
        rows.append(
            (
                Path(r.path).name,
                file.format if file else "",
                file.encoding if file else "",
                s.received if s and r.filled else 0,
                s.records if s and r.filled else 0,
                len(r.failures),
                len(r.remarks),
                *(f"{filled[f]:.0%}" if filled else "" for f in fields),
                r.status,
            )
        )
    total = [sum(int(row[i]) for row in rows) for i in (3, 4, 5, 6)]
    rows.append(("all files", "", "", *total, *("" for _ in fields), ""))
    names = ("file", "format", "encoding", "entries", "read", "failed", "lines aside")
    sides = ("left", "left", "left", "right", "right", "right", "right")
    columns = [*zip(names, sides, strict=True), *((f, "right") for f in fields), ("", "left")]
    say.table("", columns, rows)
    for r in results:
        if r.message:
            say.note(f"{Path(r.path).name}: {r.message}")
        if r.untitled:
            say.note(f"{Path(r.path).name}: {r.untitled} records have no title; they are kept")
        for failure in r.failures[:_SHOWN]:
            say.note(f"{Path(r.path).name}, line {failure.line}: {failure.reason}")
        if len(r.failures) > _SHOWN:
            say.note(f"and {len(r.failures) - _SHOWN} more: see --json")


def _plain(r: Loaded) -> dict[str, object]:
    file = r.search.files[0] if r.search else None
    return {
        "file": r.path,
        "status": r.status,
        "message": r.message,
        "search": r.search.id if r.search else None,
        "format": file.format if file else None,
        "encoding": file.encoding if file else None,
        "n_in": r.search.received if r.search else 0,
        "n_records": r.search.records if r.search else 0,
        "n_failures": len(r.failures),
        "untitled": r.untitled,
        "fields": r.filled or {},
        "failures": r.failures,
        "lines_aside": r.remarks,
    }
