"""CITATION.cff: how the review is cited, once review.toml says who its authors are."""

from __future__ import annotations

import json
from collections.abc import Iterator

from litreview.outputs.escape import clean
from litreview.outputs.evidence import Evidence
from litreview.outputs.parts import Part, ReportFile


def files(evidence: Evidence) -> Iterator[ReportFile]:
    """None without authors: the format (1.2.0) demands one."""
    plan = evidence.plan
    if not plan.report.authors:
        return
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this review, please cite it.",
        "type: dataset",
        f"title: {_quoted(plan.title)}",
        "authors:",
        *(line for author in plan.report.authors for line in _author(author)),
    ]
    if plan.report.licence:
        lines.append(f"license: {_quoted(plan.report.licence)}")
    if evidence.as_of:
        lines.append(f"date-released: {_quoted(evidence.as_of[:10])}")
    content = "".join(f"{line}\n" for line in lines).encode()
    yield ReportFile("CITATION.cff", content, "how the review is cited")


def _author(name: str) -> Iterator[str]:
    """``Family, Given`` is a person; anything else an organisation."""
    family, comma, given = name.partition(",")
    if not comma:
        yield f"  - name: {_quoted(name)}"
        return
    yield f"  - family-names: {_quoted(family)}"
    yield f"    given-names: {_quoted(given)}"


def _quoted(text: str) -> str:
    """A YAML string: JSON's quoting is one."""
    return json.dumps(" ".join(clean(text).split()), ensure_ascii=False)


PART = Part("citation", 95, files)
