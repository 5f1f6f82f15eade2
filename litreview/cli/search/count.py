"""`litreview search count`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.query.counting import Counts, Line
    from litreview.query.gold import GoldStudy
    from litreview.review import Review
    from litreview.review.strings import Counted

_HEADS = (("line", "left"), ("hits", "right"), ("alone", "right"), ("lost", "right"),
          ("gold", "right"))  # fmt: skip
_NO_TERM = ("", "", "")


@click.command()
@click.argument("strategy")
@click.option("--source", default="", metavar="NAME", help="Ask this source, such as openalex.")
@click.option("--save", is_flag=True, help="Keep its numbers in search_strings/counts.")
@click.option("--yes", is_flag=True, help="Send many requests without being asked.")
@say.as_json
@click.pass_obj
def command(
    folder: Path, strategy: str, source: str, save: bool, yes: bool, as_json: bool
) -> None:  # fmt: skip
    """Hits of a strategy, line by line: among the records of the review, or in a source.

    Of each term: "alone" is what no other term of its block finds, "lost" what STRATEGY would not
    find without it, "gold" the studies of the gold sets among these. Beside them stand the hits
    that were noted in search_strings/counts. With --source the source is asked for each line
    instead, one request a line.
    """
    from litreview.query.counting import count
    from litreview.review import strings

    if source:
        from litreview.cli.search._live import count_live

        with opened(folder) as review:
            raise SystemExit(
                count_live(review, strategy, source, save=save, yes=yes, as_json=as_json)
            )
    if save:
        raise UsageError("--save is about the numbers of a source", remedy="name it with --source")

    with opened(folder) as review:
        root = review.folder.root
        held = strings.read_strings(root)
        gold = _gold(root, review, strategy)
        found = count(held, strategy, strings.records_of(review), gold)
        noted = _newest(strings.read_counts(root), strategy)
    if as_json:
        say.out(_plain(found, noted))
    else:
        _show(found, noted)
    if not found.records:
        say.note("The review has no records yet: litreview load FILE...")
    elif found.unknown:
        unknown = say.count(found.unknown, "record")
        say.note(f"{unknown} may be found too: without an abstract nobody can tell")
    raise SystemExit(say.will_end(0))


def _gold(root: Path, review: Review, strategy: str) -> list[GoldStudy]:
    """The studies of the gold sets that the strategy is tested on, each once."""
    from litreview.query.gold import completed
    from litreview.review import strings

    plan = strings.read_plan(root)
    if plan is None:
        return []
    names = {name for test in plan.tests if test.strategy == strategy for name in test.gold}
    texts = strings.by_key(review) if names else {}
    sets = [strings.read_gold(root, one) for one in plan.gold if one.name in names]
    studies = [study for one in sets for study in completed(one, texts).studies]
    return list({study.label: study for study in studies}.values())


def _newest(counts: tuple[Counted, ...], strategy: str) -> dict[str, Counted]:
    """Source -> what was noted last; they come by date."""
    return {one.source: one for one in counts if one.strategy == strategy}


def _noted(line: Line, counted: Counted) -> int | None:
    return counted.hits if line.kind == "strategy" else counted.lines.get(line.name)


def _show(found: Counts, noted: dict[str, Counted]) -> None:
    heads = [*_HEADS, *((f"{one.source} {one.date}", "right") for one in noted.values())]
    rows = []
    for line in found.lines:
        numbers = (line.alone, line.lost, len(line.gold)) if line.kind == "term" else _NO_TERM
        indent = "  " if line.kind == "term" else ""
        others = (_noted(line, one) for one in noted.values())
        shown = ("" if number is None else number for number in others)
        rows.append((f"{indent}{line.name}", line.hits, *numbers, *shown))
    title = f"{found.strategy} among {say.count(found.records, 'record')}"
    say.table(title, heads, rows)


def _plain(found: Counts, noted: dict[str, Counted]) -> dict[str, Any]:
    return {
        "strategy": found.strategy,
        "records": found.records,
        "unknown": found.unknown,
        "lines": [
            {
                "kind": line.kind,
                "line": line.name,
                "block": line.block,
                "hits": line.hits,
                **(
                    {"alone": line.alone, "lost": line.lost, "gold": line.gold}
                    if line.kind == "term"
                    else {}
                ),
                "recorded": {
                    source: number
                    for source, one in noted.items()
                    if (number := _noted(line, one)) is not None
                },
            }
            for line in found.lines
        ],
        "recorded": [
            {"source": one.source, "date": one.date, "string": one.string, "hits": one.hits}
            for one in noted.values()
        ],
    }
