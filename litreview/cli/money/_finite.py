"""A number of the command line that can be computed with."""

from __future__ import annotations

import math

import click


def finite(
    ctx: click.Context,
    param: click.Parameter,
    value: float | None,
) -> float | None:
    """`value`, where it is a number that ends. Raises BadParameter."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f"{value!r} is no plain number", ctx, param)
    return value
