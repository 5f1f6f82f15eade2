"""`litreview synth`: pooling effects; each command below it is a file here."""

from __future__ import annotations

import click

from litreview.cli.lazy import LazyGroup

_COMMANDS = {
    "effects": "The review's own effects in one measure, and why others cannot be pooled.",
    "fit": "Pool effects from a CSV file: common or random effects, heterogeneity, prediction.",
    "sensitivity": "Other estimators, each study left out, influence, Egger, trim and fill, PET.",
    "vote": "Without pooling: studies by direction, a sign test, the rule of Jobeffekter.dk.",
    "matrix": "Without pooling: the dominance matrix of JBI, cost against effect.",
}
"""Name of the command (and of its file) and its line in the help."""


@click.group(cls=LazyGroup, package=__name__, path="synth", lines=_COMMANDS)
def command() -> None:
    """Pool effects, and show what the result rests on. Needs no review."""
