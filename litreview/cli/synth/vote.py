"""`litreview synth vote`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.cli.synth._directions import Better, Domain
from litreview.errors import FileRefused, UsageError

if TYPE_CHECKING:
    from litreview.cli.synth._csvfile import Lines
    from litreview.synthesis.swim.directions import Count
    from litreview.synthesis.swim.jobeffekter import Knowledge

_REMEDY: Final = (
    "name the columns study, direction (or yi), and outcome_domain if there are several"
)
_WAYS: Final = (("better", 1), ("worse", -1), ("neither", 0), ("unclear", None))
_SIGNS: Final = (("positive", 1), ("none", 0), ("negative", -1))


@click.command()
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--group", default="", help="Without FILE: only this group of people.")
@click.option(
    "--better",
    type=click.Choice(["higher", "lower"]),
    help="Take the sign of yi: which of its values are better.",
)
@click.option(
    "--share",
    type=click.FloatRange(0.5, 1, min_open=True),
    default=0.7,
    show_default=True,
    help="Of a study's outcomes in a domain that must go one way.",
)
@click.option("--jobeffekter", is_flag=True, help="Also by the rule of Jobeffekter.dk.")
@click.option("--level", type=float, default=0.95, show_default=True, help="Of the intervals.")
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    /,
    file: Path | None,
    group: str,
    better: Better | None,
    share: float,
    jobeffekter: bool,
    level: float,
    as_json: bool,
) -> None:
    """Count studies by direction of effect, where effects must not be pooled.

    Without FILE: the review's own effects whose direction can be told. A CSV file has the columns
    study and direction (better, worse, none, ?), or yi with --better, and maybe outcome_domain and
    outcomes (how many a row stands for). --jobeffekter needs quality (1, 0.5 or 0.25; in a review a
    rating under the scheme Jobeffekter), and takes method, geography, journal and combination. Exit
    status 1 where a row of FILE was left out, or nothing was counted.
    """
    from litreview.cli.synth._csvfile import note_left_out, told
    from litreview.cli.synth._directions import domains
    from litreview.synthesis.coefficients import check_level

    check_level(level)
    if file is None:
        found, remarks = _of_review(folder, group, better)
    else:
        found, remarks = _of_file(file, better, weighted=jobeffekter), ()
    every, left = domains(found.lines, better, share, level, weighted=jobeffekter)
    left_out = sorted((*found.left_out, *left), key=lambda one: one.line)
    status = say.will_end(1 if (left_out and file is not None) or not every else 0)
    if as_json:
        data = {"share": share, "level": level, "domains": [_json(one) for one in every]}
        say.out({**data, "left_out": told(left_out)})
    else:
        for one in every:
            _show(one, level)
        note_left_out(left_out)
    for text in remarks if found.n_in else ():
        say.note(text)
    where = file.name if file is not None else "the review"
    say.note(
        f"{say.count(found.n_in, 'row')} in {where}: {found.n_in - len(left_out):,} counted "
        f"(each study once a domain, by {share:.0%} of its outcomes), {len(left_out):,} left out"
    )
    if not every and file is None:
        say.following("litreview extract next")
    raise SystemExit(status)


def _of_file(file: Path, better: Better | None, *, weighted: bool) -> Lines:
    from litreview.cli.synth._csvfile import read_lines
    from litreview.cli.synth._directions import DOMAINS, FACTORS

    known = ("study", *DOMAINS, "direction", "yi", *FACTORS)
    found = read_lines(file, known, _REMEDY, ("study",))
    wanted = ["direction" if better is None else "yi", *(FACTORS[:1] if weighted else ())]
    for name in wanted:
        if name not in found.columns:
            raise FileRefused(
                f"there is no column {name} in the first line", where=str(file), remedy=_REMEDY
            )
    return found


def _of_review(folder: Path, group: str, better: Better | None) -> tuple[Lines, Sequence[str]]:
    """The review's effects as lines, and what is said of those without a direction."""
    from litreview.cli.synth._csvfile import Line, Lines
    from litreview.outputs.plots._evidence_rows import directed

    if better is not None:
        raise UsageError(
            "--better is for a file: in a review each effect says which direction is the better"
        )
    with opened(folder) as review:
        found = directed(review.evidence(), group)
    lines = tuple(
        Line(
            0,
            one.row,
            {
                "study": one.study,
                "outcome_domain": one.domain,
                "direction": one.way,
                "quality": one.quality,
            },
        )
        for one in found.rows
    )
    return Lines(("study", "outcome_domain", "direction"), lines, (), len(lines)), found.notes


def _json(one: Domain) -> dict[str, Any]:
    count = one.count
    found: dict[str, Any] = {
        "domain": count.domain,
        "better": count.better,
        "worse": count.worse,
        "neither": count.neither,
        "unclear": count.unclear,
        "share": count.share,
        "interval": list(count.interval) if count.interval else None,
        "p": count.p,
        "studies": dict(count.studies),
    }
    if one.knowledge is not None:
        found["jobeffekter"] = {
            "verdict": one.knowledge.verdict,
            "stock": one.knowledge.stock,
            "shares": {name: one.knowledge.shares[sign] for name, sign in _SIGNS},
            "weights": dict(one.weights),
            "taken_as_1": list(one.knowledge.defaults),
        }
    return found


def _show(one: Domain, level: float) -> None:
    """The counts, the test, and the studies behind each count."""
    count = one.count
    head = f"{say.one_line(count.domain)}: " if count.domain else ""
    say.out_lines(f"{head}{say.count(len(count.studies), 'study')}")
    for name, sign in _WAYS:
        studies = [study for study, way in count.studies.items() if way == sign]
        if studies:
            say.out_wrapped(", ".join(studies), head=f"  {name:8} {len(studies):3}   ")
    say.out_lines(*_test(count, level))
    if one.knowledge is not None:
        say.out_lines(*_verdict(one.knowledge))


def _test(count: Count, level: float) -> Iterator[str]:
    if count.share is None or count.interval is None or count.p is None:
        yield "  no study goes either way: there is nothing to test"
        return
    from litreview.outputs.plots._ways import p_words

    low, high = count.interval
    yield (
        f"  {count.share:.0%} of those with a direction are better "
        f"({level:.0%} {low:.0%} to {high:.0%}), exact sign test {p_words(count.p)}"
    )


def _verdict(known: Knowledge) -> Iterator[str]:
    shares = ", ".join(f"{known.shares[sign]:.0%} {name}" for name, sign in _SIGNS)
    yield f"  Jobeffekter.dk: {known.verdict} (stock of knowledge {known.stock:g}: {shares})"
    if known.defaults:
        yield f"  note: taken as 1 for all studies: {', '.join(known.defaults)}"
