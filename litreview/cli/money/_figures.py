"""The tables a command of money converts with: of a folder, of the review here, or shipped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.errors import NotAReview, UsageError

if TYPE_CHECKING:
    from litreview.extraction.money.figures import Figures

tables = click.option(
    "--tables",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    metavar="FOLDER",
    help="Tables of this folder; without it those of the review here, if there is one.",
)


def in_force(here: Path, folder: Path | None) -> tuple[Figures, Path | None]:
    """The figures, and the folder with tables that stand before the shipped ones, if any.

    Raises UsageError: there is no such folder.
    """
    from litreview.extraction.money.figures import SHIPPED
    from litreview.review.money import figures_in
    from litreview.store import folder as folders

    if folder is not None and not folder.is_dir():
        raise UsageError("there is no such folder", where=str(folder), remedy="check its name")
    if folder is None:
        try:
            folder = folders.find(here).money
        except NotAReview:
            return SHIPPED, None
    return figures_in(folder), folder
