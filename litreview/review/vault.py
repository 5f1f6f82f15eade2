"""Where a walk keeps pages (`sources.harvest.Vault`): a folder below records/, and its journals."""

from __future__ import annotations

from pathlib import Path

from litreview.errors import ReviewError
from litreview.sources import journal
from litreview.sources.journal import Fetched, Line, Standing
from litreview.store.harvested import HarvestFolder, whole_lines
from litreview.store.received import MANIFEST, load_manifest


class FolderVault:
    """The vault of a walk in a folder below records/."""

    def __init__(self, place: Path) -> None:
        self.folder = HarvestFolder(place)

    def standing(self) -> Standing:
        """What the journals say."""
        at = standing(self.folder)
        _nothing_lost(self.folder.place, at)
        self.folder.first_free(page.file for page in at.order)
        return at

    def keep(self, body: bytes) -> tuple[str, str]:
        """Put a body on disk."""
        return self.folder.keep(body)

    def drop(self, file: str) -> None:
        """Take it away again."""
        self.folder.drop(file)

    def note(self, line: Line) -> None:
        """Append to the journal."""
        self.folder.note(journal.encode(line), page=isinstance(line, Fetched))

    def body(self, page: Fetched) -> bytes:
        """The body of a kept page."""
        return self.folder.body(page.file, page.sha256)

    def close(self) -> None:
        """End the sitting."""
        self.folder.close()


def standing(folder: HarvestFolder) -> Standing:
    """How far the harvest in a folder has come. Raises ReviewError."""
    at = Standing()
    for path in folder.journals():
        for line in journal.decode(whole_lines(path), str(path)):
            at.add(line)
    return at


def _nothing_lost(place: Path, at: Standing) -> None:
    """Raises ReviewError: pages of the manifest are in no journal, and would be written over."""
    if not (place / MANIFEST).exists():
        return
    held, _ = load_manifest(place.parent, place.name)
    known = {page.file for page in at.order}
    if lost := [f.name for f in held.files if f.encoding == "gzip" and f.name not in known]:
        raise ReviewError(
            f"no journal knows {lost[0]}, which the manifest of the search names",
            where=str(place),
            remedy="restore the folder from your version control, or harvest under another --name",
        )
