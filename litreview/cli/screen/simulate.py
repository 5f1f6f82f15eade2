"""`litreview screen simulate`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from litreview.cli import say
from litreview.errors import FileRefused, UsageError

if TYPE_CHECKING:
    from litreview.screening.rank.labelled import Labelled
    from litreview.screening.rank.parts import Recipe, Rows
    from litreview.screening.rank.simulate import Simulated

_DRAWN = re.compile(r"(\d{1,6})\+(\d{1,6})")
_LARGEST_SEED = 2**32 - 1
_MEASURES = {
    "loss": "Loss (0 best)",
    "ndcg": "NDCG",
    "wss95": "WSS@95",
    "wss100": "WSS@100",
    "rrf5": "RRF@5",
    "rrf10": "RRF@10",
    "rrf20": "RRF@20",
    "atd": "ATD (share of the set)",
}


class _Asked(NamedTuple):
    """What is played, and from where it starts."""

    path: Path
    held: Labelled
    recipe: Recipe
    seed: int
    prior: str
    criteria: str


@click.command()
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option(
    "--seed", type=click.IntRange(0, _LARGEST_SEED), default=1, show_default=True,
    help="What is drawn follows from it.",
)  # fmt: skip
@click.option(
    "--prior", default="1+1", show_default=True, metavar="START",
    help="What is known at the start: K+M (included + excluded), criteria, or none.",
)  # fmt: skip
@click.option("--criteria", default="", metavar="TEXT",
              help="What to resemble, or @FILE.")  # fmt: skip
@click.option("--recipe", default="default", show_default=True, metavar="NAME",
              help="How to rank: default, elas_u4.")  # fmt: skip
@click.option("--no-learned-prior", is_flag=True, help="Without what other reviews taught.")
@click.option("--order", "-o", type=click.Path(path_type=Path), metavar="ORDER.csv",
              help="Write record_id,rank,label in the order shown.")  # fmt: skip
@say.as_json
def command(
    file: Path,
    seed: int,
    prior: str,
    criteria: str,
    recipe: str,
    no_learned_prior: bool,
    order: Path | None,
    as_json: bool,
) -> None:
    """Play a labelled set through a ranking; it needs no review.

    FILE.csv has the columns title, abstract and included (1 or 0), and maybe record_id and year.
    Every record is ranked; those known at the start have no rank and count in no measure. Exit
    status 1 where what is ranked has one label throughout, so that there is nothing to measure.
    """
    asked = _asked(file, seed, prior, criteria, (recipe, not no_learned_prior))
    played = _played(asked)
    if order is not None:
        _write(order, asked.held, played)
    status = say.will_end(0 if played.metrics else 1)
    if as_json:
        say.out(_data(asked, played))
    else:
        _show(asked, played)
    _tell(asked.held, played)
    raise SystemExit(status)


def _asked(file: Path, seed: int, prior: str, criteria: str, named: tuple[str, bool]) -> _Asked:
    from litreview.screening.rank.labelled import read
    from litreview.screening.rank.recipes import recipe

    found = recipe(named[0], learned_prior=named[1])
    if prior not in ("criteria", "none") and _DRAWN.fullmatch(prior) is None:
        raise UsageError(
            f"--prior {prior!r} is not known",
            remedy="write 1+1 (included + excluded, any numbers), criteria, or none",
        )
    text = _text(Path(criteria[1:])) if criteria.startswith("@") else criteria
    if prior == "criteria" and not text.strip():
        raise UsageError(
            "--prior criteria starts from a text, and there is none",
            remedy="give it: --criteria TEXT, or --criteria @FILE",
        )
    return _Asked(file, read(_text(file), say.place(file)), found, seed, prior, text)


def _text(path: Path) -> str:
    """The text of a file, in whatever encoding. Raises UsageError, FileRefused."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(
            f"this file cannot be read: {error.strerror}",
            where=say.place(path), remedy="check the path",
        ) from error  # fmt: skip
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        from litreview.formats import decode

        name = decode(content[:200_000])
        say.note(f"{say.place(path)} is not UTF-8; it was read as {name}")
        return content.decode(name, "replace")


def _played(asked: _Asked) -> Simulated:
    from litreview.screening.rank.simulate import simulate

    return simulate(
        asked.held.pool,
        asked.held.labels,
        asked.recipe,
        seed=asked.seed,
        priors=_priors(asked),
        criteria=asked.criteria,
        clock=perf_counter,
    )


def _priors(asked: _Asked) -> Rows:
    from litreview.screening.rank.simulate import drawn_priors

    drawn = _DRAWN.fullmatch(asked.prior)
    included, excluded = (int(drawn[1]), int(drawn[2])) if drawn else (0, 0)
    labels = asked.held.labels
    there = int(labels.sum()), len(labels) - int(labels.sum())
    if included > there[0] or excluded > there[1]:
        raise UsageError(
            f"--prior {asked.prior} asks for more than there is",
            where=f"{say.place(asked.path)}: {there[0]} included, {there[1]} excluded",
            remedy="ask for fewer, or --prior none",
        )
    return drawn_priors(labels, included, excluded, asked.seed)


def _write(path: Path, held: Labelled, played: Simulated) -> None:
    from litreview.store.disk import write_atomically

    ids = _harmless(held.pool.ids)
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("record_id", "rank", "label"))
    rows.writerows((ids[row], "", held.labels[row]) for row in played.priors)
    rows.writerows((ids[row], rank, held.labels[row]) for rank, row in enumerate(played.order, 1))
    write_atomically(path, text.getvalue().encode())


def _harmless(ids: Sequence[str]) -> Sequence[str]:
    """`ids` as a spreadsheet may open them; letters and digits alone need no look at the rule."""
    if all(map(str.isalnum, ids)):
        return ids
    from litreview.formats import guarded

    return [guarded(one) for one in ids]


def _data(asked: _Asked, played: Simulated) -> dict[str, Any]:
    return {
        "file": say.place(asked.path),
        "recipe": asked.recipe.name,
        "learned_prior": asked.recipe.prior is not None,
        "seed": asked.seed,
        "prior": asked.prior,
        "criteria": bool(asked.criteria.strip()),
        "priors": [asked.held.pool.ids[row] for row in played.priors],
        "n": len(asked.held.pool),
        "relevant": int(asked.held.labels.sum()),
        "unlabelled": asked.held.unlabelled,
        "metrics": asdict(played.metrics) if played.metrics else None,
        "seconds": asdict(played.seconds),
        "updates": played.updates,
    }


def _show(asked: _Asked, played: Simulated) -> None:
    if played.metrics is None:
        return
    values = asdict(played.metrics)
    say.out_lines(*(f"{name:<24}{values[key]:.3f}" for key, name in _MEASURES.items()))
    seconds = played.seconds
    say.out_lines(
        f"{'first order':<24}{seconds.first_order:.2f} s",
        f"{'an update':<24}{1000 * seconds.per_update:.1f} ms",
    )
    prior = "with" if asked.recipe.prior else "without"
    say.out_lines("")
    say.out_wrapped(
        f"recipe {asked.recipe.name} {prior} a learned prior, "
        f"start {asked.prior}, seed {asked.seed}: WSS@95 {values['wss95']:.3f}, "
        f"RRF@10 {values['rrf10']:.3f}, Loss {values['loss']:.4f} "
        f"({int(asked.held.labels.sum())} of {len(asked.held.pool)} records relevant).",
        head=f"{say.one_line(asked.path.name)}: ",
    )


def _tell(held: Labelled, played: Simulated) -> None:
    if held.unlabelled:
        say.note(f"{say.count(held.unlabelled, 'row')} without a label left out")
    if held.repeated:
        say.note(f"{say.count(held.repeated, 'row')} with a record_id that an earlier row has")
    if played.metrics is None:
        rest = "all that is left after the start has one label" if len(played.priors) else ""
        say.note(f"{rest or 'all labels are alike'}, so there is nothing to measure")
