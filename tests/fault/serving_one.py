"""One local server for many runs in a row: to start and stop one takes as long as a short run.

Imported by its bare name: pytest puts this folder on the path, because of the conftest.py in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from replaying import Answer, Answering, Asked, Server

_stack = ExitStack()
_started: list[Server] = []


@contextmanager
def serving(answer: Answering) -> Iterator[Server]:
    """A server that answers so within the block, and has been asked nothing before it."""
    if not _started:
        _started.append(_stack.enter_context(Server(_nobody)))
    (server,) = _started
    assert server.answer is _nobody, "one run at a time"
    server.asked.clear()
    server.answer = answer
    try:
        yield server
    finally:
        server.answer = _nobody


def stop() -> None:
    """At the end of the session."""
    _stack.close()
    _started.clear()


def _nobody(_: Asked) -> Answer:
    """A request that no run waits for."""
    return Answer(status=500)
