"""`litreview search translate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.search import _files
from litreview.cli.search._places import Placed, Text, as_data, show

if TYPE_CHECKING:
    from litreview.query.dialect import Dialect
    from litreview.query.findings import Found
    from litreview.query.reading import Parsed
    from litreview.query.translate import Step, Translation

ALL = "all"
_FROM_WORST = ("impossible", "narrower", "wider", "exact")
_SHOWN_REASONS = 20
_SHOWN_PARTS = 3
"""Reasons, and parts of the string of one reason, that are told in prose; JSON has all."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--from", "from_", metavar="NAME", help="Its notation, such as ovid (default: by its name)."
)
@click.option(
    "--to", required=True, metavar="NAME", help="The notation to write, or `all` for a table."
)
@click.option(
    "--thesaurus",
    default="",
    metavar="NAME",
    help="Whose headings they are where the string does not say, such as mesh or emtree.",
)
@click.option("--allow-loss", is_flag=True, help="Write it also where records would be lost.")
@say.as_json
def command(
    file: Path, from_: str | None, to: str, thesaurus: str, allow_loss: bool, as_json: bool
) -> None:
    """Write a search string in another database's notation; it needs no review.

    The string goes to standard output; how it compares (exact, wider, narrower, impossible) and
    every reason to standard error. FILE may be - for standard input. Exit status 1 where the
    source has errors, or where the translation is refused because it would lose records.
    """
    source = _files.read(file, from_)
    targets = _targets(to)
    parsed = _files.parsed(source)
    made = _translated(parsed, targets, thesaurus.lower(), allow_loss=allow_loss)
    refused = any(one is None or one.refused for one in made)
    status = say.will_end(1 if (refused and to != ALL) or not parsed.ok else 0)
    text = Text(source.name, parsed.text, _files.source_of(parsed))
    results = [_data(parsed, text, target, one) for target, one in zip(targets, made, strict=True)]
    if as_json:
        say.out(results if to == ALL else results[0])
    elif not parsed.ok:
        _show_errors(parsed, text)
    elif to == ALL:
        _show_table(targets, made)
    else:
        _show_one(made[0], targets[0], text)
    raise SystemExit(status)


def _targets(to: str) -> tuple[Dialect, ...]:
    from litreview.query.dialects import DIALECTS, notation

    return DIALECTS.all() if to == ALL else (notation(to, option="--to"),)


def _translated(
    parsed: Parsed, targets: tuple[Dialect, ...], thesaurus: str, *, allow_loss: bool
) -> list[Translation | None]:
    """None for each target where the source has errors: it might mean something else."""
    from litreview.query.translate import translate

    if parsed.tree is None or not parsed.ok:
        return [None for _ in targets]
    tree, syntax = parsed.tree, parsed.syntax
    return [
        translate(tree, target, allow_loss=allow_loss, vocabulary=thesaurus, source=syntax)
        for target in targets
    ]


def _errors(parsed: Parsed) -> list[Found]:
    return [one for one in parsed.findings if one.severity == "error"]


def _data(parsed: Parsed, text: Text, to: Dialect, made: Translation | None) -> dict[str, Any]:
    strings = [] if made is None else list(made.strings)
    return {
        "from": parsed.syntax,
        "to": to.name,
        "string": strings[0] if strings else None,
        "strings": strings,
        "label": "impossible" if made is None else made.label,
        "refused": made is None or made.refused,
        "reasons": [] if made is None else [_reason(step, text) for step in made.steps],
        "remarks": list(to.capability.to_know),
        "findings": [as_data(one, text) for one in parsed.findings],
    }


def _reason(step: Step, text: Text) -> dict[str, Any]:
    return {
        "label": step.label,
        "span": text.data(step.span),
        "part": step.part,
        "became": step.became,
        "reason": step.reason,
    }


def _show_errors(parsed: Parsed, text: Text) -> None:
    show((Placed(one, text.place(one.span.start)[0]) for one in _errors(parsed)), text)
    say.note("Not translated: what has errors might mean something else")


def _show_one(made: Translation | None, to: Dialect, text: Text) -> None:
    """How it compares and why, then the string, which so stays on a screen."""
    if made is None:
        return
    what = "refused" if made.refused else f"{made.label} in {to.title}"
    reasons = sorted(made.steps, key=lambda step: _FROM_WORST.index(step.label))
    reasons = [step for step in reasons if step.label != "exact"] or reasons
    groups: dict[tuple[str, str], list[Step]] = {}
    for step in reasons:
        groups.setdefault((step.label, step.reason), []).append(step)
    say.note(f"{what}: {say.count(len(groups), 'reason')}" if groups else what)
    for steps in list(groups.values())[:_SHOWN_REASONS]:
        _show_steps(steps, text)
    if len(groups) > _SHOWN_REASONS:
        say.note(f"  and {len(groups) - _SHOWN_REASONS} more; --json has all")
    for remark in to.capability.to_know:
        say.note(f"  to know: {say.one_line(remark)}")
    if made.refused and made.label == "narrower":
        say.note("to do: change the string, or accept the loss with --allow-loss")
    say.out_lines(*made.strings)


def _show_steps(steps: list[Step], text: Text) -> None:
    """Parts that are changed for one reason: that once, and the first places."""
    parts = f", {len(steps)} parts" if len(steps) > 1 else ""
    say.note(f"  {steps[0].label}{parts}: {say.one_line(steps[0].reason)}")
    for step in steps[:_SHOWN_PARTS]:
        part = say.one_line(f"{step.part} -> {step.became}" if step.became else step.part)
        place = f"     {text.where(step.span)}"
        say.note(say.clip(f"{place}  {part}" if part else place, say.width()))
    if len(steps) > _SHOWN_PARTS:
        say.note(f"     and {len(steps) - _SHOWN_PARTS} more")


def _show_table(targets: tuple[Dialect, ...], made: list[Translation | None]) -> None:
    rows = [
        (to.name, one.label, "refused" if one.refused else "", _lost(one))
        for to, one in zip(targets, made, strict=True)
        if one is not None
    ]
    columns = (("notation", "left"), ("what it finds", "left"), ("", "left"), ("reasons", "right"))
    say.table("", columns, rows)


def _lost(made: Translation) -> int:
    return sum(step.label != "exact" for step in made.steps)
