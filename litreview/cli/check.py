"""`litreview check`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.model import Finding
from litreview.prisma import identities


@click.command()
@say.as_json
@click.pass_obj
def command(folder: Path, as_json: bool) -> None:
    """Verify the log, the received files and the arithmetic of the flow."""
    from litreview.store.verify import verify

    with opened(folder) as review:
        findings = list(verify(review.folder.log_files()))
        if not any(finding.severity == "error" for finding in findings):
            findings += review.check_received()
            findings += identities(review.flow())
    if as_json:
        say.out({"findings": findings})
    else:
        show(findings)
    bad = [finding for finding in findings if finding.severity != "note"]
    if not bad:
        say.note("The log, the received files and the flow agree.")
    raise SystemExit(1 if bad else 0)


def show(findings: list[Finding]) -> None:
    """Findings as three lines each."""
    for finding in findings:
        say.out_lines(f"{finding.severity} {finding.code}: {finding.message}")
        for part in (finding.where, finding.remedy):
            if part:
                say.out_lines(f"    {part}")
