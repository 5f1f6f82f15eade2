"""Draw ``diagrams/themes.png``: the same made-up flow in each theme, each in another language.

``python docs/pictures/make_themes.py``, in the folder of the repository.
"""

from __future__ import annotations

import io
import runpy
from pathlib import Path

from PIL import Image

from litreview.outputs.diagram.formats import Drawing, write
from litreview.outputs.diagram.language import language
from litreview.outputs.diagram.look import USUAL, Look
from litreview.outputs.theme import THEMES

ROOT = Path(__file__).parents[2]
MADE = runpy.run_path(str(ROOT / "tests" / "golden" / "diagram" / "made.py"))
SHOWN = (("en", "official"), ("da", "colour-blind"), ("de", "grey"), ("fr", "dark"))
BETWEEN, WIDE = 16, 1100


def drawn(code: str, theme: str) -> Image.Image:
    """One of the four."""
    look = Look(language(code), THEMES[theme], details=USUAL - {"notes"})
    made = write(Drawing(MADE["FLOWS"]["databases"](), "Themes", look, dpi=110), "png")
    return Image.open(io.BytesIO(made)).convert("RGB")


def main() -> None:
    """Two beside two, in few colours, so that the file is small."""
    pictures = [drawn(*shown) for shown in SHOWN]
    step = [max(size) + BETWEEN for size in zip(*(p.size for p in pictures), strict=True)]
    sheet = Image.new("RGB", (2 * step[0] + BETWEEN, 2 * step[1] + BETWEEN), "white")
    for at, picture in enumerate(pictures):
        sheet.paste(picture, (BETWEEN + at % 2 * step[0], BETWEEN + at // 2 * step[1]))
    small = sheet.resize((WIDE, sheet.height * WIDE // sheet.width), Image.Resampling.LANCZOS)
    few = small.quantize(200, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(Path(__file__).parent / "diagrams" / "themes.png", optimize=True)


if __name__ == "__main__":
    main()
