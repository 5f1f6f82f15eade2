"""Everything that can be verified: chains, received files, the index against a fresh one, sums."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from litreview.dedup.order import natural
from litreview.errors import LitreviewError, UnknownName, UsageError
from litreview.events import Fold, votes
from litreview.model import Finding, Plan, RecordId, Search
from litreview.outputs.words import counted
from litreview.prisma import Flow, identities
from litreview.review import (
    affected,
    kept_flow,
    priming,
    ranking,
    retractions,
    sealing,
    taken_out,
    voting,
)
from litreview.review.money import figures_in
from litreview.review.present import Present, shelve
from litreview.review.reading import broken_forms, rows_of_strangers
from litreview.screening.criteria_versions import newer_versions
from litreview.store import received, seals
from litreview.store.disk import file_sha256
from litreview.store.folder import Folder
from litreview.store.harvested import is_harvest
from litreview.store.verify import gone, verify

if TYPE_CHECKING:
    from litreview.review import Review
    from litreview.store.index import Index

_SHOWN = 3


def check(review: Review) -> list[Finding]:
    """All findings, errors first. Reads every file of the review; changes none.

    Where the log cannot be trusted what follows from it is not looked at, and that is said.
    """
    files = review.folder.log_files()
    found = [*verify(files, review.settings.id), *broken_forms(review.folder).values()]
    if any(f.severity == "error" and f.code.startswith("LG") for f in found):
        return _ranked([*found, _stopped("the log is damaged: records and counts")])
    with _fresh() as index:
        index.catch_up(files)
        state = index.fold()
        if state.of("seal"):
            found += sealing.misfits(seals.chains(files), str(review.folder.log))
        found += _received(review.folder, state)
        try:
            present = Present(state, shelve(review.folder, index, state), review.plan)
        except LitreviewError as error:
            known = {finding.where for finding in found}
            found += [_finding("RC102", error)] if error.where not in known else []
            return _ranked([*found, _stopped("the counts")])
        found += _unreadable(index, present)
        found += _index(review, index, present)
        found += identities(present.drawn)
        found += _full_texts(review.folder, present)
        found += priming.findings(review.folder, state)
        found += criteria(review, state)
        found += _recipe(review)
        found += figures_in(review.folder.money).findings
        found += affected.findings(present, review.who)
        found += retractions.findings(review.folder, index, present)
        found += taken_out.findings(review.folder, present)
        found += _left_over(review, present)
    return _ranked(found)


def _ranked(found: list[Finding]) -> list[Finding]:
    order = ("error", "warning", "note")
    return sorted(found, key=lambda finding: order.index(finding.severity))


def _stopped(what: str) -> Finding:
    return Finding("CK100", "note", f"{what} were not looked at", remedy="mend the errors first")


def _finding(code: str, error: LitreviewError) -> Finding:
    return Finding(code, "error", error.what, error.where, error.remedy)


@contextmanager
def _fresh() -> Iterator[Index]:
    """An index built from nothing, in a temporary place."""
    from litreview.store.index import Index

    with (
        tempfile.TemporaryDirectory(prefix="litreview-check-") as place,
        closing(Index(Path(place) / "index.sqlite")) as index,
    ):
        yield index


def _received(folder: Folder, state: Fold) -> Iterator[Finding]:
    """Received files against their manifests; folders that no log admits."""
    named = {key[0] for key in state.of("search")}
    for search_id in sorted(named):
        try:
            search, _ = received.load_manifest(folder.records, search_id)
        except LitreviewError as error:
            yield _finding("RC103", error)
            continue
        yield from changed_files(folder, search, whole=True)
    yield from cut_off_harvests(folder, state)
    for path in _unknown(folder, state):
        if not is_harvest(path):
            yield Finding(
                "RC104",
                "note",
                f"no log knows the search {path.name!r}: its records do not count",
                str(path),
                f"load the file in it again (litreview load FILE --name {path.name}), or remove "
                "the folder",
            )


def cut_off_harvests(folder: Folder, state: Fold) -> Iterator[Finding]:
    """Harvests that were begun and never filed. Cost: the names in records/."""
    for path in _unknown(folder, state):
        if is_harvest(path):
            yield Finding(
                "RC108",
                "warning",
                f"the harvest {path.name!r} was cut off: its records do not count yet",
                str(path),
                "run the same search again: while its string is sent as it was, it goes on "
                "under this name (--dry-run says which); where the string has changed since, "
                "remove the folder",
            )


def _unknown(folder: Folder, state: Fold) -> list[Path]:
    """The folders below records/ that no log names."""
    named = {key[0] for key in state.of("search")}
    found = (path for path in folder.records.glob("*/") if not path.name.startswith("."))
    return sorted(path for path in found if path.name not in named)


def _full_texts(folder: Folder, present: Present) -> Iterator[Finding]:
    """Full texts that are here but not what their names say. That one is missing is no fault.

    They are not shared with the log: another copy of the review may have them.
    """
    for report, event in present.full_texts.items():
        path = folder.fulltext / event.file
        if path.is_file() and f"{file_sha256(path)}.pdf" != event.file:
            yield Finding(
                "RC106",
                "error",
                f"the full text of {report} is not the file that was kept",
                str(path),
                "remove it, and attach the right one: litreview fulltext attach ID FILE",
            )


def changed_files(folder: Folder, search: Search, *, whole: bool) -> Iterator[Finding]:
    """Received files of `search` that are gone or not as they came: by hash, or by size alone."""
    for file in search.files:
        path = folder.records / search.id / file.name
        if not path.is_file():
            what = "missing"
        elif path.stat().st_size != file.bytes or (whole and file_sha256(path) != file.sha256):
            what = "not the one that was loaded"
        else:
            continue
        yield Finding(
            "RC101",
            "error",
            f"the file of search {search.id} is {what}",
            str(path),
            "restore it from your version control or a colleague's copy",
        )


def _unreadable(index: Index, present: Present) -> Iterator[Finding]:
    """Entries that could not be read as records: kept, and named by their lines."""
    for search in present.shelf.searches:
        failures = index.failures(search.id)
        if failures:
            shown = [f"line {one.line}: {one.reason}" for one in failures[:_SHOWN]]
            more = len(failures) - _SHOWN
            yield Finding(
                "RC105",
                "note",
                f"{counted(len(failures), 'entry')} of search "
                f"{search.id} could not be read ({'; '.join(shown)}"
                f"{f'; and {more:,} more' if more > 0 else ''})",
                f"records/{search.id}/{search.files[0].name}" if search.files else search.id,
                "see whether the source can export them again",
                tuple(f"{search.id}:{one.number}" for one in failures),
            )


def _index(review: Review, fresh: Index, present: Present) -> Iterator[Finding]:
    """Whether the index in use says what one built from nothing says."""
    used = review.present
    yield from (gone(lost, review.folder.log) for lost in review.lost)
    wrong = ""
    if _hashes(used.state) != _hashes(present.state):
        wrong = "decisions"
    elif any(a != b for a, b in _both(review.index, fresh, used)):
        wrong = "records"
    elif _ids(used.flow) != _ids(present.flow) or _misremembered(review, present):
        wrong = "counts"
    if wrong:
        yield Finding(
            "IX101",
            "error",
            f"the index does not hold the {wrong} that the log and the received files give",
            str(review.index.path),
            "delete the folder .litreview: it is built again, nothing is lost",
        )


def _hashes(state: Fold) -> dict[tuple[object, ...], str]:
    return {
        (register, *key): entry.hash
        for register, held in state.registers.items()
        for key, entry in held.items()
    }


def _both(used: Index, fresh: Index, present: Present) -> Iterator[tuple[object, object]]:
    """The records of either index, pair by pair; None where one has fewer."""
    wanted = sorted(present.shelf.clusters, key=natural)
    for at in range(0, len(wanted), 5_000):
        some = wanted[at : at + 5_000]
        one = sorted(used.records(some), key=lambda record: natural(record.id))
        other = sorted(fresh.records(some), key=lambda record: natural(record.id))
        yield from zip_longest(one, other)


def _misremembered(review: Review, present: Present) -> bool:
    """Whether numbers were kept that are not those of the log."""
    held = kept_flow.kept(review)
    return held is not None and held.counts() != present.drawn.counts()


def _ids(flow: Flow) -> dict[str, tuple[str, ...]]:
    return {key: box.ids for key, box in flow.boxes.items()}


def criteria(review: Review, state: Fold) -> Iterator[Finding]:
    """Whether the criteria of review.toml are those of the votes, and no older ones."""
    where = str(review.folder.settings)
    try:
        voting.adopted(review.plan, state, where)
    except UsageError as error:
        yield _finding("CR101", error)
    own = review.plan.criteria_version
    if newer := newer_versions(state, own):
        yield Finding(
            "CR103",
            "note",
            "votes were cast under criteria version "
            f"{', '.join(repr(version[:40]) for version in newer)}; this review.toml has {own!r}",
            where,
            "take over review.toml from the copy that raised the version: a merge leaves it alone",
        )


def _recipe(review: Review) -> Iterator[Finding]:
    """Whether what `[ranking]` names exists."""
    try:
        ranking.known_recipe(review.plan, str(review.folder.settings))
    except UnknownName as error:
        yield _finding("CR105", error)


def _left_over(review: Review, present: Present) -> Iterator[Finding]:
    """Decisions and rows that count for nothing now: kept, and said."""
    clusters, stages = present.shelf.clusters, {stage.name for stage in review.plan.stages}
    lost = sorted(
        {vote.record for _, vote in votes(present.state) if RecordId(vote.record) not in clusters}
    )
    if lost:
        yield Finding(
            "VT101",
            "note",
            f"votes name {counted(len(lost), 'record')} that the review does not hold: "
            "kept, not counted",
            lost[0],
            "they count again when the search is loaded or merged again",
            tuple(lost),
        )
    gone = sorted({vote.stage for _, vote in votes(present.state)} - stages)
    if gone:
        yield Finding(
            "VT102",
            "warning",
            f"votes were cast at {', '.join(map(repr, gone))}, which review.toml does not name",
            str(review.folder.settings),
            "give the stage its name back, or leave the votes uncounted",
        )
    yield from _reasons(review.plan, present)
    yield from rows_of_strangers(present)


def _reasons(plan: Plan, present: Present) -> Iterator[Finding]:
    known = {criterion.code for criterion in plan.criteria}
    used = {reason for _, vote in votes(present.state) for reason in vote.reasons}
    if unknown := sorted(used - known):
        yield Finding(
            "VT103",
            "note",
            f"votes give reasons that review.toml no longer names: {', '.join(unknown)}",
            remedy="nothing needs doing: each vote keeps the criteria that it was made under",
        )
