"""How many faults were tried is told at the end of a run."""

from __future__ import annotations

import pytest
import serving_one

_cases: list[int] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        _cases.extend(n for name, n in report.user_properties if name == "cases")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _cases:
        terminalreporter.write_line(f"faults tried on harvests, each as it should: {sum(_cases):,}")


@pytest.fixture
def no_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk does not stand still until its request has left: thousands of 2 ms are many seconds.

    What a walk does is the same: the moment only lets a request leave sooner.
    """
    monkeypatch.setattr("litreview.sources.fetch._MOMENT", 0.0001)


def pytest_sessionfinish() -> None:
    serving_one.stop()
