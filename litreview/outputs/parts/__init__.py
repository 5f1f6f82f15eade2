"""The parts of the report folder, one file each: a function of the evidence that gives files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from litreview.outputs.evidence import Evidence
from litreview.registry import Registry


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One file. path: relative, inside the report folder, with forward slashes.

    what: the file in a few words, as the page lists it; "" where its part is listed otherwise.
    title: of a picture that the page shows.
    """

    path: str
    content: bytes
    what: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report folder. `files` must be pure: the same evidence, the same bytes.

    files: none where the review has nothing to show there. order: of the page's list of files.
    """

    name: str
    order: int
    files: Callable[[Evidence], Iterator[ReportFile]]


PARTS = Registry("litreview.outputs.parts", "PART", Part, "part of the report")


def parts() -> tuple[Part, ...]:
    """All of them in the order of the page."""
    return tuple(sorted(PARTS.all(), key=lambda part: (part.order, part.name)))
