"""`litreview search filter`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.search import _files
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.model import Record
    from litreview.query.tree import Node


@click.command()
@click.argument("string", type=click.Path(path_type=Path, allow_dash=True))
@click.argument(
    "files", nargs=-1, required=True, metavar="RECORDS...", type=click.Path(path_type=Path)
)
@click.option(
    "--from", "from_", metavar="NAME", help="The notation of the string (default: by its name)."
)
@click.option("--kept", type=click.Path(path_type=Path), metavar="FILE", help="Write them as RIS.")
@click.option(
    "--left-out", type=click.Path(path_type=Path), metavar="FILE", help="Write them as RIS."
)
@click.option(
    "--keywords-withheld",
    is_flag=True,
    help="The source searches keywords that the records do not hold: keep those without.",
)
@say.as_json
def command(
    string: Path,
    files: Sequence[Path],
    from_: str | None,
    kept: Path | None,
    left_out: Path | None,
    keywords_withheld: bool,
    as_json: bool,
) -> None:
    """Judge records by a search string: the filter behind a string that was made wider.

    STRING is the string as it was meant, RECORDS what a database returned for its wider form. A
    record is left out only when it surely does not match; what cannot be judged (no abstract) is
    kept and counted. A record without keywords is taken to have none, unless they are withheld. It
    needs no review and changes no file that it reads.
    """
    from litreview.query.sifting import Sifted, sift
    from litreview.review.discovering import from_file

    say.one_output((kept, left_out), json=as_json)
    tree = _tree(string, from_)
    counts = Sifted()
    records = chain.from_iterable(map(from_file, files))
    passing = sift(tree, records, counts, keywords=not keywords_withheld)
    if kept is None:
        for _ in passing:
            pass
    else:
        say.write_stream(kept, _ris(passing))
    if left_out is not None:
        say.write_stream(left_out, _ris(counts.left_out))
    if as_json:
        say.out(
            {
                "records": counts.records,
                "matching": counts.matching,
                "unknown": counts.unknown,
                "without_abstract": counts.without_abstract,
                "left_out": len(counts.left_out),
            }
        )
        return
    say.note(
        f"{say.count(counts.records, 'record')}: {say.thousands(counts.matching)} match, "
        f"{say.thousands(counts.unknown)} kept as they cannot be judged "
        f"({say.thousands(counts.without_abstract)} without abstract), "
        f"{say.thousands(len(counts.left_out))} left out"
    )


def _tree(string: Path, from_: str | None) -> Node:
    """The tree of the string; raises UsageError where it has errors."""
    parsed = _files.parsed(_files.read(string, from_))
    if parsed.tree is None or not parsed.ok:
        raise UsageError(
            "the search string has errors, so it is not known what it means",
            where=str(string),
            remedy="see them with `litreview search lint`",
        )
    return parsed.tree


def _ris(records: Iterable[Record]) -> Iterator[bytes]:
    from litreview.formats import FORMATS

    write = FORMATS.get("ris").write
    return (piece.encode() for piece in write(records)) if write else iter(())
