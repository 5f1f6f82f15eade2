"""`litreview search lint`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.search import _files, _hits
from litreview.cli.search._places import Placed, Text, as_data, show
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.query.findings import Found
    from litreview.query.reading import Line, Parsed

SEVERITIES = ("error", "warning", "note")


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, allow_dash=True),
)
@click.option(
    "--syntax", metavar="NAME", help="The notation: ovid, pubmed ... (default: by the file's name)."
)
@click.option(
    "--hits", type=click.Path(path_type=Path), metavar="FILE",
    help="Hits of its lines: CSV, JSON, or a search history.",
)  # fmt: skip
@say.as_json
def command(files: tuple[Path, ...], syntax: str | None, hits: Path | None, as_json: bool) -> None:
    """Look a search string over for faults; it needs no review.

    FILE is a string, or a strategy of numbered lines; - is standard input. Each finding has a code
    that docs/lint explains. Exit status 1 where there is an error or a warning.
    """
    if hits is not None and len(files) > 1:
        raise UsageError("hits are of one string", remedy="name one FILE with --hits")
    known = _hits.read(hits) if hits is not None else {}
    looked = [_look(_files.read(path, syntax, option="--syntax"), known) for path in files]
    every = [one.found for each in looked for one in each.found]
    wrong = any(one.severity != "note" for one in every)
    status = say.will_end(1 if wrong else 0)
    if as_json:
        say.out(looked[0].data() if len(looked) == 1 else [one.data() for one in looked])
    else:
        for one in looked:
            show(one.found, one.text)
        _close(every, looked)
    raise SystemExit(status)


class _Looked:
    """A file and what was found in it, each finding with the number of its line."""

    def __init__(self, source: _files.Source, parsed: Parsed, found: tuple[Found, ...]) -> None:
        self.text = Text(source.name, parsed.text, _files.source_of(parsed))
        self.parsed = parsed
        starts = sorted((line.span.start, at) for at, line in enumerate(parsed.lines, 1))
        self.found = [Placed(one, _line_of(one, starts)) for one in found]

    def data(self) -> dict[str, Any]:
        from litreview.query.shape import as_data as tree_data

        tree = self.parsed.tree
        return {
            "file": self.text.name,
            "syntax": self.parsed.syntax,
            "ok": self.parsed.ok and not any(p.found.severity == "error" for p in self.found),
            "lines": list(self._lines()),
            "findings": [as_data(one.found, self.text) for one in self.found],
            "tree": None if tree is None else tree_data(tree),
        }

    def _lines(self) -> Iterator[dict[str, Any]]:
        by_line: dict[int, list[Found]] = {}
        for one in self.found:
            by_line.setdefault(one.line, []).append(one.found)
        for at, line in enumerate(self.parsed.lines, 1):
            yield self._line(line, by_line.get(at, []))

    def _line(self, line: Line, found: list[Found]) -> dict[str, Any]:
        return {
            "line": line.label,
            "row": line.row,
            "ok": line.ok and not any(one.severity == "error" for one in found),
            "findings": [as_data(one, self.text) for one in found],
        }


def _line_of(found: Found, starts: list[tuple[int, int]]) -> int:
    """The place, from 1, of the line that holds `found`; what stands above is of the first."""
    return starts[max(bisect_right(starts, (found.span.start, len(starts))) - 1, 0)][1]


def _look(source: _files.Source, hits: Mapping[str, int]) -> _Looked:
    from litreview.query.lint import english, lint

    parsed = _files.parsed(source)
    counted = _hits.by_label(hits, parsed)
    return _Looked(source, parsed, lint(parsed, source.dialect, hits=counted, words=english()))


def _close(found: list[Found], looked: list[_Looked]) -> None:
    lines = say.count(sum(len(one.parsed.lines) for one in looked), "line")
    if not found:
        say.note(f"{lines}, nothing found")
        return
    counts = [(sum(one.severity == kind for one in found), kind) for kind in SEVERITIES]
    said = ", ".join(say.count(number, kind) for number, kind in counts if number)
    say.note(f"{lines}: {said}. Each code has a page: docs/lint")
