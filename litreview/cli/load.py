"""`litreview load`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.model import SOURCE_KINDS

if TYPE_CHECKING:
    from litreview.review import Loaded, Origin, Review

_SHOWN = 5
_WIDE = 118
"""Columns that the table needs in one piece; on less it is shown in two."""
_LONGEST_NAME = 30
_SHORTEST_NAME = 13
_QUOTED = 60
_FIELDS = ("title", "abstract", "year", "doi", "venue")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", default="", help="The source (default: as the records name it).")
@click.option("--kind", type=click.Choice(SOURCE_KINDS), default="database", show_default=True)
@click.option("--query", default="", help="The search string as it was run.")
@click.option(
    "--date", "searched_on", default="", metavar="DAY", help="Day of the search: 2026-11-24."
)
@click.option("--note", default="", help="What a reader should know about this list.")
@click.option("--name", default="", help="Id of the search (default: from the file).")
@click.option("--encoding", default="", help="Such as windows-1252 (default: found out).")
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
    encoding: str,
    as_json: bool,
) -> None:
    """Take files of records (RIS, BibTeX, CSV) into the review.

    FILES may be patterns such as '*.ris': upper and lower case are the same there.
    """
    from litreview.model import SourceKind
    from litreview.review import Origin

    kinds: dict[str, SourceKind] = {known: known for known in SOURCE_KINDS}
    origin = Origin(source, kinds[kind], query, searched_on, note, name, encoding)
    wanted = list(dict.fromkeys(file for given in files for file in _expanded(given)))
    if name and len(wanted) > 1:
        raise UsageError(
            f"--name names one search, but {len(wanted):,} files are given",
            remedy="load them one at a time, or leave the names to litreview",
        )
    with opened(folder) as review:
        results = list(_loaded(review, wanted, origin))
    if as_json:
        say.out([_plain(result) for result in results])
    else:
        _show(results)
        if hint := "" if source else _named_after_files(results):
            _note(hint)
    if any(r.status == "loaded" for r in results):
        say.following("litreview dedup run")
    raise SystemExit(1 if any(r.status != "loaded" or r.failures for r in results) else 0)


def _expanded(given: Path) -> list[Path]:
    """The files of a pattern that the shell left as it was; any other path as it is."""
    if not any(mark in given.name for mark in "*?[") or given.exists() or not given.parent.is_dir():
        return [given]
    pattern = given.name.lower()
    here = (path for path in given.parent.iterdir() if path.is_file())
    return sorted(path for path in here if fnmatchcase(path.name.lower(), pattern)) or [given]


def _loaded(review: Review, files: Sequence[Path], origin: Origin) -> Iterator[Loaded]:
    """What became of each file. One that is not there is no reason to leave out the others."""
    from litreview.review import Loaded

    if not any(file.exists() for file in files):
        raise UsageError(_missing(files[0]), where=str(files[0]), remedy=_remedy(files[0]))
    for file in files:
        if file.exists():
            yield review.load(file, origin)
        else:
            message = f"{_missing(file)}; {_remedy(file)}"
            yield Loaded(path=str(file), status="refused", message=message)


def _missing(file: Path) -> str:
    pattern = any(mark in file.name for mark in "*?[")
    return "no file has such a name" if pattern else "there is no such file"


def _remedy(file: Path) -> str:
    return f"check the name and the folder ({file.absolute().parent})"


def _show(results: list[Loaded]) -> None:
    rows = [_row(r) for r in results]
    if len(rows) > 1:
        total = [sum(int(row[at]) for row in rows) for at in range(3, 7)]
        rows.append((f"all {len(rows):,} files", "", "", *total, *("" for _ in _FIELDS), ""))
    names = ("file", "format", "encoding", "entries", "read", "failed", "aside")
    sides = ("left", "left", "left", "right", "right", "right", "right")
    counts = list(zip(names, sides, strict=True))
    filled = [(name, "right") for name in _FIELDS]
    if say.console().width >= _WIDE:
        say.table("", [*counts, *filled, ("", "left")], rows)
    else:
        narrow = [(_short(str(row[0]), _SHORTEST_NAME), *row[1:7], row[-1]) for row in rows]
        say.table("", [*counts, ("", "left")], narrow)
        shares = [(row[0], *row[7:-1]) for row in rows if row[-2]]
        if shares:
            say.table("records with", [("file", "left"), *filled], shares)
    for r in results:
        _tell(r)


def _row(r: Loaded) -> tuple[str | int, ...]:
    s, filled = r.search, r.filled or {}
    file = s.files[0] if s else None
    read = s if s and r.status != "known" else None
    return (
        _short(Path(r.path).name),
        file.format if file else "",
        file.encoding if file else "",
        read.received if read else 0,
        read.records if read else 0,
        len(r.failures),
        len(r.remarks),
        *(_share(filled[field]) if filled else "" for field in _FIELDS),
        r.status,
    )


def _share(share: float) -> str:
    """In percent; 100 and 0 mean all and none."""
    percent = min(max(round(100 * share), 1 if share else 0), 99 if share < 1 else 100)
    return f"{percent}%"


def _short(name: str, longest: int = _LONGEST_NAME) -> str:
    """A name that fits the table: its beginning and its end."""
    if len(name) <= longest:
        return name
    half = longest // 2
    return f"{name[: half - 1]}…{name[-half:]}"


def _tell(r: Loaded) -> None:
    name = Path(r.path).name
    if r.message:
        _note(f"{name}: {r.message}")
    if r.untitled:
        _note(f"{name}: {_untitled(r)}")
    for failure in r.failures[:_SHOWN]:
        _note(f"{name}, line {failure.line:,}: {say.one_line(failure.reason)}")
    if len(r.failures) > _SHOWN:
        _note(f"{name}: {len(r.failures) - _SHOWN:,} more failures: all with --json")
    for reason, n in Counter(remark.reason for remark in r.remarks).most_common(_SHOWN):
        first = next(remark for remark in r.remarks if remark.reason == reason)
        times = f", {n:,} times" if n > 1 else ""
        raw = say.one_line(first.raw)
        quoted = f": {raw[:_QUOTED]}{'…' if len(raw) > _QUOTED else ''}" if raw else ""
        _note(f"{name}, line {first.line:,}: {reason}{times}{quoted}")


def _untitled(r: Loaded) -> str:
    more = ", ..." if r.untitled > len(r.first_untitled) else ""
    where = f"{', '.join(r.first_untitled)}{more}"
    if r.untitled == 1:
        return f"1 record has no title ({where}); it is kept and counted"
    return f"{r.untitled:,} records have no title ({where}); they are kept and counted"


def _named_after_files(results: Iterable[Loaded]) -> str:
    """A hint where the sources of searches just loaded are but the names of their files."""
    n = sum(r.status == "loaded" and _after_file(r) for r in results)
    if not n:
        return ""
    if n == 1:
        return "the source is named after its file; name it with --source when loading"
    return "sources are named after their files; name one with --source when loading"


def _after_file(r: Loaded) -> bool:
    return r.search is not None and r.search.source == Path(r.path).stem


def _note(text: str) -> None:
    """A line of prose; on a terminal broken between words."""
    if sys.stdout.isatty():
        text = fill(
            text,
            say.width(),
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    say.note(text)


def _plain(r: Loaded) -> dict[str, object]:
    file = r.search.files[0] if r.search else None
    return {
        "file": r.path,
        "status": r.status,
        "message": r.message,
        "search": r.search.id if r.search and r.status != "refused" else None,
        "format": file.format if file else None,
        "encoding": file.encoding if file else None,
        "n_in": r.search.received if r.search else 0,
        "n_records": r.search.records if r.search else 0,
        "n_failures": r.search.failures if r.search else 0,
        "untitled": r.untitled,
        "first_untitled": r.first_untitled,
        "fields": r.filled or {},
        "failures": r.failures,
        "lines_aside": r.remarks,
    }
