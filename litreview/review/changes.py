"""What an update found out about the records of a search: a file in its folder, named by its hash.

The file is written once, when the update is filed, so that the report of an update is a function of
what was received then, whatever happens to the review later.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from litreview.errors import ReviewError
from litreview.model import Record, Search
from litreview.review.harvested import CHANGES

RETRACTED, CLEARED = "retracted", "no longer retracted"
"""What `Changed.fields` says of a record that the source has marked as retracted, or no longer."""
COMPARED = ("title", "abstract", "doi", "year", "venue")
"""The fields of a record that are compared."""


class Changed(msgspec.Struct, frozen=True):
    """A record of the review that its source delivers otherwise than it last did."""

    record: str
    fields: tuple[str, ...]


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """All by the ids of records of the review.

    updates: the first search. since: the day since which it was asked for; "": the whole was asked
    again. new: records that came for the first time. vanished: known ones that the source no longer
    delivers; None: not looked for, as not all was asked for or received. deleted: those of which it
    says itself that it has deleted them. retracted: records, new or known, of which it says that
    they are retracted, and did not say so before.
    """

    updates: str
    since: str
    new: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    vanished: tuple[str, ...] | None = None
    deleted: tuple[str, ...] = ()
    retracted: tuple[str, ...] = ()


def encode(changes: Changes) -> bytes:
    """The content of the file."""
    return msgspec.json.format(msgspec.json.encode(changes), indent=2) + b"\n"


def changes_of(folder: Path, search: Search) -> Changes | None:
    """What the update in `folder` found; None: the search is no update. Raises ReviewError."""
    file = next((one for one in search.files if one.format == CHANGES), None)
    if file is None:
        return None
    path = folder / file.name
    try:
        return msgspec.json.decode(path.read_bytes(), type=Changes)
    except (OSError, msgspec.MsgspecError, RecursionError) as error:
        raise ReviewError(
            "the list of what an update found cannot be read", where=str(path),
            remedy="restore the folder from your version control",
        ) from error  # fmt: skip


def is_retracted(record: Record) -> bool:
    """Whether the source says that the work is retracted."""
    return ("retracted", "yes") in record.extra
