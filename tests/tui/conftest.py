"""Pilots that wait less: the screen draws four times as often, and quiet is asked for as often.

Textual draws 60 times a second, and its pilot takes a process for idle that did nothing for 20 ms,
twice after each key. Both are shortened alike, so that as many drawings fit into a wait as before.
"""

from __future__ import annotations

import pytest

_TIMES = 4


@pytest.fixture(autouse=True)
def _sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 1 / 60 / _TIMES)
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 1 / 50 / _TIMES)
