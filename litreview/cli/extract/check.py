"""`litreview extract check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.model import Finding
    from litreview.review import Review


@click.command()
@say.as_json
@click.pass_obj
def command(folder: Path, as_json: bool) -> None:
    """Recompute what can be recomputed and show what does not agree.

    Exit status 1 where there is a warning or an error, or no row at all.
    """
    with opened(folder) as review:
        rows = review.rows()
        found = _findings(review)
        following = review.standing().next
    bad = any(finding.severity != "note" for finding in found)
    status = say.will_end(1 if bad or not rows else 0)
    if as_json:
        say.out({"rows": len(rows), "findings": found})
    else:
        say.findings(found)
    if not rows:
        say.note("There are no extracted rows yet, so nothing was checked.")
        say.following(following)
    else:
        say.note(f"{say.count(len(rows), 'row')} checked, {say.count(len(found), 'finding')}")
    raise SystemExit(status)


def _findings(review: Review) -> tuple[Finding, ...]:
    from litreview.extraction.check import check_all
    from litreview.review.reading import broken_forms, forms_of

    present, broken = review.present, broken_forms(review.folder)
    rows = [row for row in review.rows() if row.form not in broken]
    forms = forms_of(review.folder, rows)
    studies = {*present.studies.values(), *present.shelf.members}
    return (*broken.values(), *check_all(forms, rows, {str(study) for study in studies}))
