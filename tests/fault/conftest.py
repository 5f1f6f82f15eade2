"""How many faults were tried is told at the end of a run."""

from __future__ import annotations

import pytest

_cases: list[int] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        _cases.extend(n for name, n in report.user_properties if name == "cases")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _cases:
        terminalreporter.write_line(f"faults tried on harvests, each as it should: {sum(_cases):,}")
