"""Do the boxes of the Word file hold their words in LibreOffice?

``python -m bench.word_boxes`` draws full figures (25 reasons of 60 characters, 12 databases,
numbers to 10 million) in all four templates and all languages, lets LibreOffice make PDFs of them,
and compares what stands inside each frame there with what the layout put into it. It needs
``soffice`` and ``pdftotext``; exit status 1 where a word is missing or reaches beyond its frame.
"""

from __future__ import annotations

import html
import re
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from litreview.outputs.diagram.formats import Drawing, write
from litreview.outputs.diagram.language import codes, language
from litreview.outputs.diagram.layout import figure
from litreview.outputs.diagram.look import USUAL, Look
from litreview.outputs.diagram.shapes import WIDTH, Frame, Rect
from litreview.outputs.diagram.word import MARGIN_MM, width_on_page
from litreview.prisma import Flow

MADE = runpy.run_path(str(Path(__file__).parents[1] / "tests" / "golden" / "diagram" / "made.py"))
POINTS_A_MM = 72 / 25.4
NEAR, BEYOND = 2.0, 1.5
"""Points: how far off a word still belongs to a frame, and how far it may reach out of it."""
WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)


@dataclass(frozen=True)
class Word:
    """A word of the PDF, in points from the upper left corner."""

    rect: Rect
    text: str


def flows() -> Iterator[tuple[str, Flow]]:
    """The four templates, full, and one with all that a flow may have besides."""
    for version, like in (("new", "EMPTY"), ("updated", "UPDATED")):
        for other in (False, True):
            name = f"{version}{'-other' if other else ''}"
            yield name, MADE["crowded"](other=other, like=MADE[like])
    yield "extra", MADE["FLOWS"]["extra-updated"]()


def words(pdf: Path) -> list[Word]:
    """All words of the PDF, which has one page."""
    said = subprocess.run(
        ["pdftotext", "-bbox", pdf, "-"],  # noqa: S607 - by its name
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if said.count("<page ") != 1:
        return []
    found = []
    for left, top, right, bottom, text in WORD.findall(said):
        x, y = float(left), float(top)
        found.append(Word(Rect(x, y, float(right) - x, float(bottom) - y), html.unescape(text)))
    return found


def holds(frame: Frame, held: list[Word], scale: float) -> bool:
    """Whether the words inside a frame are its words, and stay in it."""
    off, own = MARGIN_MM * POINTS_A_MM, frame.rect
    rect = Rect(own.x * scale + off, own.y * scale + off, own.width * scale, own.height * scale)
    inside = [word for word in held if within(*word.rect.middle, rect, NEAR)]
    lines = ("".join(run.text for run in w.line) for g in frame.groups for w in g.words)
    corners = ((w.rect.x, w.rect.y, w.rect.right, w.rect.bottom) for w in inside)
    return letters("".join(lines)) == letters("".join(word.text for word in inside)) and all(
        within(x, y, rect, BEYOND) and within(right, bottom, rect, BEYOND)
        for x, y, right, bottom in corners
    )


def within(x: float, y: float, rect: Rect, more: float) -> bool:
    """Whether a point is in a rectangle, or not further out than `more`."""
    across = rect.x - more <= x <= rect.right + more
    return across and rect.y - more <= y <= rect.bottom + more


def letters(text: str) -> list[str]:
    """The characters, whatever their order: a PDF has them in that of drawing."""
    return sorted(re.sub(r"\s", "", text))


def main() -> None:
    """Draw, render, compare, and say what was found."""
    details = USUAL | {"screening-reasons"}
    looks = {code: Look(language(code), details=details) for code in codes()}
    cases = {f"{name}-{code}": (flow, looks[code]) for name, flow in flows() for code in looks}
    frames, faults = 0, []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, (flow, look) in cases.items():
            (folder / f"{name}.docx").write_bytes(write(Drawing(flow, name, look), "docx"))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        files = [str(folder / f"{name}.docx") for name in cases]
        convert = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", place]
        subprocess.run([*convert, *files], check=True, capture_output=True)
        for name, (flow, look) in cases.items():
            placed, held = figure(flow, look), words(folder / f"{name}.pdf")
            scale = width_on_page(placed, look) * POINTS_A_MM / WIDTH
            for frame in placed.frames:
                if not frame.turned:
                    frames += 1
                    if not holds(frame, held, scale):
                        faults.append(f"{name}: {frame.kind}")
    print(f"{len(cases)} files, {frames} frames, {len(faults)} that lose or overrun words")
    print("\n".join(faults))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
