"""The next request, under way while the page before is read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")


class Ahead(Generic[A, R]):
    """Calls `work` in a thread of its own, at once. It ends with the program, not before it."""

    def __init__(self, work: Callable[[A], R], argument: A) -> None:
        self._found: list[R] = []
        self._error: list[BaseException] = []
        self._thread = threading.Thread(
            target=self._run, args=(work, argument), daemon=True, name="litreview-ahead"
        )
        self._thread.start()

    def _run(self, work: Callable[[A], R], argument: A) -> None:
        try:
            self._found.append(work(argument))
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._error.append(error)

    def result(self) -> R:
        """What `work` returned; waits for it. Raises what it raised."""
        self.wait()
        if self._error:
            raise self._error[0]
        return self._found[0]

    def wait(self, seconds: float | None = None) -> None:
        """Come back when `work` has ended, however, or after so many seconds."""
        self._thread.join(seconds)
