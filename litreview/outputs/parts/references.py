"""The references of the included studies."""

from __future__ import annotations

import json
from collections.abc import Iterator

from litreview.formats import FORMATS
from litreview.outputs.csl import csl_json
from litreview.outputs.evidence import Evidence
from litreview.outputs.parts import Part, ReportFile
from litreview.outputs.references import included_reports


def files(evidence: Evidence) -> Iterator[ReportFile]:
    """In every format that can be written, and in a citation style where one was asked for."""
    records = [report.record for _, report in included_reports(evidence)]
    for known in FORMATS.all():
        if known.write is not None:
            content = "".join(known.write(records)).encode()
            what = f"references of the included studies, {known.label}"
            yield ReportFile(f"references/included{known.suffixes[0]}", content, what)
    items = [{"id": record.id, **csl_json(record)} for record in records]
    content = f"{json.dumps(items, ensure_ascii=False, indent=1)}\n".encode()
    yield ReportFile(
        "references/included.csl.json", content, "references of the included studies, CSL-JSON"
    )
    if evidence.cited is not None:
        lines = "".join(f"{line}\n" for line in evidence.cited.ordered)
        what = f"references of the included studies, {evidence.cited.label}"
        yield ReportFile("references/included.txt", lines.encode(), what)


PART = Part("references", 80, files)
