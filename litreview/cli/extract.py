"""`litreview extract`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.check import show as show_findings
from litreview.cli.opening import opened


@click.group()
def command() -> None:
    """Import and check extracted effects and economic results."""


@command.command("import")
@click.argument("form")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--extractor", default="", help="Who extracted (default: LITREVIEW_REVIEWER).")
@say.as_json
@click.pass_obj
def import_(folder: Path, form: str, file: Path, extractor: str, as_json: bool) -> None:
    """Take the rows of a CSV file in, under FORM (estimate, cost-benefit, or your own)."""
    with opened(folder, extractor) as review, file.open(encoding="utf-8-sig", newline="") as text:
        done = review.extract(review.form(form), text, file.name)
    if as_json:
        say.out(
            {
                "n_in": done.n_in,
                "n_rows": len(done.rows),
                "failures": done.failures,
                "findings": done.findings,
            }
        )
    for failure in done.failures:
        say.note(f"{file.name}, line {failure.line}: {failure.reason}")
    say.note(
        f"{done.n_in:,} rows in {file.name}: {len(done.rows):,} taken in, "
        f"{len(done.failures):,} failed, {len(done.findings):,} findings"
    )
    say.note("Next: litreview extract check")
    raise SystemExit(1 if done.failures else 0)


@command.command()
@say.as_json
@click.pass_obj
def check(folder: Path, as_json: bool) -> None:
    """Recompute what can be recomputed and show what does not agree."""
    from litreview.extraction.check import check as check_rows

    with opened(folder) as review:
        rows = review.rows()
        forms = sorted({row.form for row in rows})
        findings = [
            finding
            for name in forms
            for finding in check_rows(review.form(name), [r for r in rows if r.form == name])
        ]
    if as_json:
        say.out({"rows": len(rows), "findings": findings})
    else:
        show_findings(findings)
    say.note(f"{len(rows):,} rows checked, {len(findings):,} findings")
    raise SystemExit(1 if findings or not rows else 0)
