"""The searches of a review as search histories, and one from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litreview import __version__
from litreview.errors import FileRefused, UsageError
from litreview.model import Search
from litreview.query.dialects import DIALECTS, notation
from litreview.query.history import Author, History, dialect_of, read
from litreview.query.translate import translate
from litreview.review import reading
from litreview.review.strings import FOLDER, Counted, read_counts, read_strings

if TYPE_CHECKING:
    from litreview.review.facade import Review

_LARGEST = 20_000_000


def histories(
    review: Review, wanted: Sequence[str], authors: Sequence[str] = ()
) -> tuple[dict[str, History], list[str]]:
    """The searches `wanted` (all: none) by id, and the ids of those whose string is not known.

    Raises UnknownName. Nothing is guessed: a platform is one that the source's name says.
    """
    shelf = review.shelf
    counts = {(one.source, one.string): one for one in read_counts(review.folder.root)}
    chosen = [reading.search(shelf, name) for name in wanted] or list(shelf.searches)
    plan = review.plan
    found = {
        str(search.id): _counted(
            history(search, plan.title, plan.question, authors),
            counts.get((search.source, search.query)),
        )
        for search in chosen
        if search.query.strip()
    }
    return found, [str(one.id) for one in chosen if not one.query.strip()]


def history(search: Search, title: str, question: str, authors: Sequence[str] = ()) -> History:
    """One search of the log as a search history."""
    one = History(
        search_string=search.query,
        platform=dialect_of(search.source) or search.source,
        authors=tuple(Author(name) for name in authors),
        conducted=search.searched_on,
        database=(search.source,),
        title=f"{title}: {search.source}",
        description=question,
        ours={},
    )
    return replace(one, ours=_extras(search, one.sha256))


def _counted(one: History, counts: Counted | None) -> History:
    """`one` with the hits of its lines, where they were noted for this string and source."""
    if counts is None or not counts.lines:
        return one
    noted = {"hits_of_lines": dict(counts.lines), "hits_of_lines_on": counts.date}
    return replace(one, ours={**one.ours, **noted})


def of_strategy(
    root: Path, name: str, target: str, title: str, authors: Sequence[str] = ()
) -> dict[str, History]:
    """The strategy `name` in the notation `target`, not yet run; by a name for a file.

    Its label and reasons say what the string finds more than the strategy. Raises UnknownName, and
    UsageError where the strategy has errors or the notation would lose studies.
    """
    held = read_strings(root)
    dialect = notation(target, option="--to")
    tree = held.tree(held.strategy(name).name)
    made = translate(tree, dialect) if tree is not None else None
    if tree is None or made is None or made.refused:
        raise UsageError(
            f"the strategy {name!r} has errors" if tree is None
            else f"the strategy {name!r} cannot be written for {dialect.title} without loss",
            remedy=f"see why: litreview search lint {FOLDER}" if tree is None
            else "see why: litreview search compile",
        )  # fmt: skip
    own = DIALECTS.get("litreview").write(tree)
    found = {}
    for at, string in enumerate(made.strings, 1):
        one = History(
            string, dialect.name, tuple(Author(author) for author in authors),
            title=f"{title}: {name}", description=held.strategy(name).purpose, generic_query=own,
        )  # fmt: skip
        reasons = [
            {"label": step.label, "part": step.part, "became": step.became, "reason": step.reason}
            for step in made.steps
        ]
        extras = {
            "program": f"litreview {__version__}", "strategy": name, "part": at,
            "parts": len(made.strings), "label": made.label, "reasons": reasons,
            "sha256": one.sha256,
        }  # fmt: skip
        more = f"-{at}" if len(made.strings) > 1 else ""
        found[f"{name}.{dialect.name}{more}"] = replace(one, ours=extras)
    return found


def _extras(search: Search, sha256: str) -> dict[str, Any]:
    """What the standard has no key for. hits: what the source held; absent where not known."""
    hits = search.expected
    if hits is None and search.complete:
        hits = search.received
    known = {
        "program": f"litreview {__version__}", "search": search.id, "kind": search.kind,
        "sha256": sha256, "hits": hits, "received": search.received, "records": search.records,
        "failures": search.failures, "complete": search.complete, "note": search.note,
        "files": [{"name": file.name, "sha256": file.sha256} for file in search.files],
    }  # fmt: skip
    return {key: value for key, value in known.items() if value is not None and value != ""}


def from_file(path: Path) -> History:
    """The search history in a file. Raises UsageError, FileRefused."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"this file cannot be read ({(error.strerror or str(error)).lower()})",
            where=str(path), remedy="check the name and the folder",
        ) from error  # fmt: skip
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"byte {error.start + 1:,} is not UTF-8", where=str(path),
            remedy="save the file as UTF-8",
        ) from error  # fmt: skip
    if len(content) > _LARGEST:
        raise FileRefused(
            f"more than {_LARGEST:,} bytes are no search history", where=str(path),
            remedy="one file holds one search",
        )  # fmt: skip
    return read(text, str(path))
