"""Shared fixtures: the corpus in place, and no network but loopback."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

# On a CI machine every run draws the same cases: red there means the change, not the draw. On a
# developer's machine each run draws new ones. `make deep` draws twenty times as many.
_DEEP = int(os.environ.get("LITREVIEW_DEEP", "1"))
_EXAMPLES = 50 * _DEEP
hypothesis.settings.register_profile(
    "ci", derandomize=True, database=None, deadline=None, max_examples=_EXAMPLES
)
hypothesis.settings.register_profile("here", deadline=None, max_examples=_EXAMPLES)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")

CORPUS = Path(os.environ.get("LITREVIEW_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
_passed: list[str] = []


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real data. Absent: a skip, or a failure where it is required."""
    if CORPUS.is_dir():
        return CORPUS
    message = f"no corpus at {CORPUS} (set LITREVIEW_CORPUS)"
    if os.environ.get("LITREVIEW_REQUIRE_CORPUS") == "1":
        pytest.fail(message)
    pytest.skip(message)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and "corpus" in report.keywords and report.passed:
        _passed.append(report.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    where = "read in place" if CORPUS.is_dir() else "absent: its cases were skipped"
    terminalreporter.write_line(f"corpus cases that ran and passed: {len(_passed)} ({where})")


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection and every datagram that leaves the machine."""
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))


def _guarded(real: Callable[..., object]) -> Callable[..., object]:
    """`real` where its address, always the last argument, is on this machine."""

    def call(self: socket.socket, *arguments: object) -> object:
        address = arguments[-1]
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in {"127.0.0.1", "::1", "localhost", "unix"}:
            pytest.fail(f"a test tried to reach {host}")
        return real(self, *arguments)

    return call
