"""Which version of the review a flow is drawn for: options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
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


class Version(Day):
    """A day, or the folder of an earlier version of the review."""

    def convert(  # type: ignore[override]
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | Path:
        """The one or the other."""
        if isinstance(value, str) and Path(value).is_dir():
            return Path(value)
        return super().convert(value, param, ctx)


def of_version(function: F) -> F:
    """The options --previous and --as-new."""
    new = click.option(
        "--as-new", is_flag=True, help="As a new review, also where a search was updated."
    )
    return click.option(
        "--previous",
        type=Version(["%Y-%m-%d"]),
        metavar="VERSION",
        help="As an updated review: searches up to a day, or those of a folder, came before.",
    )(new(function))


def flow_of(present: Present, previous: datetime | Path | None, *, as_new: bool) -> Flow:
    """The flow that was asked for.

    Raises UsageError: both, or no search up to that day or of that version.
    """
    if previous is None:
        return present.flow if as_new else present.drawn
    if as_new:
        raise UsageError("a review cannot be new and an update", remedy="leave --previous out")
    if isinstance(previous, Path):
        return present.flow_after(_of_folder(present, previous))
    day = f"{previous:%Y-%m-%d}"
    before = frozenset(s.id for s in present.shelf.searches if present.searched_on(s) <= day)
    if not before:
        raise UsageError(
            f"no search is of {day} or before",
            remedy="give a later day (litreview table searches has the days)",
        )
    return present.flow_after(before)


def _of_folder(present: Present, folder: Path) -> frozenset[str]:
    """The searches here that an earlier version of the review has too."""
    from litreview.cli.opening import opened

    with opened(folder) as earlier:
        theirs = {search.id for search in earlier.shelf.searches}
    before = frozenset(search.id for search in present.shelf.searches if search.id in theirs)
    if not before:
        raise UsageError(
            "no search of this review is in that version",
            where=str(folder),
            remedy="take its log and records in first: litreview log merge FOLDER",
        )
    return before
