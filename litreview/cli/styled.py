"""The option --style, and references in the citation style that it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.model import Record
    from litreview.outputs.csl import Cited
    from litreview.outputs.evidence import Evidence

F = TypeVar("F", bound=Callable[..., object])
_SUFFIX = ".csl"


def of_style(function: F) -> F:
    """The option --style."""
    return click.option(
        "--style",
        default="",
        metavar="STYLE",
        help="References in this citation style: apa, chicago, harvard, vancouver, the name of "
        "another one, or a .csl file.",
    )(function)


def cited(records: Sequence[Record], style: str) -> Cited:
    """The references of `records` in `style`. Raises UnknownName, UsageError, SettingsError."""
    from litreview.outputs.csl import cite, named_style, own_style

    path = Path(style)
    if path.suffix.lower() != _SUFFIX:
        return cite(records, named_style(style))
    try:
        content = path.read_bytes()
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        raise UsageError(
            f"this style cannot be read: {why}", where=style, remedy="name another file"
        ) from error
    return cite(records, own_style(content, style))


def with_style(evidence: Evidence, style: str) -> Evidence:
    """`evidence` with the references of its included reports in `style`; "": as it is."""
    from litreview.outputs.references import included_reports

    if not style:
        return evidence
    records = [report.record for _, report in included_reports(evidence)]
    return replace(evidence, cited=cited(records, style))
