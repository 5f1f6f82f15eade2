"""`litreview extract compare`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.extraction.doubled import Held
    from litreview.extraction.doubled.settling import Standing
    from litreview.outputs.agreed import FieldAgreement
    from litreview.review.doubling import Doubled

_WORDS: dict[Standing, str] = {
    "alone": "only one has it",
    "agreed": "agreed",
    "open": "differs",
    "settled": "settled",
    "dropped": "settled: no row",
}
_LONGEST = 60


@click.command()
@click.option("--study", "studies", multiple=True, help="Only this study, or these.")
@click.option("--all", "every", is_flag=True, help="Also what agrees or is settled.")
@click.option("--extractor", default="", help="Who looks (default: LITREVIEW_REVIEWER).")
@say.as_json
@click.pass_obj
def command(
    folder: Path, studies: tuple[str, ...], every: bool, extractor: str, as_json: bool
) -> None:
    """What several people extracted, field by field, and how far they agree.

    A study is compared when as many people as wanted have finished it. Exit status 1 while
    something differs.
    """
    from litreview.review import doubling

    with opened(folder, extractor) as review:
        found = doubling.doubled(review, studies)
    agreed = list(doubling.agreement(found))
    open_ = found.open()
    shown = found.groups if every else open_
    status = say.will_end(1 if open_ else 0)
    if as_json:
        say.out(
            {
                "groups": [_json(name, one) for name, one in shown.items()],
                "agreement": [_agreed(one) for one in agreed],
                "hidden": [
                    {"study": one.study, "begun_by": one.begun, "finished_by": one.done}
                    for one in found.hidden
                ],
            }
        )
    else:
        for name, one in shown.items():
            _show(name, one)
        _tell(agreed)
    _close(found, len(open_))
    raise SystemExit(status)


def _show(name: str, one: Held) -> None:
    first = one.versions[0]
    rows = ", ".join(f"{row.extractor}: {row.row}" for row in one.versions)
    say.out_lines(f"{name}  {first.study}, {first.form}  ({rows})  {_WORDS[one.standing]}")
    for difference in one.compared.differences:
        mark = "~" if difference.kind == "worded" else "!"
        for at, (who, text) in enumerate(difference.texts):
            head = f"{mark} {difference.field}" if not at else ""
            said = text.strip() or "(nothing)"
            cut = said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
            say.out_lines(f"  {head:32} {who:12} {cut}")


def _tell(agreed: list[FieldAgreement]) -> None:
    coded = [one for one in agreed if one.n]
    if coded:
        same, n = sum(one.same for one in coded), sum(one.n for one in coded)
        say.note(f"{same:,} of {n:,} values that two people gave are the same ({same / n:.0%})")
    for one in coded:
        if one.kappa is not None and one.kappa.value is not None:
            say.note(f"  {one.field}: {one.same} of {one.n}, Cohen's kappa {one.kappa.value:.2f}")


def _close(found: Doubled, open_: int) -> None:
    counts = Counter(one.standing for one in found.groups.values())
    for study in found.hidden:
        waits = sorted({*study.begun} - {*study.done}) or ["another extractor"]
        say.note(f"{study.study} waits until it is finished by: {', '.join(waits)}")
    if not found.groups:
        say.note("Nothing that two people have finished can be compared yet.")
        say.following("litreview extract next")
        return
    parts = [f"{counts[key]:,} {_WORDS[key]}" for key in _WORDS if counts[key]]
    say.note(f"{say.count(len(found.groups), 'row')}: {', '.join(parts)}")
    if open_:
        say.following("litreview extract settle")


def _json(name: str, one: Held) -> dict[str, Any]:
    first = one.versions[0]
    return {
        "group": name,
        "form": first.form,
        "study": first.study,
        "standing": one.standing,
        "likeness": one.compared.group.likeness,
        "versions": {row.extractor: row.row for row in one.versions},
        "agreed": one.compared.agreed,
        "differences": [
            {"field": diff.field, "kind": diff.kind, "texts": dict(diff.texts)}
            for diff in one.compared.differences
        ],
    }


def _agreed(one: FieldAgreement) -> dict[str, Any]:
    return {
        "form": one.form,
        "field": one.field,
        "n": one.n,
        "same": one.same,
        "kappa": one.kappa.value if one.kappa is not None else None,
    }
