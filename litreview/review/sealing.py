"""Sealing a log, noting the seal of a colleague, and proving what was decided apart."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litreview.errors import LitreviewError, UsageError
from litreview.events import LogSealed, SealNoted
from litreview.model import Finding
from litreview.review import voting
from litreview.screening.blindness import Chain, Claim, Proof, claims, proofs, standing
from litreview.store import seals
from litreview.store.lines import valid_name
from litreview.store.seals import Seal
from litreview.store.verify import gone, verify

if TYPE_CHECKING:
    from litreview.review import Review

_SALT = 16
"""Bytes."""


def draw() -> str:
    """A salt that nobody can guess."""
    return secrets.token_hex(_SALT)


def seal(review: Review, drawn: Callable[[], str] = draw) -> Seal:
    """Close the log that the reviewer keeps in this copy by a sealed line, and say how far it goes.

    It stands for other logs of the reviewer that lie here too (of a folder that was moved). A log
    whose last line is a seal already, with the same logs beside it, is not sealed again. Raises
    UsageError: there is nothing to seal; LogDamaged.
    """
    path = review.folder.writer(valid_name(review.who), review.settings.id, review.clock).path
    beside = seals.chains(file for file in review.folder.log_files() if file != path)
    own = seals.entries(path)
    if not own and all(one.who != review.who for one in beside):
        raise UsageError(
            f"{review.who} has no log here: there is nothing to seal",
            where=str(path.parent),
            remedy="vote first, or say whose log it is with --reviewer",
        )
    holds = tuple(sorted((one.head for one in beside), key=lambda head: (head.log, head.lines)))
    last = own[-1].event if own else None
    if not (isinstance(last, LogSealed) and last.holds == holds):
        review.append(LogSealed(salt=drawn(), holds=holds))
        own = seals.entries(path)
    line = max(n for n, one in enumerate(own, 1) if isinstance(one.event, LogSealed))
    entry = own[line - 1]
    return Seal(
        review=review.settings.id,
        who=review.who,
        log=entry.log,
        lines=line,
        head=entry.hash,
        sealed_at=entry.event.at,
    )


def note(review: Review, shown: Seal, where: str) -> bool:
    """Write the seal of a colleague into one's own log; False: it stands there already.

    where: the place that it came from, for errors. Raises UsageError: it cannot be noted;
    UnknownName: the reviewer is none of this review.
    """
    if shown.review != review.settings.id:
        raise UsageError(
            f"this seal is of another review ({shown.review}); this one is {review.settings.id}",
            where=where,
            remedy="name the review that it belongs to with -C",
        )
    if shown.who == review.who:
        raise UsageError(
            f"this is a seal of {shown.who}'s own: a colleague notes it",
            where=where,
            remedy="say who notes it with --reviewer, or hand the seal over",
        )
    chains = seals.chains(review.folder.log_files())
    who = voting.reviewer(review.settings, review.who, str(review.folder.settings))
    if not review.signed and all(one.who != who for one in chains):
        raise UsageError(
            "nobody is named who notes this seal", where=where, remedy="say who with --reviewer"
        )
    known = [c for c in claims(chains) if (c.log, c.lines) == (shown.log, shown.lines)]
    if any(c.head == shown.head and c.noted and c.by == review.who for c in known):
        return False
    asked = Claim(review.who, shown.log, shown.lines, shown.head, noted=True)
    other = next((c for c in known if c.head != shown.head), None)
    if other is not None or standing(asked, chains) == "contradicted":
        raise UsageError(
            f"this seal does not fit: {_knows(other)} line {shown.lines:,} of {shown.log} "
            "with another hash",
            where=where,
            remedy=f"ask {shown.who} which of the two is right: a seal that was made anew, or a "
            "log that was changed",
        )
    holds = tuple(one.head for one in chains if one.who == shown.who)
    review.append(
        SealNoted(
            log=shown.log,
            head=shown.head,
            lines=shown.lines,
            sealed_at=shown.sealed_at,
            holds=holds,
        )
    )
    return True


def _knows(other: Claim | None) -> str:
    return f"{other.by} noted" if other is not None else "this copy holds"


@dataclass(frozen=True, slots=True)
class Verified:
    """What reading all logs from the first byte showed.

    files: names. findings: what is wrong with them. seals: how many seals were noted. proofs: empty
    where a log cannot be read; whyever they are missing is said in `missing`.
    """

    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    seals: int = 0
    proofs: tuple[Proof, ...] = ()
    missing: str = ""


def verified(review: Review) -> Verified:
    """Check all chains, the seals against them, and what the seals prove. Changes nothing."""
    files = review.folder.log_files()
    names = tuple(path.name for path in files)
    found = verify(files, review.settings.id)
    if any(finding.severity == "error" for finding in found):
        return Verified(names, found, missing="a log is damaged")
    chains = seals.chains(files)
    noted = sum(claim.noted for claim in set(claims(chains)))
    told = (*found, *misfits(chains, str(review.folder.log)))
    try:
        clusters = review.shelf.clusters
    except LitreviewError as error:
        return Verified(names, told, noted, missing=error.what)
    lost = tuple(gone(one, review.folder.log) for one in review.lost)
    stages = [stage.name for stage in review.plan.stages]
    return Verified(names, (*told, *lost), noted, proofs(chains, clusters, stages))


def misfits(chains: Sequence[Chain], where: str) -> Iterator[Finding]:
    """Findings over the seals that the logs here do not fit."""
    logs = {chain.log for chain in chains}
    for claim in sorted(set(claims(chains)), key=lambda c: (c.log, c.lines, c.by, c.head)):
        state = standing(claim, chains)
        said = f"{claim.by} {'noted a seal of' if claim.noted else 'held'} {claim.log}"
        if state == "contradicted":
            yield Finding(
                "LG108",
                "error",
                f"{said} as far as line {claim.lines:,}; that line is another one here: the log "
                "was changed afterwards, or what was noted was not its seal",
                f"{where}/{claim.log}.jsonl",
                f"compare the file with the copy of {claim.log.partition('.')[0]} and with "
                "version control; nothing of it counts as proved",
            )
        elif state == "missing" and claim.log in logs:
            yield Finding(
                "LG109",
                "warning",
                f"{said} as far as line {claim.lines:,}; the log ends before that here",
                f"{where}/{claim.log}.jsonl",
                "take the log in again; if that is all of it, lines were taken out of it",
            )
        elif state == "missing":
            yield Finding(
                "LG110",
                "note",
                f"{said} as far as line {claim.lines:,}; the log is not here",
                where,
                "when all seals are noted, take it in: litreview log merge FOLDER",
            )
