"""Reading the whole log again, from the first byte, and saying what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from litreview.errors import LogDamaged, NewerVersion
from litreview.model import Finding
from litreview.store.log import Torn, read


def verify(files: Iterable[Path]) -> tuple[Finding, ...]:
    """Findings over the log files: broken chains, copies under another name, torn lines."""
    findings: list[Finding] = []
    for path in files:
        log = ""
        try:
            for item in read(path):
                if isinstance(item, Torn):
                    findings.append(
                        Finding(
                            "LG102",
                            "warning",
                            "the last line was cut off; it is set aside, the rest is used",
                            str(path),
                            "nothing needs doing: the next decision moves it to a file beside",
                        )
                    )
                    break
                log = item[1].log
        except (LogDamaged, NewerVersion) as error:
            findings.append(Finding("LG101", "error", error.what, error.where, error.remedy))
            continue
        if log and not path.name.startswith(log):
            findings.append(
                Finding(
                    "LG103",
                    "warning",
                    f"this file is a copy of {log}.jsonl; its events are counted once",
                    str(path),
                    "remove the copy",
                )
            )
    return tuple(findings)
