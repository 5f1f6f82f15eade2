"""Which version of the review a flow is drawn for: options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import click

from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.prisma import Flow
    from litreview.review.present import Present

F = TypeVar("F", bound=Callable[..., object])


class Day(click.DateTime):
    """A day of the calendar."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The day; a refusal shows how one is written."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no day: write a day as 2026-06-30", param, ctx)


def of_version(function: F) -> F:
    """The options --previous and --as-new."""
    new = click.option(
        "--as-new", is_flag=True, help="As a new review, also where a search was updated."
    )
    return click.option(
        "--previous",
        type=Day(["%Y-%m-%d"]),
        metavar="DATE",
        help="As an updated review: searches up to that day are its previous version.",
    )(new(function))


def flow_of(present: Present, previous: datetime | None, *, as_new: bool) -> Flow:
    """The flow that was asked for. Raises UsageError: both, or no search up to that day."""
    if previous is None:
        return present.flow if as_new else present.drawn
    if as_new:
        raise UsageError("a review cannot be new and an update", remedy="leave --previous out")
    day = f"{previous:%Y-%m-%d}"
    before = frozenset(s.id for s in present.shelf.searches if present.searched_on(s) <= day)
    if not before:
        raise UsageError(
            f"no search is of {day} or before",
            remedy="give a later day (litreview table searches has the days)",
        )
    return present.flow_after(before)
