"""Every decision of the log that everybody may see, one JSON line each.

Left out: extracted rows, which stand in the tables; labels and seals, which are private; judgements
on which a colleague has still to vote, who must not be led by them.
"""

from __future__ import annotations

from collections.abc import Iterator

from litreview.outputs.evidence import Evidence
from litreview.outputs.parts import Part, ReportFile


def files(evidence: Evidence) -> Iterator[ReportFile]:
    """None where nothing is decided, or where it was not asked how the review was done."""
    import msgspec

    conduct = evidence.conduct
    encode = msgspec.json.Encoder().encode
    lines = [
        encode({"at": one.event.at, "who": one.who, "hash": one.hash, **_told(one.event)})
        for one in conduct.decisions
    ]
    if not lines:
        return
    left = f"; {conduct.hidden:,} that wait for a colleague left out" if conduct.hidden else ""
    what = f"the decisions of the log, one a line{left}"
    yield ReportFile("decisions.jsonl", b"\n".join(lines) + b"\n", what)


def _told(event: object) -> dict[str, object]:
    """The event by its kind and fields; `hash` is that of its line in the log."""
    import msgspec

    plain: dict[str, object] = msgspec.to_builtins(event)
    return {key: value for key, value in plain.items() if key not in {"at", "prev"}}


PART = Part("decisions", 90, files)
