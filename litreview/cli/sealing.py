"""`litreview log seal` and `litreview log verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError

if TYPE_CHECKING:
    from litreview.screening.blindness import Proof, Why

_WHY: dict[Why, str] = {
    "unsealed": "no seal of {one} stands behind the vote",
    "unnoted": "sealed, but {other} has not noted a seal behind the vote",
    "rewritten": "a log is not the one that was sealed",
    "missing": "the log of {one} is not here as far as its seal",
    "unsaid": "the sealed line does not say what the copy of {one} held",
    "late": "sealed when the copy of {one} held the vote of {other}",
    "here": "{other} noted the seal when the vote of {one} was at hand already",
    "elsewhere": "{one} had a log of another copy then, which no seal covers",
}


@click.command()
@click.option("--reviewer", "-r", default="", help="Whose log (default: LITREVIEW_REVIEWER).")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the seal there (default: standard output).",
)
@click.option(
    "--note",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Note the seal of a colleague in your log (- : from standard input).",
)
@say.as_json
@click.pass_obj
def seal(folder: Path, reviewer: str, out: Path | None, note: Path | None, as_json: bool) -> None:
    """Close your log for now, and say how far it goes: nothing of what it says.

    Hand the seal over before the logs are exchanged, and note that of your colleague: then
    `litreview log verify` proves that neither saw the votes of the other.
    """
    if note is not None:
        if out is not None:
            raise UsageError(
                "--note takes a seal in, --out hands one over", remedy="do one of them"
            )
        _note(folder, reviewer, note, as_json=as_json)
        return
    from litreview.review.sealing import seal as sealed
    from litreview.store.seals import write

    with opened(folder, reviewer) as review:
        made = sealed(review)
    if out is not None:
        say.write(out, write(made))
    if out is None or as_json:
        say.out(made)
    say.note(
        f"{made.log} is sealed as far as line {made.lines:,}"
        + (f", in {say.place(out)}" if out is not None and str(out) != "-" else "")
    )
    say.note(
        "Hand it to your colleagues before they get your log; each notes it: "
        "litreview log seal --note FILE"
    )


def _note(folder: Path, reviewer: str, path: Path, *, as_json: bool) -> None:
    from litreview.review.sealing import note as noted
    from litreview.store.seals import load

    shown = load(path)
    with opened(folder, reviewer) as review:
        new = noted(review, shown, "standard input" if str(path) == "-" else str(path))
        who = review.who
    if as_json:
        say.out({"noted": new, "by": who, "seal": shown})
    say.note(
        f"{who} {'noted' if new else 'had noted'} the seal of {shown.log}, "
        f"as far as line {shown.lines:,}"
    )
    if new:
        say.note("When each has noted the seals of all others, exchange the logs.")


@click.command()
@say.as_json
@click.pass_obj
def verify(folder: Path, as_json: bool) -> None:
    """Read all log files from the first byte, check chains and seals, and what seals prove.

    Exit status 1 where there is an error or a warning. That a vote is not proved to be blind is
    none.
    """
    from litreview.review.sealing import verified

    with opened(folder, quiet=True) as review:
        found = verified(review)
    bad = any(finding.severity != "note" for finding in found.findings)
    status = say.will_end(1 if bad else 0)
    if as_json:
        say.out(
            {
                "files": found.files,
                "findings": found.findings,
                "seals": found.seals,
                "proofs": [_data(proof) for proof in found.proofs],
                "proofs_missing": found.missing,
            }
        )
    else:
        say.findings(found.findings)
        for proof in found.proofs if found.seals else ():
            _tell(proof)
    read = say.count(len(found.files), "log file")
    say.note(f"{read} read, {say.count(len(found.findings), 'finding')}")
    if found.missing:
        say.note(f"what the seals prove was not looked at: {found.missing}")
    elif found.proofs and not found.seals:
        say.note("nobody has noted a seal: that votes were cast apart is not proved (log seal)")
    raise SystemExit(status)


def _data(proof: Proof) -> dict[str, Any]:
    return {
        "stage": proof.stage,
        "reviewer": proof.reviewer,
        "towards": proof.towards,
        "votes": proof.votes,
        "proved": proof.proved,
        "before": proof.before,
        "apart": proof.apart,
        "unproved": proof.unproved,
    }


def _tell(proof: Proof) -> None:
    """Two people at a stage, in one direction."""
    say.out_wrapped(
        f"proved blind {say.thousands(proof.proved)} of {say.count(proof.votes, 'first vote')} "
        f"of {proof.reviewer} on reports that {proof.towards} judged too",
        head=f"{proof.stage}: ",
    )
    if proof.before:
        say.out_wrapped(
            f"of these {len(proof.before):,}, {proof.towards} had not voted yet", head="    "
        )
    for why, reports in proof.unproved.items():
        said = _WHY[why].format(one=proof.reviewer, other=proof.towards)
        say.out_wrapped(f"not proved {len(reports):,}: {said}", head="    ")
