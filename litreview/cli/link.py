"""`litreview link`."""

from __future__ import annotations

from pathlib import Path

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--study", default=None, help='The study that the reports describe ("" for none).')
@say.as_json
@click.pass_obj
def command(folder: Path, ids: tuple[str, ...], study: str | None, as_json: bool) -> None:
    """Say which reports describe one study.

    IDS are reports; the name of the study is yours to choose. Without IDS the studies are listed
    with their reports. A report that is linked to nothing is a study of its own.
    """
    if not ids:
        if study is not None:
            raise UsageError("no report is named", remedy="name the reports that describe it")
        _list(folder, as_json=as_json)
        return
    if study is None:
        raise UsageError("no study is named", remedy='add --study NAME, or --study "" for none')
    with opened(folder) as review:
        reports = review.link(ids, study.strip())
        following = review.standing().next
    if as_json:
        say.out({"study": study, "reports": reports})
    n = say.count(len(reports), "report")
    verb = "belongs" if len(reports) == 1 else "belong"
    say.note(f"{n} now {verb} to {f'the study {study.strip()!r}' if study.strip() else 'no study'}")
    say.following(following)


def _list(folder: Path, *, as_json: bool) -> None:
    from litreview.outputs.references import study_labels

    with opened(folder) as review:
        studies = review.present.linked
        evidence = review.evidence()
        included, labels = evidence.included, study_labels(evidence)
        wanted = [report for reports in studies.values() for report in reports]
        words = {report: say.described(evidence.reports[report].record) for report in wanted}
    if as_json:
        say.out(
            [
                {
                    "study": study,
                    "label": labels[study],
                    "included": study in included,
                    "reports": reports,
                }
                for study, reports in studies.items()
            ]
        )
        return
    for study, reports in studies.items():
        state = "" if study in included else "  (not included)"
        say.out_lines(f"{study}  {labels[study]}{state}")
        for report in reports:
            say.out_lines(say.clip(f"    {report}  {words[report]}", say.width()))
    say.note(
        f"{say.count(len(studies), 'study')} with linked reports"
        if studies
        else "no report is linked to a study yet: each included report is a study of its own"
    )
