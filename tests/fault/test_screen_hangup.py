"""A terminal that closes while somebody screens: in the middle of a vote, and while waiting."""

from __future__ import annotations

import os
import re
import select
import sys
from pathlib import Path

import pytest
from invented import review_toml

from litreview.events import VoteCast
from litreview.review import Review
from litreview.review.loading import Origin
from litreview.store.folder import Folder, create

pty = pytest.importorskip("pty")
PROBE = "import sys; sys.argv[0] = 'litreview'; from litreview.cli import main; main()"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A review of two hundred reports."""
    create(tmp_path / "review", review_toml(), {})
    held = Folder(tmp_path / "review")
    with Review(held, who="ann") as review:
        path = tmp_path / "some.ris"
        path.write_text("\n".join(f"TY  - JOUR\nTI  - Boat {n}\nER  - \n" for n in range(200)))
        review.load(path, Origin(name="some"))
    return held


def until(terminal: int, words: bytes) -> bytes:
    """What the terminal shows up to `words`."""
    seen = b""
    while words not in seen:
        if not select.select([terminal], [], [], 30)[0]:
            pytest.fail(f"{words!r} never came: {seen[-400:]!r}")
        seen += os.read(terminal, 1 << 16)
    return seen


def test_a_terminal_that_closes_loses_no_vote_and_leaves_a_sound_log(folder: Folder) -> None:
    command = [sys.executable, "-c", PROBE, "-C", str(folder.root), "screen", "--reviewer", "ann"]
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        os.execv(command[0], command)  # noqa: S606 - our own command line, in a terminal
    try:
        until(terminal, b"Boat")
        os.write(terminal, b"i")
        seen = until(terminal, b"1 of 200 read")
        os.write(terminal, b"i1m" * 20)
        seen += until(terminal, b" of 200 read")
        os.write(terminal, b"i1m" * 20)  # more than is done before the line is cut
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    with Review(folder, who="ann") as review:
        votes = [one.event for one in review.state.of("vote").values()]
        assert len(votes) >= max(map(int, re.findall(rb"(\d+) of 200 read", seen)))
        assert not [found for found in review.check() if found.severity == "error"]
        session = review.screen("titles")
        item = session.current
        assert session.read == len(votes)
        assert item is not None
        assert item.report not in {event.record for event in votes if isinstance(event, VoteCast)}
        session.vote("include")
        session.close()
