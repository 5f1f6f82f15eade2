"""`litreview extract check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.extraction.rows import Row
    from litreview.model import Finding
    from litreview.review import Review


@click.command()
@click.option("--notes", is_flag=True, help="Show notes too, beside errors and warnings.")
@click.option("--study", default="", help="Only what concerns rows of this study.")
@say.as_json
@click.pass_obj
def command(folder: Path, notes: bool, study: str, as_json: bool) -> None:
    """Recompute what can be recomputed; show what does not agree, within rows and between them.

    Rows of others are looked at as soon as you may see them.
    Exit status 1 where there is a warning or an error, or no row at all.
    """
    from litreview.review import to_extract

    with opened(folder) as review:
        rows = to_extract.visible(review)
        found = _findings(review, rows)
        following = review.standing().next
    if study:
        ids = {row.row for row in rows if row.study == study}
        rows = tuple(row for row in rows if row.study == study)
        found = tuple(finding for finding in found if not finding.ids or ids & set(finding.ids))
    bad = any(finding.severity != "note" for finding in found)
    status = say.will_end(1 if bad or not rows else 0)
    if as_json:
        say.out({"rows": len(rows), "findings": found})
    else:
        say.findings(found if notes else [one for one in found if one.severity != "note"])
    if not rows:
        say.note("There are no extracted rows yet, so nothing was checked.")
        say.following(following)
    else:
        counts = Counter(finding.severity for finding in found)
        said = ", ".join(say.count(counts[one], one) for one in ("error", "warning", "note"))
        say.note(f"{say.count(len(rows), 'row')} checked: {said}")
        if counts["note"] and not notes and not as_json:
            say.note("--notes shows the notes; a row whose flags say `EX140: why` explains it")
    raise SystemExit(status)


def _findings(review: Review, seen: Iterable[Row]) -> tuple[Finding, ...]:
    from litreview.extraction.checks import check_all
    from litreview.review.reading import broken_forms, forms_of

    present, broken = review.present, broken_forms(review.folder)
    rows = [row for row in seen if row.form not in broken]
    forms = forms_of(review.folder, rows)
    studies = {*present.studies.values(), *present.shelf.members}
    return (*broken.values(), *check_all(forms, rows, {str(study) for study in studies}))
