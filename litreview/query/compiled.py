"""A strategy as a file for one target: the string, and above it what it finds more or less."""

from __future__ import annotations

from typing import NamedTuple

from litreview.query.blocks import Library
from litreview.query.dialect import Dialect
from litreview.query.lowering.notes import Label
from litreview.query.translate import Step, Translation, translate


class Compiled(NamedTuple):
    """name: of the file; text: its content, the same for the same strategy and capability record.

    strings: how many there are to be run; 0: refused.
    """

    strategy: str
    target: str
    name: str
    text: str
    label: Label
    strings: int


def compiled(
    held: Library, strategy: str, target: Dialect, *, allow_loss: bool = False
) -> Compiled:
    """`strategy` in the notation of `target`. Raises UnknownName, UsageError: it has errors."""
    made = translate(held.usable(strategy), target, allow_loss=allow_loss)
    name = f"{strategy}.{target.name}.txt"
    return Compiled(
        strategy, target.name, name, _text(strategy, target, made), made.label, len(made.strings)
    )


def _text(strategy: str, target: Dialect, made: Translation) -> str:
    head = [
        f"# {strategy} for {target.title}: {_said(made)}",
        "# Written by `litreview search compile`: change the strategy, not this file.",
        *(f"# Before it is run: {_one_line(one)}" for one in target.capability.to_know),
        *dict.fromkeys(_step(step) for step in made.steps),
    ]
    body: list[str] = []
    for at, string in enumerate(made.strings, 1):
        if len(made.strings) > 1:
            body.extend(("", f"# {at} of {len(made.strings)}; their records are put together"))
        body.extend(("", string))
    return "\n".join([*head, *body]) + "\n"


def _said(made: Translation) -> str:
    if made.refused:
        return (
            "impossible" if made.label == "impossible" else f"refused, as it would be {made.label}"
        )
    return made.label


def _step(step: Step) -> str:
    change = f"{step.part} -> {step.became or 'left out'}: " if step.part else ""
    return f"# {step.label}: {_one_line(change + step.reason)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
