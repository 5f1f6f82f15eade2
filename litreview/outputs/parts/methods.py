"""The methods paragraph."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from litreview.outputs.escape import markdown
from litreview.outputs.evidence import Evidence
from litreview.outputs.methods import sentences
from litreview.outputs.parts import Part, ReportFile

_NOTE = (
    "Every sentence comes from the log and the settings of the review. What was not done is not in "
    "it, and what the log does not know (who was asked, why a limit was set) is yours to add."
)


def files(evidence: Evidence) -> Iterator[ReportFile]:
    """A sentence a line, so that two versions can be compared."""
    text = "\n".join(markdown(" ".join(one.split())) for one in sentences(evidence))
    content = f"# Methods\n\n{text}\n\n{textwrap.fill(_NOTE, 100)}\n"
    yield ReportFile("methods.md", content.encode(), "the methods paragraph, a sentence a line")


PART = Part("methods", 70, files)
