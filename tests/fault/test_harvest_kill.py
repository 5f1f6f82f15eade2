"""`kill -9` of a real harvest at many points, then the same command again: the same records."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from replaying import Answer, Asked, Server, as_json

from litreview.review import Review
from litreview.store.folder import Folder, create
from litreview.store.settings import template

COUNT, ROWS = 90, 15
PAGES = COUNT // ROWS
ARGUMENTS = ("search", "run", "--source", "eric", "--query", "mentoring", "--json")


def eric(asked: Asked) -> Answer:
    start = int(asked.get("start"))
    docs = [{"id": f"EJ{n:06}", "title": f"Invented {n}"} for n in range(start, start + ROWS)]
    return as_json({"response": {"numFound": COUNT, "start": start, "docs": docs}})


def litreview(root: Path, url: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "litreview", "-C", str(root), *arguments],
        env={**os.environ, "LITREVIEW_ERIC_BASE_URL": url},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def records(root: Path) -> dict[str, str]:
    with Review(Folder(root)) as review:
        assert not [one for one in review.check() if one.severity == "error"]
        return {one.accession: one.id for one in review.index.records()}


@pytest.mark.parametrize(
    ("at", "after"), [(1, 0.0), (PAGES // 2, 0.02), (PAGES, 0.0), (PAGES, 0.3)]
)
def test_killed_and_run_again(
    at: int, after: float, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    """Killed when request `at` comes, or a little later; the review is checked whole after it."""
    chance = after * random.random()  # noqa: S311 - no secret
    running: list[subprocess.Popen[str]] = []

    def answer(asked: Asked) -> Answer:
        if running and asked.number == at:
            process = running.pop()
            later = threading.Timer(chance, process.send_signal, [signal.SIGKILL])
            later.start()
        return eric(asked)

    with Server(answer) as server:
        create(tmp_path, template(review="r1", title="Invented", question=""), {})
        process = litreview(tmp_path, server.url, *ARGUMENTS)
        running.append(process)
        process.communicate()
        assert not running, "the request came"
        assert process.returncode == -signal.SIGKILL or at == PAGES, "it may have ended sooner"
        again = litreview(tmp_path, server.url, *ARGUMENTS)
        said, errors = again.communicate()
        assert again.returncode == 0, errors
    found = json.loads(said)
    assert "Traceback" not in errors
    held = records(tmp_path)
    assert len(held) == COUNT
    numbers = {key: int(number.rpartition(":")[2]) for key, number in held.items()}
    assert numbers == {f"EJ{n:06}": n + 1 for n in range(COUNT)}
    assert '"complete": true' in json.dumps(found)
    record_property("cases", 1)
