"""`litreview check`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened


@click.command()
@say.as_json
@click.pass_obj
def command(folder: Path, as_json: bool) -> None:
    """Verify everything: chains, received files, index, arithmetic, criteria, forms.

    The index is built a second time in a temporary place and compared. Nothing is changed. Exit
    status 1 where there is an error or a warning; notes alone leave it at 0.
    """
    with opened(folder, quiet=True) as review:
        found = review.check()
    bad = [finding for finding in found if finding.severity != "note"]
    status = say.will_end(1 if bad else 0)
    if as_json:
        say.out({"findings": found})
    else:
        say.findings(found)
    if bad:
        say.note(f"{say.count(len(bad), 'finding')} to look at")
    else:
        say.note("The log, the received files, the index and the flow agree.")
    raise SystemExit(status)
