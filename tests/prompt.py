"""Somebody at a prompt, in this process: what a command of ours answers.

Imported by its bare name, as `invented` is.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from litreview.cli import main

IN_FOLDER = re.compile(r"^litreview -C (?:'[^']*'|\S+) ")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def next(self) -> str:
        """The command that it names, as typed in the folder of the review."""
        (line,) = [x for x in (self.out + self.err).splitlines() if x.startswith("Next: ")]
        return IN_FOLDER.sub("litreview ", line.removeprefix("Next: "))


def status_of(arguments: list[str] | None = None) -> int:
    """The exit status of `litreview ...`, run here (None: as sys.argv says)."""
    try:
        main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0
