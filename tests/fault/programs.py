"""How a test starts other programs: each is forked from one that has imported what they need.

To import it in each takes most of the time. Where a system cannot fork, each is started anew.
Imported by its bare name: pytest puts this folder on the path, because of the conftest.py in it.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import ForkServerContext, SpawnContext

_NEEDED = ["pytest", "litreview.store.index", "litreview.store.folder", "litreview.store.verify"]


def starting() -> ForkServerContext | SpawnContext:
    """What makes processes, events, barriers and queues. No process shares memory with a test."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_NEEDED)
    return context
