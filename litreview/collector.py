"""Python's collector of cycles, which rests while a great many objects are made that hold none.

It looks at all objects again each time their number has grown by a quarter, which doubles the time
of a fold over a large log, and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """No looking for cycles meanwhile.

    Where two threads do so at once, one may go on at the usual speed; it is switched on again.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
