"""The searches of a review as search histories, and one from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litreview import __version__
from litreview.errors import FileRefused, UsageError
from litreview.model import Search
from litreview.query.history import Author, History, dialect_of, read
from litreview.review import reading

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
    chosen = [reading.search(shelf, name) for name in wanted] or list(shelf.searches)
    plan = review.plan
    found = {
        search.id: history(search, plan.title, plan.question, authors)
        for search in chosen
        if search.query.strip()
    }
    return dict(found.items()), [str(one.id) for one in chosen if not one.query.strip()]


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
