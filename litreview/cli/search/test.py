"""`litreview search test`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.query.trial import Failing, Judged, Recall
    from litreview.review.trying import Hits, Outcome, Tried


@click.command()
@click.argument("strategies", nargs=-1)
@say.as_json
@click.pass_obj
def command(folder: Path, strategies: tuple[str, ...], as_json: bool) -> None:
    """Try strategies on the studies that they must find.

    The tests stand in search_strings/tests.toml; without STRATEGIES all of them are run. Exit
    status 1 where a study is lost, a recall is too low, a gold set is no good, or hits drifted.
    """
    from litreview.review.trying import try_strategies

    with opened(folder) as review:
        outcome = try_strategies(review.folder.root, review, strategies)
    status = say.will_end(0 if outcome.passes else 1)
    if as_json:
        say.out(_plain(outcome))
    else:
        for one in outcome.tried:
            _show(one)
        for hits in outcome.hits:
            _show_hits(hits)
        say.findings(outcome.findings)
    if not (outcome.tried or outcome.hits):
        say.note("tests.toml holds no [[test]] and no [[hits]]: nothing was tried")
    else:
        say.note(_ending(outcome))
    raise SystemExit(status)


def _ending(outcome: Outcome) -> str:
    errors = sum(one.severity == "error" for one in outcome.findings)
    tests = say.count(len(outcome.tried), "test")
    return f"{tests}: {say.count(errors, 'fault')}" if errors else f"{tests} passed"


def _show(one: Tried) -> None:
    found = one.recall
    say.out_lines(
        f"{one.strategy} on {one.gold}: found {found.retrieved} of {found.total}"
        f" ({found.missed} missed, {found.unknown} unknown, {found.no_text} without text)"
    )
    say.out_lines(f"  {_recall(found)}")
    for source in one.sources:
        inside = [study.outcome for study in source.indexed]
        say.out_lines(
            f"  {say.one_line(source.source)}: {len(source.not_indexed)} not indexed; of "
            f"{len(inside)} indexed {inside.count('retrieved')} found, "
            f"{inside.count('missed')} missed, "
            f"{len(inside) - inside.count('retrieved') - inside.count('missed')} open"
        )
    missed = [study for study in one.judged if study.outcome == "missed"]
    for study in missed:
        title = say.one_line(study.study.record.title)
        name = say.one_line(study.study.label)
        head = f"  missed {name}" + (f"  {title}" if title != name else "")
        say.out_lines(say.clip(head, say.width()), f"    fails {_parts(study)}")
    _show_unknown([study for study in one.judged if study.outcome == "unknown"])


def _recall(found: Recall) -> str:
    low, high = found.interval
    least, most = found.bounds
    open_ = found.unknown + found.no_text
    judged = (
        "none could be judged"
        if found.value is None
        else f"{found.value:.2f} of {found.decided} judged (95 % {low:.2f} to {high:.2f})"
    )
    if not open_:
        return f"recall {judged}"
    return f"recall between {least:.2f} and {most:.2f}: {judged}, {open_} not"


def _show_unknown(studies: list[Judged]) -> None:
    """By which part they are open: without an abstract there is no more to be told of each."""
    parts = Counter(_part(failing) for one in studies for failing in one.failing)
    if parts:
        told = "; ".join(f"{part} ({number})" for part, number in parts.most_common())
        say.out_lines(f"  unknown, as there is no abstract: {told}")


def _parts(one: Judged) -> str:
    return "; ".join(_part(failing) for failing in one.failing)


def _part(failing: Failing) -> str:
    head = "NOT " if failing.excludes else ""
    tail = " (found only inside a compound)" if failing.compound else ""
    return say.one_line(f"{head}{failing.part}{tail}")


def _show_hits(one: Hits) -> None:
    was = one.recorded
    when = f" ({was.date})" if was.date else ""
    now = "nothing newer is recorded" if one.now is None else f"{one.now:,} now"
    dated = f" ({one.date})" if one.date else ""
    unknown = f"; {one.unknown:,} records without abstract may be more" if one.unknown else ""
    mark = "drifted: " if one.drifted else ""
    source = say.one_line(was.source)
    recorded = f"{mark}{say.count(was.hits, 'hit')}{when}"
    say.out_lines(f"{was.strategy} in {source}: {recorded}, {now}{dated}{unknown}")


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "passes": outcome.passes,
        "tests": [_plain_test(one) for one in outcome.tried],
        "hits": [
            {
                "strategy": one.recorded.strategy,
                "source": one.recorded.source,
                "date": one.recorded.date,
                "hits": one.recorded.hits,
                "now": one.now,
                "now_date": one.date,
                "unknown": one.unknown,
                "drifted": one.drifted,
            }
            for one in outcome.hits
        ],
        "findings": outcome.findings,
    }


def _plain_test(one: Tried) -> dict[str, Any]:
    found = one.recall
    return {
        "strategy": one.strategy,
        "gold": one.gold,
        "studies": found.total,
        "retrieved": found.retrieved,
        "missed": found.missed,
        "unknown": found.unknown,
        "no_text": found.no_text,
        "recall": found.value,
        "interval": found.interval if found.decided else None,
        "bounds": found.bounds,
        "recall_at_least": one.least,
        "passes": not one.findings,
        "judged": [_plain_study(study) for study in one.judged],
        "sources": [
            {
                "source": source.source,
                "not_indexed": [study.study.label for study in source.not_indexed],
                "indexed_and_missed": [
                    study.study.label for study in source.indexed if study.outcome == "missed"
                ],
                "indexed": len(source.indexed),
                "indexed_and_retrieved": sum(
                    study.outcome == "retrieved" for study in source.indexed
                ),
                "unidentified": len(source.unidentified),
            }
            for source in one.sources
        ],
    }


def _plain_study(one: Judged) -> dict[str, Any]:
    return {
        "key": one.study.key,
        "title": one.study.record.title,
        "place": one.study.place,
        "outcome": one.outcome,
        "only_inside_a_compound": one.compound,
        "failing": [
            {
                "part": failing.part,
                "verdict": failing.verdict,
                "excludes": failing.excludes,
                "only_inside_a_compound": failing.compound,
            }
            for failing in one.failing
        ],
    }
